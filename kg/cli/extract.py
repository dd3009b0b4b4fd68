"""The command that turns articles into records."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from kg.cli._resumed import check_use, failed_option, retry_option
from kg.cli._workers import jobs_option, ray_option
from kg.model import Article

_EPILOG = """\b
Example:
  kg extract articles/ --out records.jsonl
  kg extract --retry records.failed.jsonl --out records.jsonl
  kg read feed.xml | kg extract - > records.jsonl
"""


@click.command(name="extract", epilog=_EPILOG)
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("--out", type=click.Path(path_type=Path), help="File for the records; standard output if left out.")
@failed_option
@retry_option
@jobs_option
@ray_option
def command(
    paths: tuple[str, ...],
    out: Path | None,
    failed: Path | None,
    retry: Path | None,
    jobs: int | None,
    ray: str | None,
) -> None:
    """Write a record for each article in PATH... as JSON lines.

    A record holds the entities, statements, claims and times of one article. What gives no article, and
    articles that fail, are named on stderr; the exit status is then 1.

    With --out, run it again to go on after an interruption: an article whose record is in the file, or that
    failed, is not extracted again. Remove the file to extract all anew.
    """
    from kg.cli._progress import articles_of

    check_use(paths, failed, retry)
    problems: list[str] = []
    articles = None if retry else articles_of(paths, problems)
    if out and (out.is_file() or not out.exists()):
        failures = _keep(articles, out, retry or failed, jobs=jobs, ray=ray)
    elif articles:
        failures = _stream(articles, out, failed, jobs=jobs, ray=ray)
    else:
        raise click.UsageError("--retry adds to a file of records; name it with --out")
    sys.exit(1 if failures or problems else 0)


def _keep(
    articles: Iterator[Article] | None, out: Path, failed: Path | None, *, jobs: int | None, ray: str | None
) -> int:
    """Extract into a file that the next run goes on from, and return how many articles failed."""
    from kg.cli._resumed import found_by, summary
    from kg.runs import Run

    with Run(out, failed=failed) as run:
        for _ in found_by(run, articles, jobs=jobs, ray=ray):
            pass
        click.echo(summary(run), err=True)
    return run.failed


def _stream(
    articles: Iterator[Article], out: Path | None, failed: Path | None, *, jobs: int | None, ray: str | None
) -> int:
    """Extract into a stream, which nothing can be read back from, and return how many articles failed."""
    from kg.cli._progress import results, shown
    from kg.extraction.pipeline import extract
    from kg.model import Failure
    from kg.record import failure_to_json, write_records
    from kg.runs import Once

    failures = 0
    with results(out, sys.stdout) as stream, results(failed) as failed_stream:
        for found in shown(extract(Once(articles), jobs=jobs, ray=ray), unit="article"):
            if isinstance(found, Failure):
                failures += 1
                click.echo(str(found), err=True)
                failed_stream.write(failure_to_json(found) + "\n")
            else:
                write_records([found], stream)
    return failures
