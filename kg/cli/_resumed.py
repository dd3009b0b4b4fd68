"""What the commands that go on where they stopped share: their options, and what they tell of a run."""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.model import Article, Failure, Record
    from kg.runs import Run

failed_option = click.option(
    "--failed",
    type=click.Path(path_type=Path),
    help="File for the articles that failed, with the reason; by default beside the records.",
)
retry_option = click.option(
    "--retry",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Instead of a PATH: try the articles of this file of failed ones again; what now succeeds leaves it.",
)


def check_use(paths: tuple[str, ...], failed: Path | None, retry: Path | None) -> None:
    """Raise UsageError unless there is one source of articles, and one place for those that fail."""
    if bool(paths) == bool(retry):
        raise click.UsageError("give either PATH... or --retry FILE")
    if failed and retry:
        raise click.UsageError("what fails again stays in the file of --retry; leave out --failed")


def found_by(
    run: "Run", articles: "Iterator[Article] | None", *, jobs: int | None, ray: str | None
) -> "Generator[Record | Failure, None, None]":
    """What ``run`` makes of ``articles``, or without any of those that failed; failures are told on stderr."""
    from kg.cli._progress import shown
    from kg.model import Failure

    for journal in (run.records, run.failures):
        if journal.cut:
            what = f"the last line was cut off; its {journal.cut} bytes are removed"
            click.echo(f"{journal.path}: {what}", err=True)
    found = run.retry(jobs=jobs, ray=ray) if articles is None else run.extract(articles, jobs=jobs, ray=ray)
    for one in shown(found, unit="article"):
        if isinstance(one, Failure):
            click.echo(str(one), err=True)
        yield one


def summary(run: "Run") -> str:
    """What ``run`` did, in a line."""
    parts = [f"{run.made} articles extracted, {run.there - run.made} there already, {run.failed} failed"]
    if run.repeated:
        parts.append(f"{run.repeated} given again and left out")
    if run.failed:
        parts.append(f"try them again with --retry {run.failures.path}")
    return "; ".join(parts)
