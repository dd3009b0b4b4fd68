"""A plain text file: one article, its content unchanged."""

from collections.abc import Iterator

from kg.reading.article import Draft
from kg.reading.encoding import Undecodable, decode, line_at
from kg.reading.problem import Problem
from kg.reading.source import Source

_LONGEST_TITLE = 200


def read_text(source: Source, *, max_chars: int) -> Iterator[Draft | Problem]:
    """The article of a text file; a first line that stands alone is its title, and stays in the text."""
    data = source.stream.read(max_chars * 4 + 4)
    text = decode(data)
    if isinstance(text, Undecodable):
        if text.kind == "truncated" and len(data) > max_chars:
            text = data.decode("utf-8", "ignore")
        else:
            yield undecodable(source.name, data, text)
            return
    uri = None if source.name == "-" else source.name
    yield Draft(text=text, uri=uri, title=_title(text))


def undecodable(name: str, data: bytes, found: Undecodable) -> Problem:
    """The problem of a file whose bytes are no text."""
    line = line_at(data, found.offset)
    return Problem(kind=found.kind, source=name, line=line, what=found.what, mend=found.mend)


def _title(text: str) -> str | None:
    first, _, rest = text.lstrip().replace("\r\n", "\n").partition("\n")
    alone = rest.startswith("\n") and bool(rest.strip())
    sentence = first.rstrip().endswith((".", ":", "”", '"', ","))
    return first if alone and not sentence and len(first) <= _LONGEST_TITLE else None
