"""When roles hold: tests/cases/role_dates.tsv holds texts with roles that must be found, and their dates."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.checking import check
from kg.extraction.layers import Standing
from kg.extraction.offices import holdings_of, office_words
from kg.extraction.pipeline import Failure, extract_article
from kg.extraction.roles.dates import find_dates
from kg.lexicon import read_rows
from kg.model import Article, Record

CASES = Path(__file__).parent / "cases" / "role_dates.tsv"
OBAMA = "Q76"
DAYS = st.none() | st.dates().map(lambda day: day.isoformat())


def rows(record: Record) -> list[str]:
    """The record's claims in the form of the case file."""
    names = {entity.id: entity.name for entity in record.entities}
    return [
        " | ".join(
            (
                names[claim.subject],
                claim.predicate,
                names[claim.object],
                claim.modality,
                claim.valid_from or "",
                claim.valid_to or "",
                claim.extractor.removesuffix("+reader"),
            )
        ).replace("  ", " ")
        for claim in record.claims
    ]


@pytest.mark.model
@pytest.mark.parametrize(("text", "day", "wanted"), [cells for cells, _ in read_rows(CASES, 3)])
def test_text_gives_the_dates_that_its_case_lists(text: str, day: str, wanted: str) -> None:
    record = extract_article(Article(text=text, published=day or None))
    assert not isinstance(record, Failure)
    assert {row.strip() for row in wanted.split(";")} <= set(rows(record)), rows(record)
    assert not check(record, min_confidence=0)[1]


@given(DAYS, DAYS, DAYS, st.sampled_from(["", "over", "now", "coming"]))
def test_words_win_over_the_index(start: str | None, end: str | None, day: str | None, standing: Standing) -> None:
    found = find_dates(start, end, standing, day=day, holder=OBAMA, title="president", office="president")
    assert start is None or found.start == start
    assert end is None or found.end == end
    assert standing != "coming" or found.agrees is None


def test_terms_that_follow_each_other_are_one() -> None:
    (term,) = holdings_of(OBAMA, "president", "United States president")
    assert (term.start, term.end) == ("2009-01-20", "2017-01-20")


def test_title_of_another_body_is_another_office() -> None:
    assert holdings_of(OBAMA, "president", "Harbour Club president") == ()
    assert holdings_of(OBAMA, "vice president", "vice president") == ()


def test_ministry_is_of_its_minister() -> None:
    assert office_words("Foreign Ministry") == office_words("Minister of Foreign Affairs")


@pytest.mark.model
@pytest.mark.parametrize(("day", "principal"), [("2014-03-04", "John Kerry"), ("2011-03-04", "Hillary Clinton")])
def test_voice_of_a_department_speaks_for_its_head_on_the_day(day: str, principal: str) -> None:
    text = "State Department spokeswoman Lena Ortiz said that the levy would end."
    record = extract_article(Article(text=text, published=day))
    assert not isinstance(record, Failure)
    names = {entity.id: entity.name for entity in record.entities}
    assert [names[statement.on_behalf_of or ""] for statement in record.statements] == [principal]
