"""The command that writes records as RDF."""

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TextIO, cast

import click

_EPILOG = """\b
Example:
  kg export records.jsonl --format nquads --out news.nq
  kg extract articles/ | kg export - --format turtle > news.ttl
"""


@click.command(name="export", epilog=_EPILOG)
@click.argument("records", type=click.File(encoding="utf-8"))
@click.option("--format", "form", type=click.Choice(["turtle", "trig", "nquads", "jsonld"]), required=True)
@click.option("--out", type=click.Path(path_type=Path), help="File to write; standard output if left out.")
def command(records: TextIO, form: str, out: Path | None) -> None:
    """Write RECORDS as RDF, with the characters of each article that they were read from.

    N-Quads and TriG name the graph of each article; N-Quads is written as a stream, in flat memory.
    """
    from kg.cli._progress import shown
    from kg.rdf import Format, write_rdf
    from kg.record import read_records

    with out.open("wb") if out else nullcontext(sys.stdout.buffer) as stream:
        write_rdf(shown(read_records(records, name=records.name), unit="record"), stream, cast(Format, form))
