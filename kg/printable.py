"""Words of articles and files as a terminal may show them."""

LONGEST = 200
"""Characters of them that an error tells: what is wrong may be a megabyte long."""


def to_line(text: str) -> str:
    """``text`` on one line that a table can hold, without characters that a terminal obeys instead of showing.

    >>> to_line("Ana\\tDuarte\\n\\x1b[2J")
    'Ana Duarte [2J'
    """
    return "".join(char for char in " ".join(text.split()) if char.isprintable())


def shortened(text: str) -> str:
    """``text`` on one line, and cut off where that is too long for an error."""
    line = to_line(text)
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def quoted(text: str) -> str:
    r"""``text`` in quotation marks for an error, with what cannot be shown in escapes.

    >>> quoted("Ana\t\x1b")
    "'Ana\\t\\x1b'"
    """
    return repr(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")
