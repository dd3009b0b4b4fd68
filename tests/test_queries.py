"""Every named query is well formed, and gives equal rows on every store."""

from dataclasses import replace
from pathlib import Path

import pytest
from records import briefing, record_of

from kg.errors import OntologyError, QueryError
from kg.model import Record
from kg.ontology import load_ontology
from kg.queries import Query, bind, find_query, load_queries
from loaders import open_store
from loaders.load import load

ARGUMENTS = {
    "actor": "a",
    "topic": "troops",
    "office": "a",
    "from": "Lena Ortiz",
    "to": "Ana Duarte",
    "claim": "",
}
"""What the queries are asked over the graph of small_graph."""


def small_graph() -> list[Record]:
    """A briefing, a copy in another outlet, and an article that says the opposite later."""
    first, copy = briefing(), briefing(uri="copy.txt", outlet="Coast Post")
    later = record_of("Days later the minister did not rule it out.", uri="later.txt", published="2024-06-01")
    denied = replace(later, claims=(later.claims[0], replace(later.claims[1], negated=True, when="2024-06-01")))
    copied = replace(copy, article=replace(copy.article, text=copy.article.text + " (Agency)"))
    return [first, copied, denied, appeal()]


def appeal() -> Record:
    """One actor urges another, demands something in the same words, and plans what nobody has done yet."""
    base = record_of(
        "Duarte urged Ortiz to lift the levy, and will meet her.", uri="asked.txt", published="2024-06-02"
    )
    role, claim = base.claims
    asked = replace(claim, subject="local:ana-duarte", object="local:lena-ortiz", statement=None, when=None)
    levy = replace(base.entities[2], id="topic:levy", name="levy")
    claims = (
        replace(asked, predicate="urges", confidence=0.4),
        replace(asked, id=claim.id + "d", predicate="demands", object="topic:levy"),
        replace(asked, id=claim.id + "m", predicate="meets", modality="intended"),
    )
    return replace(base, entities=(*base.entities[:2], levy), statements=(), claims=(role, *claims))


def arguments(query: Query, claim: str) -> dict[str, str]:
    values = {**ARGUMENTS, "claim": claim}
    return {p.name: values[p.name] for p in query.parameters if p.default is None}


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an embedded store with small_graph."""
    path = str(tmp_path_factory.mktemp("queries") / "small.kgl")
    store = open_store(path, writable=True)
    load(small_graph(), store)
    store.close()
    return path


def rows_of(address: str) -> dict[str, list[dict[str, object]]]:
    store = open_store(address)
    claim = str(store.read("MATCH (c:Claim) RETURN min(c.id) AS id", {})[0]["id"])
    try:
        return {q.name: store.read(q.cypher, bind(q, arguments(q, claim))) for q in load_queries().values()}
    finally:
        store.close()


WITHOUT_ROWS = {"statements-by-office", "sourceless", "criticism"}
"""The small graph holds nothing for these; they are still compared."""


def test_every_query_finds_something_in_the_embedded_store(embedded: str) -> None:
    assert {name for name, rows in rows_of(embedded).items() if not rows} == WITHOUT_ROWS


@pytest.mark.neo4j
def test_rows_are_equal_on_both_stores(embedded: str, empty_neo4j: str) -> None:
    store = open_store(empty_neo4j, writable=True)
    load(small_graph(), store)
    store.close()
    assert rows_of(empty_neo4j) == rows_of(embedded)


def test_a_change_of_position_is_found(embedded: str) -> None:
    (row,) = rows_of(embedded)["changes"]
    assert (row["predicate"], row["affirmed"], row["negated"]) == ("RULES_OUT", "2024-05-06", "2024-06-01")


def test_sides_turn_round_with_negation(embedded: str) -> None:
    assert [row["side"] for row in rows_of(embedded)["sides"]] == ["against", "for"]


def test_what_is_demanded_stands_beside_whom_it_is_asked_of(embedded: str) -> None:
    (row,) = rows_of(embedded)["demands"]
    assert (row["actor"], row["addressee"], row["demand"]) == ("Ana Duarte", "Lena Ortiz", "levy")


def test_what_is_only_planned_is_unreal(embedded: str) -> None:
    (row,) = rows_of(embedded)["unreal"]
    assert (row["predicate"], row["modality"]) == ("MEETS", "intended")


def test_wavering_goes_across_negation(embedded: str) -> None:
    (row,) = rows_of(embedded)["wavering"]
    assert (row["topic"], row["for_first"], row["against_first"]) == ("ground troops", "2024-06-01", "2024-05-06")


def test_types_in_queries_exist() -> None:
    known = {predicate.relationship_type for predicate in load_ontology().predicates.values()}
    structure = {
        "SAID",
        "UNSAID",
        "ADDRESSED_TO",
        "ON_BEHALF_OF",
        "THROUGH",
        "MAKES",
        "ASSERTS",
        "SUBJECT",
        "OBJECT",
        "EVIDENCED_BY",
        "IN",
        "BROADER",
    }
    import re

    for query in load_queries().values():
        for group in re.findall(r"\[\w*:([A-Z_|]+)", query.cypher):
            assert set(group.split("|")) <= known | structure, query.name


def test_there_are_fifteen_or_more() -> None:
    assert len(load_queries()) >= 15


def test_parameters_are_checked() -> None:
    query = find_query("positions")
    assert bind(query, {"actor": "x"}) == {"actor": "x", "limit": 50}
    with pytest.raises(QueryError, match="needs --param actor"):
        bind(query, {})
    with pytest.raises(QueryError, match="takes no topic"):
        bind(query, {"actor": "x", "topic": "y"})
    with pytest.raises(QueryError, match="not of type integer"):
        bind(query, {"actor": "x", "limit": "many"})
    with pytest.raises(QueryError, match="not of type integer"):
        bind(query, {"actor": "x", "limit": "9" * 5_000})  # more digits than Python makes a number of
    assert bind(find_query("doubtful"), {"below": "0.25"}) == {"below": 0.25, "limit": 50}
    with pytest.raises(QueryError, match="not of type number"):
        bind(find_query("doubtful"), {"below": "half"})
    with pytest.raises(QueryError, match="no query 'nothing'"):
        find_query("nothing")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("RETURN 1 AS x", "one question"),
        (f"// question: q\n// note: n\n// example: e\nRETURN ${'x' * 9999}", r"differ in x{200}…$"),
        (f"// question: q\n// note: n\n// example: e\n// param: x {'x' * 9999}", r"not 'x x{198}…'$"),
        ("// question: q\n// note: caf\xe9\n", r"bad.cypher:2: not UTF-8"),
        ("// question: q\n// note: n\n// example: e\nRETURN $x AS x", "differ in x"),
        (
            "// question: q\n// note: n\n// example: e\n// param: x thing\nRETURN $x AS x",
            r"bad.cypher:4: a parameter is `name type = default",
        ),
    ],
)
def test_malformed_files_are_named(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "bad.cypher").write_text(text, "latin-1")
    with pytest.raises(OntologyError, match=says):
        load_queries(tmp_path)
