"""The gazetteer as one SQLite file: built from tables, opened in no time, read a name at a time."""

import re
import sqlite3
from collections.abc import Container, Iterable, Iterator
from dataclasses import astuple
from functools import lru_cache
from pathlib import Path

from kg.errors import OntologyError
from kg.gazetteer.model import PERSON, Actor, Holding

FORMAT = 2
"""Written into the file; a file of another format is built again."""
CACHED = 20_000
"""Names whose bearers are kept in memory: a few megabytes."""
DOMINANT = 5
"""A bare surname means its best-known bearer only if news names them this many times as often as the next."""
WELL_KNOWN = 20
"""... and in at least this many articles of the sample."""
ARTICLE = re.compile(r"(?i)^(al|el|ul)-")
"""News leaves out the Arabic article of a surname: "Assad"."""
SCHEMA = """
CREATE TABLE actor (qid INTEGER PRIMARY KEY, name TEXT, type TEXT, aliases TEXT, gender TEXT, country TEXT,
                    demonyms TEXT, articles INTEGER, sure INTEGER);
CREATE TABLE name (form TEXT, qid INTEGER, PRIMARY KEY (form, qid)) WITHOUT ROWID;
CREATE TABLE family (form TEXT, qid INTEGER, PRIMARY KEY (form, qid)) WITHOUT ROWID;
CREATE TABLE surname (form TEXT PRIMARY KEY, qid INTEGER) WITHOUT ROWID;
CREATE TABLE demonym (form TEXT PRIMARY KEY, qid INTEGER) WITHOUT ROWID;
CREATE TABLE office (id INTEGER PRIMARY KEY, label TEXT, qid TEXT, country TEXT, UNIQUE (label, qid, country));
CREATE TABLE holding (holder INTEGER, office INTEGER, start TEXT, end TEXT, seen TEXT,
                      PRIMARY KEY (holder, office, start, end)) WITHOUT ROWID;
CREATE INDEX by_office ON holding (office);
CREATE INDEX by_country ON office (country);
"""


def write_index(actors: Iterable[Actor], holdings: Iterable[Holding], path: Path) -> None:
    """Build the index of ``actors`` and ``holdings`` at ``path``; of actors with one id, the first counts.

    The file is put in place whole, so that a build that fails leaves an earlier file as it was. Raises
    OntologyError where ``path`` cannot be written.
    """
    found: dict[str, Actor] = {}
    for actor in actors:
        found.setdefault(actor.qid, actor)
    draft = path.with_name(path.name + ".part")
    draft.unlink(missing_ok=True)
    try:
        db = sqlite3.connect(draft)
    except sqlite3.Error as error:
        raise OntologyError(f"{path}: cannot be written ({error}); is there such a folder?") from error
    try:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute(f"PRAGMA user_version = {FORMAT}")
        db.executescript(SCHEMA)
        _put_actors(db, sorted(found.values(), key=lambda actor: _number(actor.qid)))
        _put_holdings(db, sorted(set(holdings), key=astuple), found)
        db.commit()
        db.execute("VACUUM")
    finally:
        db.close()
    draft.replace(path)


