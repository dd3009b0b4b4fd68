"""From articles to a store in one command: what comes in, what fails, what a second run does."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import cli
from kg.resources import resource_dir
from loaders import Counters, open_store
from loaders.load import prepare

pytestmark = pytest.mark.model
BRIEFING = str(resource_dir("examples") / "briefing.json")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The records for a server are kept in the current folder."""
    monkeypatch.chdir(tmp_path)


def build(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["build", *arguments], catch_exceptions=False)


def test_build_makes_a_store_and_a_second_run_writes_nothing(address: str) -> None:
    first = build(BRIEFING, "--into", address)
    assert first.exit_code == 0
    assert "1 new, 0 seen" in first.stderr
    assert first.stdout == ""
    second = build(BRIEFING, "--into", address)
    assert "0 new, 1 seen" in second.stderr
    assert "0 nodes and 0 relationships created" in second.stderr
    store = open_store(address)
    rows = store.read(
        "MATCH (a:Person)-[r:RULES_OUT {negated: false}]->(t:Topic) RETURN a.name AS actor, t.name AS topic", {}
    )
    store.close()
    assert rows == [{"actor": "Donald Trump", "topic": "ground troops"}]


def test_an_input_without_an_article_is_named_and_the_rest_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes((resource_dir("examples") / "briefing.json").read_bytes())
    (tmp_path / "empty.txt").write_text("", "utf-8")
    result = build(str(tmp_path), "--into", str(tmp_path / "graph.kgl"))
    assert result.exit_code == 1
    assert "empty.txt" in result.stderr
    assert "1 new" in result.stderr


def test_rejections_are_written_with_their_reason(tmp_path: Path) -> None:
    article, rejected = tmp_path / "alps.txt", tmp_path / "rejected.jsonl"
    article.write_text("The police arrested the Alps on Monday, the interior minister told reporters.", "utf-8")
    result = build(str(article), "--into", str(tmp_path / "graph.kgl"), "--rejected", str(rejected))
    rows = [json.loads(line) for line in rejected.read_text("utf-8").splitlines()]
    assert [(row["rule"], row["item"]["predicate"]) for row in rows] == [("arrests-object", "arrests")]
    assert rows[0]["sentence"].startswith("The police arrested the Alps")
    assert rows[0]["mend"]
    assert "1 statements and claims rejected; 0 claims less sure than 0.6 left out" in result.stderr


def test_articles_that_fail_are_kept_with_the_reason_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.extraction.pipeline import make_pipeline

    store, failed = str(tmp_path / "graph.kgl"), tmp_path / "graph.records.failed.jsonl"
    with monkeypatch.context() as patch:
        patch.setattr(make_pipeline(), "max_length", 100)
        result = build(BRIEFING, "--into", store)
        assert result.exit_code == 1
        assert "longer than 100 characters" in result.stderr
        assert f"1 failed; try them again with --retry {failed}" in result.stderr
        assert "longer than 100 characters" in json.loads(failed.read_text("utf-8"))["reason"]
        before = failed.read_bytes()
        assert build("--retry", str(failed), "--into", store).exit_code == 1
        assert failed.read_bytes() == before
    same = build(BRIEFING, "--into", store)
    assert same.exit_code == 1
    assert "0 articles extracted, 0 there already, 1 failed" in same.stderr
    again = build("--retry", str(failed), "--into", store)
    assert again.exit_code == 0
    assert "1 articles extracted, 0 there already, 0 failed" in again.stderr
    assert "1 new" in again.stderr
    assert failed.read_bytes() == b""
    assert build(BRIEFING, "--into", store).exit_code == 0


def test_failed_articles_are_read_like_others_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.extraction.pipeline import make_pipeline

    failed, store = tmp_path / "failed.jsonl", str(tmp_path / "graph.kgl")
    with monkeypatch.context() as patch:
        patch.setattr(make_pipeline(), "max_length", 100)
        build(BRIEFING, "--into", store, "--failed", str(failed))
    again = build(str(failed), "--into", store)
    assert again.exit_code == 0
    assert "1 new" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give either PATH... or --retry FILE"),
        ((BRIEFING, "--retry", BRIEFING), "give either PATH... or --retry FILE"),
        (("--retry", BRIEFING, "--failed", "failed.jsonl"), "leave out --failed"),
        (("--retry", "none.jsonl"), "'none.jsonl' does not exist"),
    ],
)
def test_articles_come_from_one_place(arguments: tuple[str, ...], said: str) -> None:
    result = build(*arguments, "--into", "graph.kgl")
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_file_that_holds_no_records_is_left_alone(tmp_path: Path) -> None:
    from kg.errors import RecordError

    other = tmp_path / "articles.jsonl"
    other.write_text('{"text": "An article."}\n', "utf-8")
    with pytest.raises(RecordError, match=r"articles\.jsonl:1: "):
        build(BRIEFING, "--into", "graph.kgl", "--records", str(other))
    assert other.read_text("utf-8") == '{"text": "An article."}\n'


def test_a_store_prepared_twice_is_written_once(address: str) -> None:
    store = open_store(address, writable=True)
    prepare(store)
    assert prepare(store) == Counters()
    store.close()
