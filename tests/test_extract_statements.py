"""Statements of whole texts: tests/cases/statements.txt holds texts with the statements that must be found."""

from pathlib import Path

import pytest

from kg.extraction.pipeline import Failure, extract_article
from kg.model import Article, Record, Statement

CASES = Path(__file__).parent / "cases" / "statements.txt"
pytestmark = pytest.mark.model


def read_cases() -> list[tuple[str, list[str]]]:
    cases: list[tuple[str, list[str]]] = []
    for line in CASES.read_text("utf-8").splitlines():
        mark, _, rest = line.partition(" ")
        if mark == "text:":
            cases.append((rest, []))
        elif mark == "=>":
            cases[-1][1].append(" ".join(rest.split()))
    return cases


def extracted(text: str) -> Record:
    found = extract_article(Article(text=text))
    assert not isinstance(found, Failure), found
    return found


def to_row(record: Record, statement: Statement) -> str:
    names = {entity.id: entity.name for entity in record.entities}
    how = "negated" if statement.negated else "" if statement.modality == "asserted" else statement.modality
    cells = (
        " + ".join(names[id] for id in (statement.speaker, *statement.joint_speakers) if id),
        statement.act,
        how,
        statement.occasion or "",
        names.get(statement.addressee or "", ""),
        names.get(statement.on_behalf_of or "", ""),
    )
    return " ".join(" | ".join(cells).split())


@pytest.mark.parametrize(("text", "expected"), read_cases())
def test_text_gives_the_statements_that_its_case_lists(text: str, expected: list[str]) -> None:
    record = extracted(text)
    rows = [to_row(record, statement) for statement in record.statements]
    assert set(expected) <= set(rows), rows


def test_claim_of_what_was_not_said_is_not_asserted() -> None:
    record = extracted("Ana Duarte did not say that Ivo Brandt rejected the levy.")
    (statement,) = [one for one in record.statements if one.act == "say"]
    assert not statement.is_said
    assert {claim.modality for claim in record.claims if claim.predicate == "rejects"} <= {"possible"}


def test_confidence_is_a_probability_and_the_extractor_is_named() -> None:
    (statement,) = extracted("Ana Duarte said that the levy would end.").statements
    assert 0.5 < statement.confidence <= 1
    assert statement.extractor == "reader"