def _put_actors(db: sqlite3.Connection, actors: list[Actor]) -> None:
    surnames: dict[str, list[tuple[int, int]]] = {}
    demonyms: dict[str, int] = {}
    for actor in actors:
        number = _number(actor.qid)
        aliases, demonym = "|".join(actor.aliases), "|".join(actor.demonyms)
        known = (actor.name, actor.type, aliases, actor.gender, actor.country, demonym, actor.articles, actor.sure)
        db.execute("INSERT INTO actor VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (number, *known))
        db.executemany("INSERT INTO name VALUES (?, ?)", [(form, number) for form in sorted({*actor.names})])
        for form in actor.demonyms:
            demonyms.setdefault(form, number)
        if actor.type == PERSON:
            family = sorted({form.split()[-1] for form in actor.names if " " in form})
            db.executemany("INSERT INTO family VALUES (?, ?)", [(form, number) for form in family])
            surname = actor.name.split()[-1]
            for form in {surname, ARTICLE.sub("", surname)}:
                surnames.setdefault(form, []).append((-actor.articles, number))
    db.executemany("INSERT INTO demonym VALUES (?, ?)", sorted(demonyms.items()))
    for form, bearers in sorted(surnames.items()):
        (most, number), *others = sorted(bearers)
        if -most >= WELL_KNOWN and (not others or -most >= DOMINANT * -others[0][0]):
            db.execute("INSERT INTO surname VALUES (?, ?)", (form, number))


def _put_holdings(db: sqlite3.Connection, holdings: list[Holding], actors: Container[str]) -> None:
    offices: dict[tuple[str, str, str], int] = {}
    for held in holdings:
        if held.holder not in actors:
            continue
        key = (held.office, held.office_qid, held.country)
        if key not in offices:
            offices[key] = len(offices) + 1
            db.execute("INSERT INTO office VALUES (?, ?, ?, ?)", (offices[key], *key))
        row = (_number(held.holder), offices[key], held.start, held.end, held.seen)
        db.execute("INSERT OR IGNORE INTO holding VALUES (?, ?, ?, ?, ?)", row)


class Index:
    """An index opened for reading; what it was asked lately stays in memory."""

    def __init__(self, path: Path) -> None:
        """Raises OntologyError where ``path`` is no index of this format."""
        try:
            self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
            (found,) = self._db.execute("PRAGMA user_version").fetchone()
        except sqlite3.Error as error:
            raise OntologyError(f"{path}: no index of actors ({error}); build one with kg actors build") from error
        if found != FORMAT:
            raise OntologyError(f"{path}: format {found}, needed {FORMAT}; build it again with kg actors build")
        self.named = lru_cache(CACHED)(self._named)
        self.actor = lru_cache(CACHED)(self._actor)
        self.holdings_of = lru_cache(CACHED)(self._holdings_of)
        self.family = lru_cache(CACHED)(self._family)

    def _named(self, form: str) -> tuple[Actor, ...]:
        """Who bears a name, those that news names most first."""
        rows = self._db.execute("SELECT qid FROM name WHERE form = ?", (form,))
        return tuple(sorted(self._actors(rows), key=lambda actor: (-actor.articles, _number(actor.qid))))

    def _actor(self, qid: str) -> Actor | None:
        """The actor with a Wikidata id."""
        row = self._db.execute("SELECT * FROM actor WHERE qid = ?", (_number(qid),)).fetchone()
        if row is None:
            return None
        _, name, kind, aliases, gender, country, demonyms, articles, sure = row
        return Actor(qid, name, kind, _parts(aliases), gender, country, _parts(demonyms), articles, bool(sure))

    def _family(self, surname: str) -> tuple[Actor, ...]:
        """Every person with a name of several words that ends in ``surname``, by the number in the id."""
        return tuple(
            self._actors(self._db.execute("SELECT qid FROM family WHERE form = ? ORDER BY qid", (surname,)))
        )

    def of_surname(self, surname: str) -> Actor | None:
        """The person that a bare surname means where no full name stands beside it."""
        return next(self._actors(self._db.execute("SELECT qid FROM surname WHERE form = ?", (surname,))), None)

    def of_demonym(self, word: str) -> Actor | None:
        """The country that an adjective like "Russian" belongs to."""
        return next(self._actors(self._db.execute("SELECT qid FROM demonym WHERE form = ?", (word,))), None)

    def search(self, words: str, limit: int = 20) -> list[Actor]:
        """Actors one of whose names holds ``words``, whatever the case; those that news names most first."""
        pattern = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        rows = self._db.execute(
            "SELECT DISTINCT qid FROM name JOIN actor USING (qid) WHERE form LIKE ? ESCAPE '\\' "
            "ORDER BY articles DESC, length(name), qid LIMIT ?",
            (pattern, limit),
        )
        return list(self._actors(rows))

    def sure_names(self) -> list[str]:
        """The names to look for in a text: those of sure actors, and full names of people that news names."""
        rows = self._db.execute(
            "SELECT DISTINCT form FROM name JOIN actor USING (qid) "
            "WHERE sure OR (articles AND type = ? AND form LIKE '% %') ORDER BY form",
            (PERSON,),
        )
        return [form for (form,) in rows]

    @property
    def size(self) -> int:
        """How many actors it holds."""
        (found,) = self._db.execute("SELECT count(*) FROM actor").fetchone()
        return int(found)

    def actors(self) -> Iterator[Actor]:
        """Every actor, by the number in its id."""
        yield from self._actors(self._db.execute("SELECT qid FROM actor ORDER BY qid"))

    def all_holdings(self) -> Iterator[Holding]:
        """Every holding of every actor."""
        yield from self._holdings("true")

    def _holdings_of(self, qid: str) -> tuple[Holding, ...]:
        """The offices that an actor held, earliest first."""
        return self._holdings("holder = ?", _number(qid))

    def holdings(self, office: str, day: str) -> tuple[Holding, ...]:
        """Who held the office with this label on ``day``, an ISO date."""
        return tuple(found for found in self._holdings("label = ?", office) if found.covers(day))

    def holdings_in(self, country: str, day: str) -> tuple[Holding, ...]:
        """Every office of a country (a Wikidata id) that was held on ``day``, with its holder."""
        return tuple(found for found in self._holdings("country = ?", country) if found.covers(day))

    def _holdings(self, where: str, *values: str | int) -> tuple[Holding, ...]:
        rows = self._db.execute(
            "SELECT label, start, end, 'Q' || holder, qid, country, seen FROM holding JOIN office ON office = id "
            f"WHERE {where} ORDER BY start, label, holder",
            values,
        )
        return tuple(Holding(*row) for row in rows.fetchall())

    def _actors(self, rows: Iterable[tuple[int]]) -> Iterator[Actor]:
        for (number,) in list(rows):
            if actor := self.actor(f"Q{number}"):
                yield actor


def _number(qid: str) -> int:
    return int(qid[1:])


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)
