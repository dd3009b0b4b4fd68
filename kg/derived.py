"""The predicates themselves as edges from subject to object: what the evidence of each claim adds up to."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.graph import Edge, Graph, Key, Value
from kg.model import content_id
from kg.ontology import relationship_type

NAMES = (
    "negated",
    "modality",
    "first",
    "last",
    "valid_from",
    "valid_to",
    "statements",
    "articles",
    "outlets",
)
"""What a derived edge holds beside its claim's id and the hash of these."""


@dataclass(frozen=True, slots=True)
class Derived:
    """An edge of a claim's predicate. ``id`` is the claim's; a property that is not known is None."""

    type: str
    source: Key
    target: Key
    id: str
    properties: Mapping[str, Value]

    @property
    def hash(self) -> str:
        """What changes with any of the properties."""
        return content_id(*(f"{name}={self.properties[name]}" for name in NAMES))


def derive(graph: Graph, claims: Container[str]) -> Iterator[Derived]:
    """The edges of those ``claims``, by their ids, of which ``graph`` has all evidence, ordered by id."""
    ends = {kind: _targets(graph.edges, kind) for kind in ("SUBJECT", "OBJECT", "IN")}
    evidence: defaultdict[str, list[Key]] = defaultdict(list)
    statements: defaultdict[str, set[Key]] = defaultdict(set)
    for edge in graph.edges:
        if edge.type == "EVIDENCED_BY" and edge.source[0] == "Claim":
            evidence[edge.source[1]].append(edge.target)
        elif edge.type == "MAKES":
            statements[edge.target[1]].add(edge.source)
    for key, node in graph.nodes.items():
        if key[0] != "Claim" or key[1] not in claims:
            continue
        found = [graph.nodes[one].properties for one in evidence[key[1]]]
        articles = {ends["IN"][one] for one in evidence[key[1]]}
        outlets = {graph.nodes[article].properties["outlet"] for article in articles} - {None}
        days = [str(one["date"]) for one in found if one["date"] is not None]
        starts = [str(one["valid_from"]) for one in found if one["valid_from"] is not None]
        stops = [str(one["valid_to"]) for one in found if one["valid_to"] is not None]
        properties: dict[str, Value] = {
            "negated": node.properties["negated"],
            "modality": node.properties["modality"],
            "first": min(days, default=None),
            "last": max(days, default=None),
            "valid_from": min(starts, default=None),
            "valid_to": max(stops, default=None),
            "statements": len(statements[key[1]]),
            "articles": len(articles),
            "outlets": len(outlets),
        }
        kind = relationship_type(str(node.properties["predicate"]))
        yield Derived(kind, ends["SUBJECT"][key], ends["OBJECT"][key], key[1], properties)


def _targets(edges: Iterable[Edge], kind: str) -> dict[Key, Key]:
    return {edge.source: edge.target for edge in edges if edge.type == kind}
