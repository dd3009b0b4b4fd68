"""The command line says what it is and lists what it has."""

from click.testing import CliRunner

from kg import __version__
from kg.cli import cli


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
