"""Events that claims cover, held against what people said of them, on rows made up for it."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.evaluate import SUITES, Figure, evaluate
from kg.factuality_score import score_factuality
from kg.model import Article, Claim, Modality, Record, Span

SUITE = next(suite for suite in SUITES if suite.name == "factuality-meantime")
MET = {"tokens": ["Ana", "met", "Ivo", "."], "events": [{"i": 1, "word": "met", "value": 3.0}]}
DENIED = {
    "tokens": ["Ana", "did", "n't", "meet", "Ivo", "to", "plan", "."],
    "events": [{"i": 3, "word": "meet", "value": -2.6}, {"i": 6, "word": "plan", "value": 0}],
}
QUIET = {"tokens": ["Rain", "fell", "."], "events": [{"i": 1, "word": "fell", "value": 3.0}]}


def a_claim(
    cue: tuple[Span, ...],
    evidence: Span,
    *,
    negated: bool = False,
    modality: Modality = "asserted",
    confidence: float = 0.5,
) -> Claim:
    return Claim(
        id="x:c1",
        subject="local:ana",
        predicate="p",
        object="local:ivo",
        evidence=(evidence,),
        cue=cue,
        negated=negated,
        modality=modality,
        confidence=confidence,
    )


def write_gold(folder: Path, *rows: object) -> Path:
    gold = folder / SUITE.gold
    gold.parent.mkdir(parents=True, exist_ok=True)
    gold.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return gold


def extracted(claims: dict[str, list[Claim]], articles: Iterable[Article]) -> Iterator[Record]:
    return (Record(article=article, claims=tuple(claims.get(article.text, ()))) for article in articles)


def test_surest_claim_on_an_event_gives_its_sign(tmp_path: Path) -> None:
    gold = write_gold(tmp_path, MET, DENIED, QUIET)
    met, meet = Span(4, 7), Span(12, 16)
    claims = {
        "Ana met Ivo .": [
            a_claim((met,), Span(0, 11), negated=True, confidence=0.4),
            a_claim((met,), Span(0, 11), confidence=0.8),
        ],
        "Ana did n't meet Ivo to plan .": [a_claim((meet,), Span(0, 28))],
    }
    found = score_factuality(gold, lambda articles: extracted(claims, articles))
    assert found["covered"] == {"of": 4, "right": 2, "share": 0.5}
    assert found["sign"] == {"of": 2, "right": 1, "share": 0.5}
    assert found["happened"] == {"of": 1, "right": 1, "share": 1.0}
    assert found["did not"] == {"of": 1, "right": 0, "share": 0.0}


def test_evidence_covers_where_a_record_tells_no_cue(tmp_path: Path) -> None:
    gold = write_gold(tmp_path, DENIED)
    claims = {"Ana did n't meet Ivo to plan .": [a_claim((), Span(0, 28), negated=True)]}
    found = score_factuality(gold, lambda articles: extracted(claims, articles))
    assert found["covered"]["right"] == 2
    assert found["sign"] == {"of": 1, "right": 1, "share": 1.0}  # a value of 0 has no sign


@pytest.mark.parametrize(
    ("negated", "modality", "real", "of"),
    [
        (False, "asserted", 0.0, 1),
        (True, "asserted", 1.0, 1),
        (False, "possible", 1.0, 1),
        (False, "intended", 0.0, 0),
    ],
)
def test_what_is_no_fact_is_to_be_told_as_none(
    tmp_path: Path, negated: bool, modality: Modality, real: float, of: int
) -> None:
    row = {"tokens": ["Ana", "might", "meet", "Ivo"], "events": [{"i": 2, "word": "meet", "value": 0.8}]}
    claim = a_claim((Span(10, 14),), Span(0, 18), negated=negated, modality=modality)
    gold = write_gold(tmp_path, row)
    found = score_factuality(gold, lambda articles: extracted({"Ana might meet Ivo": [claim]}, articles))
    assert (found["real"]["share"], found["unreal"]["share"], found["real"]["of"]) == (real, real, of)


def test_evaluation_runs_the_suite_and_names_a_row_that_is_none(tmp_path: Path) -> None:
    write_gold(tmp_path, MET)
    figures = evaluate(SUITE, data=tmp_path, scorers=tmp_path, extract=lambda articles: extracted({}, articles))
    assert figures[0] == Figure("factuality-meantime", "covered.of", 1)
    write_gold(tmp_path, MET, {"tokens": ["Ana"], "events": [{"i": 3, "value": 1}]})
    with pytest.raises(ReadError, match=r"meantime_dev\.jsonl:2: no row of this suite"):
        evaluate(SUITE, data=tmp_path, scorers=tmp_path, extract=lambda articles: extracted({}, articles))
