"""What pronouns and descriptions stand for: tests/cases/coreference.tsv holds texts with the entity of each."""

from pathlib import Path

import pytest

from kg.extraction.pipeline import Failure, extract_article
from kg.lexicon import read_rows
from kg.model import Article

CASES = Path(__file__).parent / "cases" / "coreference.tsv"


@pytest.mark.model
@pytest.mark.parametrize(("text", "expected"), [cells for cells, _ in read_rows(CASES, 2)])
def test_text_gives_the_entities_of_its_case(text: str, expected: str) -> None:
    text = text.replace("\\n", "\n")
    record = extract_article(Article(text=text, published="2013-03-22"))
    assert not isinstance(record, Failure), record
    names = {m: entity.name for entity in record.entities for m in entity.mentions if m.kind != "name"}
    found = {
        (mention.start, mention.end): f"{mention.text} = {name}"
        for mention, name in sorted(names.items(), key=str)
    }
    told = [pair.strip() for pair in expected.split(";")]
    assert [pair for _, pair in sorted(found.items()) if pair in told] == told
