"""Loading into Neo4j beside a bare UNWIND loop that writes the same rows, and loading again.

    NEO4J_PASSWORD=... python benchmarks/loading.py records.jsonl --into bolt://localhost:7687

The database is emptied before each of the two, so name one that you can spare.
"""

import time
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path

import click

from kg.graph import to_graph
from kg.record import read_records
from loaders import ROWS, Row, Store, batches, open_store
from loaders.load import LoadReport, load, prepare

DERIVED = (
    "MATCH (a)-[r]->(b) WHERE r.id IS NOT NULL "
    "RETURN type(r) AS type, a.id AS source, labels(a) AS source_labels, "
    "b.id AS target, labels(b) AS target_labels, properties(r) AS properties"
)


def empty(store: Store) -> None:
    """Take everything out of the database, in pieces that fit its memory."""
    while store.read("MATCH (n) RETURN count(n) AS left", {})[0]["left"]:
        store.write("MATCH (n) WITH n LIMIT 20000 DETACH DELETE n", {})


def to_statements(path: Path, derived: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Every node and edge of the records as rows of one UNWIND a label or type."""
    with path.open(encoding="utf-8") as stream:
        graph = to_graph(read_records(stream, name=str(path)))
    nodes = sorted(graph.nodes.values(), key=lambda node: (node.label, node.classes, node.id))
    for (label, classes), group in groupby(nodes, key=lambda node: (node.label, node.classes)):
        rows: Iterator[Row] = (
            {"id": n.id, "p": {k: v for k, v in n.properties.items() if v is not None}} for n in group
        )
        labels = "".join(f" SET n:{name}" for name in classes)
        for some in batches(rows, ROWS):
            yield f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n += row.p{labels}", some
    keys = [(e.type, e.source, e.target, {}) for e in graph.edges]
    known = {node.id: node.label for node in nodes}
    keys += [
        (
            str(r["type"]),
            (known[str(r["source"])], str(r["source"])),
            (known[str(r["target"])], str(r["target"])),
            r["properties"],
        )
        for r in derived
    ]
    keys.sort(key=lambda key: (key[0], key[1][0], key[2][0]))
    for (kind, source, target), edges in groupby(keys, key=lambda key: (key[0], key[1][0], key[2][0])):
        rows = ({"a": a[1], "b": b[1], "p": p} for _, a, b, p in edges)
        for some in batches(rows, ROWS):
            yield (
                (
                    f"UNWIND $rows AS row MATCH (a:{source} {{id: row.a}}) MATCH (b:{target} {{id: row.b}}) "
                    f"CREATE (a)-[r:{kind}]->(b) SET r += row.p"
                ),
                some,
            )


@click.command()
@click.argument("records", type=click.Path(exists=True, path_type=Path))
@click.option("--into", required=True, metavar="NEO4J", help="neo4j://host:7687 of a database to be emptied.")
def main(records: Path, into: str) -> None:
    """Load RECORDS both ways and print rows (nodes and relationships) a second."""
    with closing(open_store(into, writable=True)) as store:
        empty(store)
        load_all(records, store)  # a server that was just started is slow for a while
        statements = list(to_statements(records, store.read(DERIVED, {})))
        empty(store)
        prepare(store)
        start = time.perf_counter()
        for cypher, some in statements:
            store.write(cypher, {"rows": some})
        bare = time.perf_counter() - start
        rows = count(store)
        click.echo(f"bare UNWIND   {rows:>8} rows {bare:7.1f} s {rows / bare:8.0f} rows/s")
        empty(store)
        first, _ = load_all(records, store)
        rows = count(store)
        told = f"{rows / first:8.0f} rows/s: {bare / first:.2f} of bare"
        click.echo(f"kg load       {rows:>8} rows {first:7.1f} s {told}")
        again, report = load_all(records, store)
        told = f"{again / first:.2f} of the first; {report}"
        click.echo(f"kg load again {count(store):>8} rows {again:7.1f} s {told}")


def load_all(records: Path, store: Store) -> tuple[float, LoadReport]:
    """Seconds that loading takes, and what it did."""
    start = time.perf_counter()
    with records.open(encoding="utf-8") as stream:
        report = load(read_records(stream, name=str(records)), store)
    return time.perf_counter() - start, report


def count(store: Store) -> int:
    """Nodes and relationships in the database."""
    nodes = store.read("MATCH (n) RETURN count(n) AS found", {})[0]["found"]
    edges = store.read("MATCH ()-[r]->() RETURN count(r) AS found", {})[0]["found"]
    return int(str(nodes)) + int(str(edges))


if __name__ == "__main__":
    main()
