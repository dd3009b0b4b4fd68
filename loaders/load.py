"""Records into a store: what is new is written, what is there stays, and a second load writes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from kg.errors import StoreError
from kg.graph import BASE_LABELS, VERSION, Edge, Key, Node, Value, base_label, merged, to_graph
from kg.model import Record, content_id
from kg.ontology import relationship_type
from loaders import ROWS, Counters, Row, Store, batches
from loaders.read import read_nodes, strings


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did: articles by what became of them, and the store's own counters."""

    new: int = 0
    seen: int = 0
    changed: int = 0
    counters: Counters = field(default_factory=Counters)

    def __str__(self) -> str:
        return (
            f"{self.new} new, {self.seen} seen, {self.changed} changed articles; "
            f"{self.counters.nodes_created} nodes and {self.counters.relationships_created} relationships created"
        )

    def __add__(self, other: "LoadReport") -> "LoadReport":
        return LoadReport(
            self.new + other.new,
            self.seen + other.seen,
            self.changed + other.changed,
            self.counters + other.counters,
        )


def load(records: Iterable[Record], store: Store, *, batch: int = 150, judgements: str = "") -> LoadReport:
    """Load ``records`` in batches, and report.

    ``judgements`` is the digest of those that were applied to the records. Raises StoreError if the store is of
    another version, or was loaded with other judgements.
    """
    report = LoadReport(counters=prepare(store, judgements=judgements))
    for some in batches(records, batch):
        loaded = _load_batch(some, store)
        if loaded.counters != Counters():
            store.checkpoint()
        report += loaded
    return report


def prepare(store: Store, *, judgements: str = "") -> Counters:
    """Constraints first, and the mark of this version and of the judgements; a store with another is refused."""
    for label in (*BASE_LABELS, "Store"):
        store.write(
            f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE", {}
        )
    found = store.read(
        "MATCH (s:Store {id: $id}) RETURN s.version AS version, s.judgements AS judgements", {"id": "kg"}
    )
    if not found:
        query = "MERGE (s:Store {id: $id}) SET s.version = $version, s.judgements = $judgements"
        return store.write(query, {"id": "kg", "version": VERSION, "judgements": judgements})
    if found[0]["version"] != VERSION:
        raise StoreError(f"the store holds {found[0]['version']}, not {VERSION}; build it again from the records")
    if (found[0]["judgements"] or "") != judgements:
        raise StoreError(
            "the store was loaded with other judgements, and what they joined cannot be told apart in it; "
            "load all records into a new store with these, or give the former ones"
        )
    return Counters()


def _load_batch(records: Sequence[Record], store: Store) -> LoadReport:
    """Load ``records``, in an order of writing that lets a load which was cut off be done again from its start."""
    graph = to_graph(records)
    known = read_nodes(graph.nodes, store)
    current = _current(records, known)
    nodes = [merged(known[node.key], node) if node.key in known else node for node in graph.nodes.values()]
    former, counters = _supersede(current, store)
    replaced = {node.id for node in nodes if _is_replaced(node, current)}
    nodes = [_superseded(node) if node.label == "Article" and node.id in replaced else node for node in nodes]
    fresh = [node for node in nodes if known.get(node.key) != node]
    counters += _write_nodes(fresh, store) + _write_edges(graph.edges, store)
    told_otherwise = [node.id for node in fresh if node.label == "Article" and node.key in known]
    claims = {node.id for node in graph.nodes.values() if node.label == "Claim"}
    counters += _derive(sorted(claims | _claims_in(told_otherwise, store)), store)
    articles = {record.article.id for record in records}
    seen = sum(("Article", article) in known for article in articles)
    changed = min(len(former | replaced), len(articles) - seen)
    return LoadReport(len(articles) - seen - changed, seen, changed, counters)


def _current(records: Iterable[Record], known: Mapping[Key, Node]) -> dict[str, str]:
    """The article that an address has now, by address: the last one that the store has not had under it.

    Of one that was seen, nothing is new, whatever else came under its address since.
    """
    current = {}
    for record in records:
        article = record.article
        node = known.get(("Article", article.id))
        before = node.properties["uri"] if node else None
        if article.uri and (before is None or article.uri < str(before)):  # of many addresses the least is kept
            current[article.uri] = article.id
    return current


def _is_replaced(node: Node, current: Mapping[str, str]) -> bool:
    """Whether ``node`` is an article whose address has another text by now."""
    uri = node.properties.get("uri") if node.label == "Article" else None
    return isinstance(uri, str) and current.get(uri, node.id) != node.id


def _superseded(node: Node) -> Node:
    return replace(node, properties={**node.properties, "superseded": True})


