"""Time expressions and their values, against the day of publication."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.layers import TimeLayer, article_of, extend, text_of
from kg.lexicon import load_words
from kg.model import TimeType

WEEK = 7


@Language.factory("kg_times", assigns=["doc._.kg_times"])
def make_times(nlp: Language, name: str) -> "Times":
    """The step that reads the text and the day of publication."""
    return Times()


class Times:
    """Doc in, the same Doc out with ``doc._.kg_times``: a list of TimeLayer in text order."""

    def __init__(self) -> None:
        extend("kg_times")
        self.pattern = _pattern()

    def __call__(self, doc: Doc) -> Doc:
        day = _day(article_of(doc).published)
        doc._.kg_times = list(find_times(text_of(doc), day, self.pattern))
        return doc


def find_times(text: str, day: date | None, pattern: re.Pattern[str]) -> Iterator[TimeLayer]:
    """The time expressions of ``text``, resolved against ``day``."""
    for match in pattern.finditer(text):
        groups = {key: value for key, value in match.groupdict().items() if value}
        kind: TimeType = "DURATION" if "count" in groups and "ago" not in groups else "DATE"
        yield TimeLayer(start=match.start(), end=match.end(), value=_value(groups, day), type=kind)


def _pattern() -> re.Pattern[str]:
    words = load_words("time_words")
    of = {
        kind: "|".join(
            re.escape(word) for word in sorted(words, key=len, reverse=True) if words[word].startswith(kind)
        )
        for kind in ("month", "weekday", "relative", "unit", "number", "shift")
    }
    introduced = "|".join(f"(?<={re.escape(word)} )" for word in words if words[word] == "before")
    return re.compile(
        rf"\b(?:(?P<iso>\d{{4}}-\d\d-\d\d)"
        rf"|(?P<month>{of['month']})(?: (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b)?(?:,? (?P<year>(?:1[5-9]|20)\d\d))?"
        rf"|(?P<day2>\d{{1,2}}) (?P<month2>{of['month']})(?: (?P<year2>(?:1[5-9]|20)\d\d))?"
        rf"|(?:(?P<shift>{of['shift']}) )?(?P<weekday>{of['weekday']})"
        rf"|(?P<shift2>{of['shift']}) (?P<unit>{of['unit']})"
        rf"|(?P<count>\d+|{of['number']}) (?P<unit2>{of['unit']})s?(?P<ago> ago)?"
        rf"|(?P<relative>{of['relative']})"
        rf"|(?P<decade>(?:1[5-9]|20)\d0)s"
        rf"|(?:{introduced})(?P<only>(?:1[5-9]|20)\d\d))\b"
    )


def _value(groups: dict[str, str], day: date | None) -> str | None:
    words = load_words("time_words")
    if "iso" in groups:
        return groups["iso"]
    if "only" in groups:
        return groups["only"]
    if "decade" in groups:
        return groups["decade"][:3]
    month = groups.get("month") or groups.get("month2")
    if month:
        number = int(words[month].split()[1])
        return _month_value(
            number, groups.get("day") or groups.get("day2"), groups.get("year") or groups.get("year2"), day
        )
    if "count" in groups:
        return _count_value(groups, day)
    if day is None:
        return None
    if "weekday" in groups:
        return _weekday_value(int(words[groups["weekday"]].split()[1]), groups.get("shift"), day)
    if "unit" in groups:
        return _unit_value(words[groups["unit"]].split()[1], int(words[groups["shift2"]].split()[1]), day)
    kind = words[groups["relative"]].split()[1]
    return (day + timedelta(days=int(kind))).isoformat() if kind.lstrip("-").isdigit() else f"{kind}_REF"


def _month_value(month: int, number: str | None, year: str | None, day: date | None) -> str | None:
    if not year:
        if day is None:
            return None
        year = str(day.year - (month > day.month + 1))
    if not number:
        return f"{year}-{month:02}"
    value = f"{int(year):04}-{month:02}-{int(number):02}"
    return value if _day(value) else None


def _weekday_value(weekday: int, shift: str | None, day: date) -> str:
    """A bare weekday in news is the last one, the day itself included; "next" is the one to come."""
    back = (day.weekday() - weekday) % WEEK
    words = load_words("time_words")
    if shift and int(words[shift].split()[1]) > 0:
        return (day + timedelta(days=WEEK - back)).isoformat()
    if shift and int(words[shift].split()[1]) < 0 and not back:
        back = WEEK
    return (day - timedelta(days=back)).isoformat()


def _unit_value(unit: str, shift: int, day: date) -> str:
    match unit:
        case "W":
            year, week, _ = (day + timedelta(weeks=shift)).isocalendar()
            return f"{year}-W{week:02}"
        case "M":
            months = day.year * 12 + day.month - 1 + shift
            return f"{months // 12}-{months % 12 + 1:02}"
        case "Y":
            return str(day.year + shift)
        case _:
            return (day + timedelta(days=shift)).isoformat()


def _count_value(groups: dict[str, str], day: date | None) -> str | None:
    words = load_words("time_words")
    unit = words[groups["unit2"]].split()[1]
    count = groups["count"]
    number = int(count) if count.isdigit() else int(words[count].split()[1])
    if "ago" not in groups:
        return f"P{number}{unit}"
    return _unit_value(unit, -number, day) if day else None


def _day(text: str | None) -> date | None:
    """The day that ``text`` writes, None if it is none: "2024", "2024-02-31"."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
