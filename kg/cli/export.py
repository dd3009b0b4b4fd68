"""The command that writes records, or a store, as RDF."""

import sys
from collections.abc import Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

if TYPE_CHECKING:
    from kg.graph import Graph

_EPILOG = """\b
Example:
  kg export records.jsonl --format nquads --out news.nq
  kg export news.kgl --format trig --out news.trig
  kg extract articles/ | kg export - --format turtle > news.ttl
"""


@click.command(name="export", epilog=_EPILOG)
@click.argument("source", metavar="RECORDS-OR-STORE")
@click.option("--format", "form", type=click.Choice(["turtle", "trig", "nquads", "jsonld"]), required=True)
@click.option("--out", type=click.Path(path_type=Path), help="File to write; standard output if left out.")
def command(source: str, form: str, out: Path | None) -> None:
    """Write records or a store as RDF, with the characters of each article that they were read from.

    N-Quads and TriG name the graph of each article; N-Quads is written as a stream, in flat memory.
    """
    from kg.cli._progress import shown
    from kg.rdf import Format, write_rdf

    with out.open("wb") if out else nullcontext(sys.stdout.buffer) as stream:
        write_rdf(shown(_graphs(source), unit="article"), stream, cast(Format, form))


def _graphs(source: str) -> "Iterator[Graph]":
    """The graph of each record, or of each article in the store, that ``source`` names."""
    from kg.cli._records import open_records
    from kg.graph import to_graph
    from kg.record import read_records
    from loaders import is_store, open_store
    from loaders.read import read_graphs

    if is_store(source):
        with closing(open_store(source)) as store:
            yield from read_graphs(store)
    else:
        with open_records(source) as stream:
            for record in read_records(stream, name=source):
                yield to_graph([record])