def _supersede(current: Mapping[str, str], store: Store) -> tuple[set[str], Counters]:
    """Mark the articles whose address now has another text, and give their ids; their evidence stays.

    This comes before the new articles are written: they count as seen afterwards, and would replace nothing.
    """
    rows = [{"uri": uri, "id": id} for uri, id in current.items()]
    where = (
        "UNWIND $rows AS row MATCH (a:Article) WHERE a.uri = row.uri AND a.id <> row.id AND a.superseded IS NULL"
    )
    found = store.read(f"{where} RETURN DISTINCT a.id AS id", {"rows": rows}) if rows else []
    if not found:
        return set(), Counters()
    former = {str(row["id"]) for row in found}
    query = "UNWIND $ids AS id MATCH (a:Article {id: id}) SET a.superseded = true"
    return former, store.write(query, {"ids": sorted(former)})


def _claims_in(articles: Sequence[str], store: Store) -> set[str]:
    """The claims that ``articles`` have evidence for: what is counted of them changes with outlet and address."""
    query = (
        "UNWIND $ids AS id MATCH (a:Article {id: id})<-[:IN]-(:Evidence)<-[:EVIDENCED_BY]-(c:Claim) "
        "RETURN DISTINCT c.id AS id"
    )
    return {str(row["id"]) for row in store.read(query, {"ids": articles})} if articles else set()


def _write_nodes(nodes: Iterable[Node], store: Store) -> Counters:
    counters = Counters()
    ordered = sorted(nodes, key=lambda node: (node.label, node.classes, node.id))
    for (label, classes), group in groupby(ordered, key=lambda node: (node.label, node.classes)):
        more = "".join(f" SET n:{name}" for name in classes)
        query = f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n += row.properties{more}"
        rows = ({"id": node.id, "properties": _writable(node.properties)} for node in group)
        for some in batches(rows, ROWS):
            counters += store.write(query, {"rows": some})
    return counters


def _writable(properties: Mapping[str, Value]) -> Row:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in properties.items()
        if value is not None
    }


def _write_edges(edges: Iterable[Edge], store: Store) -> Counters:
    counters = Counters()
    ordered = sorted(edges, key=lambda edge: (edge.type, edge.source[0], edge.target[0], edge))
    for (kind, source, target), group in groupby(ordered, key=lambda e: (e.type, e.source[0], e.target[0])):
        query = (
            f"UNWIND $rows AS row MATCH (a:{source} {{id: row.source}}) MATCH (b:{target} {{id: row.target}}) "
            f"MERGE (a)-[:{kind}]->(b)"
        )
        for some in batches(({"source": e.source[1], "target": e.target[1]} for e in group), ROWS):
            counters += store.write(query, {"rows": some})
    return counters


SUMMARY = """
UNWIND $ids AS id
MATCH (c:Claim {id: id})-[:SUBJECT]->(s)
MATCH (c)-[:OBJECT]->(o)
MATCH (c)-[:EVIDENCED_BY]->(e:Evidence)-[:IN]->(a:Article)
OPTIONAL MATCH (t:Statement)-[:MAKES]->(c)
RETURN c.id AS id, c.predicate AS predicate, c.negated AS negated, c.modality AS modality,
       s.id AS source, labels(s) AS source_labels, o.id AS target, labels(o) AS target_labels,
       min(e.date) AS first, max(e.date) AS last, min(e.valid_from) AS valid_from, max(e.valid_to) AS valid_to,
       count(DISTINCT t) AS statements,
       count(DISTINCT a) AS articles, count(DISTINCT a.outlet) AS outlets
"""


def _derive(claims: Sequence[str], store: Store) -> Counters:
    """The predicates themselves as edges, counted afresh for the claims that this load touched."""
    rows: list[tuple[str, str, str, Row]] = []
    for some in batches(claims, ROWS):
        for row in store.read(SUMMARY, {"ids": some}):
            kind = relationship_type(str(row["predicate"]))
            rows.append(
                (
                    kind,
                    base_label(strings(row["source_labels"])),
                    base_label(strings(row["target_labels"])),
                    _derived(row),
                )
            )
    counters = Counters()
    rows.sort(key=lambda row: (row[:3], str(row[3]["id"])))
    for (kind, source, target), group in groupby(rows, key=lambda row: row[:3]):
        query = (
            f"UNWIND $rows AS row MATCH (a:{source} {{id: row.source}}) MATCH (b:{target} {{id: row.target}}) "
            f"MERGE (a)-[r:{kind} {{id: row.id}}]->(b) "
            "WITH r, row WHERE r.hash IS NULL OR r.hash <> row.hash SET r += row.properties, r.hash = row.hash"
        )
        for some_rows in batches((row[3] for row in group), ROWS):
            counters += store.write(query, {"rows": some_rows})
    return counters


def _derived(row: Row) -> Row:
    dates = ("first", "last", "valid_from", "valid_to")
    names = ("negated", "modality", *dates, "statements", "articles", "outlets")
    properties = {name: row[name] for name in names if row[name] is not None}
    digest = content_id(*(f"{name}={properties.get(name)}" for name in names))
    return {key: row[key] for key in ("id", "source", "target")} | {"hash": digest, "properties": properties}
