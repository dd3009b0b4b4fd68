"""The shapes of time expressions in English; their words are in time_words.tsv.

Extents and values follow TIMEX3 (TimeML 1.2.1, Saurí et al. 2006).
"""

import re
from functools import cache

from kg.lexicon import load_table

CENTURY = "(?:1[5-9]|20)"
YEAR = rf"{CENTURY}\d\d"


@cache
def words(kind: str) -> dict[str, str]:
    """The words of one kind with their values."""
    return {word: value for word, of, value in load_table("time_words", 3) if of == kind}


def _any(kind: str) -> str:
    """A pattern for any word of a kind, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words(kind), key=lambda word: (-len(word), word)))


def _unit_of(value: str) -> str:
    """A pattern for the words of one unit."""
    return "|".join(word for word, of in words("unit").items() if of == value and not word.endswith("s"))


@cache
def pattern() -> re.Pattern[str]:
    """One pattern for all shapes; which one matched is told by the named groups."""
    part = rf"(?:(?:{_any('part')})(?: |(?<=-)))?"
    month, weekday, unit = _any("month"), _any("weekday"), _any("unit")
    shift, season = _any("shift"), _any("season")
    number = rf"\d{{1,4}}|{_any('number')}"
    shapes = (
        r"(?P<iso>\d{4}-\d\d-\d\d)",
        r"(?P<slash_month>\d{1,2})/(?P<slash_day>\d{1,2})/(?P<slash_year>\d{4}|\d\d)",
        rf"{part}(?:the )?(?P<day_first>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month_second>{month})"
        rf"(?:,? (?P<year_third>{YEAR}))?",
        rf"{part}(?:(?P<month_shift>{shift}) )?(?P<month>{month})(?: (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]))?"
        rf"(?:(?:,| of)? (?P<year>{YEAR})(?!\d))?",
        rf"{part}(?:(?P<weekday_shift>{shift}) )?(?P<weekday>{weekday})(?: (?P<weekday_part>{_any('daypart')}))?",
        rf"(?P<edge>{_any('edge')}) (?:the )?(?P<edge_unit>{unit})(?! of\b)",
        rf"(?P<every>{_any('every')}) "
        rf"(?:(?P<every_unit>{unit})|(?P<every_day>{weekday})|(?P<every_season>{season}))",
        rf"(?P<daypart_day>{_any('daypart day')}) (?P<daypart>{_any('daypart')})",
        rf"{part}(?:{_any('fiscal')})(?: year)? (?P<fiscal_year>{YEAR})",
        rf"{part}(?:the )?(?P<shift>{shift}) (?:(?:{_any('fiscal')}|{_any('calendar')}) )?(?P<unit>{unit})(?!s)",
        rf"(?:the )?(?P<many_shift>{shift}) (?:(?P<many>{number})|(?:{_any('vague')})) (?P<many_unit>{unit})",
        rf"{part}(?:the |(?P<season_shift>{shift}) )(?P<season>{season})(?: of)?(?: (?P<season_year>{YEAR}))?",
        rf"(?P<season_alone>{season}) (?P<season_alone_year>{YEAR})",
        rf"(?:the )?(?P<quarter>{_any('ordinal')})[- ](?:{_unit_of('Q')})(?: of (?P<quarter_year>{YEAR}))?",
        rf"{part}(?:the )?(?P<decade>{CENTURY}\d0|')(?:(?<=')(?P<decade_short>\d0))?s",
        rf"(?:the )?(?P<century>\d{{1,2}})(?:st|nd|rd|th)[- ](?:{_unit_of('CE')})",
        rf"(?:(?:{_any('about')}) )?(?:(?P<count>{number})|(?:{_any('vague')}))[- ](?P<count_unit>{unit})"
        rf"(?:'|’|'s|’s)?(?:-(?:{_any('lasting')}))?(?P<ago> (?:{_any('ago')}))?(?![- ](?:{_any('aged')}))",
        rf"(?P<plural>{'|'.join(word for word in words('unit') if word.endswith('s'))})"
        rf"(?P<plural_ago> (?:{_any('ago')}))?",
        rf"(?P<unit_long>{unit})-(?:{_any('lasting')})",
        r"(?P<stopped_hours>\d{1,2}):(?P<stopped_minutes>[0-5]\d):(?P<stopped_seconds>[0-5]\d)",
        r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d))? ?(?P<half>[ap])\.?m\b\.?",
        rf"{part}(?P<relative>{_any('day')})",
        rf"(?P<holiday>{_any('holiday')})",
        rf"(?P<reference>{_any('reference')})(?! (?:{_any('vague')}|{number}|{unit})\b)",
        rf"(?P<clock>{_any('clock')})",
        rf"(?P<set>{_any('set')})",
        rf"{part}(?P<whole_year>{YEAR})(?![\d%]|[,.]\d)",
    )
    return re.compile(rf"(?i)(?<![\w$£€#@.])(?:{'|'.join(shapes)})(?!\w)")
