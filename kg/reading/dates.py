"""From the ways archives write a date to an ISO day."""

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}Z?)?")
_MONTH_DAY = re.compile(r"\b([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_DAY_MONTH = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})\b")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\b")
_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/_]?)(\d\d)\2(\d\d)(?!\d)")
_EPOCH = re.compile(r"\d{9,10}(?:\d{3})?(?:\.\d+)?")


def to_iso_day(value: object) -> str | None:
    """The day that ``value`` names, as ``2025-08-20``; None where it names none or no year.

    ISO 8601, RFC 2822, ``August 20, 2025``, ``20 Aug 2025``, ``8/20/2025`` (month first, unless only
    day first gives a date) and seconds or milliseconds since 1970 are known.
    """
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).strip()
    if _EPOCH.fullmatch(text) and not _COMPACT.fullmatch(text):
        return _from_epoch(float(text))
    if found := _ISO.match(text) or _COMPACT.fullmatch(text):
        return _day(found[1], found[2], found[3])
    if found := _AMERICAN.match(text):
        return _day(found[3], found[1], found[2]) or _day(found[3], found[2], found[1])
    if found := _DAY_MONTH.search(text):
        return _day(found[3], month_number(found[2]), found[1])
    if found := _MONTH_DAY.search(text):
        return _day(found[3], month_number(found[1]), found[2])
    return _from_mail(text)


def month_number(name: str) -> int:
    """1 to 12 for an English month, whole or cut short; 0 for any other word."""
    start = name[:3].lower()
    return _MONTHS.index(start) + 1 if start in _MONTHS else 0


def day_in_address(address: str) -> str | None:
    """The day in a URL or file name (``/2016/09/20/``, ``2016-09-20-vote.txt``), None without one."""
    days = (_day(year, month, day) for year, _, month, day in _IN_ADDRESS.findall(address))
    return next((day for day in days if day), None)


def _day(year: str | int, month: str | int, day: str | int) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _from_epoch(seconds: float) -> str | None:
    try:
        return datetime.fromtimestamp(seconds / 1000 if seconds >= 1e11 else seconds, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return None


def _from_mail(text: str) -> str | None:
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return None
