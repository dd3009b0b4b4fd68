"""What is said of an input that is no article: a value with its place, its reason and what would mend it."""

from dataclasses import dataclass
from typing import Literal

from kg.printable import to_line

Kind = Literal[
    "missing",
    "unreadable",
    "format",
    "empty",
    "huge",
    "binary",
    "encoding",
    "truncated",
    "malformed",
    "language",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One input, or one part of it, that gives no article.

    ``source`` is the file as the caller named it, or ``-``; ``line`` counts from 1, and in a WARC file counts
    the records.
    """

    kind: Kind
    source: str
    line: int
    what: str
    mend: str
    unit: Literal["line", "record"] = "line"

    @property
    def where(self) -> str:
        """The place as ``file:line``, in a WARC file ``file:record 7``."""
        return f"{self.source}:{self.line}" if self.unit == "line" else f"{self.source}:{self.unit} {self.line}"

    def __str__(self) -> str:
        return to_line(f"{self.where}: {self.what}; {self.mend}")
