"""Records and failures as JSON lines: what extraction writes and everything else reads."""

import json
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

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

SCHEMA = "kg.record/1"
_SPAN_FIELDS = ("source", "cue", "content", "evidence")


def to_json(record: Record) -> str:
    """``record`` as one line of JSON without the line break: equal records, equal bytes."""
    row = {"schema": SCHEMA, **asdict(record)}
    if record.original is None:
        del row["original"]  # a line says of which article it is a copy, or nothing
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def from_json(line: str, *, where: str = "record") -> Record:
    """The record of one JSON line.

    Raises RecordError, beginning with ``where`` (a file and line), if the line is not JSON, has another
    schema, lacks or adds a field, or has an offset outside its text.
    """
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise RecordError(f"{where}: not JSON ({error}); write records with `kg extract`") from None
    schema = row.get("schema") if isinstance(row, dict) else None
    if schema != SCHEMA:
        raise RecordError(f"{where}: schema is {schema!r}, not {SCHEMA!r}; extract the article again")
    try:
        record = _to_record(row)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise RecordError(f"{where}: not a whole record ({error}); extract the article again") from None
    _check_offsets(record, where)
    return record


def failure_to_json(failure: Failure) -> str:
    """``failure`` as one line of JSON without the line break; reading takes the article in it like any other."""
    return json.dumps(asdict(failure), ensure_ascii=False, separators=(",", ":"))


def failure_from_json(line: str, *, where: str = "failure") -> Failure:
    """The failure of one JSON line. Raises RecordError, beginning with ``where``, if it is none."""
    try:
        row = json.loads(line)
        return Failure(article=_to_article(row["article"]), reason=str(row["reason"]))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise RecordError(
            f"{where}: no article that failed with its reason ({error}); a file of articles is read as a PATH"
        ) from None


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


def _to_record(row: dict[str, Any]) -> Record:
    return Record(
        article=_to_article(row["article"]),
        entities=tuple(_to_entity(entity) for entity in row["entities"]),
        statements=tuple(map(_to_statement, row["statements"])),
        claims=tuple(map(_to_claim, row["claims"])),
        times=tuple(TimeExpression(**time) for time in row["times"]),
        original=_to_original(row["original"]) if row.get("original") else None,
    )


def _to_article(row: dict[str, Any]) -> Article:
    given = row.get("id")
    article = Article(**{name: value for name, value in row.items() if name != "id"})
    if given not in (None, article.id):
        raise ValueError(f"article id {given} does not belong to its text, whose id is {article.id}")
    return article


def _to_original(row: dict[str, Any]) -> Original:
    return Original(**{**row, "utterances": tuple(Utterance(**told) for told in row.get("utterances", ()))})


def _to_entity(row: dict[str, Any]) -> Entity:
    mentions = tuple(Mention(**mention) for mention in row.get("mentions", ()))
    _require_name(row["type"])
    return Entity(**{**row, "aliases": tuple(row.get("aliases", ())), "mentions": mentions})


def _to_claim(row: dict[str, Any]) -> Claim:
    _require_name(row["predicate"])
    return Claim(**_with_spans(row))


def _require_name(term: str) -> None:
    """Classes and predicates become labels and types of Cypher, where no parameter can stand."""
    if not term.isidentifier():
        raise ValueError(f"{term!r} is no name of a class or predicate; letters and digits only")


def _to_statement(row: dict[str, Any]) -> Statement:
    return Statement(**{**_with_spans(row), "joint_speakers": tuple(row.get("joint_speakers", ()))})


def _with_spans(row: dict[str, Any]) -> dict[str, Any]:
    spans = {key: tuple(Span(*pair) for pair in row[key]) for key in _SPAN_FIELDS if key in row}
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
