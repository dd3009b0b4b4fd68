"""What a store holds, comparable."""

from contextlib import closing
from pathlib import Path

from loaders import Row, Store, open_store

NODES = (
    "MATCH (n) WHERE n.id <> 'kg' RETURN n.id AS id, labels(n) AS labels, properties(n) AS properties ORDER BY id"
)
EDGES = (
    "MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS type, b.id AS b, r.hash AS hash, "
    "properties(r) AS properties ORDER BY a, type, b, hash"
)


def content(store: Store) -> tuple[list[Row], list[Row]]:
    """Every node and edge with every property."""
    nodes = store.read(NODES, {})
    for row in nodes:
        row["labels"] = sorted(map(str, row["labels"]))  # type: ignore[call-overload]
    edges = store.read(EDGES, {})
    for row in edges:
        row["properties"].pop("type", None)  # type: ignore[attr-defined]  # the embedded store counts it to them
    return nodes, edges


def content_of(path: Path) -> tuple[list[Row], list[Row]]:
    """Every node and edge of the store in a file."""
    with closing(open_store(str(path))) as store:
        return content(store)
