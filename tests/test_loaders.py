"""One contract over all stores: loading, loading again, order, refusal to write, other versions."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from graphs import content
from records import briefing, record_of

from kg.errors import QueryError, StoreError
from kg.graph import to_graph
from kg.model import Entity
from loaders import Counters, Store, Transaction, open_store
from loaders.delete import DeleteReport, delete_article
from loaders.load import LoadReport, load
from loaders.read import read_graphs


def test_graph_in_the_store_is_the_graph_of_the_records(store: Store) -> None:
    records = [briefing(), record_of("Another minister said so.", uri="b.txt", outlet="Coast Post")]
    report = load(records, store)
    assert (report.new, report.seen, report.changed) == (2, 0, 0)
    graph = to_graph(records)
    nodes, edges = content(store)
    assert {str(row["id"]) for row in nodes} == {node.id for node in graph.nodes.values()}
    plain = {(row["a"], row["type"], row["b"]) for row in edges if row["hash"] is None}
    assert plain == {(edge.source[1], edge.type, edge.target[1]) for edge in graph.edges}


def test_each_article_is_read_back_as_the_graph_of_its_record(store: Store) -> None:
    other = record_of("Another minister said so.", uri="b.txt", outlet="Coast Post", published="2024-05-09")
    statements = (replace(other.statements[0], speaker="local:ana-duarte", text="No troops at all"),)
    records = sorted((briefing(), replace(other, statements=statements)), key=lambda record: record.article.id)
    load(records, store)
    assert list(read_graphs(store)) == [to_graph([record]) for record in records]


def test_article_without_a_title_has_none_in_the_store(store: Store) -> None:
    load([briefing()], store)
    assert store.read("MATCH (a:Article) RETURN a.title AS title", {}) == [{"title": ""}]


def test_derived_edge_of_a_role_has_the_interval_of_its_evidence(store: Store) -> None:
    first, other = briefing(), record_of("Another text.", uri="b.txt")
    former = replace(other.claims[0], valid_from="2015", valid_to="2024-05-07")
    load([first, replace(other, claims=(former, *other.claims[1:]))], store)
    query = "MATCH ()-[r:SPEAKS_FOR]->() RETURN r.valid_from AS start, r.valid_to AS last"
    assert store.read(query, {}) == [{"start": "2015", "last": "2024-05-07"}]
    query = "MATCH ()-[r:RULES_OUT]->() RETURN r.valid_from AS start, r.valid_to AS last"
    assert store.read(query, {}) == [{"start": None, "last": None}]


def test_derived_edge_counts_statements_articles_and_outlets(store: Store) -> None:
    copies = [
        briefing(),
        record_of("Another text.", uri="b.txt"),
        record_of("A third.", uri="c.txt", outlet="Coast Post", published="2024-05-09"),
    ]
    load(copies, store)
    query = (
        "MATCH (s:Actor)-[r:RULES_OUT]->(o:Topic) RETURN s.name AS subject, o.name AS object, "
        "r.negated AS negated, r.modality AS modality, r.statements AS statements, "
        "r.articles AS articles, r.outlets AS outlets"
    )
    assert store.read(query, {}) == [
        {
            "subject": "Ana Duarte",
            "object": "ground troops",
            "negated": False,
            "modality": "asserted",
            "statements": 1,
            "articles": 3,
            "outlets": 2,
        }
    ]


def test_loading_again_writes_nothing(store: Store) -> None:
    records = [briefing(), record_of("Another text.", uri="b.txt")]
    load(records, store)
    before = content(store)
    again = load(records, store)
    assert again.counters == Counters()
    assert (again.new, again.seen) == (0, 2)
    assert content(store) == before


def test_batches_and_order_do_not_matter(address: str, tmp_path: Path) -> None:
    records = [
        briefing(),
        record_of("Another text.", uri="b.txt"),
        record_of("Third.", uri="c.txt", outlet="Post"),
    ]
    one = open_store(address, writable=True)
    load(records, one)
    other = open_store(str(tmp_path / "other.kgl"), writable=True)
    load(reversed(records), other, batch=1)
    try:
        ids = [{row["id"] for row in content(some)[0]} for some in (one, other)]
        assert ids[0] == ids[1]
        assert content(one)[1] == content(other)[1]
    finally:
        one.close()
        other.close()


def test_changed_article_marks_the_old_one(store: Store) -> None:
    load([briefing()], store)
    changed = record_of("A corrected text.", uri="briefing.txt")
    report = load([changed], store)
    assert (report.new, report.changed) == (0, 1)
    rows = store.read("MATCH (a:Article) RETURN a.id AS id, a.superseded AS superseded ORDER BY superseded", {})
    assert {row["id"]: row["superseded"] for row in rows} == {
        briefing().article.id: True,
        changed.article.id: None,
    }


def superseded(store: Store) -> set[object]:
    """The ids of the articles whose address has another text by now."""
    return {row["id"] for row in store.read("MATCH (a:Article {superseded: true}) RETURN a.id AS id", {})}


@pytest.mark.parametrize("batch", [1, 2, 150])
def test_of_one_address_the_text_that_came_last_stands_whatever_is_loaded_again(store: Store, batch: int) -> None:
    texts = [record_of(text, uri="briefing.txt") for text in ("First.", "Corrected.", "Corrected again.")]
    report = load(texts, store, batch=batch)
    assert (report.new, report.changed) == (1, 2)
    assert superseded(store) == {texts[0].article.id, texts[1].article.id}
    before = content(store)
    assert load(texts, store, batch=batch).counters == Counters()
    load(reversed(texts), store, batch=batch)
    assert content(store) == before


def test_what_is_learnt_of_an_article_is_counted_in_all_its_claims(store: Store) -> None:
    other = record_of("Another text.", uri="b.txt", outlet="Coast Post")
    load([briefing(outlet="A Post"), other], store)
    query = "MATCH ()-[r]->() WHERE r.hash IS NOT NULL RETURN DISTINCT r.outlets AS outlets"
    assert store.read(query, {}) == [{"outlets": 2}]
    copy = replace(other, article=replace(other.article, outlet="A Post"), claims=other.claims[:1])
    load([copy], store)  # of two outlets an article keeps the first
    assert store.read(query, {}) == [{"outlets": 1}]


class Cut(Exception):
    """The end of a load."""


class CutStore:
    """A store whose load ends after some statements, as when its process is killed."""

    def __init__(self, store: Store, statements: int) -> None:
        self.store = store
        self.left = statements
        self.read = store.read
        self.checkpoint = store.checkpoint
        self.close = store.close

    def write(self, cypher: str, parameters: Mapping[str, object]) -> Counters:
        if not self.left:
            raise Cut
        self.left -= 1
        return self.store.write(cypher, parameters)

    def transaction(self, work: Callable[[Transaction], LoadReport]) -> LoadReport:
        return work(self)


def test_a_load_cut_off_anywhere_and_done_again_gives_the_same_graph(tmp_path: Path) -> None:
    records = [
        briefing(),
        record_of("Another text.", uri="b.txt", outlet="Coast Post"),
        record_of("A corrected text.", uri="briefing.txt"),
        record_of("Another text.", uri="c.txt", outlet="A Post", published="2024-05-09"),
        record_of("Corrected again.", uri="briefing.txt"),
    ]
    whole = open_store(str(tmp_path / "whole.kgl"), writable=True)
    load(records, whole, batch=2)
    wanted = content(whole)
    whole.close()
    statements, ended = 0, False
    while not ended:
        store = open_store(str(tmp_path / f"{statements}.kgl"), writable=True)
        try:
            load(records, CutStore(store, statements), batch=2)
            ended = True
        except Cut:
            load(records, store, batch=2)
        assert content(store) == wanted, statements
        store.close()
        statements += 1
    assert statements > 50


def test_reading_refuses_to_write(store: Store) -> None:
    load([briefing()], store)
    with pytest.raises(QueryError, match="--write"):
        store.read("CREATE (n:Actor {id: 'x'}) RETURN n.id AS id", {})
    with pytest.raises(QueryError, match="does not take"):
        store.read("THIS IS NO QUERY", {})


def test_endless_query_is_refused(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "x.kgl"), writable=True)
    for ask in (store.read, store.write):
        with pytest.raises(QueryError, match="more than 60,000 characters"):
            ask("RETURN" + " " * 70_000 + ")", {})
        with pytest.raises(QueryError, match="does not take"):
            ask("RETURN" + " " * 59_000 + ")", {})
    store.close()


def test_store_of_another_version_is_refused(store: Store) -> None:
    load([briefing()], store)
    store.write("MATCH (s:Store {id: 'kg'}) SET s.version = 'kg.graph/0'", {})
    with pytest.raises(StoreError, match="build it again"):
        load([briefing()], store)


def test_hostile_names_are_only_data(store: Store) -> None:
    hostile = "x'}) DETACH DELETE n //"
    record = briefing()
    entities = tuple(replace(entity, name=hostile) for entity in record.entities)
    load([replace(record, entities=entities)], store)
    rows = store.read("MATCH (n:Actor) RETURN DISTINCT n.name AS name", {})
    assert rows == [{"name": hostile}]


def test_addresses_that_are_no_store_say_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="not a store"):
        open_store("graph.db")
    with pytest.raises(StoreError, match="no such store"):
        open_store(str(tmp_path / "none.kgl"))
    (tmp_path / "bad.kgl").write_bytes(b"no graph at all")
    with pytest.raises(StoreError, match="not a store that kg can read"):
        open_store(str(tmp_path / "bad.kgl"))
    with pytest.raises(StoreError, match="no server answers"):
        open_store("bolt://127.0.0.1:9")


def test_second_writer_is_refused(tmp_path: Path) -> None:
    first = open_store(str(tmp_path / "g.kgl"), writable=True)
    with pytest.raises(StoreError, match="another process is writing"):
        open_store(str(tmp_path / "g.kgl"), writable=True)
    first.close()


@pytest.mark.neo4j
def test_wrong_password_says_which_settings(neo4j_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "wrong")
    with pytest.raises(StoreError, match="NEO4J_PASSWORD"):
        open_store(neo4j_address)


def test_deleting_an_article_leaves_what_the_others_support(store: Store) -> None:
    other = record_of("Another text.", uri="b.txt", outlet="Coast Post", published="2024-05-09")
    lone = record_of("A third.", uri="c.txt", outlet="Post", published="2024-05-10")
    topic = Entity(id="topic:minimum-wage-bill", name="minimum wage bill", type="Topic")
    claims = (replace(lone.claims[1], object=topic.id), *lone.claims)
    lone = replace(lone, entities=(*lone.entities, topic), claims=claims)
    load([briefing(), other], store)
    wanted = content(store)
    load([lone], store)
    assert content(store) != wanted
    report = delete_article(lone.article.id, store)
    assert (report.articles, report.claims, report.entities) == (1, 1, 3)  # the topic with two concepts
    assert content(store) == wanted
    assert delete_article(lone.article.id, store) == DeleteReport()
    load([lone], store)
    assert delete_article("c.txt", store).articles == 1
    assert content(store) == wanted


def test_deleting_the_newer_of_two_texts_makes_the_former_current(store: Store) -> None:
    former, newer = briefing(), record_of("A corrected text.", uri="briefing.txt")
    load([former], store)
    before = content(store)
    load([newer], store)
    assert superseded(store) == {former.article.id}
    delete_article(newer.article.id, store)
    assert content(store) == before
