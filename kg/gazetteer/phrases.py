"""What a phrase that stands for an actor tells of its country and its role, as political scientists code actors.

The codes are those of PLOVER (https://github.com/openeventdata/PLOVER): a state's ISO 3166-1 alpha-3 code and a
primary sector. As in event coders, the longest words that are known count, the head noun tells the role, and who
held an office once is of the elites.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.gazetteer.index import Index
from kg.gazetteer.model import Holding
from kg.gazetteer.parts import Part, find_parts, segments
from kg.gazetteer.roles import UNKNOWN, first_role, roles
from kg.gazetteer.states import qids
from kg.gazetteer.words import raw_words

ALONE = {"state": "", "seat": "GOV", "place": "CVL", "people": "CVL", "unrecognised": "PRE"}
"""The role of a phrase without words for one, by its head: a state, its seat of government, place or people."""


@dataclass(frozen=True, slots=True)
class ActorCode:
    """What a phrase tells of an actor.

    ``country`` is a code of states.tsv, UNO (United Nations), EUR (European Union) or IGO (another body of
    states), empty where none is told; ``country_qid`` the state's Wikidata id. ``role`` is a code of
    actor_roles.tsv: empty for a state itself, UNK where the words tell none. ``actor`` is the Wikidata id of
    the person or body that the phrase names, where the index knows it.
    """

    country: str = ""
    country_qid: str = ""
    role: str = UNKNOWN
    actor: str = ""


def code_actor(phrase: str, index: Index, *, on: str = "", country: str = "") -> ActorCode:
    """The code of the actor that ``phrase`` stands for.

    ``on`` is the ISO day of which it is said: whose office was over by then was in it formerly. Without it, who
    was in office when last seen is. ``country`` is the code of the country where the phrase tells none.
    """
    parts = find_parts(phrase, index)
    home = next((part.country for part in parts if part.country), country)
    noun = _noun(parts)
    person = next((part for part in parts if part.kind == "person"), None)
    role = noun.role if noun else None
    if person and (noun is None or (noun.kind == "general" and person.start < noun.start)):
        role = _role_of_person(person.actor, index, on) or role
    head = _head(phrase, parts)
    if role is None:
        role = ALONE.get(head.kind, UNKNOWN) if head else UNKNOWN
    return ActorCode(home, qids().get(home, ""), role, head.actor if head else "")


def _head(phrase: str, parts: tuple[Part, ...]) -> Part | None:
    """The part that ends where the phrase does, or where its first preposition begins."""
    end = next((part.start for part in parts if part.kind == "preposition"), len(raw_words(phrase)))
    return next((part for part in parts if part.end == end), None)


def _noun(parts: tuple[Part, ...]) -> Part | None:
    """The last noun before a preposition that tells a role, else of those after it; general ones come last."""
    general = None
    for segment in segments(parts):
        for part in reversed([part for part in segment if part.role]):
            if part.kind != "general":
                return _once(part, segment)
            general = general or _once(part, segment)
    return general


def _once(part: Part, segment: tuple[Part, ...]) -> Part:
    """``part`` with the role that somebody has who had its role, where a word before it says so."""
    over = any(other.kind == "former" and other.start < part.start for other in segment)
    return replace(part, role=roles()[part.role].former) if over else part


def _role_of_person(qid: str, index: Index, on: str) -> str | None:
    """The role of a known person by the offices held on a day, else by the last one before it."""
    begun = [held for held in index.holdings_of(qid) if not on or held.start <= on]
    now = [held for held in begun if (held.covers(on) if on else not held.end)]
    if now:
        return first_role(_roles_of(now, index)) or None
    last = next(_roles_of(reversed(begun), index), None)
    return roles()[last].former if last else None


def _roles_of(holdings: Iterable[Holding], index: Index) -> Iterator[str]:
    nouns = (_noun(find_parts(held.office, index)) for held in holdings)
    return (noun.role for noun in nouns if noun and noun.role != UNKNOWN)
