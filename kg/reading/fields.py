"""What archives call the fields of an article."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from kg.reading.article import Draft

Field = Literal["text", "title", "published", "outlet", "uri", "dateline"]

# In each row the first name that is there and not empty wins. Case, spaces and _ - do not matter.
SYNONYMS: dict[Field, tuple[str, ...]] = {
    "text": (
        "text", "fulltext", "maintext", "articletext", "bodytext", "articlebody", "body", "content",
        "contents", "article", "story", "paragraphs",
    ),
    "title": ("title", "headline", "head", "webtitle", "articletitle"),
    "published": (
        "published", "date", "publishedat", "publishedon", "publishdate", "publicationdate", "datepublished",
        "datepublish", "pubdate", "webpublicationdate", "firstpublished", "timestamp", "created",
        "createdat", "time",
    ),
    "outlet": (
        "outlet", "source", "publisher", "publication", "newspaper", "site", "sitename", "medium", "provider",
        "sourcedomain", "domain",
    ),
    "uri": ("uri", "url", "link", "weburl", "permalink", "href"),
    "dateline": ("dateline",),
}  # fmt: skip
_KEYS = ("id", "articleid", "guid")


class Unnamed(NamedTuple):
    """A row in which no field is known to hold the text; ``names`` are the fields that it has."""

    names: tuple[str, ...]


def to_draft(row: Mapping[str, object], *, source: str, line: int) -> Draft | Unnamed:
    """The draft of one JSON object or CSV row."""
    plain = {"".join(sign for sign in name.lower() if sign not in " _-"): value for name, value in row.items()}
    inner = plain.get("article")
    if isinstance(inner, Mapping):  # a record of kg, or an article in an envelope
        return to_draft(inner, source=source, line=line)
    if not any(name in plain for name in SYNONYMS["text"]):
        return Unnamed(tuple(row))
    found = {field: _first(plain, names) for field, names in SYNONYMS.items()}
    key = _first(plain, _KEYS)
    inside = f"{source}#{key}" if key and source != "-" else None
    return Draft(
        text=found["text"] or "",
        line=line,
        uri=found["uri"] or inside,
        title=found["title"],
        outlet=found["outlet"],
        published=found["published"],
        dateline=found["dateline"],
    )


def _first(row: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    values = (_to_text(row[name]) for name in names if name in row)
    return next((value for value in values if value), None)


def _to_text(value: object) -> str | None:
    """A string or number as it is, paragraphs joined, a named thing (``{"name": ...}``) by its name."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, list):
        parts = [part for item in value if (part := _to_text(item))]
        return "\n\n".join(parts) or None
    if isinstance(value, Mapping):
        return next((part for key in ("name", "title", "text", "id") if (part := _to_text(value.get(key)))), None)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
