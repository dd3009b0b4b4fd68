"""Times of sentences: tests/cases/times.tsv holds sentences with what must be found in them, and its value."""

from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction.pipeline import Failure, extract_article
from kg.extraction.times.grammar import pattern
from kg.extraction.times.values import resolve, to_day
from kg.lexicon import read_rows
from kg.model import Article, TimeType

CASES = Path(__file__).parent / "cases" / "times.tsv"
DAY = "2013-03-22"
PIECES = st.sampled_from(
    [
        "March",
        "31",
        "February",
        "2013",
        "last",
        "year",
        "a",
        "few",
        "ago",
        "Friday",
        "night",
        ",",
        "9999",
        "99",
        "12/31/99",
        "p.m.",
    ]
)


@pytest.mark.model
@pytest.mark.parametrize(("text", "expected"), [cells for cells, _ in read_rows(CASES, 2)])
def test_sentence_gives_the_times_of_its_case(text: str, expected: str) -> None:
    record = extract_article(Article(text=text, published=DAY))
    assert not isinstance(record, Failure), record
    found = [f"{text[time.start : time.end]} = {time.value}" for time in record.times]
    assert "; ".join(found) == expected


@pytest.mark.model
def test_without_a_day_what_is_relative_has_no_value() -> None:
    record = extract_article(Article(text="In 1939 it began. By October it was over. He left on Friday."))
    assert not isinstance(record, Failure), record
    assert [time.value for time in record.times] == ["1939", "1939-10", None]


@given(st.lists(PIECES, max_size=8).map(" ".join), st.sampled_from([None, to_day(DAY), to_day("0001-01-01")]))
@settings(max_examples=300)
def test_whatever_looks_like_a_time_is_resolved_or_left(text: str, day: date | None) -> None:
    for match in pattern().finditer(text):
        groups = {key: value for key, value in match.groupdict().items() if value is not None}
        found = resolve(groups, day, "unknown")
        assert found is None or (found[0] in get_args(TimeType) and found[1] != "")
