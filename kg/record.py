"""Records and failures as JSON lines: what extraction writes and everything else reads."""

import json
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, Literal, TextIO, TypeVar, get_args, get_origin, get_type_hints

from kg.errors import RecordError
from kg.model import (
    Article,
    Claim,
    Entity,
    Failure,
    Mention,
    Original,
    Record,
    Span,
    Statement,
    TimeExpression,
    Utterance,
)
from kg.printable import quoted, shortened

SCHEMA = "kg.record/1"
_SPAN_FIELDS = ("source", "cue", "content", "evidence")

T = TypeVar("T")


def to_json(record: Record) -> str:
    """``record`` as one line of JSON without the line break: equal records, equal bytes."""
    row = {"schema": SCHEMA, **asdict(record)}
    if record.original is None:
        del row["original"]  # a line says of which article it is a copy, or nothing
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def from_json(line: str, *, where: str = "record") -> Record:
    """The record of one JSON line.

    Raises RecordError, beginning with ``where`` (a file and line), if the line is not JSON, has another
    schema, lacks or adds a field, has a field of another type, or an offset outside its text.
    """
    try:
        row = _parsed(line)
    except (ValueError, RecursionError) as error:
        raise RecordError(
            f"{where}: not JSON ({shortened(str(error))}); write records with `kg extract`"
        ) from None
    schema = row.get("schema") if isinstance(row, dict) else None
    if not isinstance(row, dict) or schema != SCHEMA:
        told = quoted(schema) if isinstance(schema, str) else "missing" if schema is None else "no text"
        raise RecordError(f"{where}: schema is {told}, not {SCHEMA!r}; extract the article again")
    try:
        record = _to_record(row)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise RecordError(
            f"{where}: not a whole record ({shortened(str(error))}); extract the article again"
        ) from None
    _check_offsets(record, where)
    return record


def failure_to_json(failure: Failure) -> str:
    """``failure`` as one line of JSON without the line break; reading takes the article in it like any other."""
    return json.dumps(asdict(failure), ensure_ascii=False, separators=(",", ":"))


def failure_from_json(line: str, *, where: str = "failure") -> Failure:
    """The failure of one JSON line. Raises RecordError, beginning with ``where``, if it is none."""
    try:
        row = _parsed(line)
        return _checked(Failure(article=_to_article(row["article"]), reason=row["reason"]))
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        what, mend = "no article that failed with its reason", "a file of articles is read as a PATH"
        raise RecordError(f"{where}: {what} ({shortened(str(error))}); {mend}") from None


def read_records(lines: Iterable[str], *, name: str = "records") -> Iterator[Record]:
    """The records of JSON ``lines``; blank lines are passed over. Raises RecordError naming the line."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield from_json(line, where=f"{name}:{number}")


class RecordFile:
    """The records of the file ``path`` by number, each read when it is asked for; blank lines do not count."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines, self._starts = array("Q"), array("Q")
        self._file = path.open("rb")
        start = 0
        for number, line in enumerate(self._file, start=1):
            if line.strip():
                self._lines.append(number)
                self._starts.append(start)
            start += len(line)

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, number: int) -> Record:
        """The record ``number``, from 0 on. Raises RecordError, naming the line, if it is none."""
        self._file.seek(self._starts[number])
        where = f"{self._path}:{self._lines[number]}"
        try:
            return from_json(self._file.readline().decode("utf-8"), where=where)
        except UnicodeDecodeError as error:
            raise RecordError(f"{where}: not UTF-8 ({error}); write records with `kg extract`") from None

    def __iter__(self) -> Iterator[Record]:
        return (self[number] for number in range(len(self)))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def write_records(records: Iterable[Record], out: TextIO) -> int:
    """Write ``records`` to ``out``, one a line, and return how many there were."""
    count = 0
    for record in records:
        out.write(to_json(record) + "\n")
        count += 1
    return count


def write_articles(articles: Iterable[Article], out: TextIO) -> None:
    """Write ``articles`` to ``out`` as JSON lines that reading takes again."""
    for article in articles:
        out.write(json.dumps(asdict(article), ensure_ascii=False, separators=(",", ":")) + "\n")


