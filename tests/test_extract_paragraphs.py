"""Sentence starts at paragraph breaks, on Docs without a model."""

import pytest
from spacy.lang.en import English

from kg.extraction.paragraphs import paragraph_starts, paragraphs

NLP = English()
NLP.add_pipe("kg_paragraphs")


def texts(text: str) -> list[str]:
    """The paragraphs of ``text``."""
    doc = NLP(text)
    return [doc[start:end].text for start, end in paragraphs(doc)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One thing.\n\nAnother thing.", ["One thing.", "Another thing."]),
        ("A headline\nThen the text.\nAnd more.", ["A headline", "Then the text.", "And more."]),
        ("A line that\nwas wrapped here.\n\nNew.", ["A line that\nwas wrapped here.", "New."]),
        ("\n\nAfter a gap.\n\n\n", ["After a gap."]),
        ("No break", ["No break"]),
        ("A.\r\n\r\nB.", ["A.", "B."]),
        ("A. \n \n B.", ["A.", "B."]),
        ("", []),
        ("\n", []),
    ],
)
def test_paragraphs_end_at_breaks(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_paragraph_starts_a_sentence() -> None:
    doc = NLP("No full stop\n\nNext one here")
    assert [token.text for token in doc if token.is_sent_start] == ["No", "Next"]
    assert doc[paragraph_starts(doc)[1] - 1].is_sent_start is False


def test_paragraphs_leaves_the_rest_to_the_parser() -> None:
    doc = NLP.make_doc("One. Two.\n\nThree.")
    NLP.get_pipe("kg_paragraphs")(doc)
    assert not doc.has_annotation("SENT_START", require_complete=True)
