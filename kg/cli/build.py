"""The command that goes from articles to a loaded store."""

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

import click

from kg.model import Record

_EPILOG = """\b
Example:
  kg build articles/ --into news.kgl
  kg build articles.jsonl --into neo4j://localhost:7687 --jobs 2 --rejected rejected.jsonl --failed failed.jsonl
"""


@click.command(name="build", epilog=_EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--into", required=True, metavar="STORE", help="A file that ends in .kgl, or neo4j://host:7687.")
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1), help="Processes that extract.")
@click.option("--rejected", type=click.Path(path_type=Path), help="File for what the ontology rejects.")
@click.option("--failed", type=click.Path(path_type=Path), help="File for the articles that failed.")
def command(paths: tuple[str, ...], into: str, jobs: int, rejected: Path | None, failed: Path | None) -> None:
    """Read, extract, check and load the articles in PATH... into a STORE.

    Run it again to go on after an interruption: what is loaded is seen and stays as it is. What gives no
    record is named on stderr and the exit status is then 1.
    """
    from kg.checking import check
    from kg.cli._progress import articles_of, shown
    from kg.extraction.pipeline import Failure, extract
    from kg.record import write_articles
    from loaders import open_store
    from loaders.load import load

    problems: list[str] = []
    failures = rejections = 0
    with ExitStack() as stack:
        store = open_store(into, writable=True)
        stack.callback(store.close)
        rejected_file, failed_file = (
            stack.enter_context(path.open("w", encoding="utf-8", newline="\n")) if path else None
            for path in (rejected, failed)
        )

        def records() -> Iterator[Record]:
            nonlocal failures, rejections
            for found in shown(extract(articles_of(paths, problems), jobs=jobs), unit="article"):
                if isinstance(found, Failure):
                    failures += 1
                    click.echo(str(found), err=True)
                    if failed_file:
                        write_articles([found.article], failed_file)
                    continue
                record, out = check(found)
                rejections += len(out)
                for rejection in out:
                    if rejected_file:
                        rejected_file.write(json.dumps(asdict(rejection), ensure_ascii=False) + "\n")
                yield record

        report = load(records(), store)
    click.echo(
        f"{report.new} new, {report.seen} seen, {report.changed} changed, {failures} failed articles; "
        f"{rejections} statements and claims rejected; {report.counters.nodes_created} nodes and "
        f"{report.counters.relationships_created} relationships created",
        err=True,
    )
    sys.exit(1 if failures or problems else 0)
