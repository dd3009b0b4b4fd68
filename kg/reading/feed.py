"""RSS and Atom files: an article an entry, by feedparser."""

import io
import re
from collections.abc import Iterator
from typing import Any

from kg.reading.article import Draft
from kg.reading.encoding import Undecodable, decode
from kg.reading.html_page import fragment_text
from kg.reading.problem import Problem
from kg.reading.source import Source, cut_off
from kg.reading.text_file import undecodable

_LARGEST_FEED = 256 * 2**20
_ENCODING = re.compile(rb"""\A\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_NO_CHARACTER = re.compile(r"&#(?:0*|x0*(?:d[89a-f][0-9a-f]{2})?);", re.IGNORECASE)  # they break feedparser
_ENTRY = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]")
_ENTRY_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>")
_END = re.compile(r"</(?:\w+:)?(?:rss|feed|RDF)\s*>\s*(?:<!--.*?-->\s*)*\Z", re.DOTALL)


def read_feed(source: Source) -> Iterator[Draft | Problem]:
    """The article of each entry: its content where the feed carries it, else its summary."""
    data = source.stream.read(_LARGEST_FEED + 1)
    if len(data) > _LARGEST_FEED:
        what, mend = "more bytes than any feed has", "split it"
        yield Problem(kind="huge", source=source.name, line=1, what=what, mend=mend)
        return
    declared = _ENCODING.match(data)
    text = decode(data, declared=declared[1].decode("ascii") if declared else None)
    if isinstance(text, Undecodable):
        yield undecodable(source.name, data, text)
    elif text.strip():
        yield from _entries(text, source)


def _entries(text: str, source: Source) -> Iterator[Draft | Problem]:
    feed = _parse(text)
    if not feed.get("version"):
        what, mend = "neither RSS nor Atom, or broken", "save articles as .html, .txt or .jsonl"
        yield Problem(kind="malformed", source=source.name, line=1, what=what, mend=mend)
        return
    whole = bool(_END.search(text))
    starts = [found.start() for found in _ENTRY.finditer(text)]
    complete = len(feed.entries) if whole else len(_ENTRY_END.findall(text))
    for number, entry in enumerate(feed.entries[:complete]):
        start = starts[number] if number < len(starts) else 0
        yield _to_draft(entry, str(feed.feed.get("title") or ""), text.count("\n", 0, start) + 1)
    if not whole:
        yield cut_off(source.name, text.count("\n") + 1)
    elif broken := _broken_line(feed):
        what, mend = (
            f"not well-formed XML ({broken[1]})",
            "entries after this line may be lost: mend the file",
        )
        yield Problem(kind="malformed", source=source.name, line=broken[0], what=what, mend=mend)


def _parse(text: str) -> Any:
    """What feedparser makes of ``text``, or nothing where it breaks on what it took for a feed."""
    import feedparser

    plain = _NO_CHARACTER.sub("\ufffd", _DECLARATION.sub("", text)).encode("utf-8", "replace")
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:  # as a stream: a string that looks like an address or a path would be fetched or opened
        return feedparser.parse(io.BytesIO(plain), response_headers=headers)
    except (AttributeError, LookupError, TypeError, ValueError, RecursionError):
        return {}


def _broken_line(feed: Any) -> tuple[int, str] | None:
    error = feed.get("bozo_exception") if feed.bozo else None
    if error is None or not hasattr(error, "getLineNumber"):
        return None  # a remark on headers or encodings, which are ours
    return error.getLineNumber() or 1, error.getMessage()


def _to_draft(entry: dict[str, Any], feed_title: str, line: int) -> Draft:
    contents = [part.get("value") or "" for part in entry.get("content", ())]
    markup = max([*contents, entry.get("summary") or ""], key=len)
    origin = entry.get("source") or {}
    return Draft(
        text=fragment_text(markup),
        line=line,
        uri=entry.get("link") or entry.get("id"),
        title=fragment_text(entry.get("title") or "") or None,
        outlet=origin.get("title") or feed_title,
        # `dict.get`, for feedparser warns where it would give another field in place of a missing one
        published=entry.get("published") or dict.get(entry, "updated"),
    )
