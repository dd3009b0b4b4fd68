"""Articles out of files, folders and streams, in every format that a news archive comes in."""

from kg.reading.problem import Problem
from kg.reading.reading import MAX_CHARS, read

__all__ = ["MAX_CHARS", "Problem", "read"]
