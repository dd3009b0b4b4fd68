"""How likely a claim is right, by which step made it and by the reader's score.

Platt scaling (Platt 1999), a curve for each step, fitted on coded windows that the reader had not learnt from.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.extraction.reader.decode import calibrated
from kg.resources import resource_dir

UNREAD = 0.01
"""The score of what the reader did not find."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """A slope and an intercept by step, and the least score of what the reader alone finds.

    ``strict`` has that of predicates which titles tell better.
    """

    keep: float
    strict: Mapping[str, float]
    curves: Mapping[str, tuple[float, float]]

    def least(self, predicate: str) -> float:
        """The least score of a claim that the reader alone finds."""
        return self.strict.get(predicate, self.keep)

    def of(self, step: str, score: float) -> float:
        """The probability that a claim is right; without a curve for ``step``, the score itself."""
        slope, intercept = self.curves.get(step, (1.0, 0.0))
        return round(calibrated(max(score, UNREAD), slope, intercept), 4)


@cache
def load_confidence() -> Confidence:
    """The curves that ship."""
    found = json.loads((resource_dir("models") / "claims" / "confidence.json").read_text("utf-8"))
    curves = {step: tuple(curve) for step, curve in found["curves"].items()}
    return Confidence(found["keep"], found["strict"], curves)
