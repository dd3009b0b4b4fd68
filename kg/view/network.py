"""What a picture shows: actors and topics, and the predicates between them with their sentences."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kg.graph import base_label


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place that an edge was read from: the quote, what stands around it, and where."""

    before: str
    quote: str
    after: str
    speaker: str | None
    outlet: str | None
    date: str | None
    uri: str | None


@dataclass(frozen=True, slots=True)
class NetworkNode:
    """An actor, topic, office, place or event; ``kind`` is its base class."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class NetworkEdge:
    """One predicate between two nodes, as some texts put it."""

    id: str
    source: str
    target: str
    predicate: str
    negated: bool
    modality: str
    evidence: tuple[Evidence, ...]

    @property
    def label(self) -> str:
        """The predicate in words, with its negation."""
        return f"not {self.predicate}" if self.negated else self.predicate


@dataclass(frozen=True, slots=True)
class Network:
    """A part of a graph, ordered, so that equal graphs give equal pictures."""

    nodes: tuple[NetworkNode, ...]
    edges: tuple[NetworkEdge, ...]


Rows = Sequence[dict[str, object]]

EDGES = """
MATCH (c:Claim)-[:SUBJECT]->(s), (c)-[:OBJECT]->(o)
MATCH (c)-[:EVIDENCED_BY]->(e:Evidence)-[:IN]->(a:Article)
WHERE ($actor = '' OR toLower(s.name) CONTAINS toLower($actor) OR toLower(o.name) CONTAINS toLower($actor))
  AND ($topic = '' OR toLower(o.name) CONTAINS toLower($topic))
  AND ($since = '' OR e.date >= $since)
OPTIONAL MATCH (p)-[:SAID]->(:Statement)-[:MAKES]->(c)
RETURN c.id AS claim, c.predicate AS predicate, c.negated AS negated, c.modality AS modality,
       s.id AS source, s.name AS source_name, labels(s) AS source_labels,
       o.id AS target, o.name AS target_name, labels(o) AS target_labels,
       e.before AS before, e.quote AS quote, e.after AS after, e.date AS date,
       a.outlet AS outlet, a.uri AS uri, min(p.name) AS speaker, e.id AS evidence
ORDER BY claim, date, evidence
"""
"""The query whose rows to_network takes; parameters actor, topic and since, each empty for no limit."""


def read_network(
    read: Callable[[str, Mapping[str, object]], Rows], *, actor: str = "", topic: str = "", since: str = ""
) -> Network:
    """The network that a store's ``read`` gives: all of it, or what names hold ``actor`` or ``topic``."""
    return to_network(read(EDGES, {"actor": actor, "topic": topic, "since": since}))


def to_network(rows: Rows) -> Network:
    """The network of the rows of EDGES."""
    nodes: dict[str, NetworkNode] = {}
    found: dict[str, list[dict[str, object]]] = {}
    for row in rows:
        for end in ("source", "target"):
            node = NetworkNode(str(row[end]), str(row[f"{end}_name"]), _kind(row[f"{end}_labels"]))
            nodes.setdefault(node.id, node)
        found.setdefault(str(row["claim"]), []).append(row)
    edges = (_edge(claim, some) for claim, some in sorted(found.items()))
    return Network(tuple(sorted(nodes.values(), key=lambda node: node.id)), tuple(edges))


def _edge(claim: str, rows: Rows) -> NetworkEdge:
    first = rows[0]
    return NetworkEdge(
        claim,
        str(first["source"]),
        str(first["target"]),
        str(first["predicate"]),
        bool(first["negated"]),
        str(first["modality"]),
        tuple(_evidence(row) for row in rows),
    )


def _evidence(row: dict[str, object]) -> Evidence:
    before, quote, after = (str(row[name] or "") for name in ("before", "quote", "after"))
    speaker, outlet, date, uri = (
        None if row[name] is None else str(row[name]) for name in ("speaker", "outlet", "date", "uri")
    )
    return Evidence(before, quote, after, speaker, outlet, date, uri)


def _kind(labels: object) -> str:
    return base_label(str(label) for label in labels) if isinstance(labels, list) else "Topic"
