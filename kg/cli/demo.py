"""The command that shows the whole way on the example that ships."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.model import Claim, Failure, Record, Statement
from kg.printable import to_line

if TYPE_CHECKING:
    from loaders import Store

_EPILOG = """\b
Example:
  kg demo
  kg demo --out picture/
"""


@click.command(name="demo", epilog=_EPILOG)
@click.option(
    "--out",
    default=Path("kg-demo"),
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder to write to.",
)
def command(out: Path) -> None:
    """Build the graph of the article that ships, print what it says, and draw it.

    Nothing is downloaded and no server is needed. The folder then holds the records, the store and two
    pictures.
    """
    from kg.checking import check
    from kg.cli._progress import articles_of
    from kg.extraction.pipeline import extract
    from kg.record import write_records
    from kg.resources import resource_dir
    from kg.view.network import read_network
    from kg.view.write import write_view
    from loaders import open_store
    from loaders.load import load

    example = resource_dir("examples") / "briefing.json"
    out.mkdir(parents=True, exist_ok=True)
    records = []
    for found in extract(articles_of([str(example)], [])):
        if isinstance(found, Failure):
            raise click.ClickException(str(found))
        records.append(check(found)[0])
    with (out / "records.jsonl").open("w", encoding="utf-8", newline="\n") as stream:
        write_records(records, stream)
    for record in records:
        _tell(record)

    address = str(out / "briefing.kgl")
    with closing(open_store(address, writable=True)) as store:
        load(records, store)
        _ask(store)
        network = read_network(store.read)
    for name in ("network.html", "network.png"):
        write_view(network, out / name)
    click.echo(f"""
Written to {out}/: records.jsonl, briefing.kgl, network.html (open it in a browser), network.png

What next:
  kg query --list
  kg query positions --param actor=Trump --from {address}
  kg build YOUR_ARTICLES/ --into news.kgl
  kg view --from news.kgl --out news.html""")


def _tell(record: Record) -> None:
    """The statements and claims of ``record``, each beside the words that it was read from."""
    names = {entity.id: to_line(entity.name) for entity in record.entities}
    click.secho(f"{to_line(record.article.title or record.article.uri or record.article.id)}\n", bold=True)
    click.secho("Statements", bold=True)
    for statement in record.statements:
        click.echo(f"  {_statement(statement, names)}")
        click.echo(f"      {_words(record, *statement.source, *statement.cue, *statement.content)}")
    click.secho("\nClaims", bold=True)
    for claim in record.claims:
        click.echo(f"  {_claim(claim, names)}")
        click.echo(f"      {_words(record, *claim.evidence)}")


def _statement(statement: Statement, names: dict[str, str]) -> str:
    speaker = names[statement.speaker] if statement.speaker else "(no named source)"
    principal = f", on behalf of {names[statement.on_behalf_of]}" if statement.on_behalf_of else ""
    return f"{speaker} · {statement.act} · {statement.form}{principal}"


def _claim(claim: Claim, names: dict[str, str]) -> str:
    marks = [*(["negated"] if claim.negated else []), *([] if claim.modality == "asserted" else [claim.modality])]
    shown = f"  [{', '.join(marks)}]" if marks else ""
    return f"{names[claim.subject]} -{claim.predicate}-> {names[claim.object]}{shown}"


def _words(record: Record, *spans: tuple[int, int]) -> str:
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    return click.style(to_line(record.article.text[start:end]), dim=True)


def _ask(store: "Store") -> None:
    """Answer the questions that lie beside the example."""
    from kg.cli.query import show
    from kg.lexicon import read_rows
    from kg.queries import bind, find_query
    from kg.resources import resource_dir

    for (name, given), _ in read_rows(resource_dir("examples") / "questions.tsv", 2):
        query = find_query(name)
        click.secho(f"\n{query.question}  (kg query {name})", bold=True)
        show(store.read(query.cypher, bind(query, dict(pair.split("=", 1) for pair in given.split()))))
