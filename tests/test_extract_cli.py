"""`kg extract`: the same bytes to a stream, to a file, and to a file in two goes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import cli

pytestmark = pytest.mark.model
TEXTS = [f"Minister Ana Duarte ruled out new taxes. This is note {n}." for n in range(4)]


def extract(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["extract", *arguments], catch_exceptions=False)


def write(path: Path, texts: list[str]) -> str:
    path.write_text("".join(json.dumps({"text": text, "url": text[-3:]}) + "\n" for text in texts), "utf-8")
    return str(path)


def test_a_file_gets_what_a_stream_gets_in_one_go_or_two(tmp_path: Path) -> None:
    half, all_of_them = write(tmp_path / "a.jsonl", TEXTS[:2]), write(tmp_path / "b.jsonl", [*TEXTS, TEXTS[0]])
    stream = extract(all_of_them)
    assert stream.stdout.count("\n") == 4
    assert stream.stderr == ""
    out = tmp_path / "records.jsonl"
    extract(half, "--out", str(out))
    result = extract(all_of_them, "--out", str(out))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "2 articles extracted, 2 there already, 0 failed; 1 given again and left out" in result.stderr
    assert out.read_bytes() == stream.stdout_bytes
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "b.jsonl", "records.jsonl"]


def test_what_is_no_file_is_written_as_a_stream(tmp_path: Path) -> None:
    assert extract(write(tmp_path / "a.jsonl", TEXTS[:1]), "--out", "/dev/null").exit_code == 0
    failed = write(tmp_path / "failed.jsonl", TEXTS[:1])
    for arguments in (("--retry", failed), ("--retry", failed, "--out", "/dev/null")):
        result = extract(*arguments)
        assert result.exit_code == 2
        assert "name it with --out" in result.stderr
