"""What is asked about, in which order, and what `kg judge`, `kg load` and `kg build` do with the answers."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from records import briefing

from kg.cli import cli
from kg.judging.judgements import Judgement, Reference, read_judgements, to_reference
from kg.judging.likeness import to_form, way_of
from kg.judging.partition import Judgements, resolve
from kg.judging.profiles import Profile, to_profiles
from kg.judging.questions import find_questions, find_sentences, to_table
from kg.lexicon import read_rows
from kg.model import Article, Claim, Entity, Mention, Record, Span
from kg.names import slug
from kg.record import to_json, write_records
from kg.resources import resource_dir
from loaders import open_store

CASES = Path(__file__).parent / "cases" / "likeness.tsv"


def profile(name: str, kind: str, *, id: str = "") -> Profile:
    """An entity of one article."""
    made = Profile(id or f"local:{slug(name)}")
    made.names[name] += 1
    made.kinds.append(kind)
    made.seen.append(0)
    return made


@pytest.mark.parametrize(("cells", "where"), list(read_rows(CASES, 5)))
def test_two_names_are_one_in_the_way_the_case_says(cells: tuple[str, ...], where: str) -> None:
    one, other = profile(*cells[:2]), profile(*cells[2:4])
    expected = None if cells[4] == "-" else cells[4]
    assert way_of(to_form(one), to_form(other)) == expected, where
    assert way_of(to_form(other), to_form(one)) == expected, where


@pytest.mark.parametrize(("cells", "where"), [row for row in read_rows(CASES, 5) if row[0][4] != "-"])
def test_every_pair_of_a_way_shares_a_block(cells: tuple[str, ...], where: str) -> None:
    records = [article(f"{n}: {cells[n]}.", [(cells[n], cells[n + 1])]) for n in (0, 2)]
    records[1] = _with_id(records[1], f"local:{slug(cells[2])}", "local:other")
    (found,) = questions(records)
    assert found.way == cells[4], where


def article(text: str, names: list[tuple[str, str]], *, outlet: str = "Harbour News") -> Record:
    """An article in which everybody of ``names`` supports the topic of truce."""
    made = Article(text=text, uri=f"{slug(text)}.txt", outlet=outlet)
    entities = []
    for name, kind in names:
        at = max(text.find(name), 0)
        mention = Mention(start=at, end=min(at + len(name), len(text)), text=name, kind="name")
        entities.append(Entity(id=f"local:{slug(name)}", name=name, type=kind, mentions=(mention,)))
    topic = Entity(id="topic:truce", name="truce", type="Topic")
    claims = tuple(
        Claim(id=f"{made.id}:c{n}", subject=one.id, predicate="supports", object=topic.id, evidence=(Span(0, 1),))
        for n, one in enumerate(entities)
    )
    return Record(article=made, entities=(*entities, topic), claims=claims)


def _with_id(record: Record, old: str, new: str) -> Record:
    entities = tuple(replace(one, id=new) if one.id == old else one for one in record.entities)
    claims = tuple(replace(one, subject=new) if one.subject == old else one for one in record.claims)
    return replace(record, entities=entities, claims=claims)


def questions(records: list[Record], judgements: Judgements | None = None) -> list:  # type: ignore[type-arg]
    """What is asked about ``records``."""
    return find_questions(to_profiles(records), judgements or Judgements(), 100)


def pairs(records: list[Record], judgements: Judgements | None = None) -> list[tuple[str, str]]:
    """The ids that are asked about, in order."""
    return [(str(one.left.entity), str(one.right.entity)) for one in questions(records, judgements)]


def judged(*rows: str) -> Judgements:
    """What ``rows`` come to, each with spaces for tabs."""
    cells = [row.split() for row in rows]
    return resolve([Judgement(to_reference(a), to_reference(b), word) for a, b, word in cells])  # type: ignore[arg-type]


ANA, ANA_M, A = ("Ana Duarte", "Person"), ("Ana M. Duarte", "Person"), ("A. Duarte", "Person")
EVA, IVO = ("Eva Duarte", "Person"), ("Ivo Brandt", "Person")


def test_the_surest_pair_comes_first_and_a_name_that_fits_several_last() -> None:
    records = [article("One.", [ANA]), article("Two.", [ANA_M]), article("Three.", [A]), article("Four.", [EVA])]
    found = pairs(records)
    assert found[0] == ("local:ana-duarte", "local:ana-m-duarte")
    assert set(found[1:]) == {("local:a-duarte", "local:ana-duarte"), ("local:a-duarte", "local:ana-m-duarte")}


def test_companions_in_common_raise_a_pair_and_an_article_with_both_lowers_it() -> None:
    apart = questions([article("One.", [ANA]), article("Two.", [A])])
    beside = questions([article("One.", [ANA, IVO]), article("Two.", [A, IVO])])
    together = questions([article("One.", [ANA, A])])
    assert together[0].score < apart[0].score < beside[0].score


def test_a_short_name_is_shared_among_names_not_among_their_spellings() -> None:
    short, full = ("Sala Moreno", "Person"), ("Ana Sala Moreno", "Person")
    records = [article("One.", [short]), article("Two.", [full])]
    alone = next(one for one in questions(records) if one.way == "last names")
    again = _with_id(article("Three.", [("ANA Sala Moreno", "Person")]), "local:ana-sala-moreno", "wd:Q1")
    spelled = [one for one in questions([*records, again]) if one.way == "last names"]
    assert [one.score for one in spelled] == [alone.score, alone.score]
    other = article("Four.", [("Eva Sala Moreno", "Person")])
    shared = [one for one in questions([*records, other]) if one.way == "last names"]
    assert [one.score for one in shared] == [pytest.approx(alone.score / 2, abs=0.01)] * 2


def test_a_middle_name_and_a_missing_first_name_come_and_go_within_an_article() -> None:
    for one, other in (("Ana M. Duarte", "Ana Duarte"), ("Sala Moreno", "Ana Sala Moreno")):
        names = [(one, "Person"), (other, "Person")]
        apart = questions([article("One.", names[:1]), article("Two.", names[1:])])
        assert questions([article("One.", names)])[0].score >= apart[0].score


def test_two_that_wikidata_tells_apart_are_not_asked_about() -> None:
    one = replace(profile("Ana Duarte", "Person"), id="wd:Q1")
    other = replace(profile("Ana Duarte", "Person"), id="wd:Q2")
    assert way_of(to_form(one), to_form(other)) is None
    assert way_of(to_form(one), to_form(replace(other, id="local:ana-duarte"))) == "spelling"


def test_an_alias_of_a_linked_entity_is_asked_about() -> None:
    linked = replace(profile("United Harbours", "Organization", id="wd:Q1"), aliases={"the Harbours"})
    assert way_of(to_form(linked), to_form(profile("Harbours", "Organization"))) == "alias"
    shortened = replace(linked, id="local:united-harbours")
    assert way_of(to_form(shortened), to_form(profile("Harbours", "Organization"))) is None
    person = replace(profile("Ana Duarte", "Person", id="wd:Q2"), aliases={"Brandt"})
    assert way_of(to_form(person), to_form(profile("Brandt", "Person"))) is None


def test_what_enters_no_graph_is_not_asked_about() -> None:
    records = [article("One.", [ANA]), replace(article("Two.", [ANA_M]), claims=())]
    assert pairs(records) == []


def test_what_was_answered_is_not_asked_again() -> None:
    records = [article("One.", [ANA]), article("Two.", [ANA_M]), article("Three.", [A])]
    for verdict in ("same", "different", "unsure"):
        found = pairs(records, judged(f"local:ana-m-duarte local:ana-duarte {verdict}"))
        assert ("local:ana-duarte", "local:ana-m-duarte") not in found
    implied = judged("local:a-duarte local:ana-duarte same", "local:a-duarte local:ana-m-duarte different")
    assert pairs(records, implied) == []


def test_a_first_name_in_articles_that_share_nobody_may_be_two_people() -> None:
    michael = ("Michael", "Person")
    records = [article("One.", [michael, IVO]), article("Two.", [michael, ANA]), article("Three.", [michael, IVO])]
    (found,) = questions(records)
    assert found.left.entity == Reference("local:michael", records[1].article.id)
    assert (found.right.entity, found.right.articles, found.way) == (Reference("local:michael"), 3, "company")
    settled = judged(f"local:michael@{records[1].article.id} local:michael same")
    assert pairs(records, settled) == []
    assert pairs([records[0], records[2]]) == []


def test_another_type_is_worth_more_and_places_are_apart_already() -> None:
    records = [article("One.", [ANA, IVO]), article("Two.", [ANA, IVO])]
    for kind, ways in (("Person", ["company"]), ("Organization", ["type"]), ("Place", [])):
        asked = questions([*records, article("Three.", [("Ana Duarte", kind), ("Lena Ortiz", "Person")])])
        assert [one.way for one in asked] == ways


def test_order_of_records_does_not_matter_to_what_is_asked() -> None:
    records = [article("One.", [ANA, IVO]), article("Two.", [ANA_M]), article("Three.", [A, IVO])]
    assert pairs(records) == pairs([*records[::-1], *records])


def test_a_sentence_shows_each_side() -> None:
    text = "Nothing of it.\nLater in the day Ana Duarte was heard to support the truce. " + "Words. " * 90
    records = [article(text, [ANA]), article("A. Duarte " + "again and " * 90, [A])]
    found = find_sentences(records, questions(records))
    first, second = (found[one.entities[0].id, one.article.id] for one in records)
    assert first == "Later in the day Ana Duarte was heard to support the truce."
    assert second.startswith("A. Duarte again")
    assert len(second) < 320


def test_a_table_is_no_formula_and_one_line_a_pair() -> None:
    records = [article("One.", [("=Ana\tDuarte", "Person")]), article("Two.", [("=ANA M. Duarte", "Person")])]
    table = list(to_table(questions(records)))
    assert len(table) == 2
    cells = table[1].split("\t")
    assert len(cells) == len(table[0].split("\t")) == 8
    assert cells[2] == ""
    assert cells[5].startswith("'=")


def run(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(cli, list(arguments), input=given, catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where three articles call one person by three names."""
    monkeypatch.chdir(tmp_path)
    texts = ("Ana Duarte backs the truce.", "Ana M. Duarte backs it.", "A. Duarte backs it too.")
    with Path("records.jsonl").open("w", encoding="utf-8") as out:
        write_records([article(text, [one]) for text, one in zip(texts, (ANA, ANA_M, A), strict=True)], out)
    return tmp_path


