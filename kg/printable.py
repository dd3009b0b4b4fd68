"""Words of articles as a terminal may show them."""


def to_line(text: str) -> str:
    """``text`` on one line that a table can hold, without characters that a terminal obeys instead of showing.

    >>> to_line("Ana\\tDuarte\\n\\x1b[2J")
    'Ana Duarte [2J'
    """
    return "".join(char for char in " ".join(text.split()) if char.isprintable())
