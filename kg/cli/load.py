"""The command that loads records into a store."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TextIO

import click

from kg.cli._judged import judgements_option
from kg.cli._records import RECORDS
from kg.cli._report import report_option
from kg.errors import StoreError
from kg.model import Record

_EPILOG = """\b
Example:
  kg load records.jsonl --into news.kgl
  kg load records.jsonl --into judged.kgl --judgements judgements.tsv
  kg load --delete-article https://example.org/briefing --into news.kgl
  kg extract articles/ | kg load - --into neo4j://localhost:7687
"""


@click.command(name="load", epilog=_EPILOG)
@click.argument("records", type=RECORDS, required=False)
@click.option("--into", required=True, metavar="STORE", help="A file that ends in .kgl, or neo4j://host:7687.")
@judgements_option
@report_option
@click.option(
    "--delete-article",
    "deleted",
    metavar="ID-OR-URI",
    help="Instead of RECORDS: take this article out of the store, with what it alone supports.",
)
def command(
    records: TextIO | None, into: str, judged_by: Path | None, report_to: Path | None, deleted: str | None
) -> None:
    """Load RECORDS into a store. Loading the same records again writes nothing.

    With --judgements, entities judged the same become one. What thereby breaks a rule of the ontology, such as a
    claim between two that became one, is left out and named on stderr. A store takes one set of judgements only.

    Several loads may run into one Neo4j server at once. Its user, password and database are read from
    NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE.
    """
    if (records is None) == (deleted is None):
        raise click.UsageError("give either RECORDS or --delete-article")
    if records:
        _load(records, into, judged_by, report_to)
    elif deleted:
        _delete(deleted, into)


def _load(records: TextIO, into: str, judged_by: Path | None, report_to: Path | None) -> None:
    from kg.cli._judged import judgements_of
    from kg.cli._progress import shown
    from kg.cli._report import tell
    from kg.judging.apply import judge
    from kg.record import read_records
    from loaders import open_store
    from loaders.load import load

    judgements = judgements_of(judged_by)
    rejected = 0

    def judged() -> Iterator[Record]:
        nonlocal rejected
        for record in shown(read_records(records, name=records.name), unit="record"):
            found, rejections = judge(record, judgements)
            rejected += len(rejections)
            for rejection in rejections:
                click.echo(str(rejection), err=True)
            yield found

    with closing(open_store(into, writable=True)) as store:
        report = load(judged(), store, judgements=judgements.digest)
    click.echo(tell(report, rejected=rejected, to=report_to), err=True)


def _delete(article: str, into: str) -> None:
    from loaders import open_store
    from loaders.delete import delete_article

    with closing(open_store(into, writable=True)) as store:
        report = delete_article(article, store)
    if not report.articles:
        raise StoreError(f"{into}: has no article of the id or address {article}; nothing was deleted")
    click.echo(str(report), err=True)
