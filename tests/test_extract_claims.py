"""Claims of whole texts: the cases hold rows that must be found (=>), or must not with any surety (!>)."""

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from kg.extraction.examples import find_faults
from kg.extraction.pipeline import Failure, extract_article
from kg.model import Article, Record
from kg.ontology import load_ontology

CASES = Path(__file__).parent / "cases" / "claims"
pytestmark = pytest.mark.model
SURE = 0.5
"""A claim that must not be found may be one that the reader alone takes for less likely than not."""


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


def rows(record: Record, least: float = 0.0) -> list[str]:
    """The record's claims of a confidence of ``least`` or more, in the form of the case files."""
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
        if claim.confidence >= least
    ]


def extracted(text: str, published: str | None = None) -> Record:
    found = extract_article(Article(text=text, published=published))
    assert not isinstance(found, Failure), found
    return found


@pytest.mark.parametrize("case", [case for path in sorted(CASES.glob("*.txt")) for case in read_cases(path)])
def test_text_gives_the_claims_that_its_case_lists(case: Case) -> None:
    record = extracted(case.text, case.published)
    found, sure = rows(record), rows(record, least=SURE)
    assert set(case.wanted) <= set(found), found
    assert not [row for row in sure for start in case.unwanted if row.startswith(start)]


def test_every_predicate_has_words_and_its_example_is_extracted() -> None:
    assert list(find_faults(load_ontology())) == []


def test_fault_names_the_predicate_and_what_is_wrong() -> None:
    ontology = load_ontology()
    predicate = ontology.predicates["supports"]
    silent = replace(predicate, example="Rain fell.")
    unworded = replace(predicate, name="juggles")
    faults = list(find_faults(replace(ontology, predicates={"supports": silent, "juggles": unworded})))
    assert "supports: not read from its example 'Rain fell.', which gives []" in faults
    assert "juggles: no word expresses it; add a row to frames.tsv or titles.tsv" in faults
    assert "opposes: has words in frames.tsv or titles.tsv but is no predicate of predicates.ttl" in faults


def test_same_article_gives_the_same_record() -> None:
    text = CASES.joinpath("constructions.txt").read_text("utf-8")
    assert extracted(text) == extracted(text)
