"""The dateline of a news text: where it was written, when, and for which agency."""

import re
from typing import NamedTuple

from kg.reading.dates import to_iso_day

_SEARCHED = 2_000
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAY = rf"(?P<day>{_MONTH} \d{{1,2}}(?:,? \d{{4}})?|\d{{1,2}} {_MONTH}(?:,? \d{{4}})?)"
_WORDS = rf"[A-Z][\w.'’-]*(?:[ /](?!{_MONTH} \d|\d)[\w.'’-]+){{0,4}}"
_PLACE = rf"(?P<place>{_WORDS}(?:, (?!{_MONTH} \d)[A-Z][\w.'’]*(?: [A-Z][\w.'’]*){{0,2}}){{0,2}})"
_REGION = r"(?: \[[A-Z][^\]\n]{0,30}\])?"
_AGENCY = r"(?:\((?P<agency>[^(),\n\d]{2,40})\)|/(?P<slashed>[A-Z][^/\n]{1,30})/)"
_DASH = r"\.?[ \t]*(?:--|[-–—―_])[ \t\n]"
_ISO_LEAD = r"[ \t]*(?:[Dd]ate:? )?(?:(?P<iso>\d{4}-\d\d-\d\d)[ \t]+)?"
# Reuters, AP, CNN, ANI, Xinhua: the agency in brackets is sign enough, whatever the place looks like.
_WITH_AGENCY = re.compile(
    rf"{_ISO_LEAD}(?:{_PLACE}{_REGION},?\.? ?(?:{_DAY})?[.,]? ?)?{_AGENCY}"
    r"(?:\.?[ \t]*(?:--|[-–—―_:])[ \t\n]|\.?[ \t])"
)
# "PARIS, June 3 — ", "DES MOINES, Iowa - ": without an agency only capitals tell a place from a heading.
_CAPITALS = re.compile(rf"{_ISO_LEAD}{_PLACE}{_REGION}(?:[,.]? {_DAY})?{_DASH}")
_LABEL = re.compile(
    r"\b(?:ADVERTISEMENT|ANALYSIS|BREAKING|CORRECTION|EDITORIAL|EXCLUSIVE|FACTBOX|FILE|GRAPHIC|INTERVIEW|LIVE|NEWS|"
    r"NOTE|OPINION|PHOTOS?|POLL|RELATED|TIMELINE|UPDATED?|VIDEO|WATCH)\b"
)
_NO_AGENCY = re.compile(r"(?i)\b(?:photo|image|getty|credit|file|video|pdf|read|see|left|right)\b")


class Dateline(NamedTuple):
    """What a dateline says; ``day`` is an ISO day, None where the year is not written."""

    place: str | None
    day: str | None
    agency: str | None


def find_dateline(text: str) -> Dateline | None:
    """The dateline at the start of one of the first paragraphs of ``text``, None without one."""
    head = text[:_SEARCHED]
    starts = [0, *(found.end() for found in re.finditer(r"\n\s*", head))]
    for start in starts:
        dateline = _at(head, start)
        if dateline:
            return dateline
    return None


def _at(head: str, start: int) -> Dateline | None:
    found = _WITH_AGENCY.match(head, start)
    if found and _is_agency_line(found, head):
        return _to_dateline(found, found["agency"] or found["slashed"])
    found = _CAPITALS.match(head, start)
    if found and _is_in_capitals(found["place"]):
        return _to_dateline(found, None)
    return None


def _is_agency_line(found: re.Match[str], head: str) -> bool:
    """Brackets close an agency's name, not an aside: a dash follows, or a day stood before."""
    agency = found["agency"] or found["slashed"]
    closed = not found[0].endswith((") ", ")\t", "/ ", ". ", ".\t"))
    named = agency[0].isupper() or len(agency) <= 4
    closed = closed and not found[0].rstrip().endswith(":")  # "SMITH (CO-HOST): " opens a turn of talk
    return named and not _NO_AGENCY.search(agency) and (closed or found["day"] is not None)


def _is_in_capitals(place: str) -> bool:
    city = place.split(",")[0]
    letters = [sign for sign in city if sign.isalpha()]
    return len(letters) >= 3 and city.upper() == city and not _LABEL.search(city)


def _to_dateline(found: re.Match[str], agency: str | None) -> Dateline:
    groups = found.groupdict()
    day = groups["iso"] or to_iso_day(groups["day"])
    place = groups["place"].strip(" ,-") if groups["place"] else None
    if place and "," not in place:
        place = place.rstrip(".")  # "MOSCOW. Aug 20", but "CHARLOTTE, N.C."
    return Dateline(place, day, agency)
