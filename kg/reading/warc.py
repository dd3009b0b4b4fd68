"""WARC archives of crawled pages: an article a page, by warcio."""

import io
import logging
import re
from collections.abc import Iterator
from contextlib import redirect_stderr
from typing import IO, Any

from kg.reading.article import Draft
from kg.reading.html_page import LARGEST_PAGE, Place, read_page
from kg.reading.problem import Problem
from kg.reading.source import Source, cut_off

_FIRST = b"WARC/"
_PAGES = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


def read_warc(source: Source) -> Iterator[Draft | Problem]:
    """The article of each page that a server gave in full; pictures, errors and requests are passed over.

    Problems count records, from 1, for a WARC file has no lines.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    stream = _Remembering(source.stream)
    if not stream.end.startswith(_FIRST):
        if stream.end:
            yield _malformed(source.name, 1, "not a WARC record")
        return
    archive = ArchiveIterator(stream)
    number, wrong, record, found = 0, 0, None, None
    try:
        for record in _quietly(archive):
            if archive.err_count > wrong and not isinstance(found, Problem):
                yield _malformed(source.name, number, "its length is not what its header says")
            wrong, number = archive.err_count, number + 1
            found = _read_record(record, source.name, number)
            if found is not None:
                yield found
        # warcio takes the end of a cut gzip stream, and of a cut header, for the end of the archive
        source.stream.read(1)
        whole = not _is_cut_off(record) and stream.end.endswith((b"\n\r\n", b"\n\n"))
        if record is not None and not whole and not isinstance(found, Problem):
            yield cut_off(source.name, number, unit="record")
    except EOFError:
        yield cut_off(source.name, number + 1, unit="record")
    except (ArchiveLoadFailed, AttributeError, ValueError) as error:  # warcio trusts the headers it reads
        reason = " ".join(str(error).split())[:120]
        yield _malformed(source.name, number + 1, f"not a WARC record ({reason})")


def _quietly(archive: Any) -> Iterator[Any]:
    """The records of ``archive``, without what warcio writes to stderr."""
    log = logging.getLogger("warcio")
    if not log.handlers:
        log.addHandler(logging.NullHandler())
    records = iter(archive)
    while True:
        with redirect_stderr(io.StringIO()):
            record = next(records, None)
        if record is None:
            return
        yield record


def _malformed(name: str, number: int, what: str) -> Problem:
    mend = "fetch the archive again"
    return Problem(kind="malformed", source=name, line=number, unit="record", what=what, mend=mend)


class _Remembering:
    """A stream that knows its first bytes, and then how many were read and the last of them, as ``end``."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.count = 0
        self.end = self.waiting = stream.read(len(_FIRST))

    def read(self, size: int = -1) -> bytes:
        """The next ``size`` bytes."""
        data, self.waiting = self.waiting or self.stream.read(size), b""
        self.count += len(data)
        self.end = (self.end + data)[-4:]
        return data

    def tell(self) -> int:
        """How many bytes were read."""
        return self.count


def _read_record(record: Any, name: str, number: int) -> Draft | Problem | None:
    """The article of one record, None if the record is no page."""
    if not _is_page(record):
        return None
    data: bytes = record.content_stream().read(LARGEST_PAGE + 1)
    uri = record.rec_headers.get_header("WARC-Target-URI")
    told = record.rec_headers.get_header("WARC-Truncated")
    if told or (len(data) <= LARGEST_PAGE and _is_cut_off(record)):
        return cut_off(name, number, unit="record")
    header = record.http_headers.get_header("Content-Type") if record.http_headers else ""
    charset = _CHARSET.search(header or "")
    return read_page(data, Place(name, number, uri, charset[1] if charset else None, in_archive=True))


def _is_cut_off(record: Any) -> bool:
    """The archive ended before the record, read to its end, had the length that its header tells."""
    if record is None:
        return False
    length = record.rec_headers.get_header("Content-Length")
    return length is None or getattr(record.raw_stream, "limit", 0) > 0


def _is_page(record: Any) -> bool:
    if record.rec_type not in {"response", "resource"}:
        return False
    headers = record.http_headers or record.rec_headers
    kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    return kind in _PAGES and status.startswith("200")
