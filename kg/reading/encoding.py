"""From bytes of any encoding to text, or why they are no text."""

import codecs
import re
from collections.abc import Iterator
from typing import IO, NamedTuple

from kg.reading.problem import Kind

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = re.compile(
    rb"%PDF-|PK\x03\x04|\x89PNG|\xff\xd8\xff|GIF8|\x1f\x8b|\x7fELF|\xd0\xcf\x11\xe0"  # the last: old Office
)
# Archives of English news are Windows-1252 far more often than any other single-byte set, and a short text
# gives a detector too little to tell its neighbours apart. These are its letters and signs; left out of the
# sure ones is what Mac text shows where it has quotation marks, dashes and accents.
_WESTERN = re.compile("[\x00-\x7e\u00a0-\u00ffŒœŠšŸŽžƒˆ˜\u2013\u2014\u2018-\u201e\u2020-\u2022…‰‹›€™]*")
_SURELY_WESTERN = re.compile("[\x00-\x7e\u00a0-ÏÖ-ÿŒœšŸžƒˆ˜\u2013\u2014\u2018-\u201d\u2020-\u2022…‰‹›€™]*")
_ESCAPED = re.compile("[\udc80-\udcff]+")
_ABOVE_ASCII = re.compile(r"[^\x00-\x7f]")
_LATIN = re.compile(r"cp125[0247]|iso8859_(?:1|2|3|4|9|10|13|14|15|16)|latin_1|hp_roman8|cp775")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 65_536
LONGEST_LINE = 64 * 2**20


class Undecodable(NamedTuple):
    """Bytes that are no text: the ``offset`` of the first one that shows it, and why."""

    kind: Kind
    offset: int
    what: str
    mend: str


def decode(data: bytes, *, declared: str | None = None) -> str | Undecodable:
    """The text of ``data``; ``declared`` is the encoding that a header or a tag names, tried after UTF-8."""
    if _MAGIC.match(data):
        return _binary(0)
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _strictly(data, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_other(data, error, declared)
    control = _CONTROLS.search(data)
    return text if control is None else _decode_with_controls(data, control.start())


def read_lines(stream: IO[bytes]) -> Iterator[str | Undecodable]:
    """The lines of ``stream``, a block in memory at a time, so that a file of any length can be read."""
    first = stream.readline(LONGEST_LINE)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = decode(first + stream.read())
        yield from [text] if isinstance(text, Undecodable) else text.splitlines(keepends=True)
        return
    fallback = None
    for block in _blocks(first, stream):
        for line in block:
            if fallback is None and not _is_utf8(line):
                fallback = _fallback(b"".join(block))
            whole = len(line) < LONGEST_LINE
            yield (
                decode(line, declared=fallback) if whole else Undecodable("huge", 0, "endless line", "split it")
            )


def _blocks(first: bytes, stream: IO[bytes]) -> Iterator[list[bytes]]:
    """The lines of ``stream`` after ``first``, some together; of an endless one only its beginning."""
    line = first
    while line:
        block, size = [], 0
        while line and size < _SAMPLE:
            block.append(line)
            size += len(line)
            rest = line
            while len(rest) >= LONGEST_LINE and not rest.endswith(b"\n"):
                rest = stream.readline(LONGEST_LINE)
            line = stream.readline(LONGEST_LINE)
        yield block


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _fallback(data: bytes) -> str:
    """The encoding for the lines of ``data`` that are not UTF-8: one line alone is too short to tell."""
    return "cp1252" if _mostly_utf8(data) is not None else _detected(data) or "cp1252"


def line_at(data: bytes, offset: int) -> int:
    """The line, from 1, that byte ``offset`` lies in."""
    return data.count(b"\n", 0, offset) + 1


def _strictly(data: bytes, name: str) -> str | Undecodable:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        if error.end >= len(data):
            return _cut_off(error.start)
        return Undecodable("encoding", error.start, f"not {name} ({error.reason})", "save it again as UTF-8")


def _cut_off(offset: int) -> Undecodable:
    return Undecodable("truncated", offset, "ends in the middle of a character", "fetch the whole file again")


def _binary(offset: int) -> Undecodable:
    return Undecodable("binary", offset, "binary file, not text", "convert it to text first")


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    return b"\x00" in sample or len(_CONTROLS.findall(sample)) * 100 > len(sample)


def _decode_with_controls(data: bytes, offset: int) -> str | Undecodable:
    """Control characters mean UTF-16 without its mark, or a binary file; a rare one is a stray in a text."""
    wide = _wide_encoding(data)
    if wide:
        return _strictly(data, wide)
    return _binary(offset) if _is_binary(data) else data.decode("utf-8", "replace")


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: Latin letters leave every other byte zero."""
    sample = data[: _SAMPLE & ~1]
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if half and odd > half * 0.7 and even < half * 0.05:
        return "utf-16-le"
    if half and even > half * 0.7 and odd < half * 0.05:
        return "utf-16-be"
    return None


def _decode_other(data: bytes, error: UnicodeDecodeError, declared: str | None) -> str | Undecodable:
    wide = _wide_encoding(data)
    if wide:
        return _strictly(data, wide)
    control = _CONTROLS.search(data)
    if control and _is_binary(data):
        return _binary(min(control.start(), error.start))
    at_end = error.end >= len(data) and error.reason == "unexpected end of data"
    if at_end and (error.end - error.start > 1 or not data[: error.start].isascii()):
        return _cut_off(error.start)  # one such byte after plain ASCII is a letter: "café" in Windows-1252
    if (text := _mostly_utf8(data)) is not None:
        return text
    if declared and (text := _as_declared(data, declared)) is not None:
        return text
    name = _detected(data)
    if name is None:
        return Undecodable("encoding", error.start, "no known encoding fits", "save it again as UTF-8")
    return data.decode(name, "replace")


def _as_declared(data: bytes, declared: str) -> str | None:
    try:
        name = codecs.lookup(declared).name
        # Browsers read Latin-1 as Windows-1252, and so must we: C1 controls are never meant.
        return data.decode("cp1252" if name in {"iso8859-1", "ascii"} else name)
    except (LookupError, UnicodeDecodeError):
        return None


def _mostly_utf8(data: bytes) -> str | None:
    """UTF-8 with a few Windows-1252 bytes pasted in; None where most bytes above 127 are not UTF-8."""
    kept = data.decode("utf-8", "ignore")
    good = len(kept.encode("utf-8")) - len(kept)
    bad = len(data) - len(kept.encode("utf-8"))
    if good <= bad * 2:
        return None
    escaped = data.decode("utf-8", "surrogateescape")
    return _ESCAPED.sub(lambda found: _from_escape(found[0]), escaped)


def _from_escape(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def _detected(data: bytes) -> str | None:
    """The name of the encoding that fits ``data``, which is not UTF-8, best."""
    western = data[:_SAMPLE].decode("cp1252", "replace")
    if _SURELY_WESTERN.fullmatch(western) and len(_ABOVE_ASCII.findall(western)) * 20 < len(western):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is not None and _LATIN.fullmatch(best.encoding) and _WESTERN.fullmatch(western):
        return "cp1252"
    return None if best is None else best.encoding
