"""Attributions of whole texts, and the parts of the step: cue lexicon, quotations.

tests/cases/attribution holds texts with the rows that must (=>) or must not (!>) be among those found:
source | cue | content | act | form | index of the outer one
"""

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from kg.errors import OntologyError
from kg.extraction.attribution import Attributions, make_attribution
from kg.extraction.cues import load_cues
from kg.extraction.pipeline import make_pipeline
from kg.extraction.quotes import find_quotes
from kg.lexicon import load_table

CASES = Path(__file__).parent / "cases" / "attribution"
VOCAB = spacy.blank("en").vocab
HOSTILE = [
    "“", "”", '"', "'", "‘", "’", "«", "\n", "\n\n", " ", "\t", "\u2028", "\x00", "\u200f", "مرحبا", "😀",
    "👩\u200d👩\u200d👧", "é", "e\u0301",
    "Ana Duarte", " said ", "said", " that ", "the levy ends", "THE LEVY ENDS",
    ".", "?", ":", "Q: ", "A: ", "SMITH: ", "— Ana (@ana)", "x" * 40, "ﬁ", "𝕬", "\ud7ff",
]  # fmt: skip


class Case(NamedTuple):
    """A text, the rows wanted and the beginnings of rows not wanted."""

    text: str
    wanted: list[str]
    unwanted: list[str]


def read_cases(path: Path) -> list[Case]:
    cases: list[Case] = []
    for line in path.read_text("utf-8").splitlines():
        mark, _, rest = line.partition(" ")
        if mark == "text:":
            cases.append(Case(rest.replace("\\n", "\n"), [], []))
        elif mark == "=>":
            cases[-1].wanted.append(rest)
        elif mark == "!>":
            cases[-1].unwanted.append(rest)
    return cases


def attributions(text: str) -> list[dict[str, Any]]:
    """What the step writes on ``text``."""
    found: list[dict[str, Any]] = make_pipeline()(text)._.kg_attributions
    return found


def to_row(text: str, row: dict[str, Any]) -> str:
    """An attribution as a case file writes it."""
    spans = [" ... ".join(text[start:end] for start, end in row[key]) for key in ("source", "cue", "content")]
    return " | ".join([*spans, row["act"], row["form"], str(row["through"])]).replace("\n", "\\n")


ALL = [pytest.param(case, id=case.text[:60]) for path in sorted(CASES.glob("*.txt")) for case in read_cases(path)]


@pytest.mark.model
@pytest.mark.parametrize("case", ALL)
def test_attributions_of_case(case: Case) -> None:
    found = attributions(case.text)
    rows = [to_row(case.text, row) for row in found]
    assert set(case.wanted) <= set(rows), rows
    assert not [row for row in rows for start in case.unwanted if row.startswith(start)]
    assert_sound(case.text, found)


def assert_sound(text: str, rows: list[dict[str, Any]]) -> None:
    """Spans lie inside the text and hold no blank ends, in text order; nothing is its own outer one."""
    for index, row in enumerate(rows):
        assert row["content"]
        assert row["cue"]
        for start, end in (*row["source"], *row["cue"], *row["content"]):
            assert 0 <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()
        assert row["through"] is None or row["through"] != index
    starts = [min(row["content"][0][0], row["cue"][0][0]) for row in rows]
    assert starts == sorted(starts)


@pytest.mark.model
@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(HOSTILE), max_size=40).map("".join))
def test_hostile_text_gives_spans_inside_it(text: str) -> None:
    assert_sound(text, attributions(text))


def test_attributions_of_an_empty_doc_are_none() -> None:
    assert Attributions()(Doc(VOCAB, words=[]))._.kg_attributions == []


def test_make_attribution_gives_the_step() -> None:
    assert isinstance(make_attribution(spacy.blank("en"), "kg_attribution"), Attributions)


def test_cue_acts_are_acts_of_the_ontology() -> None:
    acts = {row[0] for row in load_table("acts", 2)}
    lexicon = load_cues()
    cues = [*lexicon.verbs.values(), *lexicon.nouns.values(), *lexicon.adjectives.values()]
    cues += [*lexicon.default.values(), *(cue for rows in lexicon.phrases.values() for _, cue in rows)]
    assert {cue.act for cue in cues} <= acts


def test_cues_are_whole_and_lemmas() -> None:
    lexicon = load_cues()
    assert len(lexicon.verbs) > 200
    for table in (lexicon.verbs, lexicon.nouns, lexicon.adjectives):
        for cue in table.values():
            assert cue.words == cue.words.lower()
            assert cue.slots | cue.prepositions


@pytest.mark.parametrize("line", ["say\tverb\tsay", "say\tadverb\tsay\tclause", "say\tverb\t\tclause"])
def test_cues_of_a_wrong_line_name_file_and_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "cues.tsv"
    path.write_text(f"# words\n{line}\n", "utf-8")
    with pytest.raises(OntologyError, match=r"cues\.tsv:2"):
        load_cues(path)


def test_cues_twice_name_the_word(tmp_path: Path) -> None:
    path = tmp_path / "cues.tsv"
    path.write_text("say\tverb\tsay\tclause\nsay\tverb\tsay\tquote\n", "utf-8")
    with pytest.raises(OntologyError, match="'say' is there twice"):
        load_cues(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “ we won ” .", ["“ we won ”"]),
        ('" A b , " he said , " c d . "', ['" A b , "', '" c d . "']),
        ("“ Open here . \n\n “ Goes on . ” Then none .", ["“ Open here .", "“ Goes on . ”"]),
        ('5 ft 9 " tall \n\n " A quote . "', ['" tall', '" A quote . "']),
        ("“ ”", []),
    ],
)
def test_quotes_end_with_their_paragraph(text: str, expected: list[str]) -> None:
    doc = Doc(VOCAB, words=text.split(" "))
    assert [doc[quote.start : quote.end].text for quote in find_quotes(doc)] == expected


def test_quotes_follow_one_that_was_left_open() -> None:
    doc = Doc(VOCAB, words=["“", "Open", ".", "\n\n", "“", "On", ".", "”", "\n\n", "“", "New", ".", "”"])
    assert [quote.follows for quote in find_quotes(doc)] == [False, True, False]
