"""Judgements make two entities one, or one two; contradictions are told, and what is undone leaves no trace."""

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import EMPTY_IT
from graphs import content
from hypothesis import given
from hypothesis import strategies as st
from records import briefing, record_of

from kg.errors import JudgementError, StoreError
from kg.graph import to_graph
from kg.judging.apply import apply, judge
from kg.judging.judgements import Judgement, append_judgement, read_judgements, to_reference
from kg.judging.partition import Judgements, resolve
from kg.model import Claim, Entity, Mention, Record, Span
from loaders import Counters, Store, open_store
from loaders.load import load

ARTICLES = {"A": "a" * 16, "B": "b" * 16}
CASES = Path(__file__).parent / "cases" / "judgements.txt"
ENDLESS = "local:" + "\x1b" * 9999
ORTIZ, DUARTE = "local:lena-ortiz", "local:ana-duarte"


def cases() -> list[object]:
    """The blocks of the file of cases as parameters: their rows, and what must come of them."""
    blocks = CASES.read_text("utf-8").split("\n\n")[1:]
    found = []
    for block in blocks:
        title, *lines = block.strip().splitlines()
        rows = [line for line in lines if line[:2] not in ("=>", "!>")]
        expected = [line for line in lines if line[:2] in ("=>", "!>")]
        found.append(pytest.param(rows, expected, id=title.removeprefix("# ")))
    return found


def spelled(text: str) -> str:
    """``text`` with the articles' ids for their letters."""
    for letter, id in ARTICLES.items():
        text = text.replace(f"@{letter}", f"@{id}")
    return text


def judgements(*rows: str) -> Judgements:
    """What ``rows`` come to, each with spaces for tabs."""
    found = []
    for row in rows:
        left, right, verdict = row.split()
        found.append(Judgement(to_reference(left), to_reference(right), verdict))  # type: ignore[arg-type]
    return resolve(found)


@pytest.mark.parametrize(("rows", "expected"), cases())
def test_rows_come_to_what_the_case_says(rows: list[str], expected: list[str], tmp_path: Path) -> None:
    path = tmp_path / "judgements.tsv"
    path.write_text(spelled("\n".join(rows)), "utf-8")
    errors = [spelled(line[3:]) for line in expected if line.startswith("!>")]
    if errors:
        with pytest.raises(JudgementError) as caught:
            resolve(read_judgements(path))
        for words in errors:
            assert words in str(caught.value)
    else:
        for order in (read_judgements(path), read_judgements(path)[::-1]):
            found = resolve(order)
            for line in expected:
                entity, id = spelled(line[3:]).split()
                assert found.id_of(to_reference(entity)) == id


def test_no_judgements_leave_the_very_same_record() -> None:
    record = briefing()
    assert apply(record, Judgements()) is record
    assert apply(record, judgements("local:somebody wd:Q1 same")) is record
    assert apply(record, judgements(f"{ORTIZ} {DUARTE} different")) is record


def test_ids_are_replaced_wherever_they_stand() -> None:
    base = briefing()
    statement = replace(base.statements[0], joint_speakers=(DUARTE,), addressee=DUARTE)
    judged = apply(replace(base, statements=(statement,)), judgements(f"{DUARTE} wd:Q7 same"))
    assert [entity.id for entity in judged.entities] == [ORTIZ, "wd:Q7", "topic:ground-troops"]
    assert judged.entities[1].wikidata == "Q7"
    assert judged.statements[0].joint_speakers == ("wd:Q7",)
    assert (judged.statements[0].on_behalf_of, judged.statements[0].addressee) == ("wd:Q7", "wd:Q7")
    assert [(claim.subject, claim.object) for claim in judged.claims] == [
        (ORTIZ, "wd:Q7"),
        ("wd:Q7", "topic:ground-troops"),
    ]


def two_spellings() -> Record:
    """A record in which the spelling of one name makes two entities."""
    base = record_of("Ana Duarte spoke. Later Anna Duarte left.", uri="two.txt")
    first = Mention(start=0, end=10, text="Ana Duarte", kind="name")
    second = Mention(start=24, end=35, text="Anna Duarte", kind="name")
    other = Entity(
        id="wd:Q7", name="Anna Duarte", type="Person", wikidata="Q7", mentions=(second,), aliases=("AD",)
    )
    entities = (base.entities[0], replace(base.entities[1], mentions=(first,)), other, base.entities[2])
    return replace(base, entities=entities)


