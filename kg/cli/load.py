"""The command that loads records into a store."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TextIO

import click

from kg.cli._judged import judgements_option
from kg.cli._records import RECORDS
from kg.model import Record

_EPILOG = """\b
Example:
  kg load records.jsonl --into news.kgl
  kg load records.jsonl --into judged.kgl --judgements judgements.tsv
  kg extract articles/ | kg load - --into neo4j://localhost:7687
"""


@click.command(name="load", epilog=_EPILOG)
@click.argument("records", type=RECORDS)
@click.option("--into", required=True, metavar="STORE", help="A file that ends in .kgl, or neo4j://host:7687.")
@judgements_option
def command(records: TextIO, into: str, judged_by: Path | None) -> None:
    """Load RECORDS into a store. Loading the same records again writes nothing.

    With --judgements, entities judged the same become one. What thereby breaks a rule of the ontology, such as a
    claim between two that became one, is left out and named on stderr. A store takes one set of judgements only.

    Neo4j's user, password and database are read from NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE.
    """
    from kg.cli._judged import judgements_of
    from kg.cli._progress import shown
    from kg.judging.apply import judge
    from kg.record import read_records
    from loaders import open_store
    from loaders.load import load

    judgements = judgements_of(judged_by)

    def judged() -> Iterator[Record]:
        for record in shown(read_records(records, name=records.name), unit="record"):
            found, rejections = judge(record, judgements)
            for rejection in rejections:
                click.echo(str(rejection), err=True)
            yield found

    with closing(open_store(into, writable=True)) as store:
        report = load(judged(), store, judgements=judgements.digest)
    click.echo(str(report), err=True)
