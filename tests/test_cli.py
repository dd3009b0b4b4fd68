"""The command line says what it is and lists what it has."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from records import briefing

from kg import __version__
from kg.cli import cli
from kg.errors import RecordError
from kg.record import to_json


def test_help_and_version_answer() -> None:
    assert "graph of political statements" in CliRunner().invoke(cli, ["--help"]).output
    assert CliRunner().invoke(cli, ["--version"]).output == f"kg, version {__version__}\n"


def test_unknown_command_is_wrong_use() -> None:
    result = CliRunner().invoke(cli, ["nonsense"])
    assert result.exit_code == 2
    assert "No such command 'nonsense'" in result.output


def test_every_command_has_help() -> None:
    for name in cli.list_commands(None):  # type: ignore[arg-type]
        result = CliRunner().invoke(cli, [name, "--help"])
        assert result.exit_code == 0, name
        assert result.output.count("\n") > 3, name


@pytest.mark.parametrize(
    "command",
    [
        ("check", "R"),
        ("load", "R", "--into", "R.kgl"),
        ("export", "R", "--format", "nquads"),
        ("judge", "R", "--judgements", "R.tsv", "--list"),
    ],
    ids=lambda command: command[0],
)
def test_a_byte_of_records_that_is_no_utf8_is_told_with_its_line(command: tuple[str, ...], tmp_path: Path) -> None:
    records, line = tmp_path / "records.jsonl", to_json(briefing()).encode()
    records.write_bytes(line + b"\n" + line.replace(b"Duarte", b"Duart\xe9") + b"\n" + line + b"\n")
    result = CliRunner().invoke(cli, [word.replace("R", str(records)) for word in command])
    assert isinstance(result.exception, RecordError)
    assert str(result.exception).startswith(f"{records}:2: not JSON (a byte that is no UTF-8")
