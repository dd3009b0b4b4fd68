"""The command that shows how actors relate."""

from contextlib import closing
from pathlib import Path

import click

_EPILOG = """\b
Example:
  kg view --from news.kgl --out network.png
  kg view --from news.kgl --actor Trump --since 2025-01-01 --out trump.html
"""


@click.command(name="view", epilog=_EPILOG)
@click.option("--from", "address", required=True, metavar="STORE", help="A .kgl file, or neo4j://host:7687.")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="A .html, .png, .svg, .gexf or .graphml file."
)
@click.option("--actor", default="", help="Only edges of actors whose name holds this.")
@click.option("--topic", default="", help="Only edges to topics whose name holds this.")
@click.option("--since", default="", help="Only what was said or published from this day on (YYYY-MM-DD).")
def command(address: str, out: Path, actor: str, topic: str, since: str) -> None:
    """Write a picture of a STORE's network: a page to explore, a drawing, or a file for other programs."""
    from kg.view.network import read_network
    from kg.view.write import write_view
    from loaders import open_store

    with closing(open_store(address)) as store:
        network = read_network(store.read, actor=actor, topic=topic, since=since)
    write_view(network, out)
    click.echo(f"{out}: {len(network.nodes)} nodes, {len(network.edges)} edges", err=True)
