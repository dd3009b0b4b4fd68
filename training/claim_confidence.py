"""How sure kg may be of a claim: its scores on windows that the reader had not learnt from, against the coding."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from kg.extraction.confidence import load_confidence
from kg.model import LIKELY
from training.calibrate import Pair, cross_fitted, fit, reliability, share_right

Row = dict[str, Any]
KEEPS = (0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
"""The least scores that are tried for what the reader alone finds."""
READER = "reader"
SURE = (LIKELY, 0.8)
"""The confidences from which on the share that is right is told."""


def measure(rows: Sequence[Row], records: Path, scorer: ModuleType) -> dict[str, Any]:
    """The figures at the best least score, those at every other, the curves, and how right surer claims are.

    ``records`` hold the reader's scores as confidences.
    """
    found = {row["article"]["text"]: row for row in scorer.read(records)}
    scored = {keep: _figures(rows, found, keep, scorer) for keep in KEEPS}
    best = max(KEEPS, key=lambda keep: scored[keep]["triple"]["F1"])
    pairs = [_judged(row, _kept(found[row["text"]], best), scorer) for row in rows]
    steps = sorted({step for some in pairs for step, _ in some})
    by_step = {step: [[pair for name, pair in some if name == step] for some in pairs] for step in steps}
    curves = {step: fit([pair for some in by_step[step] for pair in some]) for step in steps}
    judged = {step: cross_fitted(some) for step, some in by_step.items()}
    together = [pair for some in judged.values() for pair in some]
    return {
        "figures": scored[best],
        "sweep": {keep: {level: value["F1"] for level, value in _levels(one)} for keep, one in scored.items()},
        "confidence": {"keep": best, "strict": dict(load_confidence().strict), "curves": curves},
        "reliability": {step: reliability(some) for step, some in judged.items()},
        "sure": {least: share_right(together, least) for least in SURE},
    }


def _kept(record: Row, keep: float) -> Row:
    """``record`` without what the reader alone finds with a lower score."""
    claims = [c for c in record["claims"] if _step(c) != READER or c["confidence"] >= _least(c, keep)]
    return {**record, "claims": claims}


def _least(claim: Row, keep: float) -> float:
    return load_confidence().strict.get(claim["predicate"], keep)


def _step(claim: Row) -> str:
    """The step that made a claim: "frames" of "frames+reader"."""
    name: str = claim["extractor"].replace("-", "+").split("+")[0]
    return name


def _figures(rows: Sequence[Row], found: Mapping[str, Row], keep: float, scorer: ModuleType) -> Any:
    predicted = {text: list(scorer.from_record(_kept(record, keep))) for text, record in found.items()}
    return scorer.score(rows, predicted)[0]


def _levels(figures: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in figures.items() if isinstance(value, dict))


def _judged(row: Row, record: Row, scorer: ModuleType) -> list[tuple[str, Pair]]:
    """For each claim in the coded window its step, its score, and whether it is one of the coded triples."""
    low, high = row["window"]
    claims = [claim for claim in record["claims"] if claim["evidence"]]
    predicted = list(zip(claims, scorer.from_record({**record, "claims": claims}), strict=True))
    inside = [(claim, one) for claim, one in predicted if low <= one["at"] < high]
    grades = {
        (i, j): grade
        for i, gold in enumerate(row["claims"])
        for j, (_, one) in enumerate(inside)
        if any(grade := scorer.grade(gold, one, row))
    }
    _, right = scorer.match(scorer.LEVELS.index("triple"), row["claims"], inside, grades)
    return [(_step(claim), (claim["confidence"], j in right)) for j, (claim, _) in enumerate(inside)]
