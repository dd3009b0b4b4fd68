"""Records into a store: what is new is written, what is there stays, and a second load writes nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from time import perf_counter

from kg.derived import NAMES, Derived, derive
from kg.errors import StoreError
from kg.graph import BASE_LABELS, VERSION, Graph, Key, Node, base_label, merged, to_graph
from kg.model import Record, content_id
from kg.ontology import relationship_type
from loaders import ROWS, Counters, Store, Transaction, batches
from loaders.read import read_nodes, strings, value
from loaders.write import write_derived, write_edges, write_nodes

BATCH = 150
"""Records of one transaction."""
KEY = {"id": "kg"}
"""What names the one node that tells of the store itself."""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did: articles by what became of them, the store's own counters, and how long it took."""

    new: int = 0
    seen: int = 0
    changed: int = 0
    counters: Counters = field(default_factory=Counters)
    seconds: float = 0.0

    @property
    def rows(self) -> int:
        """Nodes and relationships that were created."""
        return self.counters.nodes_created + self.counters.relationships_created

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
            self.seconds + other.seconds,
        )


def load(records: Iterable[Record], store: Store, *, batch: int = BATCH, judgements: str = "") -> LoadReport:
    """Load ``records`` in batches, each in a transaction of its own, and report.

    While a batch is written, the next one is read. What ends the reading leaves the batches before it loaded.
    ``judgements`` is the digest of those that were applied to the records. Raises StoreError if the store is of
    another version, or was loaded with other judgements.
    """
    start = perf_counter()
    report = LoadReport(counters=prepare(store, judgements=judgements))
    with ThreadPoolExecutor(1) as writer:
        written: Future[LoadReport] | None = None
        for some in batches(records, batch):
            if written:
                report += written.result()
            written = writer.submit(_load_batch, some, store)
        if written:
            report += written.result()
    return replace(report, seconds=perf_counter() - start)


def prepare(store: Store, *, judgements: str = "") -> Counters:
    """Constraints first, and the mark of this version and of the judgements; a store with another is refused."""
    for label in (*BASE_LABELS, "Store"):
        store.write(
            f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE", {}
        )
    store.write("CREATE INDEX article_uri IF NOT EXISTS FOR (n:Article) ON (n.uri)", {})
    found = store.read("MATCH (s:Store {id: $id}) RETURN s.version AS version, s.judgements AS judgements", KEY)
    if not found:
        query = "MERGE (s:Store {id: $id}) SET s.version = $version, s.judgements = $judgements"
        return store.write(query, {**KEY, "version": VERSION, "judgements": judgements})
    if found[0]["version"] != VERSION:
        raise StoreError(f"the store holds {found[0]['version']}, not {VERSION}; build it again from the records")
    if (found[0]["judgements"] or "") != judgements:
        raise StoreError(
            "the store was loaded with other judgements, and what they joined cannot be told apart in it; "
            "load all records into a new store with these, or give the former ones"
        )
    return Counters()


def digest(record: Record) -> str:
    """What tells a record from every other one: equal records, equal digests."""
    return content_id(repr(record))


def _load_batch(records: Sequence[Record], store: Store) -> LoadReport:
    """Load those of ``records`` that the store has not had."""
    articles = {record.article.id for record in records}
    loaded = _digests(articles, store)
    digests = {digest(record): record for record in records}
    fresh = {name: one for name, one in digests.items() if name not in loaded.get(one.article.id, ())}
    if not fresh:
        return LoadReport(seen=len(articles))
    graph = to_graph(fresh.values())
    report = store.transaction(lambda transaction: _write_batch(fresh, graph, transaction))
    store.checkpoint()
    return replace(report, seen=report.seen + len(articles - {record.article.id for record in fresh.values()}))


def _digests(articles: Iterable[str], store: Transaction) -> dict[str, list[str]]:
    """The digests of the records that were loaded of ``articles``."""
    query = "UNWIND $ids AS id MATCH (a:Article {id: id}) RETURN a.id AS id, a.loaded AS loaded"
    return {str(row["id"]): strings(row["loaded"]) for row in store.read(query, {"ids": sorted(articles)})}


