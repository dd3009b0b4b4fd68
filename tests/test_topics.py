"""What topics are called, and which concept is above them."""

from pathlib import Path

import pytest

from kg.lexicon import read_rows
from kg.topics import topic_of, wider_topic

CASES = [cells for cells, _ in read_rows(Path(__file__).parent / "cases" / "topics.tsv", 3)]


@pytest.mark.parametrize(("words", "name", "above"), CASES)
def test_topic_is_a_concept_where_the_phrase_is_about_it_else_its_own_words(
    words: str, name: str, above: str
) -> None:
    topic = topic_of(words)
    assert topic
    assert topic[1] == name
    wider = wider_topic(name)
    assert (wider.label if wider and wider.label != name else "") == above
