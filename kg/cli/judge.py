"""The command that asks which entities are the same."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from kg.judging.candidates import Candidate, Side
    from kg.judging.judgements import Judgement, Reference, Verdict
    from kg.judging.partition import Judgements
    from kg.model import Record

_EPILOG = """\b
Example:
  kg judge records.jsonl --judgements judgements.tsv
  kg judge records.jsonl --judgements judgements.tsv --list > pairs.tsv
"""
ANSWERS: "Mapping[str, Verdict | Literal['', 'q']]" = {
    "s": "same",
    "d": "different",
    "u": "unsure",
    "": "",
    "q": "q",
}


@click.command(name="judge", epilog=_EPILOG)
@click.argument("records", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--judgements",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE",
    help="Table that holds the judgements and takes the answers.",
)
@click.option("--list", "listed", is_flag=True, help="Write the pairs as a table instead of asking.")
@click.option("--limit", type=click.IntRange(min=1), default=1000, show_default=True, help="Pairs at most.")
def command(records: Path, path: Path, listed: bool, limit: int) -> None:
    """Ask which entities of RECORDS are the same, those most likely first.

    Each answer is added to FILE at once: s same, d different, u unsure, Enter to skip, q to stop. What FILE
    answers, also by way of other pairs, is not asked again. An id with @ means the entity of one article alone:
    such a pair asks whether a name stands for two by chance. kg load and kg build take FILE.

    With --list the pairs are written as a table. Fill in same, different or unsure in the third column, and the
    table is a file of judgements; rows left empty say nothing.
    """
    from kg.cli._progress import shown
    from kg.judging.judgements import read_judgements
    from kg.judging.partition import resolve
    from kg.judging.profiles import to_profiles
    from kg.judging.questions import find_questions, find_sentences, to_table

    if not path.parent.is_dir():
        raise click.UsageError(f"{path.parent}: no such folder; make it, or name another file for the judgements")
    rows = read_judgements(path) if path.exists() else []
    judgements = resolve(rows)
    profiles = to_profiles(shown(_read(records), unit="record"))
    questions = find_questions(profiles, judgements, limit)
    if listed:
        click.echo("\n".join(to_table(questions)))
    else:
        answers = _ask(questions, find_sentences(shown(_read(records), unit="record"), questions), rows, path)
        click.echo(f"{answers} answers added to {path}", err=True)


def _read(path: Path) -> "Iterator[Record]":
    from kg.cli._records import open_records
    from kg.record import read_records

    with open_records(path) as lines:
        yield from read_records(lines, name=str(path))


def _ask(
    questions: "list[Candidate]", sentences: "Mapping[Reference, str]", rows: "list[Judgement]", path: Path
) -> int:
    """Ask one question after another, and return how many were answered."""
    from kg.judging.judgements import Judgement
    from kg.judging.partition import resolve

    known, judgements = list(rows), resolve(rows)
    for number, question in enumerate(questions, start=1):
        left, right = question.left, question.right
        if judgements.is_judged(left.entity, right.entity):
            continue
        click.echo(f"\n{number} of {len(questions)}: {question.way}, {question.score:.2f}", err=True)
        for side in (left, right):
            click.echo(_told(side, sentences), err=True)
        verdict = _answer()
        if verdict == "q":
            break
        if verdict:
            note, where = f"{left.name} | {right.name}", f"answer {number}"
            judgements = _add(Judgement(left.entity, right.entity, verdict, note, where), known, path)
    return len(known) - len(rows)


def _add(judgement: "Judgement", known: "list[Judgement]", path: Path) -> "Judgements":
    """Add ``judgement`` to ``known`` and to the file, unless it contradicts them; what they then come to."""
    from kg.errors import JudgementError
    from kg.judging.judgements import append_judgement
    from kg.judging.partition import resolve

    try:
        judgements = resolve([*known, judgement])
    except JudgementError as error:
        click.echo(f"not added: {error}", err=True)
        return resolve(known)
    append_judgement(judgement, path)
    known.append(judgement)
    return judgements


def _told(side: "Side", sentences: "Mapping[Reference, str]") -> str:
    from kg.judging.judgements import Reference
    from kg.printable import to_line

    articles = "1 article" if side.articles == 1 else f"{side.articles} articles"
    sentence = sentences.get(Reference(side.entity.id, side.article), "")
    return f"  {to_line(side.name)}  ({side.type}, {side.entity}, {articles})\n    {to_line(sentence)}"


def _answer() -> "Verdict | Literal['', 'q']":
    """The verdict that is given, an empty one to go on, q to stop; the end of the input stops too."""
    while True:
        try:
            word = click.prompt("s/d/u/Enter/q", default="", show_default=False, err=True).strip().casefold()
        except click.Abort:
            return "q"
        if word in ANSWERS:
            return ANSWERS[word]
        click.echo("s same, d different, u unsure, Enter to skip, q to stop", err=True)
