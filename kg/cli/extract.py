"""The command that turns articles into records."""

import sys
from contextlib import nullcontext
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
    from kg.cli._progress import articles_of, shown
    from kg.extraction.pipeline import Failure, extract
    from kg.record import write_articles, write_records

    failures: list[Failure] = []
    problems: list[str] = []
    articles = articles_of(paths, problems)
    with out.open("w", encoding="utf-8", newline="\n") if out else nullcontext(sys.stdout) as stream:
        for found in shown(extract(articles, jobs=jobs), unit="article"):
            if isinstance(found, Failure):
                failures.append(found)
                click.echo(str(found), err=True)
            else:
                write_records([found], stream)
    if failed and failures:
        with failed.open("w", encoding="utf-8", newline="\n") as stream:
            write_articles((failure.article for failure in failures), stream)
    sys.exit(1 if failures or problems else 0)