def _write_batch(digests: Mapping[str, Record], graph: Graph, store: Transaction) -> LoadReport:
    """Write records, given by their digests, whose graph is ``graph``.

    Where transactions do not hold, the order of writing lets a load that was cut off be done again from its start:
    that an article was loaded is noted last.
    """
    known = _known(graph, store)
    current = _current(digests.values(), known)
    nodes = {key: merged(known[key], node) if key in known else node for key, node in graph.nodes.items()}
    former, counters = _supersede(current, store)
    replaced = {key for key, node in nodes.items() if _is_replaced(node, current)}
    nodes |= {key: _superseded(nodes[key]) for key in replaced}
    fresh = [node for key, node in nodes.items() if known.get(key) != node]
    told_otherwise = [node.id for node in fresh if node.label == "Article" and node.key in known]
    recounted = {id for label, id in known if label == "Claim"} | _claims_in(told_otherwise, store)
    new = {id for label, id in graph.nodes if label == "Claim"} - recounted
    counters += write_nodes(fresh, store, known=known)
    counters += write_edges(graph.edges, store, known=known)
    counters += write_derived(derive(Graph(nodes, graph.edges), new), store, known=False)
    counters += write_derived(recount(recounted, store), store, known=True)
    counters += _note(digests, store)
    articles = {id for label, id in graph.nodes if label == "Article"}
    seen = sum(("Article", article) in known for article in articles)
    changed = min(len(former) + len(replaced), len(articles) - seen)
    return LoadReport(len(articles) - seen - changed, seen, changed, counters)


def _known(graph: Graph, store: Transaction) -> dict[Key, Node]:
    """The nodes of ``graph`` that the store has. The evidence of an article that it has not is new with it."""
    known = read_nodes((key for key in graph.nodes if key[0] == "Article"), store)
    of_known = {edge.source for edge in graph.edges if edge.type == "IN" and edge.target in known}
    others = (key for key in graph.nodes if key[0] != "Article" and (key[0] != "Evidence" or key in of_known))
    return known | read_nodes(others, store)


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


def _supersede(current: Mapping[str, str], store: Transaction) -> tuple[set[str], Counters]:
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


def _claims_in(articles: Sequence[str], store: Transaction) -> set[str]:
    """The claims that ``articles`` have evidence for: what is counted of them changes with outlet and address."""
    query = (
        "UNWIND $ids AS id MATCH (a:Article {id: id})<-[:IN]-(:Evidence)<-[:EVIDENCED_BY]-(c:Claim) "
        "RETURN DISTINCT c.id AS id"
    )
    return {str(row["id"]) for row in store.read(query, {"ids": articles})} if articles else set()


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
"""What kg.derived finds in a graph, asked of a store, whose evidence may lie in articles of earlier batches."""


def recount(claims: Iterable[str], store: Transaction) -> Iterator[Derived]:
    """The derived edges of ``claims``, by their ids, as all that is in ``store`` adds up."""
    for some in batches(sorted(claims), ROWS):
        for row in store.read(SUMMARY, {"ids": some}):
            yield Derived(
                relationship_type(str(row["predicate"])),
                (base_label(strings(row["source_labels"])), str(row["source"])),
                (base_label(strings(row["target_labels"])), str(row["target"])),
                str(row["id"]),
                {name: value(row[name]) for name in NAMES},
            )


def _note(digests: Mapping[str, Record], store: Transaction) -> Counters:
    """Note in each article which records of it were loaded."""
    loaded = _digests({record.article.id for record in digests.values()}, store)
    for name, record in digests.items():
        loaded[record.article.id] = sorted({*loaded[record.article.id], name})
    rows = [{"id": id, "loaded": names} for id, names in sorted(loaded.items())]
    query = "UNWIND $rows AS row MATCH (a:Article {id: row.id}) SET a.loaded = row.loaded"
    return store.write(query, {"rows": rows})
