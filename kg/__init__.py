"""News into a graph of political statements."""

__version__ = "0.1.0"
