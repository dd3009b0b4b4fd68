"""Runs of extraction that go on: nothing lost, nothing twice, nothing done again, the same bytes in the end."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from records import record_of

from kg.model import Article, Failure, Record
from kg.record import to_json
from kg.runs import Once, Run

TEXT = "Minister Ana Duarte ruled out new taxes, note"
ARTICLES = [record_of(f"{TEXT} {n}.", uri=f"{n}.txt").article for n in range(6)]
ODD = {ARTICLES[1].key, ARTICLES[4].key}


class Extraction:
    """Stands in for extraction: a record each, and a failure for odd ones; ``done`` is what it was asked for."""

    def __init__(self, odd: Iterable[str] = ODD) -> None:
        self.odd = set(odd)
        self.done: list[str] = []

    def __call__(
        self, articles: Iterable[Article], *, jobs: int | None = None, ray: str | None = None
    ) -> Iterator[Record | Failure]:
        for article in articles:
            self.done.append(article.key)
            if article.key in self.odd:
                yield Failure(article=article, reason="odd")
            else:
                yield replace(record_of(article.text, uri="x"), article=article)


@pytest.fixture
def extraction(monkeypatch: pytest.MonkeyPatch) -> Extraction:
    stand_in = Extraction()
    monkeypatch.setattr("kg.runs.extract", stand_in)
    return stand_in


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def extract(folder: Path, articles: Iterable[Article] = ARTICLES) -> list[Record | Failure]:
    with Run(folder / "records.jsonl") as run:
        return list(run.extract(articles))


def retry(folder: Path) -> list[Record | Failure]:
    with Run(folder / "records.jsonl", failed=folder / "records.failed.jsonl") as run:
        return list(run.retry())


def test_records_and_failures_lie_in_files_of_their_own(tmp_path: Path, extraction: Extraction) -> None:
    found = extract(tmp_path)
    assert [one.article for one in found] == ARTICLES
    records = [to_json(one) for one in found if isinstance(one, Record)]
    assert (tmp_path / "records.jsonl").read_text("utf-8").splitlines() == records
    rows = [json.loads(line) for line in (tmp_path / "records.failed.jsonl").read_text("utf-8").splitlines()]
    assert [(row["reason"], row["article"]["uri"]) for row in rows] == [("odd", "1.txt"), ("odd", "4.txt")]


def test_a_second_run_gives_the_same_and_extracts_nothing(tmp_path: Path, extraction: Extraction) -> None:
    first, before = extract(tmp_path), files(tmp_path)
    extraction.done.clear()
    assert extract(tmp_path) == first
    assert extraction.done == []
    assert files(tmp_path) == before


def test_only_new_articles_are_extracted_and_all_are_given_in_order(
    tmp_path: Path, extraction: Extraction
) -> None:
    extract(tmp_path, ARTICLES[1::2])
    extraction.done.clear()
    with Run(tmp_path / "records.jsonl") as run:
        assert [found.article for found in run.extract(ARTICLES)] == ARTICLES
    assert extraction.done == [article.key for article in ARTICLES[::2]]
    assert (run.made, run.there, run.failed, run.repeated) == (2, 4, 2, 0)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_files_cut_off_anywhere_end_up_as_without(
    tmp_path_factory: pytest.TempPathFactory, extraction: Extraction, data: st.DataObject
) -> None:
    """What a power cut leaves of each file is some beginning of it."""
    folder = tmp_path_factory.mktemp("run")
    extract(folder)
    whole = files(folder)
    for name, content in whole.items():
        (folder / name).write_bytes(content[: data.draw(st.integers(0, len(content)))])
    extraction.done.clear()
    extract(folder)
    assert files(folder) == whole
    assert len(set(extraction.done)) == len(extraction.done)


def test_a_run_that_is_left_early_goes_on(tmp_path: Path, extraction: Extraction) -> None:
    extract(tmp_path)
    whole = files(tmp_path)
    for path in tmp_path.iterdir():
        path.unlink()
    for count in range(1, len(ARTICLES) + 1):
        with Run(tmp_path / "records.jsonl") as run:
            for found, _ in zip(run.extract(ARTICLES), range(count), strict=False):
                assert found
    assert files(tmp_path) == whole
    assert sorted(extraction.done[6:]) == sorted(article.key for article in ARTICLES)


def test_an_article_given_again_is_counted_and_one_of_the_same_text_kept(
    tmp_path: Path, extraction: Extraction
) -> None:
    copy = replace(ARTICLES[0], outlet="Coast Post")
    with Run(tmp_path / "records.jsonl") as run:
        found = list(run.extract([ARTICLES[0], ARTICLES[2], ARTICLES[0], copy]))
    assert [one.article for one in found] == [ARTICLES[0], ARTICLES[2], copy]
    assert run.repeated == 1
    assert list(Once([ARTICLES[0], copy, copy])) == [ARTICLES[0], copy]


def test_no_file_of_failures_stays_without_any(tmp_path: Path, extraction: Extraction) -> None:
    extract(tmp_path, ARTICLES[:1])
    assert list(files(tmp_path)) == ["records.jsonl"]


def test_what_failed_is_tried_again_and_leaves_its_file(tmp_path: Path, extraction: Extraction) -> None:
    extract(tmp_path)
    extraction.odd = {ARTICLES[4].key}
    extraction.done.clear()
    found = retry(tmp_path)
    assert extraction.done == [ARTICLES[1].key, ARTICLES[4].key]
    assert [type(one) for one in found] == [Record, Failure]
    assert (tmp_path / "records.jsonl").read_text("utf-8").count("\n") == 5
    (row,) = map(json.loads, (tmp_path / "records.failed.jsonl").read_text("utf-8").splitlines())
    assert row["article"]["uri"] == "4.txt"
    extraction.odd.clear()
    retry(tmp_path)
    assert files(tmp_path)["records.failed.jsonl"] == b""
    extraction.done.clear()
    assert [one.article for one in extract(tmp_path)] == ARTICLES
    assert extraction.done == []
    assert list(files(tmp_path)) == ["records.jsonl"]


def test_a_retry_that_is_left_early_loses_nothing(tmp_path: Path, extraction: Extraction) -> None:
    extract(tmp_path)
    extraction.odd.clear()
    before = files(tmp_path)["records.failed.jsonl"]
    with Run(tmp_path / "records.jsonl", failed=tmp_path / "records.failed.jsonl") as run:
        next(run.retry())
    assert files(tmp_path)["records.failed.jsonl"] == before
    extraction.done.clear()
    found = retry(tmp_path)
    assert [one.article for one in found] == [ARTICLES[1], ARTICLES[4]]
    assert extraction.done == [ARTICLES[4].key]
    assert files(tmp_path)["records.failed.jsonl"] == b""
