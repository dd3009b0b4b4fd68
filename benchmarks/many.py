"""Records of other articles out of given ones: other names, other days, other texts, as many times as asked.

    python benchmarks/many.py records.jsonl 5 > many.jsonl

Who is in Wikidata stays who he is; whoever is known by a name alone, and every topic of its own words, is another
one in each copy. So claims meet across copies about as often as across articles.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import click

from kg.model import Claim, Entity, Record, Statement
from kg.record import read_records, write_records

SHARED = "wd:"
DAYS = 7


@click.command()
@click.argument("records", type=click.Path(exists=True, path_type=Path))
@click.argument("times", type=click.IntRange(1))
def main(records: Path, times: int) -> None:
    """Write the records of RECORDS, then TIMES - 1 variations of each."""
    for number in range(times):
        with records.open(encoding="utf-8") as stream:
            write_records(variations(read_records(stream, name=str(records)), number), sys.stdout)


def variations(records: Iterator[Record], number: int) -> Iterator[Record]:
    """Each record as it is if ``number`` is 0, else with other names and later days."""
    for record in records:
        yield varied(record, number) if number else record


def varied(record: Record, number: int) -> Record:
    """``record`` of another text, with what is told of nobody in Wikidata told of others."""
    article = replace(
        record.article,
        text=f"{record.article.text}\n\n{number}",
        uri=f"{record.article.uri}#{number}" if record.article.uri else None,
        published=later(record.article.published, number),
    )
    return replace(
        record,
        article=article,
        entities=tuple(_entity(entity, number) for entity in record.entities),
        statements=tuple(_statement(statement, number) for statement in record.statements),
        claims=tuple(_claim(claim, number) for claim in record.claims),
    )


def later(day: str | None, number: int) -> str | None:
    """``day`` some weeks on, where it is a whole day."""
    try:
        return (date.fromisoformat(day or "") + timedelta(days=DAYS * number)).isoformat()
    except ValueError:
        return day


def _other(id: str, number: int) -> str:
    return id if id.startswith(SHARED) else f"{id}-{number}"


def _entity(entity: Entity, number: int) -> Entity:
    if entity.id.startswith(SHARED):
        return entity
    return replace(entity, id=_other(entity.id, number), name=f"{entity.name} {number}")


def _statement(statement: Statement, number: int) -> Statement:
    ends = ("speaker", "on_behalf_of", "addressee")
    changed = {name: _other(id, number) for name in ends if (id := getattr(statement, name))}
    joint = tuple(_other(id, number) for id in statement.joint_speakers)
    return replace(statement, **changed, joint_speakers=joint, said_on=later(statement.said_on, number))


def _claim(claim: Claim, number: int) -> Claim:
    return replace(
        claim,
        subject=_other(claim.subject, number),
        object=_other(claim.object, number),
        when=later(claim.when, number),
    )


if __name__ == "__main__":
    main()
