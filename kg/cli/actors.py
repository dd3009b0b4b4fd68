"""The commands that search the index of known actors, and build another."""

from datetime import datetime
from pathlib import Path

import click

_EPILOG = """\b
Example:
  kg actors find merkel --on 2015-06-01
  kg actors build --actors actors.tsv --offices offices.tsv --out actors.sqlite
"""
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(name="actors", epilog=_EPILOG)
def command() -> None:
    """Search the index of known actors, and build another.

    The environment variable KG_ACTORS names the index that every command uses; without it, kg's own is used.
    """


@command.command(epilog="Example: kg actors find merkel --on 2015-06-01")
@click.argument("name")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="Only the offices held on this day, such as 2015-06-01.",
)
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many actors at most."
)
def find(name: str, on: datetime | None, limit: int) -> None:
    """The actors one of whose names holds NAME, with the offices that they held."""
    from kg.extraction.gazetteer import load_index

    index = load_index()
    found = index.search(name, limit)
    for actor in found:
        country = index.actor(actor.country) if actor.country else None
        cells = (actor.qid, actor.name, actor.type, country.name if country else "", ", ".join(actor.aliases))
        click.echo("\t".join(cells).rstrip("\t"))
        for held in index.holdings_of(actor.qid):
            if on is None or held.covers(on.date().isoformat()):
                click.echo(f"\t{held.office}\t{held.start or '?'} to {held.end or 'now'}")
    click.echo(f"{len(found)} actors", err=True)


@command.command(epilog="Example: kg actors build --actors actors.tsv --offices offices.tsv --out actors.sqlite")
@click.option("--actors", type=_FILE, multiple=True, help="Table: qid, name, class, aliases, gender, country, ...")
@click.option(
    "--offices", type=_FILE, multiple=True, help="Table: office, start, end, holder, office qid, country."
)
@click.option("--dump", type=_FILE, help="Wikidata's JSON dump, plain, .gz or .bz2.")
@click.option("--alone", is_flag=True, help="Leave out the actors of the index in use.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file to write.")
def build(actors: tuple[Path, ...], offices: tuple[Path, ...], dump: Path | None, alone: bool, out: Path) -> None:
    """Build an index from tables or a dump, beside the actors of the index in use.

    Of actors with one id, the first counts: those of the tables, then the dump's, then the index's.
    """
    from itertools import chain

    from kg.extraction.gazetteer import load_index
    from kg.gazetteer.dump import Dump, read_dump
    from kg.gazetteer.index import Index, write_index
    from kg.gazetteer.tables import read_actors, read_offices

    if alone and not (actors or offices or dump):
        raise click.UsageError("--alone leaves nothing to build from; give --actors, --offices or --dump")
    read = read_dump(dump) if dump else Dump()
    base = None if alone else load_index()
    known = chain(*map(read_actors, actors), read.actors, base.actors() if base else ())
    held = chain(*map(read_offices, offices), read.holdings, base.all_holdings() if base else ())
    write_index(known, held, out)
    told = f"{out}: {Index(out).size} actors"
    click.echo(f"{told}; {read.broken} broken lines of the dump left out" if dump else told, err=True)
