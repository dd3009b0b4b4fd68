"""A web page: its article without the page around it, by trafilatura."""

import logging
import re
import warnings
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, Literal, NamedTuple

from kg.reading.article import Draft
from kg.reading.encoding import Undecodable, decode
from kg.reading.problem import Kind, Problem
from kg.reading.source import Source, cut_off
from kg.reading.text_file import undecodable

LARGEST_PAGE = 16 * 2**20
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_DECLARED_WITHIN = 4_096
_FEWEST_WORDS = 10  # less is a menu or a notice, which trafilatura falls back to
_OPENED = re.compile(r"<body[\s>]", re.IGNORECASE)
_CLOSED = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_HEADINGS = "title", "sitename", "url", "date"
_BLOCK = re.compile(
    "address|article|aside|blockquote|br|dd|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|hr|li|main|nav|"
    "ol|p|pre|section|table|td|th|tr|ul"
)
_SILENT = frozenset(("head", "script", "style", "template"))


class Place(NamedTuple):
    """Where a page stands: its file, the line or record in it, its address and declared encoding."""

    source: str
    line: int = 1
    uri: str | None = None
    charset: str | None = None
    in_archive: bool = False


def read_html(source: Source) -> Iterator[Draft | Problem]:
    """The article of one page."""
    uri = None if source.name == "-" else source.name
    yield read_page(source.stream.read(LARGEST_PAGE + 1), Place(source.name, uri=uri))


def read_page(data: bytes, place: Place) -> Draft | Problem:
    """The article of the page ``data``; a Problem if it is no text, was cut off or has no article in it."""
    if len(data) > LARGEST_PAGE:
        mend = "save the article without the rest"
        return _problem("huge", place, f"page of more than {LARGEST_PAGE >> 20} MiB", mend)
    found = _CHARSET.search(data[:_DECLARED_WITHIN])
    text = decode(data, declared=place.charset or (found[1].decode("ascii") if found else None))
    if isinstance(text, Undecodable):
        if place.in_archive:
            return _problem(text.kind, place, text.what, text.mend)
        return undecodable(place.source, data, text)
    if _is_cut_off(text):
        line = place.line if place.in_archive else text.count("\n") + 1
        return cut_off(place.source, line, unit=_unit(place))
    page = _extract(text, place.uri)
    if page is None or len(page.text.split()) < _FEWEST_WORDS:
        return _problem("empty", place, "page without the text of an article", "leave it out")
    title, outlet, address, day = (getattr(page, name) or None for name in _HEADINGS)
    return Draft(
        text=re.sub(r"\n+", "\n\n", page.text.strip()),
        line=place.line,
        unit=_unit(place),
        uri=place.uri if place.in_archive else address or place.uri,
        title=title,
        outlet=outlet,
        published=day,
    )


def fragment_text(markup: str) -> str:
    """The text of a piece of HTML, as in a feed: blocks become paragraphs."""
    reader = _FragmentReader()
    reader.feed(markup)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n\n".join(line for line in lines if line)


class _FragmentReader(HTMLParser):
    """Collects the text of a fragment, a line break around each block."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Begin a block, or a part that is not text."""
        self.silent += tag in _SILENT
        self.parts.append("\n" if _BLOCK.fullmatch(tag) else "")

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        self.silent = max(0, self.silent - (tag in _SILENT))
        self.parts.append("\n" if _BLOCK.fullmatch(tag) else "")

    def handle_data(self, data: str) -> None:
        """Keep text; line breaks in the source are white space."""
        self.parts.append("" if self.silent else data.replace("\n", " "))


def _extract(text: str, uri: str | None) -> Any:
    import trafilatura

    for name in ("trafilatura", "htmldate"):  # a page that fails is a Problem, not a line in somebody's log
        log = logging.getLogger(name)
        if not log.handlers:
            log.addHandler(logging.NullHandler())
    # The quick search for a date reads what the page declares; the thorough one takes any number for a day.
    dates = {"extensive_search": False, "original_date": True}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # odd time zones in what a page declares
        return trafilatura.bare_extraction(
            text,
            url=uri if uri and uri.startswith("http") else None,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params=dates,
        )


def _is_cut_off(text: str) -> bool:
    """A page that opens its body and never closes it, or ends inside a tag, a comment or a script."""
    tail = text[-LARGEST_PAGE:].rstrip()
    lower = tail.lower()
    if tail.rfind("<!--") > tail.rfind("-->") or lower.rfind("<script") > lower.rfind("</script"):
        return True
    if re.search(r"<[a-zA-Z/][^<>]*\Z", tail[-2_000:]):
        return True
    return bool(_OPENED.search(text)) and not _CLOSED.search(text)


def _unit(place: Place) -> Literal["line", "record"]:
    return "record" if place.in_archive else "line"


def _problem(kind: Kind, place: Place, what: str, mend: str) -> Problem:
    about = f" ({place.uri})" if place.in_archive and place.uri else ""
    return Problem(
        kind=kind, source=place.source, line=place.line, unit=_unit(place), what=what + about, mend=mend
    )
