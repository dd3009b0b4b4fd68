"""From what a file gives of one article to an Article, or the problem with it."""

import re
from dataclasses import dataclass
from typing import Literal

from kg.model import Article, content_id, normalised
from kg.reading.dateline import find_dateline
from kg.reading.dates import day_in_address, to_iso_day
from kg.reading.language import find_language
from kg.reading.problem import Problem

_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The fields of one article as its file gives them, and the line (in a WARC, the record) of its start."""

    text: str
    line: int = 1
    uri: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    dateline: str | None = None
    unit: Literal["line", "record"] = "line"


def to_article(draft: Draft, *, source: str, language: str | None, max_chars: int) -> Article | Problem:
    """The article of ``draft``, with what its dateline adds; a Problem if it is empty, huge or foreign.

    What the file says of itself goes before its dateline, and that before a day in its name or URL.
    """
    text = _without_halves(draft.text)
    if not text.strip():
        return _problem(draft, source, "empty", "no text", "leave it out or give it a text")
    if len(text) > max_chars:
        what = f"text of more than {max_chars:,} characters is a book, not an article"
        return _problem(draft, source, "huge", what, "split it into articles or raise the limit (--max-chars)")
    found = find_language(text, expected=language or "en")
    if language and found != language:
        mend = "keep other languages out or read it with --language any"
        return _problem(draft, source, "language", f"text is in {found!r}, not in {language!r}", mend)
    line = find_dateline(text)
    place, day, agency = line or (None, None, None)
    return Article(
        text=text,
        uri=_without_halves(draft.uri or _address(source, text)) or None,
        title=_clean(draft.title),
        outlet=_clean(draft.outlet) or agency,
        published=to_iso_day(draft.published) or day or day_in_address(draft.uri or source),
        dateline=_clean(draft.dateline) or place,
        language=found,
    )


def _problem(
    draft: Draft, source: str, kind: Literal["empty", "huge", "language"], what: str, mend: str
) -> Problem:
    return Problem(kind=kind, source=source, line=draft.line, what=what, mend=mend, unit=draft.unit)


def _address(source: str, text: str) -> str:
    """An article without an address is known by its file and its content, which no sorting moves."""
    return "" if source == "-" else f"{source}#{content_id(normalised(text))}"


def _clean(value: str | None) -> str | None:
    return " ".join(_without_halves(value).split()) or None if value else None


def _without_halves(text: str) -> str:
    r"""``text`` with pairs of surrogates (``\ud83d\ude00`` in JSON) joined, and a half alone as U+FFFD.

    A half alone, or a byte of a file's name that is no UTF-8, could not be written.
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _HALF.search(text) else text