def _parsed(line: str) -> Any:
    """The JSON value of ``line``, of which every text can be written. Raises ValueError if there is none."""
    row = json.loads(line, parse_constant=_refuse_constant)
    try:
        (json.dumps(row, ensure_ascii=False) if "\\u" in line else line).encode()
    except UnicodeEncodeError:
        raise ValueError("a byte that is no UTF-8, or half of a character") from None
    return row


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


@cache
def _fields(kind: type) -> tuple[tuple[str, frozenset[object], bool], ...]:
    """Each field of the class ``kind``, the types that it takes, and whether it holds texts."""
    return tuple((name, _types(hint), hint == tuple[str, ...]) for name, hint in get_type_hints(kind).items())


def _types(hint: Any) -> frozenset[object]:
    if hint is float:
        return frozenset((float, int))
    origin = get_origin(hint)
    if origin is Literal:
        return frozenset((str,))  # which words it may be is for the check to say
    if origin in (None, tuple):
        return frozenset((origin or hint,))
    return frozenset(get_args(hint))


def _checked(value: T) -> T:
    """``value``, whose fields hold what its class says. Raises TypeError that names the one that does not."""
    kind: Any = type(value)
    for name, types, of_texts in _fields(kind):
        given = getattr(value, name)
        if type(given) not in types or (of_texts and any(type(one) is not str for one in given)):
            raise TypeError(f"{kind.__name__.lower()} whose {name} is of another type")
    return value


def _to_record(row: dict[str, Any]) -> Record:
    return Record(
        article=_to_article(row["article"]),
        entities=tuple(map(_to_entity, row["entities"])),
        statements=tuple(map(_to_statement, row["statements"])),
        claims=tuple(map(_to_claim, row["claims"])),
        times=tuple(_checked(TimeExpression(**time)) for time in row["times"]),
        original=_to_original(row["original"]) if row.get("original") else None,
    )


def _to_article(row: dict[str, Any]) -> Article:
    given = row.get("id")
    article = _checked(Article(**{name: value for name, value in row.items() if name != "id"}))
    if given not in (None, article.id):
        raise ValueError(f"article id {quoted(str(given))} does not belong to its text, whose id is {article.id}")
    return article


def _to_original(row: dict[str, Any]) -> Original:
    told = tuple(_checked(Utterance(**told)) for told in row.get("utterances", ()))
    return _checked(Original(**{**row, "utterances": told}))


def _to_entity(row: dict[str, Any]) -> Entity:
    mentions = tuple(_checked(Mention(**mention)) for mention in row.get("mentions", ()))
    _require_name(row["type"])
    return _checked(Entity(**{**row, "aliases": _texts(row, "aliases"), "mentions": mentions}))


def _to_claim(row: dict[str, Any]) -> Claim:
    _require_name(row["predicate"])
    return _checked(Claim(**_with_spans(row)))


def _require_name(term: str) -> None:
    """Classes and predicates become labels and types of Cypher, where no parameter can stand."""
    if not term.isidentifier():
        raise ValueError(f"{quoted(term)} is no name of a class or predicate; letters and digits only")


def _to_statement(row: dict[str, Any]) -> Statement:
    return _checked(Statement(**{**_with_spans(row), "joint_speakers": _texts(row, "joint_speakers")}))


def _texts(row: dict[str, Any], name: str) -> tuple[str, ...]:
    """A list of texts, empty where there is none; one text is no list of letters."""
    return tuple(row[name]) if isinstance(row.get(name), list) else row.get(name, ())


def _with_spans(row: dict[str, Any]) -> dict[str, Any]:
    spans = {key: tuple(_checked(Span(*pair)) for pair in row[key]) for key in _SPAN_FIELDS if key in row}
    return {**row, **spans}


def _spans(record: Record) -> Iterator[tuple[int, int]]:
    for entity in record.entities:
        yield from ((mention.start, mention.end) for mention in entity.mentions)
    for statement in record.statements:
        yield from (*statement.source, *statement.cue, *statement.content)
    for claim in record.claims:
        yield from (*claim.cue, *claim.evidence)
    yield from ((time.start, time.end) for time in record.times)


def _check_offsets(record: Record, where: str) -> None:
    length = len(record.article.text)
    for start, end in _spans(record):
        if not 0 <= start <= end <= length:
            raise RecordError(
                f"{where}: offsets {start}-{end} lie outside the article's {length} characters; "
                "was its text changed after extraction? Extract it again"
            )
