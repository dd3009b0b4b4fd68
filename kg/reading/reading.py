"""Paths in, articles and problems out, one at a time."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Literal

from kg.errors import KGError
from kg.model import Article
from kg.reading.article import Draft, to_article
from kg.reading.csv_file import read_csv
from kg.reading.feed import read_feed
from kg.reading.html_page import read_html
from kg.reading.json_file import read_json, read_json_lines
from kg.reading.problem import Problem
from kg.reading.source import Source, close_source, cut_off, find_paths, open_source, unreadable
from kg.reading.text_file import read_text
from kg.reading.warc import read_warc

MAX_CHARS = 200_000
_MEND = 'convert it to JSON lines, {"text": ...} for each article, or leave it out'


def read(
    paths: str | Iterable[str], *, language: str | None = "en", max_chars: int = MAX_CHARS
) -> Iterator[Article | Problem]:
    """Every article in ``paths`` in order, and in its place a Problem for whatever gives none.

    A path is a file, a folder or ``-`` for standard input; ``language`` None lets every language through.
    Nothing that a file holds ends the iteration.

    >>> for found in read(["articles/", "more.jsonl"]):  # doctest: +SKIP
    ...     print(found)
    """
    for path in [paths] if isinstance(paths, str) else paths:
        for name in find_paths(str(path)):
            source = name if isinstance(name, Problem) else open_source(name)
            if isinstance(source, Problem):
                yield source
            else:
                yield from _articles(source, language=language, max_chars=max_chars)


def _articles(source: Source, *, language: str | None, max_chars: int) -> Iterator[Article | Problem]:
    count = 0
    unit: Literal["line", "record"] = "record" if source.format == "warc" else "line"
    try:
        for found in _drafts(source, max_chars=max_chars):
            count += 1
            if isinstance(found, Draft):
                yield to_article(found, source=source.name, language=language, max_chars=max_chars)
            else:
                yield found
    except KGError:
        raise  # no fault of the file
    except EOFError:
        yield cut_off(source.name, count + 1, unit=unit)
    except (OSError, zlib.error) as error:
        yield unreadable(source.name, error, count + 1, unit=unit)
    except Exception as error:  # a file that a parser cannot bear must not end a run over a million
        what = f"cannot be read any further ({type(error).__name__}: {error})"
        yield Problem(kind="malformed", source=source.name, line=count + 1, unit=unit, what=what, mend=_MEND)
    else:
        if not count:
            what, mend = "no article in it", "leave it out"
            yield Problem(kind="empty", source=source.name, line=1, what=what, mend=mend)
    finally:
        close_source(source)


def _drafts(source: Source, *, max_chars: int) -> Iterator[Draft | Problem]:
    match source.format:
        case "json":
            return read_json(source)
        case "jsonl":
            return read_json_lines(source)
        case "csv":
            return read_csv(source)
        case "html":
            return read_html(source)
        case "feed":
            return read_feed(source)
        case "warc":
            return read_warc(source)
        case "text":
            return read_text(source, max_chars=max_chars)
