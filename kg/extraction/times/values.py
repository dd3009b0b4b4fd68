"""The TIMEX3 value of an expression, against a day."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Literal

from kg.extraction.times.grammar import words
from kg.model import TimeType

WEEK = 7
CLOCK_UNITS = ("S", "H")
IN_SMALLER = {"Q": (3, "M"), "DE": (10, "Y")}
"""Units that ISO 8601 does not have, in those that it has."""
Direction = Literal["past", "future", "unknown"]
Groups = Mapping[str, str]


def to_day(text: str | None) -> date | None:
    """The day that ``text`` writes, None if it is none: "2024", "2024-02-31"."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def resolve(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    """Type and value of what matched, None if it is no time after all.

    ``day`` is the article's; without one, what is relative has the value None. ``direction`` says whether the
    sentence is about what was or what will be.
    """
    shape = next((shape for key, shape in SHAPES.items() if key in groups), None)
    try:
        return shape(groups, day, direction) if shape else None
    except OverflowError:  # a day that the calendar does not have
        return None


def _iso(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    return ("DATE", groups["iso"]) if to_day(groups["iso"]) else None


def _slash(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    year = groups["slash_year"]
    year = year if len(year) == 4 else f"{'19' if int(year) > 50 else '20'}{year}"
    value = f"{year}-{int(groups['slash_month']):02}-{int(groups['slash_day']):02}"
    return ("DATE", value) if to_day(value) else None


def _month(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    name = groups.get("month") or groups["month_second"]
    month = int(words("month")[name.lower()])
    number = groups.get("day") or groups.get("day_first")
    year = groups.get("year") or groups.get("year_third")
    if name.islower():
        return None
    if not year:
        if day is None:
            return "DATE", None
        year = str(_year_of(month, int(number or 0), day, direction, groups.get("month_shift")))
    if not number:
        return "DATE", f"{year}-{month:02}"
    value = f"{year}-{month:02}-{int(number):02}"
    return ("DATE", value) if to_day(value) else None


def _year_of(month: int, number: int, day: date, direction: Direction, shift: str | None) -> int:
    """The year that makes a month the last one or the one to come; a month ahead is not yet last year's."""
    ahead = (month, number or day.day) > (day.month, day.day)
    step = int(words("shift")[shift.lower()]) if shift else 0
    if step:
        return day.year - (step < 0 and (ahead or month == day.month)) + (step > 0 and not ahead)
    if direction == "future":
        return day.year + (month < day.month)
    if direction == "past":
        return day.year - ahead
    return day.year - (month > day.month + 1)


