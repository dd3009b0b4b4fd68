"""From probabilities to cues with their arguments, as spans of characters."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.extraction.reader.words import Paragraph

Floats = NDArray[np.float32]
OUTSIDE = 0
"""The index of "no role" among a scorer's labels, and of "no tag" among a tagger's."""


class Cue(NamedTuple):
    """Words of a paragraph, from ``first`` to ``last``, that may be a cue, and how likely they are."""

    first: int
    last: int
    probability: float


@dataclass(frozen=True, slots=True)
class Settings:
    """How probabilities are read; measured on development data.

    ``start`` is the least probability of a cue's best word and ``extend`` of its others, ``role`` that of a word
    in a role, ``edge`` that of the words at the ends of ``content``, ``keep`` that of the whole, for which the
    cue's counts by the power ``weight``; gaps of up to ``gap`` words inside ``content`` are closed. ``slope`` and
    ``intercept`` turn the log odds of a score into those of being right (Platt 1999).
    """

    roles: tuple[str, ...]
    content: str
    start: float = 0.15
    extend: float = 0.15
    role: float = 0.5
    edge: float = 0.5
    keep: float = 0.5
    weight: float = 1.0
    gap: int = 3
    slope: float = 1.0
    intercept: float = 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """A cue and its arguments by role, in characters of the text; the confidence is a probability."""

    cue: tuple[tuple[int, int], ...]
    roles: dict[str, tuple[tuple[int, int], ...]]
    confidence: float


def find_cues(tags: Floats, *, start: float, extend: float) -> Iterator[Cue]:
    """Runs of words that may be cues. The first two columns after OUTSIDE are its beginning and its inside.

    ``start`` is the least probability of a cue's best word, ``extend`` that of its others.
    """
    begins, insides = tags[:, 1], tags[:, 2]
    likely = begins + insides
    index = 0
    while index < len(likely):
        first = index
        index += 1
        if likely[first] < extend:
            continue
        while index < len(likely) and likely[index] >= extend and begins[index] <= insides[index]:
            index += 1
        best = float(likely[first:index].max())
        if best >= start:
            yield Cue(first, index - 1, best)


def choose(paragraph: Paragraph, scored: Sequence[tuple[Cue, Floats]], settings: Settings) -> list[Found]:
    """The cues that are kept, in text order: no two of them have the same words for their content."""
    candidates = [found for cue, roles in scored if (found := _read(cue, roles, settings))]
    candidates.sort(key=lambda one: (-one[0], one[1].first))
    taken: list[set[int]] = []
    kept = []
    for score, cue, words in candidates:
        content = set(words[settings.content])
        if all(2 * len(content & other) < min(len(content), len(other)) for other in taken):
            taken.append(content)
            kept.append((cue, words, score))
    kept.sort(key=lambda one: (one[0].first, one[0].last))
    return [
        Found(
            cue=spans_of(paragraph, range(cue.first, cue.last + 1)),
            roles={role: spans_of(paragraph, indexes) for role, indexes in words.items()},
            confidence=calibrated(score, settings.slope, settings.intercept),
        )
        for cue, words, score in kept
    ]


def _read(cue: Cue, roles: Floats, settings: Settings) -> tuple[float, Cue, dict[str, list[int]]] | None:
    """A candidate's score and its words by role, None if it has no content or too low a score."""
    words: dict[str, list[int]] = {}
    label = settings.roles.index(settings.content) + 1
    likeliest = 1 + roles[:, 1:].argmax(1)
    for other, role in enumerate(settings.roles, start=1):
        probable = np.flatnonzero((roles[:, other] >= settings.role) & (likeliest == other)).tolist()
        words[role] = probable if other == label else _best_run(probable, roles[:, other])
    content = words[settings.content]
    if not content:
        return None
    score = cue.probability**settings.weight * float(roles[content, label].mean())
    if score < settings.keep:
        return None
    others = [indexes for role, indexes in words.items() if role != settings.content]
    barred = {*range(cue.first, cue.last + 1), *(index for found in others for index in found)}
    closed = _closed(content, barred, settings.gap)
    words[settings.content] = _trimmed(closed, roles[:, label], settings.edge) or closed
    return score, cue, words


def calibrated(score: float, slope: float, intercept: float) -> float:
    """The probability that something of this score is right (Platt 1999)."""
    inside = min(max(score, 1e-4), 1 - 1e-4)
    return 1 / (1 + math.exp(-(slope * math.log(inside / (1 - inside)) + intercept)))


def _best_run(indexes: list[int], probabilities: Floats) -> list[int]:
    """The run of neighbouring indexes with the highest sum."""
    return max(runs_of(indexes), key=lambda run: float(probabilities[run].sum()), default=[])


def _closed(indexes: list[int], barred: set[int], gap: int) -> list[int]:
    """``indexes`` with the short gaps in them filled where nothing else stands there."""
    filled = indexes[:1]
    for index in indexes[1:]:
        between = range(filled[-1] + 1, index)
        if len(between) <= gap and barred.isdisjoint(between):
            filled += between
        filled.append(index)
    return filled


def _trimmed(indexes: list[int], probabilities: Floats, edge: float) -> list[int]:
    """``indexes`` without the words at the ends of each run of neighbours that are less probable than ``edge``."""
    kept: list[int] = []
    for run in runs_of(indexes):
        sure = [place for place, index in enumerate(run) if probabilities[index] >= edge]
        kept += run[sure[0] : sure[-1] + 1] if sure else []
    return kept


def runs_of(indexes: list[int]) -> list[list[int]]:
    """``indexes`` parted where they leave one out."""
    runs: list[list[int]] = []
    for index in indexes:
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def spans_of(paragraph: Paragraph, indexes: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """The words at ``indexes`` as spans of characters, neighbours joined."""
    spans: list[tuple[int, int]] = []
    last = None
    for index in indexes:
        start, end = paragraph.spans[index]
        if last is not None and index == last + 1:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        last = index
    return tuple(spans)
