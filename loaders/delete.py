"""An article taken out of a store, with what it alone supports."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.graph import Key, base_label
from kg.ontology import relationship_type
from loaders import Row, Store, Transaction
from loaders.load import recount
from loaders.read import strings
from loaders.write import write_derived

NEAR = {
    "Claim": "MATCH (c:Claim {id: id})-[:SUBJECT|OBJECT]->(n)",
    "Statement": "MATCH (s:Statement {id: id})-[:SAID|UNSAID|ADDRESSED_TO|ON_BEHALF_OF]-(n)",
}
"""Whom statements and claims name."""


@dataclass(frozen=True, slots=True)
class DeleteReport:
    """How many nodes of each kind were taken out; ``entities`` are those that nothing names any more."""

    articles: int = 0
    statements: int = 0
    claims: int = 0
    entities: int = 0

    def __str__(self) -> str:
        return (
            f"{self.articles} articles, {self.statements} statements, {self.claims} claims and "
            f"{self.entities} entities deleted"
        )


def delete_article(name: str, store: Store) -> DeleteReport:
    """Delete the article whose id or address is ``name``, in one transaction, and say what went with it.

    Statements and claims that another article supports stay, counted anew; so do entities that are still named,
    with all their names. Where one other text of the address is left, it is no longer superseded.
    """
    query = "MATCH (a:Article) WHERE a.id = $name OR a.uri = $name RETURN a.id AS id, a.uri AS uri"
    found = store.read(query, {"name": name})
    if not found:
        return DeleteReport()
    report = store.transaction(lambda transaction: _delete(found, transaction))
    store.checkpoint()
    return report


def _delete(articles: list[Row], store: Transaction) -> DeleteReport:
    ids = sorted(str(row["id"]) for row in articles)
    evidence = _ids("MATCH (a:Article {id: id})<-[:IN]-(n:Evidence)", ids, store)
    owners = {
        kind: _ids(f"MATCH (e:Evidence {{id: id}})<-[:EVIDENCED_BY]-(n:{kind})", evidence, store) for kind in NEAR
    }
    near = {key for kind, some in owners.items() for key in _keys(NEAR[kind], some, store)}
    _remove("Evidence", evidence, store)
    _remove("Article", ids, store)
    left = {
        kind: _ids(f"MATCH (n:{kind} {{id: id}})-[:EVIDENCED_BY]->(e:Evidence)", some, store)
        for kind, some in owners.items()
    }
    gone = {kind: sorted({*some} - {*left[kind]}) for kind, some in owners.items()}
    _remove_derived(gone["Claim"], store)
    for kind, some in gone.items():
        _remove(kind, some, store)
    _unmake(left["Claim"], left["Statement"], store)
    write_derived(recount(left["Claim"], store), store, known=True)
    _restore({str(row["uri"]) for row in articles if row["uri"]}, store)
    entities = _remove_unnamed(near, store)
    return DeleteReport(len(ids), len(gone["Statement"]), len(gone["Claim"]), entities)


def _ids(match: str, ids: Iterable[str], store: Transaction) -> list[str]:
    """The ids of what ``match`` calls n for each of ``ids``."""
    rows = store.read(f"UNWIND $ids AS id {match} RETURN DISTINCT n.id AS id", {"ids": sorted(ids)})
    return sorted(str(row["id"]) for row in rows)


def _keys(match: str, ids: Iterable[str], store: Transaction) -> set[Key]:
    query = f"UNWIND $ids AS id {match} RETURN DISTINCT n.id AS id, labels(n) AS labels"
    return {
        (base_label(strings(row["labels"])), str(row["id"])) for row in store.read(query, {"ids": sorted(ids)})
    }


def _remove(label: str, ids: Iterable[str], store: Transaction) -> None:
    store.write(f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) DETACH DELETE n", {"ids": sorted(ids)})


def _remove_derived(claims: Iterable[str], store: Transaction) -> None:
    """The derived edges of ``claims``, each between its claim's subject and object."""
    query = "UNWIND $ids AS id MATCH (c:Claim {id: id}) RETURN DISTINCT c.predicate AS predicate"
    predicates = {str(row["predicate"]) for row in store.read(query, {"ids": sorted(claims)})}
    for kind in sorted(map(relationship_type, predicates)):
        query = (
            "UNWIND $ids AS id MATCH (c:Claim {id: id})-[:SUBJECT]->(s) MATCH (c)-[:OBJECT]->(o) "
            f"MATCH (s)-[r:{kind}]->(o) WHERE r.id = id DELETE r"
        )
        store.write(query, {"ids": sorted(claims)})


def _unmake(claims: Iterable[str], statements: Iterable[str], store: Transaction) -> None:
    """Part claims from statements that no article has both of any more."""
    made = (
        "UNWIND $ids AS id MATCH (c:Claim {id: id})<-[:MAKES]-(s:Statement) WHERE s.id IN $statements "
        "RETURN DISTINCT c.id AS claim, s.id AS statement"
    )
    together = (
        "UNWIND $ids AS id MATCH (c:Claim {id: id})<-[:MAKES]-(s:Statement) WHERE s.id IN $statements "
        "MATCH (c)-[:EVIDENCED_BY]->(:Evidence)-[:IN]->(a:Article) "
        "MATCH (s)-[:EVIDENCED_BY]->(:Evidence)-[:IN]->(a) RETURN DISTINCT c.id AS claim, s.id AS statement"
    )
    given = {"ids": sorted(claims), "statements": sorted(statements)}
    kept = [tuple(row.values()) for row in store.read(together, given)]
    rows = [row for row in store.read(made, given) if tuple(row.values()) not in kept]
    query = (
        "UNWIND $rows AS row MATCH (s:Statement {id: row.statement})-[r:MAKES]->(c:Claim {id: row.claim}) DELETE r"
    )
    store.write(query, {"rows": rows})


def _restore(addresses: Iterable[str], store: Transaction) -> None:
    for address in sorted(addresses):
        others = store.read("MATCH (a:Article) WHERE a.uri = $uri RETURN a.id AS id", {"uri": address})
        if len(others) == 1:
            store.write("MATCH (a:Article {id: $id}) REMOVE a.superseded", {"id": others[0]["id"]})


def _remove_unnamed(entities: set[Key], store: Transaction) -> int:
    """Delete those of ``entities`` that nothing names, and then the concepts above them; give their number."""
    removed = 0
    while entities:
        unnamed = {key for key in entities if not _is_named(key, store)}
        topics = [id for label, id in unnamed if label == "Topic"]
        entities = _keys("MATCH (:Topic {id: id})-[:BROADER]->(n:Topic)", topics, store)
        for label, id in sorted(unnamed):
            _remove(label, [id], store)
        removed += len(unnamed)
    return removed


def _is_named(key: Key, store: Transaction) -> bool:
    label, id = key
    query = f"MATCH (n:{label} {{id: $id}})-[r]-(m) RETURN type(r) AS type, m.id AS id"
    around = {(row["type"], row["id"]) for row in store.read(query, {"id": id})}
    above = store.read(f"MATCH (n:{label} {{id: $id}})-[:BROADER]->(m) RETURN m.id AS id", {"id": id})
    return bool(around - {("BROADER", row["id"]) for row in above})
