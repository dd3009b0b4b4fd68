"""What stands for a state in a phrase: its names, its people, its seat of government, its places, its bodies."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.errors import OntologyError
from kg.gazetteer.roles import roles
from kg.gazetteer.words import plain_words
from kg.lexicon import load_table

NO_STATE = "IGO"
"""The code of bodies of states, but for those that have a code of their own in states.tsv."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a name or word stands for.

    ``kind`` is "state", "people", "seat", "place", "unrecognised" or "body"; ``country`` a code of states.tsv,
    IGO for a body of several states, or empty; ``role`` a code of actor_roles.tsv, which only bodies have.
    """

    name: str
    kind: str
    country: str
    role: str = ""


@cache
def qids() -> dict[str, str]:
    """The Wikidata id of every state by its code."""
    return {code: cell.split("|")[0] for cell, code, *_ in load_table("states", 6)}


@cache
def codes() -> dict[str, str]:
    """The code of every state by its Wikidata id, and by those of what is written as a country and lies in it."""
    return {qid: code for cell, code, *_ in load_table("states", 6) for qid in cell.split("|")}


def find_known(words: tuple[str, ...]) -> Known | None:
    """What ``words`` stand for; they count as a table writes them, or all in capitals."""
    for known in _known().get(tuple(word.casefold() for word in words), ()):
        form = plain_words(known.name)
        if words == form or words == tuple(word.upper() for word in form):
            return known
    return None


@cache
def _known() -> dict[tuple[str, ...], tuple[Known, ...]]:
    found: dict[tuple[str, ...], tuple[Known, ...]] = {}
    for known in _rows():
        if known.country and known.country not in {*qids(), NO_STATE}:
            raise OntologyError(f"{known.name!r} lies in {known.country!r}, which states.tsv has not")
        if known.role and known.role not in roles():
            raise OntologyError(f"{known.name!r} has the role {known.role!r}, which actor_roles.tsv has not")
        key = tuple(word.casefold() for word in plain_words(known.name))
        found[key] = (*found.get(key, ()), known)
    return found


def _rows() -> Iterator[Known]:
    for name, country, role in load_table("actor_names", 3):
        yield Known(name, "body", country, role)
    for _, country, _, names, peoples, seats in load_table("states", 6):
        for kind, cell in (("state", names), ("people", peoples), ("seat", seats)):
            yield from (Known(name, kind, country) for name in cell.split("|") if name)
    for name, country, standing in load_table("places", 3):
        yield Known(name, standing or "place", country)