def test_entities_that_become_one_are_joined_under_the_name_that_stays() -> None:
    judged = apply(two_spellings(), judgements(f"{DUARTE} wd:Q7 same"))
    assert [entity.id for entity in judged.entities] == [ORTIZ, "wd:Q7", "topic:ground-troops"]
    joined = judged.entities[1]
    assert (joined.name, joined.wikidata) == ("Anna Duarte", "Q7")
    assert [mention.text for mention in joined.mentions] == ["Ana Duarte", "Anna Duarte"]
    assert {"Ana Duarte", "AD", "Duarte"} <= set(joined.aliases)


def test_a_known_name_stays_whatever_articles_say() -> None:
    rows = [Judgement(to_reference(DUARTE), to_reference("wd:Q7"), "same")]
    found = resolve(rows, {"wd:Q7": "Ana Maria Duarte"}.get)
    for record in (briefing(), two_spellings()):
        entity = apply(record, found).entities[1]
        assert entity.name == "Ana Maria Duarte"
        assert "Ana Duarte" in entity.aliases


def test_no_name_is_lost_when_articles_that_name_one_of_two_meet() -> None:
    found = judgements(f"{DUARTE} local:abby-duarte same")
    other = replace(
        briefing(), entities=(*briefing().entities[:1], *_called("Abby Duarte"), briefing().entities[2])
    )
    graph = to_graph([apply(record, found) for record in (briefing(), _with_ids(other, "local:abby-duarte"))])
    node = graph.nodes["Actor", "local:abby-duarte"]
    assert {node.properties["name"], *node.properties["aliases"]} >= {"Abby Duarte", "Ana Duarte"}  # type: ignore[misc]


def _called(name: str) -> tuple[Entity, ...]:
    return (Entity(id="local:abby-duarte", name=name, type="Person"),)


def _with_ids(record: Record, id: str) -> Record:
    statements = tuple(replace(statement, on_behalf_of=id) for statement in record.statements)
    claims = tuple(
        replace(c, subject=c.subject.replace(DUARTE, id), object=c.object.replace(DUARTE, id))
        for c in record.claims
    )
    return replace(record, statements=statements, claims=claims)


def test_an_entity_linked_wrongly_is_called_by_its_own_words() -> None:
    record = two_spellings()
    linked = replace(record.entities[2], name="Anna M. Duarte")
    record = replace(record, entities=(*record.entities[:2], linked, record.entities[3]))
    entity = apply(record, judgements(f"wd:Q7@{record.article.id} wd:Q7 different")).entities[2]
    assert (entity.id, entity.name, entity.wikidata) == (f"local:Q7@{record.article.id}", "Anna Duarte", None)


def test_two_of_one_name_are_two_in_the_graph_and_two_again_when_judged_twice() -> None:
    records = [briefing(), record_of("Another Ana Duarte.", uri="b.txt")]
    found = judgements(f"{DUARTE}@{records[1].article.id} {DUARTE} different")
    judged = [apply(record, found) for record in records]
    assert judged[0] is records[0]
    ids = {node.id for node in to_graph(judged).nodes.values() if node.label == "Actor"}
    assert ids == {ORTIZ, DUARTE, f"{DUARTE}@{records[1].article.id}"}
    assert [apply(record, found) for record in judged] == judged


def test_nobody_speaks_on_behalf_of_or_to_themselves() -> None:
    base = briefing()
    base = replace(base, statements=(replace(base.statements[0], addressee=DUARTE),))
    statement = apply(base, judgements(f"{ORTIZ} {DUARTE} same")).statements[0]
    assert (statement.speaker, statement.on_behalf_of, statement.addressee) == (DUARTE, None, None)


def test_nobody_speaks_twice_together() -> None:
    base = briefing()
    statement = replace(base.statements[0], joint_speakers=(DUARTE,))
    judged = apply(replace(base, statements=(statement,)), judgements(f"{ORTIZ} {DUARTE} same"))
    assert judged.statements[0].joint_speakers == ()


def test_a_claim_whose_ends_become_one_is_rejected_and_told() -> None:
    judged, rejections = judge(briefing(), judgements(f"{ORTIZ} {DUARTE} same"))
    assert [claim.id for claim in judged.claims] == [briefing().claims[1].id]
    (rejection,) = rejections
    assert isinstance(rejection.item, Claim)
    assert (rejection.item.id, rejection.message) == (briefing().claims[0].id, "subject and object are one entity")
    assert apply(briefing(), judgements(f"{ORTIZ} {DUARTE} same")).claims[0].evidence == (Span(0, 9),)


