"""Claims of whole texts: tests/cases/claims holds texts with rows that must (=>) or must not (!>) be found."""

from pathlib import Path
from typing import NamedTuple

import pytest

from kg.extraction.frames import load_frames
from kg.extraction.pipeline import Failure, extract_article
from kg.lexicon import load_table
from kg.model import Article, Record
from kg.ontology import Predicate, load_ontology

CASES = Path(__file__).parent / "cases" / "claims"
pytestmark = pytest.mark.model


class Case(NamedTuple):
    """A text, its day, the rows wanted and the beginnings of rows not wanted."""

    text: str
    published: str | None
    wanted: list[str]
    unwanted: list[str]


def read_cases(path: Path) -> list[Case]:
    cases: list[Case] = []
    for line in path.read_text("utf-8").splitlines():
        mark, _, rest = line.partition(" ")
        if mark == "text:":
            cases.append(Case(rest, None, [], []))
        elif mark == "published:":
            cases[-1] = cases[-1]._replace(published=rest)
        elif mark == "=>":
            cases[-1].wanted.append(rest)
        elif mark == "!>":
            cases[-1].unwanted.append(rest)
    return cases


def rows(record: Record) -> list[str]:
    """The record's claims in the form of the case files."""
    names = {entity.id: entity.name for entity in record.entities}
    speakers = {statement.id: names.get(statement.speaker or "", "-") for statement in record.statements}
    return [
        " | ".join(
            (
                names[claim.subject],
                claim.predicate,
                "not" if claim.negated else "",
                claim.modality,
                names[claim.object],
                speakers.get(claim.statement or "", "-"),
            )
        )
        for claim in record.claims
    ]


def extracted(text: str, published: str | None = None) -> Record:
    found = extract_article(Article(text=text, published=published))
    assert not isinstance(found, Failure), found
    return found


@pytest.mark.parametrize("case", [case for path in sorted(CASES.glob("*.txt")) for case in read_cases(path)])
def test_text_gives_the_claims_that_its_case_lists(case: Case) -> None:
    found = rows(extracted(case.text, case.published))
    assert set(case.wanted) <= set(found), found
    assert not [row for row in found for start in case.unwanted if row.startswith(start)]


@pytest.mark.parametrize("predicate", load_ontology().predicates.values(), ids=lambda predicate: predicate.name)
def test_example_of_every_predicate_is_extracted(predicate: Predicate) -> None:
    assert predicate.name in {claim.predicate for claim in extracted(predicate.example).claims}


def test_frames_and_titles_name_known_predicates() -> None:
    used = {frame.predicate for frames in load_frames().values() for frame in frames}
    used |= {predicate for _, predicate, _ in load_table("titles", 3)}
    assert used == set(load_ontology().predicates)


def test_same_article_gives_the_same_record() -> None:
    text = CASES.joinpath("constructions.txt").read_text("utf-8")
    assert extracted(text) == extracted(text)
