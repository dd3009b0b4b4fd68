"""A Wikidata dump as actors and the offices that they held.

The dump is one JSON array with an entity a line, plain or compressed (the format:
https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html). It is read twice, as a stream: first for
actors and what they held, then for the names of the offices.
"""

import bz2
import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TextIO, TypeVar

from kg.errors import OntologyError
from kg.gazetteer.model import PERSON, Actor, Holding
from kg.gazetteer.tables import DATE, QID
from kg.lexicon import load_table

T = TypeVar("T")


@dataclass(slots=True)
class Dump:
    """What a dump holds; ``broken`` counts the lines that are no entity of Wikidata's shape and were read past."""

    actors: list[Actor] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)
    broken: int = 0


@dataclass(frozen=True, slots=True)
class _Terms:
    """The rows of wikidata.tsv: what the ids of classes, properties and genders mean."""

    classes: dict[str, str]
    genders: dict[str, str]
    properties: dict[str, list[str]]


def read_dump(path: Path) -> Dump:
    """The actors of a dump: people who held an office, and whatever is of a class of wikidata.tsv.

    Raises OntologyError where the file cannot be opened or has no entity at all.
    """
    found = Dump()
    held: list[tuple[str, str, str, str]] = []
    entities = 0
    for entity in _entities(path, found):
        read = _made(_actor_and_positions, entity)
        if read is None:
            found.broken += 1
            continue
        entities += 1
        actor, positions = read
        if actor and (actor.type != PERSON or positions):
            found.actors.append(actor)
            held += ((actor.qid, office, start, end) for office, start, end in positions)
    if not entities:
        raise OntologyError(
            f"{path}: no entity of Wikidata in {found.broken} lines; give a JSON dump, an entity a line"
        )
    names = _offices(path, {office for _, office, _, _ in held})
    for holder, office, start, end in held:
        if office in names:
            label, country = names[office]
            found.holdings.append(Holding(label, start, end, holder, office, country))
    return found


def _entities(path: Path, counted: Dump) -> Iterator[dict[str, Any]]:
    try:
        with _open(path) as lines:
            for line in lines:
                text = line.strip().rstrip(",")
                if text in ("", "[", "]"):
                    continue
                entity = _parsed(text)
                if entity is None:
                    counted.broken += 1
                else:
                    yield entity
    except (OSError, EOFError) as error:
        raise OntologyError(
            f"{path}: cannot be read ({error}); give a .json, .json.gz or .json.bz2 dump"
        ) from error


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        entity = json.loads(text)
    except (ValueError, RecursionError):
        return None
    sound = (
        isinstance(entity, dict)
        and isinstance(entity.get("id"), str)
        and isinstance(entity.get("claims", {}), dict)
    )
    return entity if sound else None


def _open(path: Path) -> TextIO:
    openers = {".gz": gzip.open, ".bz2": bz2.open}
    opener: Any = openers.get(path.suffix, open)
    stream: TextIO = opener(path, "rt", encoding="utf-8", errors="replace")
    return stream


def _made(to_value: Callable[[dict[str, Any]], T], entity: dict[str, Any]) -> T | None:
    """What ``to_value`` makes of ``entity``, None where that is not of Wikidata's shape."""
    try:
        return to_value(entity)
    except (AttributeError, KeyError, TypeError):
        return None


def _actor_and_positions(entity: dict[str, Any]) -> tuple[Actor | None, list[tuple[str, str, str]]]:
    return _actor(entity), list(_positions(entity))


def _actor(entity: dict[str, Any]) -> Actor | None:
    terms = _terms()
    kinds = [terms.classes[id] for id in _values(entity, "instance") if id in terms.classes]
    name = _label(entity)
    if not kinds or not name or not QID.fullmatch(entity["id"]):
        return None
    genders = [terms.genders[id] for id in _values(entity, "gender") if id in terms.genders]
    return Actor(
        qid=entity["id"],
        name=name,
        type=kinds[0],
        aliases=tuple(
            sorted({_words(row["value"]) for row in entity.get("aliases", {}).get("en", ())} - {name, ""})
        ),
        gender=genders[0] if genders else "",
        country=next(iter(_values(entity, "country")), ""),
        demonyms=tuple(
            sorted(
                {_words(value["text"]) for value in _texts(entity, "demonym") if value["language"] == "en"} - {""}
            )
        ),
        articles=0,
        sure=False,
    )


def _offices(path: Path, wanted: set[str]) -> dict[str, tuple[str, str]]:
    """The label of each of the ``wanted`` entities, and the country whose office it is."""
    found = {entity["id"]: _made(_office, entity) for entity in _entities(path, Dump()) if entity["id"] in wanted}
    return {id: office for id, office in found.items() if office and office[0]}


def _office(entity: dict[str, Any]) -> tuple[str, str]:
    return _label(entity), next(iter([*_values(entity, "jurisdiction"), *_values(entity, "country")]), "")


def _positions(entity: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for claim in _claims(entity, "position"):
        if office := _id(claim.get("mainsnak", {})):
            qualifiers = claim.get("qualifiers", {})
            yield office, _day(qualifiers, "start"), _day(qualifiers, "end")


def _day(qualifiers: dict[str, Any], meaning: str) -> str:
    """A date as precise as it is told: precision 9 is a year, 10 a month, 11 a day."""
    for name in _terms().properties[meaning]:
        for snak in qualifiers.get(name, ()):
            value = snak.get("datavalue", {}).get("value", {})
            time, precision = str(value.get("time", "")), value.get("precision", 0)
            day = time[1:11][: {9: 4, 10: 7, 11: 10}.get(precision, 0)]
            if time.startswith("+") and DATE.fullmatch(day):
                return day
    return ""


def _claims(entity: dict[str, Any], meaning: str) -> Iterator[dict[str, Any]]:
    for name in _terms().properties[meaning]:
        for claim in entity.get("claims", {}).get(name, ()):
            if isinstance(claim, dict) and claim.get("rank") != "deprecated":
                yield claim


def _values(entity: dict[str, Any], meaning: str) -> list[str]:
    return [id for claim in _claims(entity, meaning) if (id := _id(claim.get("mainsnak", {})))]


def _texts(entity: dict[str, Any], meaning: str) -> Iterator[dict[str, str]]:
    for claim in _claims(entity, meaning):
        value = claim.get("mainsnak", {}).get("datavalue", {}).get("value")
        if isinstance(value, dict) and {"text", "language"} <= value.keys():
            yield value


def _id(snak: dict[str, Any]) -> str:
    value = snak.get("datavalue", {}).get("value", {})
    id = str(value.get("id", "")) if isinstance(value, dict) else ""
    return id if QID.fullmatch(id) else ""


def _label(entity: dict[str, Any]) -> str:
    return _words(entity.get("labels", {}).get("en", {}).get("value", ""))


def _words(text: object) -> str:
    """``text`` with single blanks and whole characters, as a table could hold it."""
    return " ".join(str(text).encode("utf-8", "replace").decode("utf-8").split())


@cache
def _terms() -> _Terms:
    rows = load_table("wikidata", 3)
    properties: dict[str, list[str]] = {}
    for kind, id, meaning in rows:
        if kind == "property":
            properties.setdefault(meaning, []).append(id)
    return _Terms(
        classes={id: meaning for kind, id, meaning in rows if kind == "class"},
        genders={id: meaning for kind, id, meaning in rows if kind == "gender"},
        properties=properties,
    )
