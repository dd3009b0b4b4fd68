"""Where bytes come from: files, files in folders, compressed files and standard input."""

import gzip
import io
import os
import re
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from kg.reading.problem import Problem

Format = Literal["text", "html", "json", "jsonl", "csv", "feed", "warc"]

_FORMATS: dict[str, Format] = {
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
    ".warc": "warc",
}
KNOWN = " ".join(_FORMATS)
_PEEKED = 4_096


@dataclass(frozen=True, slots=True)
class Source:
    """A named stream of bytes, uncompressed, and the format that it is in."""

    name: str
    format: Format
    stream: IO[bytes]
    raw: IO[bytes]


def find_paths(path: str) -> Iterator[str | Problem]:
    """``path`` itself, or every file in the folder ``path`` and below, sorted, without hidden ones."""
    if path == "-" or not Path(path).is_dir():
        yield path
        return
    count = 0
    failed: list[OSError] = []
    for folder, folders, files in os.walk(path, onerror=failed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in files if not name.startswith(".")):
            inside = str(Path(folder) / name)
            if not Path(inside).is_file():
                continue  # a pipe or device would never end
            count += 1
            yield inside if _format_of(inside) else _unknown(inside)
        yield from _closed_folders(failed)
    yield from _closed_folders(failed)
    if not count:
        what, mend = "folder without files", "name a folder that holds articles"
        yield Problem(kind="empty", source=path, line=1, what=what, mend=mend)


def open_source(path: str) -> Source | Problem:
    """The open source of one file or of ``-``; a Problem if it cannot be opened.

    A name that tells no format is looked into: WARC, JSON, feed and HTML show themselves, all else is text.
    """
    try:
        raw = sys.stdin.buffer if path == "-" else Path(path).open("rb")  # noqa: SIM115 - close_source closes it
    except FileNotFoundError:
        what, mend = "no such file or folder", "check the path"
        return Problem(kind="missing", source=path, line=1, what=what, mend=mend)
    except (OSError, ValueError) as error:
        return unreadable(path, error)
    try:
        stream: Any = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(raw)
        if stream.peek(2)[:2] == b"\x1f\x8b":
            stream = io.BufferedReader(gzip.GzipFile(fileobj=stream))
        return Source(path, _format_of(path) or _sniff(stream.peek(_PEEKED)), stream, raw)
    except EOFError:
        raw.close()
        return cut_off(path, 1)
    except (OSError, zlib.error) as error:
        raw.close()
        return unreadable(path, error)


def close_source(source: Source) -> None:
    """Close what open_source opened; standard input stays open."""
    if source.name != "-":
        source.stream.close()
        source.raw.close()


def unreadable(name: str, error: Exception, line: int = 1, *, unit: Literal["line", "record"] = "line") -> Problem:
    """The problem of a file that the system or its compression does not let us read."""
    reason = getattr(error, "strerror", None) or str(error)
    what, mend = f"cannot be read ({reason})", "check the file and its permissions"
    return Problem(kind="unreadable", source=name, line=line, unit=unit, what=what, mend=mend)


def cut_off(name: str, line: int, *, unit: Literal["line", "record"] = "line") -> Problem:
    """The problem of a file that ends too early."""
    mend = "fetch the whole file again"
    return Problem(kind="truncated", source=name, line=line, unit=unit, what="ends too early", mend=mend)


def _format_of(path: str) -> Format | None:
    return _FORMATS.get(Path(path.lower().removesuffix(".gz")).suffix)


def _sniff(head: bytes) -> Format:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    lower = start[:1_000].lower()
    if start.startswith(b"WARC/"):
        return "warc"
    if start.startswith((b"{", b"[")):
        return "json"
    if b"<html" in lower or lower.startswith(b"<!doctype html"):
        return "html"
    if re.search(rb"<(?:rss|feed|rdf:rdf)[\s>]", lower):
        return "feed"
    return "text"


def _unknown(path: str) -> Problem:
    what = f"format not known (known are {KNOWN}, and these with .gz)"
    return Problem(kind="format", source=path, line=1, what=what, mend="convert it or move it out of the folder")


def _closed_folders(failed: list[OSError]) -> Iterator[Problem]:
    while failed:
        error = failed.pop(0)
        what, mend = f"folder cannot be read ({error.strerror})", "check its permissions"
        yield Problem(kind="unreadable", source=str(error.filename), line=1, what=what, mend=mend)