def test_what_the_check_rejects_anyway_is_left_to_it() -> None:
    first, second = briefing().claims
    wrong = replace(briefing(), claims=(first, replace(second, predicate="nonsense")))
    untouched, rejections = judge(wrong, judgements("local:a local:b same"))
    assert (untouched, rejections) == (wrong, ())
    judged, rejections = judge(wrong, judgements(f"{ORTIZ} {DUARTE} same"))
    assert [claim.id for claim in judged.claims] == [second.id]
    assert [rejection.item.id for rejection in rejections] == [first.id]


def test_digest_tells_what_changes_and_nothing_else() -> None:
    one = judgements(f"{ORTIZ} {DUARTE} same")
    assert (
        one.digest == judgements(f"{DUARTE} {ORTIZ} same", f"{ORTIZ} wd:Q1 unsure", "wd:Q1 wd:Q2 different").digest
    )
    assert one.digest != judgements(f"{ORTIZ} wd:Q1 same").digest
    assert judgements("local:a local:b different", "local:a local:c unsure").digest == Judgements().digest == ""
    assert judgements(f"local:a@{'a' * 16} local:a same").digest == ""
    assert judgements(f"local:a@{'a' * 16} local:a different").digest


def test_what_is_implied_is_judged() -> None:
    a = "a" * 16
    found = judgements(
        "local:a local:b same", "local:b local:c different", "local:a local:d unsure", f"local:e@{a} local:e same"
    )

    def judged(left: str, right: str) -> bool:
        return found.is_judged(to_reference(left), to_reference(right))

    assert judged("local:b", "local:a")
    assert judged("local:a", "local:c")
    assert judged("local:d", "local:b")
    assert judged(f"local:e@{a}", "local:e")
    assert not judged("local:a", "local:e")
    assert not judged("local:c", "local:d")
    assert not judged(f"local:a@{a}", "local:a")
    assert judged(f"local:a@{a}", "local:c")


def test_one_that_left_its_id_is_judged_by_itself() -> None:
    a = "a" * 16
    found = judgements(f"local:e@{a} local:e different", "local:e local:f same")
    assert found.is_judged(to_reference(f"local:e@{a}"), to_reference("local:f"))
    assert not found.is_judged(to_reference(f"local:e@{a}"), to_reference("local:g"))


ENTITIES = st.sampled_from(["local:a", "local:b", "wd:Q1", "wd:Q2", f"local:a@{'a' * 16}", f"wd:Q1@{'b' * 16}"])
ROWS = st.lists(
    st.tuples(ENTITIES, ENTITIES, st.sampled_from(["same", "different", "unsure"])).filter(
        lambda row: row[0] != row[1]
    ),
    max_size=6,
)


def outcome(rows: list[tuple[str, str, str]]) -> object:
    """What ``rows`` come to, comparable; the word for it where they contradict each other."""
    try:
        found = judgements(*(" ".join(row) for row in rows))
    except JudgementError:
        return "contradiction"
    return found.ids, found.joined, found.digest


@given(ROWS, st.randoms(use_true_random=False))
def test_order_side_and_repetition_of_rows_do_not_matter(rows: list[tuple[str, str, str]], random: object) -> None:
    turned = [(right, left, verdict) for left, right, verdict in rows] + rows
    random.shuffle(turned)  # type: ignore[attr-defined]
    assert outcome(turned) == outcome(rows)


@given(ROWS)
def test_what_is_judged_the_same_has_one_id_and_what_is_different_has_two(
    rows: list[tuple[str, str, str]],
) -> None:
    if outcome(rows) == "contradiction":
        return
    found = judgements(*(" ".join(row) for row in rows))
    for left, right, verdict in rows:
        ids = found.id_of(to_reference(left)), found.id_of(to_reference(right))
        assert verdict == "unsure" or (ids[0] == ids[1]) == (verdict == "same")


@given(ROWS)
def test_what_was_answered_is_not_asked_again_whatever_was_answered_later(
    rows: list[tuple[str, str, str]],
) -> None:
    for count in range(1, len(rows) + 1):
        if outcome(rows[:count]) != "contradiction":
            found = judgements(*(" ".join(row) for row in rows[:count]))
            for left, right, _ in rows[:count]:
                assert found.is_judged(to_reference(left), to_reference(right))


def test_appended_rows_are_read_again_whatever_the_file_ended_with(tmp_path: Path) -> None:
    path = tmp_path / "judgements.tsv"
    row = Judgement(to_reference("local:a"), to_reference("wd:Q1"), "unsure", "A | B")
    append_judgement(row, path)
    path.write_text(path.read_text("utf-8") + "local:c\tlocal:d\tsame", "utf-8")
    append_judgement(row, path)
    assert [str(one) for one in read_judgements(path)] == [str(row), "local:c\tlocal:d\tsame", str(row)]


