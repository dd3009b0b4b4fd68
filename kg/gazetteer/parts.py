"""Which words of a phrase mean something: states, bodies, people and roles, the longest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.gazetteer.index import Index
from kg.gazetteer.model import PERSON, Actor
from kg.gazetteer.roles import find_role_words, role_of_class
from kg.gazetteer.states import NO_STATE, Known, codes, find_known
from kg.gazetteer.words import plain, plain_words, raw_words, singulars
from kg.lexicon import load_words

LONGEST = 8
"""Words of the longest name that is looked for."""
STATE, PLACE, BODY_OF_STATES = "Country", "Place", "IntergovernmentalOrganization"
"""Classes of the index that tell more than a role: a state, where it lies, and that it belongs to none."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a phrase, half-open, that mean something.

    ``kind`` is one of those of states.tsv's words (see ``Known``), of role_words.tsv ("role" where it is empty),
    or "person"; ``country`` and ``role`` are codes, ``actor`` a Wikidata id.
    """

    start: int
    end: int
    kind: str
    country: str = ""
    role: str = ""
    actor: str = ""


def find_parts(phrase: str, index: Index) -> tuple[Part, ...]:
    """The parts of ``phrase`` from left to right; of parts that overlap, the longest, of equals the first."""
    raw = raw_words(phrase)
    found: list[Part] = []
    taken: set[int] = set()
    for length in range(min(LONGEST, len(raw)), 0, -1):
        for start in range(len(raw) - length + 1):
            here = set(range(start, start + length))
            if not here & taken and (part := _part(raw, start, start + length, index)):
                found.append(part)
                taken |= here
    parts = [part for part in found if not _is_surname(part, raw)]
    return tuple(sorted(parts, key=lambda part: part.start))


def segments(parts: tuple[Part, ...]) -> Iterator[tuple[Part, ...]]:
    """The parts before the first preposition, the head noun's, then those before each next."""
    cuts = [-1, *(i for i, part in enumerate(parts) if part.kind == "preposition"), len(parts)]
    for before, after in pairwise(cuts):
        yield parts[before + 1 : after]


def state_of(qid: str, index: Index) -> str:
    """The code of a state with a Wikidata id, or of the state in which such a place lies; empty without one."""
    place = index.actor(qid) if qid and qid not in codes() else None
    return codes().get(place.country if place else qid, "")


def _part(raw: tuple[str, ...], start: int, end: int, index: Index) -> Part | None:
    words = tuple(map(plain, raw[start:end]))
    if known := find_known(words) or _of_people(words):
        return Part(start, end, known.kind, known.country, known.role)
    if words and (role := find_role_words(words)):
        return Part(start, end, role[1] or "role", role=role[0])
    if words[0][:1].isupper() and words[-1][:1].isupper():
        name = " ".join((*raw[start : end - 1], words[-1]))
        return _named(start, end, name, index) or _demonym(start, end, name, index)
    return None


def _is_surname(part: Part, raw: tuple[str, ...]) -> bool:
    """Whether a place is no place but a last name: "Jack London"."""
    return part.kind in ("place", "seat") and part.start > 0 and raw[part.start - 1] in load_words("names")


def _of_people(words: tuple[str, ...]) -> Known | None:
    """The people that ``words`` call by its name, one of it or several: "Saudis"."""
    forms = (find_known((*words[:-1], last)) for last in singulars(words[-1]))
    return next((known for known in forms if known and known.kind == "people"), None)


def _demonym(start: int, end: int, name: str, index: Index) -> Part | None:
    """The people that the index knows by ``name``: "Russian", "South Koreans"."""
    country = next(filter(None, map(index.of_demonym, singulars(name))), None)
    return Part(start, end, "people", codes().get(country.qid, "")) if country else None


def _named(start: int, end: int, name: str, index: Index) -> Part | None:
    """The actor that the index knows by ``name``; one word names nobody that is not sure."""
    bearers = index.named(name)
    if start + 1 == end:
        bearers = tuple(actor for actor in bearers if actor.sure and actor.type != PERSON)
    if not bearers:
        person = index.of_surname(name) if start + 1 == end else None
        return _person(start, end, person, index) if person else None
    first = bearers[0]
    if first.type == PERSON:
        return _person(start, end, first, index)
    if first.type == STATE:
        return Part(start, end, "state", codes().get(first.qid, ""))
    if first.type == PLACE:
        return Part(start, end, "place", state_of(first.country, index))
    return _body(start, end, bearers, _home(bearers, name, index))


def _body(start: int, end: int, bearers: tuple[Actor, ...], home: str) -> Part:
    """A body; of several that are called so, only what they share is told."""
    first, *others = bearers
    actor = "" if others else first.qid
    return Part(start, end, "body", home, role_of_class(first.type), actor)


def _home(bearers: tuple[Actor, ...], name: str, index: Index) -> str:
    """The code of the state that all bodies of a name belong to, else of one in the name: "Bank of Japan"."""
    if bearers[0].type == BODY_OF_STATES:
        return NO_STATE
    homes = {state_of(actor.country, index) for actor in bearers}
    if len(homes) == 1 and "" not in homes:
        return homes.pop()
    words = plain_words(name)
    spans = (words[i:j] for i in range(len(words)) for j in range(len(words), i, -1))
    named = (find_known(span) or _of_people(span) for span in spans)
    return next((known.country for known in named if known and known.country), "")


def _person(start: int, end: int, person: Actor, index: Index) -> Part:
    """A person, whose country is the last that they held an office of where the index has no other."""
    offices = (state_of(held.country, index) for held in reversed(index.holdings_of(person.qid)))
    home = state_of(person.country, index) or next(filter(None, offices), "")
    return Part(start, end, "person", home, actor=person.qid)
