"""Attributions of frozen parses: tests/cases/attribution holds a text, its parse, and the rows expected.

``python tests/test_extract_attribution.py FILE`` writes the parses of a case file anew with the model; a case
needs nothing but its ``text:`` line (\\n for a line break) before that. Expected rows are
``=> source | cue | content | act | form | through``, several pieces apart by ``...``.
"""

import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import spacy
from spacy.tokens import Doc, Token
from spacy.util import get_words_and_spaces
from spacy.vocab import Vocab

from kg.errors import OntologyError
from kg.extraction.attribution import Attributions, make_attribution
from kg.extraction.cues import load_cues
from kg.extraction.quotes import find_quotes
from kg.lexicon import load_table

CASES = Path(__file__).parent / "cases" / "attribution"
VOCAB = spacy.blank("en").vocab


class Case(NamedTuple):
    """A text, its parse (word, lemma, tag, part of speech, head, dependency, entity), what is expected."""

    text: str
    parse: list[list[str]]
    expected: list[str]


def read_cases(path: Path) -> list[Case]:
    """The cases of one file; ``#`` begins a comment."""
    cases: list[Case] = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("text: "):
            cases.append(Case(line.removeprefix("text: ").replace("\\n", "\n"), [], []))
        elif line.startswith("=> "):
            cases[-1].expected.append(line.removeprefix("=> "))
        elif line and not line.startswith("#"):
            cases[-1].parse.append(line.replace("\\n", "\n").split("\t"))
    return cases


def to_doc(case: Case, vocab: Vocab = VOCAB) -> Doc:
    """The parsed Doc of a case."""
    words, lemmas, tags, pos, heads, deps, ents = map(list, zip(*case.parse, strict=True))
    words, spaces = get_words_and_spaces(words, case.text)
    at = list(map(int, heads))
    return Doc(
        vocab, words=words, spaces=spaces, lemmas=lemmas, tags=tags, pos=pos, heads=at, deps=deps, ents=ents
    )


def attributions(doc: Doc) -> list[dict[str, Any]]:
    """What the step writes on ``doc``."""
    found: list[dict[str, Any]] = Attributions()(doc)._.kg_attributions
    return found


def to_row(text: str, row: dict[str, Any]) -> str:
    """An attribution as a case file writes it."""
    spans = [" ... ".join(text[start:end] for start, end in row[key]) for key in ("source", "cue", "content")]
    return " | ".join([*spans, row["act"], row["form"], str(row["through"])]).replace("\n", "\\n")


FILES = sorted(CASES.glob("*.txt"))
ALL = [pytest.param(case, id=case.text[:60]) for path in FILES for case in read_cases(path)]


@pytest.mark.parametrize("case", ALL)
def test_attributions_of_case(case: Case) -> None:
    doc = to_doc(case)
    assert doc.text == case.text
    assert [to_row(case.text, row) for row in attributions(doc)] == case.expected


@pytest.mark.parametrize("case", ALL)
def test_attributions_are_within_the_text_and_in_order(case: Case) -> None:
    rows = attributions(to_doc(case))
    for index, row in enumerate(rows):
        assert row["content"]
        assert row["cue"]
        for start, end in (*row["source"], *row["cue"], *row["content"]):
            assert 0 <= start < end <= len(case.text)
            assert case.text[start:end] == case.text[start:end].strip()
        assert row["through"] is None or row["through"] != index
    starts = [min(row["content"][0][0], row["cue"][0][0]) for row in rows]
    assert starts == sorted(starts)


def test_attributions_of_an_unparsed_or_empty_doc_are_none() -> None:
    assert attributions(Doc(VOCAB, words=[])) == []
    assert attributions(Doc(VOCAB, words=["Hello", "there"])) == []


def test_make_attribution_gives_the_step() -> None:
    assert isinstance(make_attribution(spacy.blank("en"), "kg_attribution"), Attributions)


def test_attributions_of_an_endless_sentence_are_passed_over() -> None:
    row = ["said", "say", "VBD", "VERB", "0", "ccomp", "O"]
    root = ["said", "say", "VBD", "VERB", "0", "ROOT", "O"]
    assert attributions(to_doc(Case(" ".join(["said"] * 500), [root, *[row] * 499], []))) == []


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


def _freeze(path: Path) -> None:
    from kg.extraction.pipeline import make_pipeline

    nlp = make_pipeline()
    out = []
    for line in path.read_text("utf-8").splitlines():
        if not line or line.startswith(("#", "=> ")):
            out.append(line)
        elif line.startswith("text: "):
            out.append(line)
            for token in nlp(line.removeprefix("text: ").replace("\\n", "\n")):
                cells = [
                    token.text,
                    token.lemma_,
                    token.tag_,
                    token.pos_,
                    str(token.head.i),
                    token.dep_,
                    _entity(token),
                ]
                out.append("\t".join(cells).replace("\n", "\\n"))
    path.write_text("\n".join(out) + "\n", "utf-8")


def _entity(token: Token) -> str:
    return f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O"


if __name__ == "__main__":
    _freeze(Path(sys.argv[1]))
