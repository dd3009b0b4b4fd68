"""The command that says which articles are copies of which."""

import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import click

_EPILOG = """\b
Example:
  kg copies records.jsonl --out marked.jsonl
  kg copies records.jsonl | kg check - | kg load - --into marked.kgl
"""


@click.command(name="copies", epilog=_EPILOG)
@click.argument("records", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="File for the records; standard output if left out.")
def command(records: Path, out: Path | None) -> None:
    """Pass on RECORDS, each copy of an article with its original.

    A copy has most of its words in common with an earlier article: the same story elsewhere, cut, edited or
    published a day later. What it repeats of its original is one utterance in the graph, for which each of them is
    evidence. RECORDS hold all articles that may be copies of each other; load what is written into a new store.
    """
    from kg.cli._progress import results, shown
    from kg.copies import find_groups, to_sketches
    from kg.originals import find_originals
    from kg.record import RecordFile, write_records

    if out and out.exists() and out.samefile(records):
        raise click.UsageError(f"{out} is what is read; name another file with --out")
    with closing(RecordFile(records)) as file:
        total = len(file)
        sketches = to_sketches(record.article for record in shown(file, unit="record", total=total))
        groups = find_groups(sketches, lambda place: file[place].article.text)
        originals = find_originals(groups, file.__getitem__)
        with results(out, sys.stdout) as stream:
            for place, record in enumerate(shown(file, unit="record", total=total)):
                write_records([replace(record, original=originals.get(place))], stream)
    click.echo(f"{len(originals)} of {total} records are copies of what came before them", err=True)
