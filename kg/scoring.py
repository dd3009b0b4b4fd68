"""What scorers share that hold records against gold rows of their own: rows, records by text, and shares."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import ReadError
from kg.model import Article, Claim, Record, Span

Extract = Callable[[Iterable[Article]], Iterable[Record]]
Share = dict[str, float]
Value = TypeVar("Value")


def read_rows(gold: Path, to_values: Callable[[Any], Iterable[Value]]) -> Iterator[Value]:
    """What ``to_values`` makes of each row of a JSON-lines file, in its order.

    Raises ReadError, with file and line, for a row that it can make nothing of.
    """
    with gold.open(encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield from to_values(json.loads(line))
            except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
                raise ReadError(f"{gold}:{number}: no row of this suite: {error!r}") from error


def records_of(texts: Iterable[str], extract: Extract) -> dict[str, Record]:
    """The record of each of ``texts`` by it; one that cannot be extracted has an empty record."""
    articles = {text: Article(text=text) for text in texts}
    found = {record.article.text: record for record in extract(articles.values())}
    return {text: found.get(text) or Record(article=article) for text, article in articles.items()}


def claims_on(record: Record, words: Span) -> list[Claim]:
    """The claims whose cue touches ``words``, or whose evidence does where the record tells no cue."""
    return [claim for claim in record.claims if touches(claim.cue or claim.evidence, words)]


def touches(spans: Iterable[Span], words: Span) -> bool:
    """Whether any of ``spans`` has a character of ``words``."""
    return any(start < words.end and words.start < end for start, end in spans)


def to_share(right: list[bool]) -> Share:
    """How many were asked, how many of them are right, and their share."""
    return {"of": len(right), "right": sum(right), "share": round(sum(right) / (len(right) or 1), 4)}
