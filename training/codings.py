"""Coded windows: those of the evaluation data, and our own codings of further articles, without their texts.

A line of training/codings.jsonl is a window: the article's id, the first 16 digits of its text's SHA-256, the
window's characters, and its claims as lists: cue's start and end, subject's, object's (null without words),
predicate, negated, modality, names of subject and object, innermost speaker or null.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Row = dict[str, Any]
OWN = Path(__file__).parent / "codings.jsonl"
FIELDS = ("p", "neg", "mod", "S", "O", "by")


def read_windows(data: Path) -> list[Row]:
    """The coded windows of the evaluation data in the folder ``data``."""
    return list(_lines(data / "claims" / "windows.jsonl"))


def on_words(row: Row) -> Row:
    """A coded window with spans of whole words."""
    claims = [
        {**claim, **{end: _whole(row, claim[end]) for end in ("cue", "subj", "obj") if claim[end]}}
        for claim in row["claims"]
    ]
    return {**row, "claims": claims}


def read_own(data: Path, path: Path = OWN) -> list[Row]:
    """Our own codings in the same form, with the texts of ``data``'s news articles.

    Raises ValueError, with the article's id, where its text is missing or another one.
    """
    articles = {row["id"]: row for row in _lines(data / "news" / "articles.jsonl")}
    return [_joined(coding, articles) for coding in _lines(path)]


def _whole(row: Row, span: list[int]) -> list[int]:
    """``span``, or where it cuts a word the same words nearest to it in its sentence: a few "he" lie in "the"."""
    text, (start, end) = row["text"], span
    words = re.compile(rf"(?<!\w){re.escape(text[start:end])}(?!\w)")
    if words.match(text, start):
        return span
    low, high = next(((a, b) for a, b in row["sentences"] if a <= start < b), span)
    found = [match.span() for match in words.finditer(text, low, high)]
    return list(min(found, key=lambda place: abs(place[0] - start), default=span))


def to_window_end(row: Row) -> str:
    """The text to the end of the paragraph that the window of a row ends in."""
    text, end = row["text"], row["window"][1]
    return text[:end] + text[end:].partition("\n")[0]


def text_digest(text: str) -> str:
    """What tells whether a text is the one that was coded."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _joined(coding: Row, articles: Mapping[str, Row]) -> Row:
    article = articles.get(coding["id"])
    if article is None or text_digest(article["text"]) != coding["text"]:
        raise ValueError(f"article {coding['id']}: the news articles have no text, or another, than was coded")
    claims = [
        {"cue": cue, "subj": subject, "obj": target, **dict(zip(FIELDS, rest, strict=True))}
        for cue, subject, target, *rest in coding["claims"]
    ]
    return {
        "id": coding["id"],
        "published": article["date"],
        "title": article["title"],
        "text": article["text"],
        "window": coding["window"],
        "claims": claims,
    }


def _lines(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
