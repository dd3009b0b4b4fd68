"""How well names are linked, people, organisations and places apart, on texts whose mentions have Wikidata ids.

A row of the gold is a ``text`` with ``mentions``: ``start``, ``end``, ``qid`` and ``type``, the ids of Wikidata's
classes that it belongs to. Counted as in the suites of linking: a mention that is optional, refers back, holds no
capital letter or has no id counts neither for nor against.

``P`` is the share of kg's links that are right, by the class that kg gives the entity; ``R`` the share of the
gold's mentions that kg links right, by the gold's types, an organisation before a place before a person.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.model import Record
from kg.ontology import load_ontology
from kg.scoring import Extract, Share, read_rows, records_of, to_share

KINDS = {"organisations": "Q43229", "places": "Q27096213", "people": "Q215627"}
"""What the gold calls each kind."""
CLASSES = {"people": ("Person",), "places": ("Country", "Place")}
"""The ontology's classes of each kind; of no other are organisations."""
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Linked:
    """A text with the ids and the kind of each mention that counts, and the places of those that do not."""

    text: str
    wanted: dict[Place, tuple[frozenset[str], str]]
    ignored: frozenset[Place]


def score_linking(gold: Path, extract: Extract) -> dict[str, dict[str, Share]]:
    """For each kind precision and recall, with how many are right of how many.

    Raises ReadError, with file and line, for a row that is none.
    """
    rows = list(read_rows(gold, _to_linked))
    records = records_of((row.text for row in rows), extract)
    told: dict[str, list[bool]] = {kind: [] for kind in KINDS}
    found: dict[str, list[bool]] = {kind: [] for kind in KINDS}
    for row in rows:
        links = dict(_links(records[row.text]))
        for place, (qid, kind) in links.items():
            if place not in row.ignored:
                told[kind].append(qid in row.wanted.get(place, ((), ""))[0])
        for place, (qids, kind) in row.wanted.items():
            if kind:
                found[kind].append(links.get(place, ("", ""))[0] in qids)
    return {kind: {"P": to_share(told[kind]), "R": to_share(found[kind])} for kind in KINDS}


def _to_linked(row: dict[str, Any]) -> Iterator[Linked]:
    low, high = row.get("span") or (0, len(row["text"]))
    wanted: dict[Place, tuple[frozenset[str], str]] = {}
    ignored: set[Place] = set()
    for mention in row["mentions"]:
        place = mention["start"], mention["end"]
        if place[0] < low or place[1] > high:
            continue
        named = any(sign.isupper() for sign in row["text"][slice(*place)])
        aside = mention.get("coref") or mention.get("optional")
        if aside or not named or not str(mention["qid"]).startswith("Q"):
            ignored.add(place)
            continue
        types = (mention.get("type") or "").split("|")
        kind = next((kind for kind, name in KINDS.items() if name in types), "")
        qids = wanted.get(place, (frozenset[str](), ""))[0]
        wanted[place] = qids | {mention["qid"]}, kind
    yield Linked(row["text"], wanted, frozenset(ignored))


def _links(record: Record) -> Iterator[tuple[Place, tuple[str, str]]]:
    """The names that kg links, by their places: the id and the kind."""
    ontology = load_ontology()
    for entity in record.entities:
        if entity.wikidata:
            kinds = (kind for kind, classes in CLASSES.items() if ontology.is_a(entity.type, classes))
            kind = next(kinds, "organisations")
            for mention in entity.mentions:
                if mention.kind == "name":
                    yield (mention.start, mention.end), (entity.wikidata, kind)