JUDGE = ("judge", "records.jsonl", "--judgements", "judgements.tsv")


def test_answers_are_written_at_once_and_not_asked_again(folder: Path) -> None:
    first = run(*JUDGE, given="what\ns\nq\n")
    assert first.exit_code == 0
    assert first.stdout == ""
    for words in (
        "Ana M. Duarte",
        "Person",
        "local:ana-m-duarte",
        "1 article",
        "Ana M. Duarte backs it.",
        "1 answers",
    ):
        assert words in first.stderr
    assert Path("judgements.tsv").read_text("utf-8") == (
        "local:ana-duarte\tlocal:ana-m-duarte\tsame\tAna Duarte | Ana M. Duarte\n"
    )
    second = run(*JUDGE, given="\nd\n")
    assert "1 of 2" in second.stderr
    assert [row.verdict for row in read_judgements(Path("judgements.tsv"))] == ["same", "different"]
    assert run(*JUDGE).stderr.strip() == "0 answers added to judgements.tsv"


def test_an_answer_that_contradicts_others_is_told_and_not_added(folder: Path) -> None:
    michael = ("Michael", "Person")
    records = [article("One.", [michael, IVO]), article("Two.", [michael, ANA]), article("Three.", [michael, IVO])]
    with Path("records.jsonl").open("w", encoding="utf-8") as out:
        write_records(records, out)
    one, other = f"local:michael@{records[1].article.id}", "a" * 16
    rows = (f"{one}\tlocal:b", f"local:c\tlocal:michael@{other}", f"local:c\tlocal:b@{other}")
    before = "".join(f"{row}\tsame\n" for row in rows)
    Path("judgements.tsv").write_text(before, "utf-8")
    result = run(*JUDGE, given="d\n")
    assert f"answer 1: {one} different local:michael, though the same by" in result.stderr
    assert "0 answers" in result.stderr
    assert Path("judgements.tsv").read_text("utf-8") == before