def _weekday(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    if groups["weekday"].islower():
        return None
    part = groups.get("weekday_part")
    kind: TimeType = "TIME" if part else "DATE"
    if day is None:
        return kind, None
    back = (day.weekday() - int(words("weekday")[groups["weekday"].lower()])) % WEEK
    shift = groups.get("weekday_shift")
    step = int(words("shift")[shift.lower()]) if shift else 0
    if step > 0 or (not step and direction == "future"):
        found = day + timedelta(days=(WEEK - back) if back or step else 0)
    else:
        found = day - timedelta(days=back if back or step >= 0 else WEEK)
    return kind, found.isoformat() + (f"T{words('daypart')[part.lower()]}" if part else "")


def _every(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    if unit := groups.get("every_unit"):
        return "SET", _duration("1", words("unit")[unit.lower()], unit)
    if season := groups.get("every_season"):
        return "SET", f"XXXX-{words('season')[season.lower()]}"
    return "SET", f"XXXX-WXX-{int(words('weekday')[groups['every_day'].lower()]) + 1}"


def _daypart(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    if day is None:
        return "TIME", None
    found = day + timedelta(days=int(words("daypart day")[groups["daypart_day"].lower()]))
    return "TIME", f"{found.isoformat()}T{words('daypart')[groups['daypart'].lower()]}"


def _fiscal(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    return "DATE", groups["fiscal_year"]


def _unit(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    shift, unit = groups["shift"].lower(), words("unit")[groups["unit"].lower()]
    if groups["unit"].lower().endswith("s"):
        return "DURATION", _duration("X", unit, groups["unit"])
    if unit in CLOCK_UNITS or groups["unit"].lower() == "minute":
        return "DURATION", _duration("1", unit, groups["unit"])
    return "DATE", _moved(unit, int(words("shift")[shift]), day) if day else None


def _edge(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    """The end of what is going on, or, where it is told as past, of what went before."""
    unit = words("unit")[groups["edge_unit"].lower()]
    if groups["edge_unit"].lower().endswith("s") or unit in CLOCK_UNITS or groups["edge_unit"].lower() == "minute":
        return None
    over = direction == "past" and words("edge")[groups["edge"].lower()] == "END"
    return "DATE", _moved(unit, -over, day) if day else None


def _stopped(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    hours, minutes, seconds = (int(groups[f"stopped_{part}"]) for part in ("hours", "minutes", "seconds"))
    return "DURATION", f"PT{hours}H{minutes}M{seconds}S"


def _many(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    unit = groups["many_unit"]
    return "DURATION", _duration(_number(groups.get("many")), words("unit")[unit.lower()], unit)


def _season(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    name = groups.get("season") or groups["season_alone"]
    season = words("season")[name.lower()]
    year = groups.get("season_year") or groups.get("season_alone_year")
    shift = groups.get("season_shift")
    if not year and not shift and "season_alone" not in groups and name.lower() == "fall":
        return None
    if year:
        return "DATE", f"{year}-{season}"
    if day is None:
        return "DATE", None
    step = int(words("shift")[shift.lower()]) if shift else 0
    begins = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[season]
    found = day.year - (step < 0 and day.month < begins + 3) + (step > 0 and day.month >= begins)
    return "DATE", f"{found}-{season}"


def _quarter(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    number = words("ordinal")[groups["quarter"].lower()]
    year = groups.get("quarter_year") or (str(day.year) if day else None)
    return "DATE", f"{year}-Q{number}" if year else None


def _decade(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    short = groups.get("decade_short")
    return "DATE", f"19{short[0]}" if short else groups["decade"][:3]


def _century(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    return "DATE", f"{int(groups['century']) - 1:02}"


def _count(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    unit = words("unit")[groups["count_unit"].lower()]
    number = _number(groups.get("count"))
    if "ago" in groups:
        return "DATE", _ago(unit, number, groups["count_unit"], day)
    return "DURATION", _duration(number, unit, groups["count_unit"])


def _plural(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    unit = words("unit")[groups["plural"].lower()]
    if "plural_ago" in groups:
        return "DATE", "PAST_REF"
    return "DURATION", _duration("X", unit, groups["plural"])


def _unit_long(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    return "DURATION", _duration("1", words("unit")[groups["unit_long"].lower()], groups["unit_long"])


def _hour(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    hour = int(groups["hour"])
    if not 1 <= hour <= 12:
        return None
    hour = hour % 12 + 12 * (groups["half"].lower() == "p")
    return "TIME", f"{day.isoformat()}T{hour:02}:{groups.get('minute') or '00'}" if day else None


def _relative(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    step = int(words("day")[groups["relative"].lower()])
    return "DATE", (day + timedelta(days=step)).isoformat() if day else None


def _holiday(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    if groups["holiday"].islower():
        return None
    month, number = map(int, words("holiday")[groups["holiday"].lower()].split("-"))
    if day is None:
        return "DATE", None
    year = _year_of(month, number, day, direction, None)
    return "DATE", f"{year}-{month:02}-{number:02}"


def _reference(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    return "DATE", words("reference")[groups["reference"].lower()]


def _clock(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    return "TIME", f"{day.isoformat()}{words('clock')[groups['clock'].lower()]}" if day else None


def _set(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    return "SET", words("set")[groups["set"].lower()] or None


def _whole_year(groups: Groups, day: date | None, direction: Direction) -> tuple[TimeType, str | None] | None:
    return "DATE", groups["whole_year"]


SHAPES: dict[str, Callable[[Groups, date | None, Direction], tuple[TimeType, str | None] | None]] = {
    "iso": _iso,
    "slash_year": _slash,
    "month": _month,
    "month_second": _month,
    "weekday": _weekday,
    "edge_unit": _edge,
    "every": _every,
    "daypart": _daypart,
    "fiscal_year": _fiscal,
    "unit": _unit,
    "many_unit": _many,
    "season": _season,
    "season_alone": _season,
    "quarter": _quarter,
    "decade": _decade,
    "century": _century,
    "count_unit": _count,
    "plural": _plural,
    "unit_long": _unit_long,
    "stopped_hours": _stopped,
    "hour": _hour,
    "relative": _relative,
    "holiday": _holiday,
    "reference": _reference,
    "clock": _clock,
    "set": _set,
    "whole_year": _whole_year,
}
"""By a group of the pattern that only one shape has, what that shape means."""


def _number(text: str | None) -> str:
    if text is None:
        return "X"
    return text if text.isdigit() else words("number")[text.lower()]


def _duration(number: str, unit: str, word: str) -> str:
    """A duration by ISO 8601: hours, minutes and seconds follow a T."""
    clock = unit in CLOCK_UNITS or word.lower().startswith("minute")
    if unit in IN_SMALLER and number.isdigit():
        factor, unit = IN_SMALLER[unit]
        number = str(factor * int(number))
    return f"P{'T' if clock else ''}{number}{unit}"


def _ago(unit: str, number: str, word: str, day: date | None) -> str | None:
    if number == "X":
        return "PAST_REF"
    if unit in CLOCK_UNITS or word.lower().startswith("minute"):
        return None
    return _moved(unit, -int(number), day) if day else None


def _moved(unit: str, step: int, day: date) -> str | None:
    """The week, month or year that is ``step`` of them from that of ``day``, as precise as the unit."""
    match unit:
        case "W" | "WE":
            year, week, _ = (day + timedelta(weeks=step)).isocalendar()
            return f"{year}-W{week:02}" + ("-WE" if unit == "WE" else "")
        case "M":
            months = day.year * 12 + day.month - 1 + step
            return f"{months // 12}-{months % 12 + 1:02}"
        case "Q":
            quarters = day.year * 4 + (day.month - 1) // 3 + step
            return f"{quarters // 4}-Q{quarters % 4 + 1}"
        case "Y":
            return f"{day.year + step:04}" if day.year + step > 0 else None
        case "DE":
            return str(day.year // 10 + step)
        case "CE":
            return f"{day.year // 100 + step:02}"
        case _:
            return (day + timedelta(days=step)).isoformat() if abs(step) < 100_000 else None
