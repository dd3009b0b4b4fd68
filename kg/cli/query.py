"""The command that asks a store: named queries, or the user's own Cypher."""

import csv
import json
import sys
from collections.abc import Sequence
from contextlib import closing

import click

from kg.printable import to_line

_EPILOG = """\b
Example:
  kg query --list
  kg query positions --param actor=Trump --from news.kgl
  kg query --cypher 'MATCH (a:Actor) RETURN a.name AS name ORDER BY name LIMIT 5' --from news.kgl --format csv
"""


@click.command(name="query", epilog=_EPILOG)
@click.argument("name", required=False)
@click.option(
    "--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of the query; may be repeated."
)
@click.option("--from", "address", metavar="STORE", help="A file that ends in .kgl, or neo4j://host:7687.")
@click.option("--cypher", metavar="TEXT", help="Own Cypher instead of a named query.")
@click.option("--write", is_flag=True, help="Let own Cypher write.")
@click.option("--list", "list_them", is_flag=True, help="Show the named queries and what they take.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
def command(
    name: str | None,
    params: tuple[str, ...],
    address: str | None,
    cypher: str | None,
    write: bool,
    list_them: bool,
    form: str,
) -> None:
    """Ask a STORE the query called NAME, or own --cypher, and print the rows."""
    from kg.queries import bind, find_query, load_queries
    from loaders import open_store

    if list_them:
        for query in load_queries().values():
            takes = " ".join(f"{p.name}={p.default if p.default is not None else '...'}" for p in query.parameters)
            click.echo(f"{query.name:<22} {query.question}  {takes}".rstrip())
        return
    if address is None or (name is None) == (cypher is None):
        raise click.UsageError("give --from STORE, and either a NAME (see --list) or --cypher")
    given = dict(_pair(text) for text in params)
    values: dict[str, object] = dict(given)
    if name:
        query = find_query(name)
        cypher, values = query.cypher, bind(query, given)
    text = cypher or ""
    with closing(open_store(address, writable=write)) as store:
        if write and not name:
            click.echo(str(store.write(text, values)), err=True)
        else:
            show(store.read(text, values), form)


def show(rows: Sequence[dict[str, object]], form: str = "table") -> None:
    """Print ``rows`` as an aligned table, JSON lines or CSV."""
    if form == "json":
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False, default=str))
        return
    names = list(rows[0]) if rows else []
    if form == "csv":
        writer = csv.DictWriter(sys.stdout, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return
    cells = [names, *([_cell(row[name]) for name in names] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(names))]
    for line in cells if rows else []:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
    click.echo(f"{len(rows)} rows", err=True)


def _cell(value: object, longest: int = 70) -> str:
    text = to_line(str("" if value is None else value))
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise click.BadParameter(f"{text!r} is not NAME=VALUE", param_hint="--param")
    return name, value