def test_a_folder_that_is_not_there_is_told_before_the_first_question(folder: Path) -> None:
    result = run("judge", "records.jsonl", "--judgements", "nowhere/judgements.tsv", given="s\n")
    assert result.exit_code == 2
    assert "nowhere: no such folder" in result.stderr


def test_a_hostile_text_moves_no_cursor_and_a_hostile_name_adds_no_row(folder: Path) -> None:
    text = "Ana Duarte\x1b[2J\x9b31m\u202e backs the truce in all of the harbour."
    hostile = article("Ana M. Duarte backs it.", [ANA_M])
    name = "Ana\x1b[2J\nlocal:x\twd:Q76\tsame\rlocal:y\twd:Q1\tsame\n# Duarte"
    hostile = replace(hostile, entities=tuple(replace(one, name=name) for one in hostile.entities))
    odd = _with_id(article("Duarte Ana.", [("Duarte Ana", "Person")]), "local:duarte-ana", "local:a\x1b[2J")
    with Path("records.jsonl").open("w", encoding="utf-8") as out:
        write_records([article(text, [ANA]), hostile, odd], out)
    told = run(*JUDGE, "--list").stdout + run(*JUDGE, given="s\n").stderr
    assert all(char.isprintable() or char in "\n\t" for char in told)
    (row,) = read_judgements(Path("judgements.tsv"))
    assert str(row).startswith("local:ana-duarte\tlocal:ana-m-duarte\tsame\tAna Duarte | Ana")


