"""Writes the pages made from the program itself: commands.md, constructions.md, queries.md and ontology.md.

    python docs/generate.py

A test compares the pages with what this gives.
"""

from collections.abc import Iterator
from pathlib import Path

import click

from kg.checking import check
from kg.cli import cli
from kg.extraction.pipeline import extract_article
from kg.model import Article, Claim, Record
from kg.ontology import load_ontology
from kg.queries import Query, load_queries
from kg.reading import read
from kg.reference import to_page

HERE = Path(__file__).parent
COMMANDS = """\
# Commands

Data goes to stdout, words and progress to stderr; `-` is a stream. The exit status is 0 when all is done, 1 when
some articles or records failed (each is named), and 2 when it was used wrongly. A STORE is a file that ends in
`.kgl`, or `neo4j://host:7687` with `NEO4J_USERNAME`, `NEO4J_PASSWORD` and `NEO4J_DATABASE`.

## Runs that go on

`kg extract --out FILE` and `kg build` keep each record in a file as soon as it is made, and read that file back
when they start. Whatever ended a run (Ctrl-C, a kill, a power cut, a full disk), the same command goes on: no
article is lost, none comes twice, none in the file is extracted again. Files and graph end up as those of a run
that nothing ended, whatever `--jobs` is. With several processes, the articles that they had in hand are done
again.

- The records are in the FILE of `kg extract --out`. `kg build --into news.kgl` keeps them in `news.records.jsonl`,
  for a server in `neo4j.records.jsonl` in the current folder, or where `--records` says.
- Articles that fail are kept with the reason in `records.failed.jsonl` beside `records.jsonl`, or where `--failed`
  says. The same command does not try them again; `--retry FILE` instead of a PATH does, and what now gives a
  record leaves the file.
- An article is known by all that was read of it, its text, address, title, outlet and day: when it comes again it
  gives no second record. The same text from elsewhere is another article.
- A last line that is not whole is cut off, and told. A file of anything else is refused and stays as it is.
- Records stay when kg or the index of actors changes. To extract anew, remove the file or name another.
- `kg build` goes through the records of all its articles again, and the store takes what it does not have yet.
- With `--jobs 2` or more, an article that ends its process, by a crash or for want of memory, fails alone; with
  one process it ends the run.
"""
QUERIES = """\
# Named queries

Each is a file in `queries/`; `kg query --list` shows them. They give equal rows on both stores. With `--cypher`
it runs your own, read-only unless `--write`. The embedded store takes the Cypher that is used here: MATCH,
OPTIONAL MATCH, WHERE, WITH, UNWIND, RETURN, ORDER BY, LIMIT, MERGE, SET, and the usual functions.
"""


CONSTRUCTIONS = """\
# Constructions

Ten short articles (`examples/constructions/`), each with a way of saying things that is easy to get wrong, beside
what of them gets into the graph (`kg build`), mistakes too.
"""
HEAD = ("| subject | predicate | object | how | said by |", "|---|---|---|---|---|")


def find_commands(context: click.Context) -> Iterator[click.Context]:
    """The context of every command below the group of ``context``."""
    group = context.command
    if isinstance(group, click.Group):
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            if command is not None:
                inner = click.Context(command, parent=context, info_name=name)
                yield inner
                yield from find_commands(inner)


def commands_page() -> str:
    """The help of every command."""
    lines = [COMMANDS]
    top = click.Context(cli, info_name="kg", **cli.context_settings)
    for context in find_commands(top):
        lines += [f"## {context.command_path}", "", "```text", context.get_help().rstrip(), "```", ""]
    return "\n".join(lines)


def queries_page() -> str:
    """Every named query: question, parameters, example and Cypher."""
    lines = [QUERIES]
    for query in load_queries().values():
        lines += [*_query(query), ""]
    return "\n".join(lines)


def _query(query: Query) -> Iterator[str]:
    yield from (f"## {query.name}", "", query.question, "", query.note, "")
    for parameter in query.parameters:
        default = f", {parameter.default} if left out" if parameter.default is not None else ""
        yield f"- `{parameter.name}` ({parameter.type}{default}): {parameter.meaning}"
    yield from (
        *([""] if query.parameters else []),
        "```sh",
        query.example,
        "```",
        "",
        "```cypher",
        query.cypher.strip(),
        "```",
    )


def constructions_page() -> str:
    """The text of each example beside its claims."""
    lines = [CONSTRUCTIONS]
    for path in sorted((HERE.parent / "examples" / "constructions").glob("*.txt")):
        (article,) = read(str(path))
        assert isinstance(article, Article)
        record = extract_article(article)
        assert isinstance(record, Record)
        accepted, _ = check(record)
        title = path.stem.partition("-")[2].replace("-", " ")
        quoted = [f"> {line}".rstrip() for line in article.text.splitlines()]
        lines += [f"## {title[0].upper()}{title[1:]}", "", *quoted, "", *HEAD, *_claims(accepted), ""]
    return "\n".join(lines)


def _claims(record: Record) -> Iterator[str]:
    """The rows of a record's claims. Which step found them is left out: it differs between processors."""
    names = {entity.id: entity.name for entity in record.entities}
    speakers = {said.id: names.get(said.speaker or "", "somebody") for said in record.statements}
    for claim in sorted(record.claims, key=lambda claim: claim.evidence):
        speaker = speakers[claim.statement] if claim.statement else ""
        cells = (names[claim.subject], claim.predicate, names[claim.object], _how(claim), speaker)
        yield f"| {' | '.join(cells)} |"


def _how(claim: Claim) -> str:
    return f"not {claim.modality}" if claim.negated else claim.modality


PAGES = {
    "commands.md": commands_page,
    "constructions.md": constructions_page,
    "queries.md": queries_page,
    "ontology.md": lambda: to_page(load_ontology()),
}

if __name__ == "__main__":
    for file, page in PAGES.items():
        (HERE / file).write_text(page(), "utf-8")
