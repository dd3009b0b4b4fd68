"""Which entity a pronoun or description stands for."""
