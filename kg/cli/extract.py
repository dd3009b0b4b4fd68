"""The command that turns articles into records."""

import sys
from pathlib import Path

import click

_EPILOG = """\b
Example:
  kg extract articles/ --out records.jsonl
  kg read feed.xml | kg extract - > records.jsonl
"""


@click.command(name="extract", epilog=_EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--out", type=click.Path(path_type=Path), help="File for the records; standard output if left out.")
@click.option(
    "--failed", type=click.Path(path_type=Path), help="File for the articles that failed, to be tried again."
)
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1), help="Processes that extract.")
def command(paths: tuple[str, ...], out: Path | None, failed: Path | None, jobs: int) -> None:
    """Write a record for each article in PATH... as JSON lines.

    A record holds the entities, statements, claims and times of one article. What gives no article, and
    articles that fail, are named on stderr; the exit status is then 1.
    """
    from kg.cli._progress import articles_of, results, shown
    from kg.extraction.pipeline import Failure, extract
    from kg.record import write_articles, write_records

    failures = 0
    problems: list[str] = []
    articles = articles_of(paths, problems)
    with results(out, sys.stdout) as stream, results(failed) as failed_stream:
        for found in shown(extract(articles, jobs=jobs), unit="article"):
            if isinstance(found, Failure):
                failures += 1
                click.echo(str(found), err=True)
                write_articles([found.article], failed_stream)
            else:
                write_records([found], stream)
    sys.exit(1 if failures or problems else 0)
