"""The command that goes from articles to a loaded store."""

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click

from kg.cli._confident import confidence_option
from kg.cli._judged import judgements_option
from kg.model import Record

_EPILOG = """\b
Example:
  kg build articles/ --into news.kgl
  kg build articles/ --into judged.kgl --judgements judgements.tsv
  kg build articles.jsonl --into neo4j://localhost:7687 --jobs 2 --rejected rejected.jsonl --failed failed.jsonl
"""


@click.command(name="build", epilog=_EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--into", required=True, metavar="STORE", help="A file that ends in .kgl, or neo4j://host:7687.")
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1), help="Processes that extract.")
@judgements_option
@confidence_option
@click.option("--rejected", type=click.Path(path_type=Path), help="File for what the ontology rejects.")
@click.option("--failed", type=click.Path(path_type=Path), help="File for the articles that failed.")
def command(
    paths: tuple[str, ...],
    into: str,
    jobs: int,
    judged_by: Path | None,
    min_confidence: float,
    rejected: Path | None,
    failed: Path | None,
) -> None:
    """Read, extract, check and load the articles in PATH... into a STORE.

    Run it again to go on after an interruption: what is loaded is seen and stays as it is. What gives no
    record is named on stderr and the exit status is then 1.
    """
    from kg.checking import check, write_rejections
    from kg.cli._judged import judgements_of
    from kg.cli._progress import articles_of, results, shown
    from kg.extraction.pipeline import Failure, extract
    from kg.judging.apply import judge
    from kg.record import write_articles
    from loaders import open_store
    from loaders.load import load

    judgements = judgements_of(judged_by)
    problems: list[str] = []
    failures = rejections = 0
    with (
        closing(open_store(into, writable=True)) as store,
        results(rejected) as rejected_stream,
        results(failed) as failed_stream,
    ):

        def records() -> Iterator[Record]:
            nonlocal failures, rejections
            for found in shown(extract(articles_of(paths, problems), jobs=jobs), unit="article"):
                if isinstance(found, Failure):
                    failures += 1
                    click.echo(str(found), err=True)
                    write_articles([found.article], failed_stream)
                else:
                    checked, before = check(found, min_confidence=min_confidence)
                    record, after = judge(checked, judgements)
                    out = (*before, *after)
                    rejections += len(out)
                    write_rejections(out, rejected_stream)
                    yield record

        report = load(records(), store, judgements=judgements.digest)
    click.echo(f"{report}; {failures} articles failed, {rejections} statements and claims rejected", err=True)
    sys.exit(1 if failures or problems else 0)
