"""Nodes, edges and derived edges into a store, many of one shape a statement."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping

from kg.derived import Derived
from kg.graph import Edge, Key, Node, Value
from loaders import ROWS, Counters, Row, Transaction, batches

_ENDS = "MATCH (a:{source} {{id: row.source}}) MATCH (b:{target} {{id: row.target}}) "


def write_nodes(nodes: Iterable[Node], store: Transaction, *, known: Container[Key]) -> Counters:
    """Create ``nodes``, and set the properties of those ``known`` to be there already."""
    shapes: defaultdict[tuple[str, tuple[str, ...], bool], list[Row]] = defaultdict(list)
    for node in nodes:
        row: Row = {"id": node.id, "properties": writable(node.properties)}
        shapes[node.label, node.classes, node.key in known].append(row)
    counters = Counters()
    for (label, classes, there), rows in sorted(shapes.items(), key=lambda item: item[0]):
        more = "".join(f" SET n:{name}" for name in classes)
        found = f"{'MATCH' if there else 'CREATE'} (n:{label} {{id: row.id}})"
        counters += _write(f"{found} SET n += row.properties{more}", rows, store)
    return counters


def write_edges(edges: Iterable[Edge], store: Transaction, *, known: Container[Key]) -> Counters:
    """Create ``edges``. One between two nodes ``known`` to have been there may be there too."""
    shapes: defaultdict[tuple[str, str, str, bool], list[tuple[str, str]]] = defaultdict(list)
    for edge in edges:
        there = edge.source in known and edge.target in known
        shapes[edge.type, edge.source[0], edge.target[0], there].append((edge.source[1], edge.target[1]))
    counters = Counters()
    for (kind, source, target, there), pairs in sorted(shapes.items(), key=lambda item: item[0]):
        ends = _ENDS.format(source=source, target=target)
        rows: list[Row] = [{"source": one, "target": other} for one, other in sorted(pairs)]
        counters += _write(f"{ends}{'MERGE' if there else 'CREATE'} (a)-[:{kind}]->(b)", rows, store)
    return counters


def write_derived(edges: Iterable[Derived], store: Transaction, *, known: bool) -> Counters:
    """Create the derived ``edges``; those of claims ``known`` to have been there are brought up to date."""
    shapes: defaultdict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for edge in edges:
        shapes[edge.type, edge.source[0], edge.target[0]].append(
            {
                "id": edge.id,
                "source": edge.source[1],
                "target": edge.target[1],
                "properties": {**writable(edge.properties), "hash": edge.hash},
            }
        )
    counters = Counters()
    for (kind, source, target), rows in sorted(shapes.items(), key=lambda item: item[0]):
        ends = _ENDS.format(source=source, target=target)
        found = f"{'MERGE' if known else 'CREATE'} (a)-[r:{kind} {{id: row.id}}]->(b)"
        changed = " WITH r, row WHERE r.hash IS NULL OR r.hash <> row.properties.hash" if known else ""
        counters += _write(f"{ends}{found}{changed} SET r += row.properties", rows, store)
    return counters


def writable(properties: Mapping[str, Value]) -> Row:
    """``properties`` as a store takes them: lists, and nothing for what is not known."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in properties.items()
        if value is not None
    }


def _write(cypher: str, rows: Iterable[Row], store: Transaction) -> Counters:
    """Run ``cypher`` for each row."""
    counters = Counters()
    for some in batches(rows, ROWS):
        counters += store.write(f"UNWIND $rows AS row {cypher}", {"rows": some})
    return counters
