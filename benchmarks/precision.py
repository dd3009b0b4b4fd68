"""How many claims are right, judged by reading: two readers, independently, each claim against its sentence.

    python benchmarks/precision.py draw articles.jsonl benchmarks/precision/sample.jsonl \\
        --without training/codings.jsonl --without windows.jsonl > sheet.txt
    python benchmarks/precision.py score benchmarks/precision/sample.jsonl a.tsv b.tsv

``draw`` takes claims at random out of random articles that the reader of claims has not learnt from, as the
graph gets them (after `kg check`), with a fixed seed, and prints them for reading; the sample itself holds no
text: article ids, characters and claims. A judge writes a line for each claim: its number and five marks, 1 for
right and 0 for wrong, of subject, predicate, object, polarity (with modality) and speaker.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path

import click

from kg.checking import check
from kg.extraction.pipeline import extract
from kg.model import Article, Claim, Record
from kg.reading import read

ASPECTS = ("subject", "predicate", "object", "polarity", "speaker")
SURE = 0.8
AROUND = 350
"""Characters of the text on either side of a claim's words that a reader sees."""


@click.group()
def main() -> None:
    """Draw claims for reading, and score what readers made of them."""


@main.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.argument("sample", type=click.Path(path_type=Path))
@click.option("--without", type=click.Path(exists=True, path_type=Path), multiple=True, help="ids to pass over")
@click.option("--articles", "articles_wanted", default=100, show_default=True)
@click.option("--claims", "claims_wanted", default=200, show_default=True)
@click.option("--seed", default=20261129, show_default=True)
@click.option("--jobs", default=2, show_default=True)
def draw(
    path: Path,
    sample: Path,
    without: tuple[Path, ...],
    articles_wanted: int,
    claims_wanted: int,
    seed: int,
    jobs: int,
) -> None:
    """Write a SAMPLE of claims out of the articles in PATH, and print it for reading."""
    chance = random.Random(seed)
    known = {row["id"] for other in without for row in _rows(other)}
    learnt_from = {row["url"] for row in _rows(path) if row["id"] in known}
    articles = [
        found for found in read([str(path)]) if isinstance(found, Article) and found.uri not in learnt_from
    ]
    drawn = chance.sample(articles, articles_wanted)
    records = [check(found)[0] for found in extract(drawn, jobs=jobs) if isinstance(found, Record)]
    told = [(record, claim) for record in records for claim in record.claims]
    with sample.open("w", encoding="utf-8") as out:
        for number, (record, claim) in enumerate(chance.sample(told, claims_wanted), start=1):
            row = _row(number, record, claim)
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            click.echo(_for_reading(row, record, claim))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _row(number: int, record: Record, claim: Claim) -> dict[str, object]:
    names = {entity.id: entity.name for entity in record.entities}
    said = {statement.id: statement for statement in record.statements}
    statement = said[claim.statement] if claim.statement else None
    speaker = statement.speaker if statement else None
    return {
        "number": number,
        "article": record.article.uri,
        "evidence": [[span.start, span.end] for span in claim.evidence],
        "subject": names[claim.subject],
        "predicate": claim.predicate,
        "object": names[claim.object],
        "negated": claim.negated,
        "modality": claim.modality,
        "speaker": names[speaker] if speaker else None,
        "reported": statement is not None,
        "said": statement is None or statement.is_said,
        "confidence": round(claim.confidence, 3),
        "extractor": claim.extractor,
    }


def _for_reading(row: dict[str, object], record: Record, claim: Claim) -> str:
    text = record.article.text
    start, end = claim.evidence[0].start, claim.evidence[-1].end
    marked = f"{text[max(0, start - AROUND) : start]}[[{text[start:end]}]]{text[end : end + AROUND]}"
    by = row["speaker"] or ("an unknown speaker" if row["reported"] else "the reporter")
    if not row["said"]:
        by = f"{by}, who did not say so, or only may: the reporter tells that"
    sign = "NOT " if claim.negated else ""
    told = f"{row['subject']} -- {sign}{claim.predicate} ({claim.modality}) --> {row['object']}   said by: {by}"
    heading = f"#{row['number']}  ({record.article.published}, {record.article.title})"
    return f"\n{heading}\n{' '.join(marked.split())}\nCLAIM: {told}"


@main.command()
@click.argument("sample", type=click.Path(exists=True, path_type=Path))
@click.argument("verdicts", nargs=2, type=click.Path(exists=True, path_type=Path))
def score(sample: Path, verdicts: tuple[Path, Path]) -> None:
    """The share of claims that are wholly right for each reader and for both, and how far the readers agree."""
    with sample.open(encoding="utf-8") as lines:
        sure = {row["number"]: row["confidence"] >= SURE for row in map(json.loads, lines)}
    first, second = (dict(_marks(path)) for path in verdicts)
    for name, wanted in (("all claims", set(sure)), (f"confidence {SURE} and more", {n for n in sure if sure[n]})):
        both = [(all(first[n]), all(second[n])) for n in sorted(wanted)]
        click.echo(f"{name}: {len(both)}")
        for reader, right in (("first", [a for a, _ in both]), ("second", [b for _, b in both])):
            click.echo(f"  wholly right, {reader} reader  {sum(right) / len(both):.3f}")
        click.echo(f"  wholly right, both readers  {sum(a and b for a, b in both) / len(both):.3f}")
        click.echo(f"  readers agree  {sum(a == b for a, b in both) / len(both):.3f}, kappa {kappa(both):.2f}")
    for place, aspect in enumerate(ASPECTS):
        pairs = [(first[n][place], second[n][place]) for n in sure]
        shares = [sum(column) / len(pairs) for column in zip(*pairs, strict=True)]
        click.echo(f"{aspect:<10} right {shares[0]:.3f} and {shares[1]:.3f}")


def kappa(pairs: list[tuple[bool, bool]]) -> float:
    """Cohen's kappa (1960) of two readers' verdicts."""
    agreed = sum(a == b for a, b in pairs) / len(pairs)
    first, second = (sum(column) / len(pairs) for column in zip(*pairs, strict=True))
    chance = first * second + (1 - first) * (1 - second)
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


def _marks(path: Path) -> Iterator[tuple[int, tuple[bool, ...]]]:
    """The marks of each claim in a reader's file; raises ValueError with the line where they are not five."""
    for line, row in enumerate(path.read_text("utf-8").splitlines(), start=1):
        number, *marks = row.split()
        if len(marks) != len(ASPECTS) or not set(marks) <= {"0", "1"}:
            raise ValueError(f"{path}:{line}: wanted a number and {len(ASPECTS)} marks of 0 or 1")
        yield int(number), tuple(mark == "1" for mark in marks)


if __name__ == "__main__":
    main()
