"""Records survive the way to JSON lines and back, and what is no record says so."""

import io
import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import RecordError
from kg.model import Article, Claim, Entity, Mention, Original, Record, Span, Statement, TimeExpression, Utterance
from kg.record import RecordFile, failure_from_json, from_json, read_records, to_json, write_records

TEXT = "The minister's office said the premier ruled out new taxes on Tuesday."


def a_record(text: str = TEXT) -> Record:
    """A record with one value of every kind, all offsets inside ``text``."""
    end = len(text)
    return Record(
        article=Article(text=text, uri="a.txt", published="2024-05-07"),
        entities=(
            Entity(
                id="local:premier",
                name="premier",
                type="Person",
                aliases=("PM",),
                mentions=(Mention(start=0, end=end, text=text, kind="nominal"),),
            ),
        ),
        statements=(
            Statement(
                id="x:s1",
                speaker=None,
                act="say",
                form="indirect",
                source=(),
                cue=(Span(0, end),),
                content=(Span(0, end),),
                text=text,
            ),
        ),
        claims=(
            Claim(id="x:c1", subject="local:premier", predicate="p", object="topic:t", evidence=(Span(0, end),)),
        ),
        times=(TimeExpression(start=0, end=end, value="2024-05-07", type="DATE"),),
    )


AN_ENTITY = {"id": "local:a", "name": "A", "type": "Person"}
A_CLAIM = {"id": "x:c1", "subject": "local:a", "predicate": "p", "object": "topic:t", "evidence": [[0, 1]]}


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_record_of_any_text_comes_back_equal_and_on_one_line(text: str) -> None:
    record = a_record(text)
    line = to_json(record)
    assert "\n" not in line
    assert from_json(line) == record
    assert to_json(from_json(line)) == line


def test_records_written_are_read_again_in_order() -> None:
    records = [a_record(), a_record("Another text.")]
    out = io.StringIO()
    assert write_records(records, out) == 2
    out.seek(0)
    assert list(read_records(out)) == records


def test_line_of_a_copy_names_its_original_and_others_do_not() -> None:
    told = Utterance(statement="x:s1", text="No new taxes", said_on="2024-05-06")
    copy = replace(a_record(), original=Original(article="0" * 16, published="2024-05-06", utterances=(told,)))
    line = to_json(copy)
    assert from_json(line) == copy
    assert line.startswith(to_json(a_record())[:-1])
    assert "original" not in json.loads(to_json(a_record()))


def test_records_of_a_file_are_read_by_number(tmp_path: Path) -> None:
    records = [a_record(), a_record("Another text."), a_record("Zwölf Boote.")]
    path = tmp_path / "r.jsonl"
    path.write_text("\n".join(("", *map(to_json, records))), "utf-8")
    with closing(RecordFile(path)) as file:
        assert (file[2], file[0]) == (records[2], records[0])
        assert list(file) == records
        assert len(file) == 3


@pytest.mark.parametrize("line", [b"{", b'"\xff"'])
def test_record_of_a_file_that_is_none_names_its_line(line: bytes, tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(to_json(a_record()).encode() + b"\n\n" + line)
    with closing(RecordFile(path)) as file, pytest.raises(RecordError, match=r"r\.jsonl:3: "):
        file[1]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"schema": "kg.record/0"}, "schema is 'kg.record/0'"),
        ({"claims": None}, "not a whole record"),
        ({"original": {"surprise": 1}}, "not a whole record"),
        ({"times": [{"start": 0, "end": 999, "value": None, "type": "DATE"}]}, "outside the article's"),
        ({"article": {"text": TEXT, "id": "0" * 16}}, "does not belong to its text"),
        ({"statements": [{"surprise": 1}]}, "not a whole record"),
        ({"entities": [{"id": "local:a", "name": "A", "type": "Person) DETACH DELETE (n"}]}, "no name of a class"),
        ({"claims": [{"predicate": "a]->() DELETE r //"}]}, "no name of a class or predicate"),
        ({"schema": ["\x1b" * 9]}, "schema is no text"),
        ({"article": {"text": TEXT, "title": 7}}, "article whose title is of another type"),
        ({"article": {"text": ["a"]}}, "not a whole record"),
        ({"entities": [{**AN_ENTITY, "id": 7}]}, "entity whose id"),
        ({"entities": [{**AN_ENTITY, "aliases": "PM"}]}, "entity whose aliases"),
        ({"entities": [{**AN_ENTITY, "aliases": [["PM"]]}]}, "entity whose aliases"),
        (
            {"entities": [{**AN_ENTITY, "mentions": [{"start": "0", "end": 1, "text": "x", "kind": "name"}]}]},
            "whose start",
        ),
        ({"times": [{"start": 0, "end": True, "value": None, "type": "DATE"}]}, "whose end"),
        ({"claims": [{**A_CLAIM, "evidence": [[0, 0.5]]}]}, "whose end"),
        ({"claims": [{**A_CLAIM, "evidence": {"ab": 1}}]}, "whose start"),
        ({"claims": [{**A_CLAIM, "confidence": "high"}]}, "whose confidence"),
        ({"claims": [{**A_CLAIM, "confidence": float("nan")}]}, "NaN is no number"),
        ({"claims": [{**A_CLAIM, "subject": "\ud83d"}]}, "half of a character"),
        ({"claims": [{**A_CLAIM, "x" * 9999: 1}]}, "x…"),
    ],
)
def test_what_is_no_record_names_line_and_reason(change: dict[str, object], says: str) -> None:
    line = json.dumps({**json.loads(to_json(a_record())), **change})
    with pytest.raises(RecordError, match=says) as caught:
        list(read_records(["", line], name="r.jsonl"))
    assert str(caught.value).startswith("r.jsonl:2: ")


@pytest.mark.parametrize("line", ["{", "[]", "7", '"text"', "[" * 9_999 + "]" * 9_999, "9" * 9_999, "\udcff"])
def test_line_that_is_no_object_is_refused(line: str) -> None:
    with pytest.raises(RecordError, match=r"^r\.jsonl:1: "):
        from_json(line, where="r.jsonl:1")
    with pytest.raises(RecordError, match=r"^f\.jsonl:1: "):
        failure_from_json(line, where="f.jsonl:1")


def test_article_id_ignores_white_space_and_unicode_form_but_not_words() -> None:
    assert Article(text="Caf\u00e9  talks\n").id == Article(text="Cafe\u0301 talks").id
    assert Article(text="Cafe talks").id != Article(text="Caf\u00e9 talks").id
