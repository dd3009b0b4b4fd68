"""When a role holds: what the words say, filled in from the index of office holders."""

from typing import NamedTuple

from kg.extraction.layers import Standing
from kg.extraction.offices import holdings_of
from kg.gazetteer.model import Holding


class Dates(NamedTuple):
    """The first and last day of a role; ``agrees`` is whether the index says so too, None where it is silent."""

    start: str | None
    end: str | None
    agrees: bool | None


def find_dates(
    start: str | None,
    end: str | None,
    standing: Standing,
    *,
    day: str | None,
    holder: str | None,
    title: str,
    office: str,
) -> Dates:
    """The dates of a role that an article of ``day`` tells from ``start``, to ``end``, and with this ``standing``.

    The index fills in what the words leave open for the actor ``holder`` in the office of ``title``; where it
    contradicts them, theirs stay. A role that is over, nobody says since when, is over on the article's day.
    """
    held = holdings_of(holder, title, office) if holder and standing != "coming" else ()
    told = Dates(start, end or (day if standing == "over" else None), None)
    if not held:
        return told
    if start or end:
        term = next((term for term in held if _overlaps(term, start, end)), None)
    else:
        term = _term(held, standing, day)
    if term is None or not _may_last(term, standing, day):
        return Dates(told.start, told.end, False)
    agrees = _alike(start, term.start) and _alike(end, term.end)
    over = standing == "over" and not term.end
    return Dates(start or term.start, end or term.end or (told.end if over else None), agrees)


def _term(held: tuple[Holding, ...], standing: Standing, day: str | None) -> Holding | None:
    """The term that is meant: on the day if it may last, else the latest one before."""
    if day is None:
        return held[0] if len(held) == 1 else None
    if standing != "over" and (now := next((term for term in held if term.covers(day)), None)):
        return now
    before = [term for term in held if term.start <= day and (standing != "over" or _is_over(term, day))]
    return before[-1] if before else None


def _is_over(term: Holding, day: str) -> bool:
    """Whether a term ended by ``day``, or may have ended since the index saw it last."""
    return not term.covers(day) or (not term.end and term.seen < day)


def _may_last(term: Holding, standing: Standing, day: str | None) -> bool:
    """Whether a term does not contradict that its role lasts on ``day``."""
    return standing != "now" or day is None or term.covers(day)


def _overlaps(term: Holding, start: str | None, end: str | None) -> bool:
    return (not term.end or not start or start <= term.end) and (not end or term.start[: len(end)] <= end)


def _alike(told: str | None, known: str) -> bool:
    """Whether two dates are one, as far as the less precise one says."""
    return not told or not known or told.startswith(known) or known.startswith(told)
