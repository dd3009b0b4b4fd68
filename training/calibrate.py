"""How sure the reader may be: its scores against what is right on development data.

Platt scaling (Platt 1999): the score's log odds go through a logistic curve of two parameters. Fitted on all
documents for the model that ships; the reliability table fits on one half of the documents and bins the other.
"""

import importlib.util
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from kg.extraction.reader.decode import Found

Pair = tuple[float, bool]
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


def load_scorer(scorers: Path, name: str = "attribution_score") -> ModuleType:
    """The scorer's functions, so that right means what it means there."""
    spec = importlib.util.spec_from_file_location(name, scorers / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judge(text: str, found: Sequence[Found], gold: Sequence[dict[str, Any]], scorer: ModuleType) -> list[Pair]:
    """For each of ``found`` its score, and whether it is one of ``gold`` with the right source."""
    doc = scorer.Doc(text)
    names = ("source", "content")
    want = [{name: doc.index(one[name]) for name in names} for one in gold]
    got = [{name: doc.index(one.roles[name]) for name in names} for one in found]
    alike = sorted(
        (
            (-scorer.jaccard(w["content"], g["content"]), i, j)
            for i, w in enumerate(want)
            for j, g in enumerate(got)
        ),
    )
    used: set[int] = set()
    right: dict[int, bool] = {}
    for minus, i, j in alike:
        if -minus >= 0.5 and i not in used and j not in right:
            used.add(i)
            right[j] = scorer.source_match(doc, want[i]["source"], got[j]["source"])
    return [(one.confidence, right.get(j, False)) for j, one in enumerate(found)]


def fit(pairs: Sequence[Pair]) -> tuple[float, float]:
    """Slope and intercept of the curve from a score's log odds to the log odds of being right."""
    scores, right = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    odds = log_odds(scores)
    curve = np.array([1.0, 0.0])
    for _ in range(50):  # Newton's method; the loss is convex
        guess = _probable(curve, odds)
        weight = guess * (1 - guess)
        gradient = np.array([((guess - right) * odds).sum(), (guess - right).sum()])
        hessian = np.array(
            [[(weight * odds * odds).sum(), (weight * odds).sum()], [(weight * odds).sum(), weight.sum()]]
        )
        step = np.linalg.solve(hessian + 1e-6 * np.eye(2), gradient)
        while _loss(curve - step, odds, right) > _loss(curve, odds, right) and abs(step).max() > 1e-6:
            step /= 2  # far from the least loss a whole step may lead away from it
        curve = curve - step
    return round(float(curve[0]), 4), round(float(curve[1]), 4)


def _probable(curve: Any, odds: Any) -> Any:
    return 1 / (1 + np.exp(-(curve[0] * odds + curve[1])))


def _loss(curve: Any, odds: Any, right: Any) -> float:
    margin = (curve[0] * odds + curve[1]) * np.where(right > 0, -1, 1)
    return float(np.logaddexp(0, margin).sum())


def log_odds(scores: Any) -> Any:
    """Log odds, with scores of 0 and 1 moved a little inside."""
    inside = np.clip(scores, 1e-4, 1 - 1e-4)
    return np.log(inside / (1 - inside))


def cross_fitted(documents: Sequence[Sequence[Pair]]) -> list[Pair]:
    """Each score as a confidence, by a curve that is fitted on the other half of the documents."""
    halves = [[pair for some in documents[half::2] for pair in some] for half in (0, 1)]
    judged = []
    for mine, other in ((halves[0], halves[1]), (halves[1], halves[0])):
        curve = fit(other)
        judged += [(float(_probable(curve, log_odds(score))), right) for score, right in mine]
    return judged


def reliability(judged: Sequence[Pair]) -> list[tuple[str, int, float, float]]:
    """For each bin: its bounds, how many fall into it, their mean confidence, and the share that is right."""
    rows = []
    for low, high in pairwise(BINS):
        some = [(sure, right) for sure, right in judged if low <= sure < high or (high == 1.0 and sure == 1.0)]
        if some:
            sure, right = (float(np.mean(column)) for column in zip(*some, strict=True))
            rows.append((f"{low:.2f}-{high:.2f}", len(some), round(sure, 3), round(right, 3)))
    return rows


def share_right(judged: Sequence[Pair], least: float) -> tuple[int, float]:
    """How many have a confidence of ``least`` and more, and the share of them that is right."""
    some = [right for sure, right in judged if sure >= least]
    return len(some), round(sum(some) / (len(some) or 1), 3)