def test_the_end_of_the_input_stops_and_keeps_what_was_answered(folder: Path) -> None:
    assert run(*JUDGE, given="u\n").exit_code == 0
    assert [row.verdict for row in read_judgements(Path("judgements.tsv"))] == ["unsure"]


def test_an_answer_that_another_implies_is_not_asked_for(folder: Path) -> None:
    asked = run(*JUDGE, given="s\ns\n")
    assert "3 of 3" not in asked.stderr
    assert "2 answers" in asked.stderr


def test_the_list_filled_in_is_a_file_of_judgements(folder: Path) -> None:
    table = run(*JUDGE, "--list").stdout
    assert table.startswith("# left\tright\tjudgement\t")
    lines = table.splitlines()
    Path("judgements.tsv").write_text(
        "\n".join([lines[0], lines[1].replace("\t\t", "\tsame\t"), *lines[2:]]), "utf-8"
    )
    (row,) = read_judgements(Path("judgements.tsv"))
    assert (str(row.left), str(row.right), row.verdict) == ("local:ana-duarte", "local:ana-m-duarte", "same")
    assert "local:ana-m-duarte\t\t" not in run(*JUDGE, "--list", "--limit", "1").stdout


def test_load_with_judgements_joins_and_refuses_a_store_of_others(folder: Path) -> None:
    Path("judgements.tsv").write_text("local:ana-duarte\twd:Q7\tsame\nlocal:a-duarte\twd:Q7\tsame\n", "utf-8")
    into = ("load", "records.jsonl", "--into", "news.kgl")
    assert "3 new" in run(*into, "--judgements", "judgements.tsv").stderr
    assert "0 nodes and 0 relationships created" in run(*into, "--judgements", "judgements.tsv").stderr
    with pytest.raises(Exception, match="load all records into a new store"):
        run(*into)
    store = open_store("news.kgl")
    rows = store.read("MATCH (n:Person) RETURN n.id AS id, n.aliases AS aliases ORDER BY id", {})
    store.close()
    assert [row["id"] for row in rows] == ["local:ana-m-duarte", "wd:Q7"]
    assert {"A. Duarte", "Ana Duarte"} <= set(rows[1]["aliases"])  # type: ignore[call-overload]


def test_a_claim_whose_ends_become_one_is_named(folder: Path) -> None:
    Path("records.jsonl").write_text(to_json(briefing()) + "\n", "utf-8")
    Path("judgements.tsv").write_text("local:ana-duarte\tlocal:lena-ortiz\tsame\n", "utf-8")
    result = run("load", "records.jsonl", "--into", "news.kgl", "--judgements", "judgements.tsv")
    assert f"{briefing().claims[0].id} at 0-9: subject and object are one entity" in result.stderr


def test_malformed_judgements_load_nothing(folder: Path) -> None:
    Path("judgements.tsv").write_text("local:ana-duarte\twd:Q7\tperhaps\n", "utf-8")
    with pytest.raises(Exception, match=r"judgements.tsv:1: 'perhaps' is no judgement"):
        run("load", "records.jsonl", "--into", "news.kgl", "--judgements", "judgements.tsv")
    assert not Path("news.kgl").exists()


@pytest.mark.model
def test_build_and_load_with_judgements_give_one_graph(tmp_path: Path) -> None:
    path, records, table = tmp_path / "judgements.tsv", tmp_path / "records.jsonl", tmp_path / "rejected.jsonl"
    source = str(resource_dir("examples") / "briefing.json")
    path.write_text("wd:Q22686\twd:Q3874799\tsame\n", "utf-8")
    run("build", source, "--into", str(tmp_path / "a.kgl"), "--judgements", str(path), "--rejected", str(table))
    run("extract", source, "--out", str(records))
    records.write_text(run("check", str(records)).stdout, "utf-8")
    run("load", str(records), "--into", str(tmp_path / "b.kgl"), "--judgements", str(path))
    graphs = [open_store(str(tmp_path / name)) for name in ("a.kgl", "b.kgl")]
    query = "MATCH (n) OPTIONAL MATCH (n)-[r]->(m) RETURN n.id AS a, type(r) AS r, m.id AS b ORDER BY a, r, b"
    rows = [store.read(query, {}) for store in graphs]
    for store in graphs:
        store.close()
    assert rows[0] == rows[1]
    assert "wd:Q22686" in {row["a"] for row in rows[0]}
    assert "wd:Q3874799" not in {row["a"] for row in rows[0]}
    assert "twoEnds" in {json.loads(line)["rule"] for line in table.read_text("utf-8").splitlines()}
