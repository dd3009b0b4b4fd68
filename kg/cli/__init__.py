"""The command line: a command a file, loaded only when it is called, so that `kg --help` stays quick."""

import importlib
import sys
from pathlib import Path

import click

from kg import __version__
from kg.errors import KGError


class CommandFolder(click.Group):
    """A group whose commands are the modules of this folder; each module holds `command` and a docstring."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, sorted."""
        return sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command called ``cmd_name``, None if there is none."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(f"{__name__}.{cmd_name}").command
        return command


@click.command(cls=CommandFolder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """Turn news into a graph of political statements."""


def main() -> None:
    """Run the command line; an expected failure is one line on stderr and exit status 2."""
    try:
        cli()
    except (KGError, OSError) as error:  # no room, no permission, no such folder
        click.echo(f"kg: {error}", err=True)
        sys.exit(2)
