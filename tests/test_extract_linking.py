"""Which actors names are: tests/cases/linking.tsv holds texts with the Wikidata ids of their names."""

from pathlib import Path

import pytest

from kg.extraction.pipeline import Failure, extract_article
from kg.lexicon import read_rows
from kg.model import Article

CASES = Path(__file__).parent / "cases" / "linking.tsv"


@pytest.mark.model
@pytest.mark.parametrize(("day", "text", "expected"), [cells for cells, _ in read_rows(CASES, 3)])
def test_names_are_the_actors_of_their_case(day: str, text: str, expected: str) -> None:
    record = extract_article(Article(text=text, published=day))
    assert not isinstance(record, Failure), record
    found = {
        m.text: entity.wikidata or "-" for entity in record.entities for m in entity.mentions if m.kind == "name"
    }
    told = dict(pair.strip().split(" = ") for pair in expected.split(";"))
    assert {name: found.get(name) for name in told} == told
