"""The commands that search the index of known actors, build another, and code phrases by it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import click

_EPILOG = """\b
Example:
  kg actors find merkel --on 2015-06-01
  kg actors code "French soldiers" "retired vice president"
  kg actors build --actors actors.tsv --offices offices.tsv --out actors.sqlite
"""
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(name="actors", epilog=_EPILOG)
def command() -> None:
    """Search the index of known actors, code phrases by it, and build another.

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


@command.command(epilog='Example: kg actors code "French soldiers" "retired vice president" --country USA')
@click.argument("phrases", nargs=-1, required=True, metavar="PHRASE...")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="The day of which it is said, such as 2015-06-01: whose office was over by then is of the elites.",
)
@click.option(
    "--country",
    metavar="CODE",
    default="",
    help="Country of the phrases that tell none, by its ISO 3166-1 alpha-3 code.",
)
def code(phrases: tuple[str, ...], on: datetime | None, country: str) -> None:
    """Tell the country and the role in politics of each PHRASE that stands for an actor; `-` reads lines.

    Prints phrase, country (ISO 3166-1 alpha-3, or UNO, EUR, IGO), role (a code of PLOVER), the role in words, and
    the Wikidata ids of the country and of the actor that is named, apart by tabs.
    """
    from kg.extraction.gazetteer import load_index
    from kg.gazetteer.phrases import code_actor
    from kg.gazetteer.roles import roles
    from kg.gazetteer.states import qids

    if country and country not in qids():
        raise click.BadParameter(f"{country!r} is no ISO 3166-1 alpha-3 code such as FRA", param_hint="--country")
    index = load_index()
    day = on.date().isoformat() if on else ""
    for phrase in _lines(phrases):
        found = code_actor(phrase, index, on=day, country=country)
        label = roles()[found.role].label if found.role else ""
        click.echo("\t".join((phrase, found.country, found.role, label, found.country_qid, found.actor)))


def _lines(phrases: tuple[str, ...]) -> Iterator[str]:
    """The phrases, those of stdin in place of ``-``, with single blanks; none for an empty line."""
    for phrase in phrases:
        lines: Iterable[str] = click.open_file("-", encoding="utf-8") if phrase == "-" else [phrase]
        yield from filter(None, (" ".join(line.split()) for line in lines))


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
