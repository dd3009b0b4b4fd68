"""JSON articles: one object a line, one object, a list of objects, or an envelope around such a list."""

import json
import re
from collections.abc import Iterable, Iterator

from kg.reading.article import Draft
from kg.reading.encoding import LONGEST_LINE, Undecodable, decode
from kg.reading.fields import Unnamed, to_draft
from kg.reading.problem import Problem
from kg.reading.source import Source, cut_off
from kg.reading.text_file import undecodable

_LARGEST_FILE = 512 * 2**20
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_BETWEEN = re.compile(r"[\s,]*")
_ENVELOPE = re.compile(
    r'\{[^\[\]]*?"(?:articles|items|data|results|docs|documents|entries|hits)"\s*:\s*\[(?=\s*\{)'
)
_NEXT_OBJECT = re.compile(r'\n\s*(?=\{\s*")')
_DECODER = json.JSONDecoder(strict=False)  # archives hold raw line breaks inside strings


def read_json_lines(source: Source) -> Iterator[Draft | Problem]:
    """The article of each line, one at a time: a broken line is one Problem, and the next is read."""
    first = source.stream.readline(LONGEST_LINE)
    if first.startswith(_WIDE):
        yield from _whole(first, source)
    else:
        yield from _lines(first, source)


def read_json(source: Source) -> Iterator[Draft | Problem]:
    """The articles of a file that may hold one object, a list, an envelope around one, or lines."""
    first, blank = source.stream.readline(LONGEST_LINE), 0
    while first and not first.strip():
        first, blank = source.stream.readline(LONGEST_LINE), blank + 1
    if isinstance(_to_draft(_parse(first.decode("utf-8", "replace")), source, 1), Draft):
        yield from _lines(first, source, blank + 1)
    else:
        yield from _whole(b"\n" * blank + first, source)


def _lines(first: bytes, source: Source, number: int = 1) -> Iterator[Draft | Problem]:
    line = first
    while line:
        if len(line) >= LONGEST_LINE:
            yield _huge(source, number)
            while line and not line.endswith(b"\n"):
                line = source.stream.readline(LONGEST_LINE)
        elif line.strip():
            found = _from_line(line, source, number)
            yield found
            if isinstance(found, Problem) and found.kind == "binary":
                return
        line, number = source.stream.readline(LONGEST_LINE), number + 1


def _from_line(line: bytes, source: Source, number: int) -> Draft | Problem:
    text = decode(line)
    if isinstance(text, Undecodable):
        found = undecodable(source.name, line, text)
        return Problem(kind=found.kind, source=source.name, line=number, what=found.what, mend=found.mend)
    value = _parse(text)
    if isinstance(value, json.JSONDecodeError) and _is_cut_off(value):
        return cut_off(source.name, number)
    return _to_draft(value, source, number)


def _whole(first: bytes, source: Source) -> Iterator[Draft | Problem]:
    data = first + source.stream.read(_LARGEST_FILE)
    if len(data) >= _LARGEST_FILE:
        yield _huge(source, 1)
        return
    text = decode(data)
    if isinstance(text, Undecodable):
        yield undecodable(source.name, data, text)
    elif text.strip():
        yield from _from_values(text, _list_start(text, source), source)


def _list_start(text: str, source: Source) -> int:
    """Where the first article may begin: inside a list or an envelope, or at the first value."""
    start = _end_of(_BETWEEN, text, 0)
    if text.startswith("[", start):
        return start + 1
    envelope = _ENVELOPE.match(text, start)
    if envelope and isinstance(_to_draft(_parse(text), source, 1), Problem):
        return envelope.end()
    return start


def _from_values(text: str, start: int, source: Source) -> Iterator[Draft | Problem]:
    """The values of ``text`` from ``start`` on; after a broken one, those that begin a later line."""
    line, counted, after_break = 1, 0, False
    position = _end_of(_BETWEEN, text, start)
    while position < len(text) and text[position] not in "]}":
        line, counted = line + text.count("\n", counted, position), position
        try:
            value, end = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            following = _NEXT_OBJECT.search(text, position)
            if not after_break:
                cut = isinstance(error, json.JSONDecodeError) and _is_cut_off(error)
                yield cut_off(source.name, line) if cut and not following else _broken(error, source, line)
            after_break = True
            position = following.end() if following else len(text)
            continue
        found = _to_draft(value, source, line)
        if isinstance(found, Draft) or not after_break:  # the rest of a broken article is no second problem
            yield found
            after_break = False
        position = _end_of(_BETWEEN, text, end)
    if position >= len(text) and text.lstrip().startswith("[") and not after_break:
        yield cut_off(source.name, text.count("\n") + 1)


def _is_cut_off(error: json.JSONDecodeError) -> bool:
    """The text was good as far as it went; a line that ends in a line break was not cut by the file's end."""
    return not error.doc.endswith("\n") and (
        error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated string")
    )


def _parse(text: str) -> object:
    """The JSON value of ``text``, or the error that says why there is none."""
    try:
        return json.loads(text.strip("\ufeff\t ,"), strict=False)
    except (ValueError, RecursionError) as error:
        return error


def _to_draft(value: object, source: Source, line: int) -> Draft | Problem:
    if isinstance(value, ValueError | RecursionError):
        return _broken(value, source, line)
    if not isinstance(value, dict):
        return _malformed(source, line, "a JSON value that is no object", 'write {"text": ...} for each article')
    draft = to_draft(value, source=source.name, line=line)
    return no_text_field(draft, source, line) if isinstance(draft, Unnamed) else draft


def no_text_field(found: Unnamed, source: Source, line: int) -> Problem:
    """The problem of an object or a table in which no field is known to hold the text."""
    return _malformed(source, line, f"no text among the fields {_shown(found.names)}", "call the field `text`")


def _shown(names: Iterable[str]) -> str:
    return ", ".join(repr(name[:40]) for name in list(names)[:12]) or "(none)"


def _broken(error: ValueError | RecursionError, source: Source, line: int) -> Problem:
    column = f" at column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
    reason = error.msg.removesuffix(" at") if isinstance(error, json.JSONDecodeError) else str(error)
    return _malformed(source, line, f"not JSON ({reason}{column})", "write the article again as JSON")


def _malformed(source: Source, line: int, what: str, mend: str) -> Problem:
    return Problem(kind="malformed", source=source.name, line=line, what=what, mend=mend)


def _huge(source: Source, line: int) -> Problem:
    what, mend = "more bytes than any article has", "write one article a line (.jsonl)"
    return Problem(kind="huge", source=source.name, line=line, what=what, mend=mend)


def _end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position
