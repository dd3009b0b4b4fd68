"""Tables of words: tab-separated files with a comment head, read once, with errors that name the line."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kg.errors import OntologyError
from kg.resources import resource_dir


def read_lines(path: Path) -> list[str]:
    """The lines of a text file. Raises OntologyError that names the first one that is not UTF-8."""
    data = path.read_bytes()
    try:
        return re.split(r"\r\n?|\n", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise OntologyError(f"{path}:{line}: not UTF-8 ({error.reason}); save the file as UTF-8") from None


def read_rows(path: Path, columns: int) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each row's cells, and its place as ``file:line``. Empty cells at a row's end may be left out.

    Raises OntologyError for a row that is no UTF-8, is empty in its first cell or has more than ``columns`` cells.
    """
    for number, line in enumerate(read_lines(path), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(cell.strip() for cell in line.split("\t"))
        where = f"{path}:{number}"
        if not cells[0] or len(cells) > columns:
            raise OntologyError(f"{where}: {len(cells)} cells; a row has {columns}, apart by tabs")
        yield (*cells, *("",) * (columns - len(cells))), where


@cache
def load_table(name: str, columns: int) -> tuple[tuple[str, ...], ...]:
    """The rows of the table called ``name`` among the ontology files."""
    return tuple(cells for cells, _ in read_rows(resource_dir("ontology") / f"{name}.tsv", columns))


@cache
def load_groups(name: str) -> dict[str, tuple[str, ...]]:
    """A table of two columns, whose rows may share their first cell, as a mapping to the second cells."""
    found: dict[str, tuple[str, ...]] = {}
    for key, value in load_table(name, 2):
        found[key] = (*found.get(key, ()), value)
    return found


@cache
def load_words(name: str) -> dict[str, str]:
    """A table of two columns as a mapping."""
    return {row[0]: row[1] for row in load_table(name, 2)}
