"""The command that lets records through as far as the ontology does."""

import sys
from pathlib import Path
from typing import TextIO

import click

from kg.cli._confident import confidence_option
from kg.cli._records import RECORDS

_EPILOG = """\b
Example:
  kg check records.jsonl --rejected rejected.jsonl > checked.jsonl
  kg check records.jsonl --min-confidence 0.8 --rejected unsure.jsonl > sure.jsonl
  kg extract articles/ | kg check - | kg load - --into news.kgl
"""


@click.command(name="check", epilog=_EPILOG)
@click.argument("records", type=RECORDS)
@click.option(
    "--rejected", type=click.Path(path_type=Path), help="File for the rejections; standard error if left out."
)
@confidence_option
def command(records: TextIO, rejected: Path | None, min_confidence: float) -> None:
    """Pass on RECORDS without the statements and claims that break a rule of the ontology.

    Each rejection names the rule, the sentence, the characters and what would mend it, and holds what
    was rejected. Claims that are less sure than asked for are only counted, unless a file takes them.
    """
    from kg.checking import UNSURE, check, write_rejections
    from kg.cli._progress import results, shown
    from kg.record import read_records, write_records

    broken = unsure = 0
    with results(rejected) as stream:
        for record in shown(read_records(records, name=records.name), unit="record"):
            accepted, rejections = check(record, min_confidence=min_confidence)
            write_records([accepted], sys.stdout)
            write_rejections(rejections, stream)
            for rejection in rejections:
                unsure += rejection.rule == UNSURE
                broken += rejection.rule != UNSURE
                if not rejected and rejection.rule != UNSURE:
                    click.echo(str(rejection), err=True)
    click.echo(f"{broken} rejected; {unsure} claims less sure than {min_confidence:g} left out", err=True)
