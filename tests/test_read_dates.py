"""Dates as archives write them become ISO days."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.reading.dates import day_in_address, month_number, to_iso_day


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2025-08-20", "2025-08-20"),
        ("2025-08-20T23:30:00-05:00", "2025-08-20"),
        ("2025/8/2", "2025-08-02"),
        ("20250820", "2025-08-20"),
        ("20250820T101500Z", "2025-08-20"),
        ("Wed, 20 Aug 2025 10:00:00 GMT", "2025-08-20"),
        ("August 20, 2025", "2025-08-20"),
        ("Aug. 20th, 2025 at 5 p.m.", "2025-08-20"),
        ("Wednesday 20 August 2025", "2025-08-20"),
        ("8/20/2025", "2025-08-20"),
        ("20/8/2025", "2025-08-20"),
        (1755684000, "2025-08-20"),
        (1755684000000, "2025-08-20"),
        ("1755684000", "2025-08-20"),
        ("2025-02-30", None),
        ("August 20", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (True, None),
    ],
)
def test_day_of_a_date(value: object, day: str | None) -> None:
    assert to_iso_day(value) == day


@given(st.text() | st.integers() | st.floats())
def test_any_value_has_a_day_or_none(value: object) -> None:
    assert to_iso_day(value) is None or len(to_iso_day(value) or "") == 10


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://post.example/2016/09/20/vote.html", "2016-09-20"),
        ("news/2016-09-20-vote.txt", "2016-09-20"),
        ("news/20160920_vote.txt", "2016-09-20"),
        ("https://post.example/a/120160920", None),
        ("https://post.example/2016/vote", None),
        ("https://post.example/2016/13/40/vote", None),
    ],
)
def test_day_in_an_address(address: str, day: str | None) -> None:
    assert day_in_address(address) == day


def test_month_names_whole_and_short() -> None:
    assert [month_number(name) for name in ("Jan", "september", "Dec", "Day")] == [1, 9, 12, 0]
