"""What a store holds, as nodes and edges again: some nodes by their keys, or all of it an article at a time."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from kg.errors import StoreError
from kg.graph import PROPERTIES, Edge, Graph, Key, Node, Value, base_label
from loaders import ROWS, Row, Store, Transaction, batches

_EDGES = (
    "RETURN n.id AS source, labels(n) AS source_labels, type(r) AS type, "
    "m.id AS target, labels(m) AS target_labels"
)
_EVIDENCE = "MATCH (m:Article {id: id})<-[r:IN]-(n)"
_OWNERS = "MATCH (m:Evidence {id: id})<-[r:EVIDENCED_BY]-(n)"
_AROUND = {
    "Statement": (
        "MATCH (n:Statement {id: id})-[r:ON_BEHALF_OF|ADDRESSED_TO|THROUGH|MAKES]->(m)",
        "MATCH (m:Statement {id: id})<-[r:SAID|UNSAID]-(n)",
    ),
    "Claim": (
        "MATCH (n:Claim {id: id})-[r:SUBJECT|OBJECT]->(m)",
        "MATCH (m:Claim {id: id})<-[r:ASSERTS]-(n)",
    ),
    "Topic": ("MATCH (n:Topic {id: id})-[r:BROADER]->(m)",),
}


def read_nodes(keys: Iterable[Key], store: Transaction) -> dict[Key, Node]:
    """Those of ``keys`` that ``store`` has, as it has them. Raises StoreError for a value no graph of kg holds."""
    found = {}
    for label, group in groupby(sorted(keys), key=lambda key: key[0]):
        names = PROPERTIES[label]
        returned = ", ".join(f"n.`{name}` AS `{name}`" for name in names)
        query = (
            f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) RETURN n.id AS id, labels(n) AS labels, {returned}"
        )
        for some in batches((key[1] for key in group), ROWS):
            for row in store.read(query, {"ids": some}):
                classes = tuple(sorted(name for name in strings(row["labels"]) if name != label))
                values = {name: value(row[name]) for name in names}
                node = Node(label, str(row["id"]), classes, values)
                found[node.key] = node
    return found


def read_graphs(store: Store) -> Iterator[Graph]:
    """The graph of each article in ``store``, by the articles' ids.

    What articles share, such as an actor's names, is in the graph of each.
    """
    for row in store.read("MATCH (a:Article) RETURN a.id AS id ORDER BY id", {}):
        yield _read_graph(("Article", str(row["id"])), store)


def strings(value: object) -> list[str]:
    """A list in a row, such as labels, as strings; empty if it is none."""
    return [str(item) for item in value] if isinstance(value, list) else []


def value(found: object) -> Value:
    """A value in a row as a graph holds it. Raises StoreError for one that no graph of kg holds."""
    if isinstance(found, list):
        return tuple(str(item) for item in found)
    if found is None or isinstance(found, str | int | float | bool):
        return found
    raise StoreError(f"the store gives a {type(found).__name__}, which no graph of kg holds; build it again")


def _read_graph(article: Key, store: Store) -> Graph:
    edges = set(_edges(_EVIDENCE, [article], store))
    edges |= set(_edges(_OWNERS, [edge.source for edge in edges], store))
    keys = {article} | {edge.source for edge in edges}
    reached = keys
    while reached:
        around = {
            edge
            for label, queries in _AROUND.items()
            for query in queries
            for edge in _edges(query, [key for key in reached if key[0] == label], store)
            if _belongs(edge, article, keys)
        }
        edges |= around
        reached = {end for edge in around for end in (edge.source, edge.target)} - keys
        keys |= reached
    return Graph(dict(sorted(read_nodes(keys, store).items())), frozenset(edges))


def _belongs(edge: Edge, article: Key, keys: set[Key]) -> bool:
    """Whether ``edge`` is this article's: a shared statement or claim also leads to what others say."""
    shared = {"Statement", "Claim", "Article"}
    return all(end in keys for end in (edge.source, edge.target) if end[0] in shared)


def _edges(match: str, keys: Iterable[Key], store: Store) -> Iterator[Edge]:
    for some in batches(sorted(key[1] for key in keys), ROWS):
        for row in store.read(f"UNWIND $ids AS id {match} {_EDGES}", {"ids": some}):
            yield Edge(str(row["type"]), _key(row, "source"), _key(row, "target"))


def _key(row: Row, end: str) -> Key:
    return base_label(strings(row[f"{end}_labels"])), str(row[end])
