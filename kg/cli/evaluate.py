"""The command that scores kg on the public suites."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.model import Failure, Record

_EPILOG = """\b
Example:
  kg evaluate attribution --data ../shared/data
  kg evaluate --data ../shared/data --scorers ../shared/bench
"""


@click.command(name="evaluate", epilog=_EPILOG)
@click.argument("suites", nargs=-1, metavar="[SUITE]...")
@click.option(
    "--data",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the suites' gold data.",
)
@click.option(
    "--scorers",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the scorers; by default bench/ beside --data.",
)
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1), help="Processes that extract.")
def command(suites: tuple[str, ...], data: Path, scorers: Path | None, jobs: int) -> None:
    """Score kg on SUITE..., by default on all, and print the figures as a table."""
    from kg.cli._progress import shown
    from kg.errors import QueryError
    from kg.evaluate import SUITES, evaluate, to_table
    from kg.extraction.pipeline import extract

    unknown = sorted(set(suites) - {suite.name for suite in SUITES})
    if unknown:
        raise QueryError(f"no suite {', '.join(unknown)}; there are {', '.join(suite.name for suite in SUITES)}")
    for suite in SUITES:
        if suites and suite.name not in suites:
            continue
        figures = evaluate(
            suite,
            data=data,
            scorers=scorers or data.parent / "bench",
            extract=lambda articles: _records(shown(extract(articles, jobs=jobs), unit="article")),
        )
        click.echo(to_table(figures))


def _records(found: "Iterable[Record | Failure]") -> "Iterator[Record]":
    """The records; a failure is told on stderr and counts as an article in which nothing was found."""
    from kg.model import Record

    for one in found:
        if isinstance(one, Record):
            yield one
        else:
            click.echo(str(one), err=True)
