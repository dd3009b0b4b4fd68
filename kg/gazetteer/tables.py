"""Gazetteers as tables: one of actors and one of offices, tab-separated, with errors that name the line."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import OntologyError
from kg.gazetteer.model import Actor, Holding
from kg.lexicon import read_rows
from kg.printable import quoted

QID = re.compile(r"Q[1-9][0-9]{0,14}")
COUNT = re.compile(r"[0-9]{0,15}")
DATE = re.compile(r"(\d{4}(-\d{2}){0,2})?")
ACTOR_COLUMNS = ("qid", "name", "class", "aliases", "gender", "country", "demonyms", "articles")
OFFICE_COLUMNS = ("office", "start", "end", "holder", "office qid", "country", "last seen")


def read_actors(path: Path) -> Iterator[Actor]:
    """The actors of a table with the columns ACTOR_COLUMNS; ``|`` parts aliases and demonyms.

    Raises OntologyError, with file and line, for an id or a count that is none.
    """
    for (qid, name, kind, aliases, gender, country, demonyms, articles), where in read_rows(
        path, len(ACTOR_COLUMNS)
    ):
        if not QID.fullmatch(qid) or not name or not kind:
            given = ", ".join(map(quoted, (qid, name, kind)))
            raise OntologyError(f"{where}: {given}; give a Wikidata id such as Q42, a name, a class")
        if country and not QID.fullmatch(country):
            raise OntologyError(f"{where}: {quoted(country)} is no country; give its Wikidata id such as Q142")
        if not COUNT.fullmatch(articles):
            raise OntologyError(f"{where}: {quoted(articles)} is no number of articles")
        yield Actor(qid, name, kind, _parts(aliases), gender, country, _parts(demonyms), int(articles or 0))


def read_offices(path: Path) -> Iterator[Holding]:
    """The holdings of a table with the columns OFFICE_COLUMNS.

    Raises OntologyError, with file and line, for an id or a date that is none.
    """
    for (office, start, end, holder, office_qid, country, seen), where in read_rows(path, len(OFFICE_COLUMNS)):
        if not QID.fullmatch(holder):
            raise OntologyError(f"{where}: {quoted(holder)} is no Wikidata id such as Q42")
        for day in (start, end, seen):
            if not DATE.fullmatch(day):
                raise OntologyError(f"{where}: {quoted(day)} is no date; write YYYY, YYYY-MM or YYYY-MM-DD")
        yield Holding(office, start, end, holder, office_qid, country, seen)


def write_actors(actors: Iterable[Actor], path: Path) -> None:
    """Write a table that ``read_actors`` reads."""
    _write(
        path,
        ACTOR_COLUMNS,
        (
            (
                a.qid,
                a.name,
                a.type,
                "|".join(a.aliases),
                a.gender,
                a.country,
                "|".join(a.demonyms),
                str(a.articles or ""),
            )
            for a in actors
        ),
    )


def write_offices(holdings: Iterable[Holding], path: Path) -> None:
    """Write a table that ``read_offices`` reads."""
    _write(
        path,
        OFFICE_COLUMNS,
        ((h.office, h.start, h.end, h.holder, h.office_qid, h.country, h.seen) for h in holdings),
    )


def _write(path: Path, columns: Iterable[str], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.write(f"# Columns: {', '.join(columns)}.\n")
        for row in rows:
            out.write("\t".join(" ".join(cell.split()) for cell in row).rstrip("\t") + "\n")


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in map(str.strip, cell.split("|")) if part)
