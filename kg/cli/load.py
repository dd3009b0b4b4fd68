"""The command that loads records into a store."""

from contextlib import closing
from typing import TextIO

import click

_EPILOG = """\b
Example:
  kg load records.jsonl --into news.kgl
  kg extract articles/ | kg load - --into neo4j://localhost:7687
"""


@click.command(name="load", epilog=_EPILOG)
@click.argument("records", type=click.File(encoding="utf-8"))
@click.option("--into", required=True, metavar="STORE", help="A file that ends in .kgl, or neo4j://host:7687.")
def command(records: TextIO, into: str) -> None:
    """Load RECORDS into a store. Loading the same records again writes nothing.

    Neo4j's user, password and database are read from NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE.
    """
    from kg.cli._progress import shown
    from kg.record import read_records
    from loaders import open_store
    from loaders.load import load

    with closing(open_store(into, writable=True)) as store:
        report = load(shown(read_records(records, name=records.name), unit="record"), store)
    click.echo(str(report), err=True)
