"""Copies are found whatever the order of articles, and what they repeat is one utterance with many evidences."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from records import record_of

from kg.cli import cli
from kg.copies import find_groups, likeness, to_shingles, to_sketches
from kg.graph import to_graph
from kg.model import Article, Original, Record, Span, Utterance
from kg.originals import find_originals
from kg.record import read_records, write_records
from loaders import Store
from loaders.load import load

SAID = "the government would send no ground troops across the border before the talks in the old port had ended"
LATE_SAID = SAID.replace("ended", "finished")
PARAGRAPHS = (
    f"President Ana Duarte said {SAID}. She spoke to reporters on the steps of the customs house, where delegates "
    "of both countries have met behind closed doors since the beginning of the month.",
    "Her spokeswoman, Lena Ortiz, told the same reporters that patrols along the river would go on as before, and "
    "that two battalions which had been moved to the valley in spring were due to return to their barracks.",
    "Fishermen from the villages at the mouth of the river had blocked the harbour for three days in protest at "
    "the patrols. They opened it again when a committee of the assembly promised to hear them in June.",
    "The assembly debates the budget of the ministry next week. Members of the opposition have asked for a list "
    "of the boats that were searched, and for the names of the officers who ordered it.",
)
STORY = "\n\n".join(PARAGRAPHS)
CUT = "\n\n".join(("No troops across the border, Duarte promises", *PARAGRAPHS[:-1]))
EDITED = (
    STORY.replace("had ended", "had finished").replace("closed doors", "shut doors").replace("boats", "vessels")
)
OTHER = (
    "President Ana Duarte said that ground troops were no answer to smugglers. In a speech to cadets she praised "
    "the coast guard and announced that a second cutter would be bought for the northern harbours within two "
    "years.\n\nThe talks with the neighbouring country were not mentioned in the speech, which lasted for an hour "
    "and ended with a parade on the square in front of the academy. Several ministers watched it from the balcony."
)


def telling(text: str, said: str = SAID, **known: str) -> Record:
    """A record over ``text`` in which Lena Ortiz tells ``said``, without a day of its own."""
    made = record_of(text, uri=known.pop("uri", "a.txt"), **known)
    return replace(made, statements=(replace(made.statements[0], text=said, said_on=None),))


WIRE = (
    telling(STORY, uri="story.txt", published="2024-05-07", outlet="Harbour News"),
    telling(CUT, uri="cut.txt", published="2024-05-07", outlet="Coast Post"),
    telling(EDITED, LATE_SAID, uri="late.txt", published="2024-05-08", outlet="Valley Mail"),
)
OTHER_SAID = "ground troops were no answer to smugglers"
UNRELATED = telling(OTHER, OTHER_SAID, uri="other.txt", published="2024-05-08", outlet="Coast Post")


def groups_of(articles: Sequence[Article]) -> list[tuple[int, ...]]:
    return find_groups(to_sketches(articles), lambda place: articles[place].text)


def marked(records: Sequence[Record]) -> list[Record]:
    """``records`` as the command writes them."""
    found = find_originals(groups_of([record.article for record in records]), records.__getitem__)
    return [replace(record, original=found.get(place)) for place, record in enumerate(records)]


def statements(records: Iterable[Record]) -> set[str]:
    """The ids of the statements that ``records`` have in a graph."""
    return {node.id for node in to_graph(records).nodes.values() if node.label == "Statement"}


def test_a_cut_an_edited_and_an_unrelated_story_are_told_apart() -> None:
    articles = [record.article for record in (UNRELATED, *reversed(WIRE))]
    first, second = sorted((1, 2, 3), key=lambda place: (articles[place].published, articles[place].id))[:2]
    assert groups_of(articles) == [(first, second, 1)]


def test_likeness_is_the_share_of_shingles_and_nothing_where_that_is_small() -> None:
    half, whole = to_shingles("\n\n".join(PARAGRAPHS[:2])), to_shingles(STORY)
    assert likeness(half, whole) == pytest.approx(len(half & whole) / len(whole))
    assert likeness(to_shingles(OTHER), whole) == 0


@pytest.mark.parametrize("text", ["", " \n", "...", "—"])
def test_a_text_without_words_is_no_copy(text: str) -> None:
    assert groups_of([Article(text=text), Article(text=text + "!"), Article(text=STORY)]) == []


def test_a_text_of_fewer_words_than_a_shingle_is_compared_as_a_whole() -> None:
    assert groups_of([Article(text="Talks begin"), Article(text="Talks begin!"), Article(text="Talks end")]) == [
        tuple(sorted((0, 1), key=lambda place: Article(text="Talks begin" + "!" * place).id))
    ]


def test_what_copies_repeat_is_one_statement_and_three_evidences() -> None:
    records = marked([*WIRE, UNRELATED])
    assert [record.original is not None for record in records].count(True) == 2
    assert len(statements(WIRE)) == 3 - 1  # the same words on the same day were one already
    assert len(statements(records[:3])) == 1
    assert len(statements(records)) == 2
    (node,) = [node for node in to_graph(records[:3]).nodes.values() if node.label == "Statement"]
    assert (node.properties["text"], node.properties["said_on"]) == (SAID, "2024-05-07")
    evidences = [edge for edge in to_graph(records[:3]).edges if edge.type == "IN"]
    assert len(evidences) == 3 * 3


def test_derived_edge_counts_articles_outlets_and_utterances_apart(store: Store) -> None:
    load(marked([*WIRE, UNRELATED])[:3], store)
    query = "MATCH ()-[r:RULES_OUT]->() RETURN r.statements AS said, r.articles AS articles, r.outlets AS outlets"
    assert store.read(query, {}) == [{"said": 1, "articles": 3, "outlets": 3}]


def test_copy_names_its_original_also_where_that_is_not_loaded(store: Store) -> None:
    records = marked(WIRE)
    copies = [record for record in records if record.original]
    (original,) = {record.article.id for record in records} - {record.article.id for record in copies}
    load(copies, store)
    rows = store.read("MATCH (a:Article) RETURN a.copy_of AS original", {})
    assert [row["original"] for row in rows] == [original, original]
    load(records, store)
    again = load(records, store)
    assert again.counters.nodes_created == 0
    rows = store.read("MATCH (a:Article) WHERE a.copy_of IS NULL RETURN a.id AS id", {})
    assert [row["id"] for row in rows] == [original]


def test_same_text_of_a_later_day_is_the_same_utterance_and_no_copy_of_itself() -> None:
    first = telling(STORY, published="2024-05-07")
    later = telling(STORY, uri="b.txt", published="2024-05-09")
    undated = replace(later, article=replace(later.article, published=None))
    records = marked([undated, later, first])
    assert records[2].original is None
    assert records[0].original == records[1].original == Original(article=first.article.id, published="2024-05-07")
    assert len(statements([undated, later, first])) == 3
    assert len(statements(records)) == 1
    assert all(node.properties.get("copy_of") is None for node in to_graph(records).nodes.values())


def test_statement_that_only_copies_have_is_dated_by_the_original_and_is_one_in_all_of_them() -> None:
    added = "the patrols would be cut by half in the autumn"
    first = telling(STORY, published="2024-05-06")
    second = telling(EDITED, added, published="2024-05-08", uri="b.txt")
    third = telling(CUT, added.replace("cut", "reduced"), published="2024-05-09", uri="c.txt")
    records = marked([third, second, first])
    assert records[1].original == Original(article=first.article.id, published="2024-05-06")
    told = Utterance(statement=f"{third.article.id}:s1", text=added, said_on="2024-05-06")
    assert records[0].original == Original(article=first.article.id, published="2024-05-06", utterances=(told,))
    assert len(statements(records[:2])) == 1


def test_day_that_the_original_gives_stands_for_a_copy_without_it() -> None:
    first = telling(STORY, published="2024-05-07")
    dated = replace(first, statements=tuple(replace(one, said_on="2024-05-06") for one in first.statements))
    records = marked([dated, telling(EDITED, published="2024-05-08", uri="b.txt")])
    assert statements(records[1:]) == statements([dated])


@pytest.mark.parametrize(
    "said",
    [
        SAID.replace("would send no", "would send"),
        SAID.replace("would send no", "would not send"),
        SAID.replace("ground troops", "12 ground troops"),
        SAID.replace("ground troops", "twelve ground troops"),
        "the government would send more boats to the harbour when the talks were over",
    ],
)
def test_other_words_are_another_utterance(said: str) -> None:
    assert len(statements(marked([telling(STORY), telling(EDITED, said, published="2024-05-08")]))) == 2


@pytest.mark.parametrize(
    "said",
    [
        SAID.replace("the old port", "an old port"),
        SAID.replace("had ended", "had finished"),
        f"“{SAID}.”",
        SAID.upper(),
    ],
)
def test_nearly_the_same_words_are_one_utterance(said: str) -> None:
    assert len(statements(marked([telling(STORY), telling(EDITED, said, published="2024-05-08")]))) == 1


@pytest.mark.parametrize(
    "change", [{"speaker": "local:ana-duarte"}, {"negated": True}, {"modality": "possible"}], ids=str
)
def test_another_voice_is_another_utterance(change: dict[str, object]) -> None:
    copy = telling(EDITED, published="2024-05-08")
    other = replace(copy, statements=tuple(replace(one, **change) for one in copy.statements))
    assert len(statements(marked([telling(STORY), other]))) == 2


def test_of_several_statements_the_one_most_alike_is_repeated() -> None:
    first, copy = telling(STORY), telling(EDITED, SAID.replace("ended", "finished"), published="2024-05-08")
    (one,) = first.statements
    near = replace(one, id="near", text=SAID.replace("old port", "new harbour"))
    both = replace(first, statements=(near, one, replace(one, id="later", said_on="2024-05-09")))
    (told,) = marked([both, copy])[1].original.utterances  # type: ignore[union-attr]
    assert (told.text, told.said_on) == (SAID, "2024-05-07")


def test_order_of_reading_and_loading_does_not_matter() -> None:
    records = [*WIRE, UNRELATED, telling(STORY, uri="d.txt", published="2024-05-09", outlet="Port Sun")]
    wanted = to_graph(marked(records))
    for some in permutations(records):
        assert to_graph(marked(some)) == wanted


def variant(story: int, edits: Iterable[int], day: int) -> Article:
    """One of three stories with some words replaced, published on one of four days or on none."""
    words = (STORY, CUT.replace("river", "lake"), OTHER)[story].split(" ")
    for edit in edits:
        words[edit % len(words)] = f"word{edit}"
    return Article(text=" ".join(words), published=f"2024-05-0{day}" if day else None)


ARTICLES = st.lists(
    st.builds(variant, st.integers(0, 2), st.lists(st.integers(0, 200), max_size=40), st.integers(0, 4)),
    max_size=6,
)


@given(ARTICLES, st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order_and_no_article_is_its_own_copy(
    articles: list[Article],
    random: Random,
) -> None:
    def named(some: list[Article]) -> Iterator[list[tuple[str | None, str]]]:
        for group in groups_of(some):
            yield [(some[place].published, some[place].id) for place in group]

    groups = list(named(articles))
    shuffled = random.sample(articles, len(articles))
    assert list(named(shuffled)) == groups
    places = [place for group in groups_of(articles) for place in group]
    assert len(places) == len(set(places))
    for record in marked([Record(article=article) for article in articles]):
        earlier = record.original and (record.original.published or "~") < (record.article.published or "~")
        assert not record.original or record.original.article != record.article.id or earlier


def write(records: Iterable[Record], path: Path) -> None:
    with path.open("w", encoding="utf-8") as out:
        write_records(records, out)


def test_command_writes_the_same_records_in_order_and_the_same_bytes_again(tmp_path: Path) -> None:
    source, out, again = (tmp_path / name for name in ("records.jsonl", "marked.jsonl", "again.jsonl"))
    write([UNRELATED, *WIRE], source)
    source.write_text(source.read_text("utf-8").replace("\n", "\n\n", 1), "utf-8")
    result = CliRunner().invoke(cli, ["copies", str(source), "--out", str(out)])
    assert result.output == "2 of 4 records are copies of what came before them\n"
    with out.open(encoding="utf-8") as lines:
        assert list(read_records(lines)) == marked([UNRELATED, *WIRE])
    CliRunner().invoke(cli, ["copies", str(out), "--out", str(again)])
    assert again.read_bytes() == out.read_bytes()
    assert '"original"' not in source.read_text("utf-8")
    assert CliRunner().invoke(cli, ["copies", str(source)]).stdout.encode() == out.read_bytes()


def test_command_does_not_write_over_what_it_reads(tmp_path: Path) -> None:
    source = tmp_path / "records.jsonl"
    write(WIRE, source)
    before = source.read_bytes()
    result = CliRunner().invoke(cli, ["copies", str(source), "--out", str(source)])
    assert result.exit_code == 2
    assert "name another file" in result.output
    assert source.read_bytes() == before


def test_spans_of_a_copy_stay_its_own() -> None:
    for record in marked(WIRE):
        assert record.statements[0].content == (Span(0, len(record.article.text)),)
