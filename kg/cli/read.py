"""The command that writes the articles of files, folders and streams as JSON lines."""

import json
import sys
from dataclasses import asdict

import click

_EPILOG = """\b
Example:
  kg read articles/ feed.xml > articles.jsonl
  zcat crawl.jsonl.gz | kg read - | kg extract - --out records.jsonl
"""


@click.command(name="read", epilog=_EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--language", default="en", show_default=True, help="Pass over texts in other languages; 'any' takes all."
)
@click.option("--max-chars", default=200_000, show_default=True, help="A longer text is a book, not an article.")
def command(paths: tuple[str, ...], language: str, max_chars: int) -> None:
    """Write the articles in PATH... as JSON lines.

    A PATH is a .txt, .html, .json, .jsonl, .csv, RSS, Atom or WARC file (also .gz), a folder of them, or -
    for standard input. What gives no article is named on stderr, one line each, and the exit status
    is then 1.
    """
    from kg.reading import Problem, read

    failed = 0
    for found in read(paths, language=None if language == "any" else language, max_chars=max_chars):
        if isinstance(found, Problem):
            failed += 1
            click.echo(str(found), err=True)
        else:
            click.echo(
                json.dumps(asdict(found), ensure_ascii=False, separators=(",", ":")).encode() + b"\n",
                nl=False,
            )
    sys.exit(1 if failed else 0)
