"""Tables: an article a row, the fields named by the first row."""

import csv
from collections import deque
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from kg.reading.article import Draft
from kg.reading.encoding import Undecodable, read_lines
from kg.reading.fields import Unnamed, to_draft
from kg.reading.json_file import no_text_field
from kg.reading.problem import Problem
from kg.reading.source import Source

_DELIMITERS = ",;\t|"
_LONGEST_ROW = 64 * 2**20
_LONGEST_FIELD = 2**31 - 1


class _Row(NamedTuple):
    """The cells of a row and its first line; ``error`` says why it could not be read to its end."""

    cells: list[str]
    line: int
    error: str | None = None


def read_csv(source: Source) -> Iterator[Draft | Problem]:
    """The article of each row; a row that a quote breaks is one Problem, and the next is read."""
    lines = read_lines(source.stream)
    first = next(lines, "")
    if isinstance(first, Undecodable):
        yield Problem(kind=first.kind, source=source.name, line=1, what=first.what, mend=first.mend)
        return
    rows = _rows(chain([first], lines), max(_DELIMITERS, key=first.count))
    header = next(rows, None)
    if header is not None:
        yield from _articles(rows, [name.strip() for name in header.cells], source)


def _articles(rows: Iterator[_Row], names: list[str], source: Source) -> Iterator[Draft | Problem]:
    broken = False
    for row in rows:
        whole = len(row.cells) == len(names) and row.error is None
        if not whole and broken:
            continue  # what is left of a broken row is no second problem
        broken = row.error is not None
        if whole:
            draft = to_draft(dict(zip(names, row.cells, strict=True)), source=source.name, line=row.line)
            if isinstance(draft, Unnamed):
                yield no_text_field(draft, source, row.line)
                return
            yield draft
        elif any(cell.strip() for cell in row.cells) or broken:
            counted = f"{len(row.cells)} cells, the header has {len(names)}"
            what, mend = row.error or counted, 'put texts in quotes and write a quote inside them as ""'
            yield Problem(kind="malformed", source=source.name, line=row.line, what=what, mend=mend)


def _rows(lines: Iterator[str | Undecodable], delimiter: str) -> Iterator[_Row]:
    """The rows of ``lines``; after one that cannot be read, reading begins again on its second line."""
    csv.field_size_limit(_LONGEST_FIELD)
    waiting: deque[str | Undecodable] = deque()
    number, more = 1, True
    while more:
        taken: list[str | Undecodable] = []
        try:
            for cells in csv.reader(_take(waiting, lines, taken), delimiter=delimiter, strict=True):
                if cells:
                    yield _Row(cells, number)
                number += len(taken)
                taken.clear()
            more = False
        except csv.Error as error:
            yield _Row([], number, f"row that cannot be read ({error})")
            waiting.extendleft(reversed(taken[1:]))
            number += 1


def _take(
    waiting: deque[str | Undecodable], lines: Iterator[str | Undecodable], taken: list[str | Undecodable]
) -> Iterator[str]:
    """The ``waiting`` lines, then ``lines``, each noted in ``taken``, which the caller clears after a row."""
    size = 0
    while (line := waiting.popleft() if waiting else next(lines, None)) is not None:
        size = 0 if not taken else size
        taken.append(line)
        if isinstance(line, Undecodable):
            raise csv.Error(line.what)
        size += len(line)
        if size > _LONGEST_ROW:
            raise csv.Error("quote that is never closed")
        yield line
