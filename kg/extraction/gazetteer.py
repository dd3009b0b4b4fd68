"""Known actors and offices: who bears a name, and who held an office on a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.lexicon import load_table

PERSON = "Person"
DOMINANT = 5
"""A bare surname means the best-known bearer only if news names them this many times as often as the next."""
WELL_KNOWN = 20
"""... and in at least this many of the articles that the prior was counted in."""


@dataclass(frozen=True, slots=True)
class Actor:
    """One row of actors.tsv; ``articles`` is how many articles of a news sample name the actor."""

    qid: str
    name: str
    type: str
    aliases: tuple[str, ...]
    gender: str
    demonyms: tuple[str, ...]
    articles: int

    @property
    def names(self) -> tuple[str, ...]:
        """Every form of the name, the main one first."""
        return (self.name, *self.aliases)


@cache
def load_actors() -> dict[str, Actor]:
    """Every known actor by Wikidata id."""
    rows = load_table("actors", 8)
    return {
        qid: Actor(qid, name, kind, _parts(aliases), gender, _parts(demonyms), int(articles))
        for qid, name, kind, aliases, gender, _, demonyms, articles in rows
    }


@cache
def actors_by_name() -> dict[str, Actor]:
    """The actor that each form of a name means: the one that news names most."""
    found: dict[str, Actor] = {}
    for actor in sorted(load_actors().values(), key=lambda actor: (-actor.articles, actor.qid)):
        for name in actor.names:
            found.setdefault(name, actor)
    return found


@cache
def actors_by_demonym() -> dict[str, Actor]:
    """The country that an adjective like "Russian" belongs to."""
    return {demonym: actor for actor in load_actors().values() for demonym in actor.demonyms if demonym}


@cache
def actors_by_surname() -> dict[str, Actor]:
    """The person that a bare surname means where no full name stands beside it."""
    bearers: dict[str, list[Actor]] = {}
    for actor in sorted(load_actors().values(), key=lambda actor: (-actor.articles, actor.qid)):
        if actor.type == PERSON:
            bearers.setdefault(actor.name.split()[-1], []).append(actor)
    return {
        surname: first
        for surname, (first, *others) in bearers.items()
        if first.articles >= WELL_KNOWN and (not others or first.articles >= DOMINANT * others[0].articles)
    }


def holders(office: str, day: str) -> Iterator[Actor]:
    """Who held ``office`` (a label of offices.tsv) on ``day``, an ISO date."""
    for label, start, end, qid, *_ in load_table("offices", 6):
        if label == office and start <= day and (not end or day < end) and qid in load_actors():
            yield load_actors()[qid]


@cache
def offices_of(qid: str) -> tuple[tuple[str, str, str], ...]:
    """The offices of the actor ``qid`` as (label, start, end)."""
    rows = load_table("offices", 6)
    return tuple((label, start, end) for label, start, end, holder, *_ in rows if holder == qid)


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)
