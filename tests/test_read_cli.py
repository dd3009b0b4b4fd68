"""`kg read` writes articles on stdout, problems on stderr, and tells by its status if all went well."""

import json
from pathlib import Path

from click.testing import CliRunner

from kg.cli.read import command
from kg.reading import MAX_CHARS

FIXTURES = Path(__file__).parent / "fixtures" / "read"


def test_articles_go_to_stdout_and_exit_is_zero() -> None:
    result = CliRunner().invoke(command, [str(FIXTURES / "wire.txt")])
    assert result.exit_code == 0
    row = json.loads(result.stdout)
    assert row["text"] == (FIXTURES / "wire.txt").read_text("utf-8")
    assert row["dateline"] == "OSLO"
    assert result.stderr == ""


def test_problems_go_to_stderr_and_exit_is_one() -> None:
    path = FIXTURES / "articles.jsonl"
    result = CliRunner().invoke(command, [str(path)])
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 3
    assert [line.split(": ")[0] for line in result.stderr.splitlines()] == [f"{path}:{n}" for n in (2, 4, 6, 7)]


def test_what_is_written_is_read_again_equal() -> None:
    once = CliRunner().invoke(command, [str(FIXTURES / "page.html"), str(FIXTURES / "rss.xml")]).stdout
    again = CliRunner().invoke(command, ["-"], input=once)
    assert again.exit_code == 0
    assert again.stdout == once


def test_limits_are_options() -> None:
    path = str(FIXTURES / "wire.txt")
    assert "huge" not in CliRunner().invoke(command, [path]).output
    result = CliRunner().invoke(command, [path, "--max-chars", "20"])
    assert result.exit_code == 1
    assert "is a book" in result.stderr
    assert CliRunner().invoke(command, [path, "--language", "fr"]).exit_code == 1


def test_no_path_is_wrong_use() -> None:
    assert CliRunner().invoke(command, []).exit_code == 2


def test_help_tells_the_limit_of_the_library() -> None:
    assert str(MAX_CHARS) in CliRunner().invoke(command, ["--help"]).output