def test_a_file_of_a_spreadsheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "judgements.tsv"
    path.write_bytes("\ufeff# left\tright\r\nlocal:a\tlocal:b\tSame\t\t\r\n\r\n\t\t\t\r\n".encode())
    (row,) = read_judgements(path)
    assert (row.verdict, row.where) == ("same", f"{path}:2")
    path.write_bytes(b"\r\nlocal:\xff\tlocal:b\tsame")
    with pytest.raises(JudgementError, match=r"judgements.tsv:2: not UTF-8"):
        read_judgements(path)


@pytest.mark.parametrize(
    "rows",
    [
        f"{'x' * 9999}\tlocal:b\tsame",
        f"local:a\tlocal:b\t{'x' * 9999}",
        f"{ENDLESS}\t{ENDLESS}\tsame",
        f"{ENDLESS}\tlocal:b\tsame\nlocal:b\t{ENDLESS}\tdifferent",
    ],
)
def test_an_error_on_a_hostile_row_is_short_and_can_be_shown(rows: str, tmp_path: Path) -> None:
    path = tmp_path / "judgements.tsv"
    path.write_text(rows, "utf-8")
    with pytest.raises(JudgementError) as caught:
        resolve(read_judgements(path))
    for line in str(caught.value).split("\n"):
        assert line.isprintable()
        assert len(line) < 1_000


def records() -> list[Record]:
    """Three articles; two people of one name among them, and one under two names."""
    other = _with_ids(record_of("She ruled it out.", uri="b.txt", outlet="Coast Post"), "local:a-duarte")
    named = Entity(id="local:a-duarte", name="A. Duarte", type="Person")
    return [
        briefing(),
        replace(other, entities=(other.entities[0], named, other.entities[2])),
        record_of("A third.", uri="c.txt", published="2024-05-09"),
    ]


def loaded(store: Store, found: Judgements) -> object:
    """What is in ``store`` after ``records`` were loaded as judged."""
    load((apply(record, found) for record in records()), store, judgements=found.digest)
    return content(store)


def test_judgements_are_undone_by_loading_without_them(store: Store) -> None:
    found = judgements(f"local:a-duarte {DUARTE} same", f"{ORTIZ}@{records()[2].article.id} {ORTIZ} different")
    contents = []
    for some in (Judgements(), found, Judgements()):
        for statement in EMPTY_IT:
            store.write(statement, {})
        contents.append(loaded(store, some))
    assert contents[0] != contents[1]
    assert contents[0] == contents[2]


def test_judgements_are_undone_in_a_new_file(tmp_path: Path) -> None:
    contents = []
    for name, found in (("a", Judgements()), ("b", judgements(f"{ORTIZ} {DUARTE} same")), ("c", Judgements())):
        store = open_store(str(tmp_path / f"{name}.kgl"), writable=True)
        contents.append(loaded(store, found))
        store.close()
    assert contents[0] != contents[1]
    assert contents[0] == contents[2]


def test_store_holds_the_graph_of_the_judged_records(store: Store) -> None:
    found = judgements(f"local:a-duarte {DUARTE} same")
    nodes, edges = loaded(store, found)  # type: ignore[misc]
    graph = to_graph([apply(record, found) for record in records()])
    assert {str(row["id"]) for row in nodes} == {node.id for node in graph.nodes.values()}
    assert DUARTE not in {row["id"] for row in nodes}
    plain = {(row["a"], row["type"], row["b"]) for row in edges if row["hash"] is None}
    assert plain == {(edge.source[1], edge.type, edge.target[1]) for edge in graph.edges}


def test_loading_again_with_the_same_judgements_writes_nothing(store: Store) -> None:
    found = judgements(f"local:a-duarte {DUARTE} same")
    before = loaded(store, found)
    judged = [apply(record, found) for record in records()]
    assert load(judged, store, judgements=found.digest).counters == Counters()
    assert content(store) == before


def test_a_store_of_other_judgements_is_refused_and_stays_as_it_is(store: Store) -> None:
    found = judgements(f"local:a-duarte {DUARTE} same")
    before = loaded(store, found)
    for other in (Judgements(), judgements(f"{ORTIZ} {DUARTE} same")):
        with pytest.raises(StoreError, match="load all records into a new store"):
            loaded(store, other)
    assert content(store) == before


def test_a_store_of_no_judgements_takes_those_that_change_nothing(store: Store) -> None:
    before = loaded(store, Judgements())
    assert loaded(store, judgements(f"{ORTIZ} {DUARTE} different")) == before
    with pytest.raises(StoreError, match="other judgements"):
        loaded(store, judgements(f"{ORTIZ} {DUARTE} same"))
