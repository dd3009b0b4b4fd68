"""The reader of claims: which words are cues of which predicate, and who and what they join.

It goes on where the reader of attributions has been: upper layers of its own on that encoder's lower ones, with
hints of each word added before the tagger. So a text goes through the lower layers once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple, Protocol, get_args

import numpy as np

from kg.extraction.hints import Hints, log_prior
from kg.extraction.reader.decode import Cue, Floats, find_cues, runs_of, spans_of
from kg.extraction.reader.model import Passage, Scorer, score_words
from kg.extraction.reader.windows import Ints
from kg.extraction.reader.words import Paragraph
from kg.lexicon import load_words
from kg.model import Modality

SUBJECT, OBJECT = 1, 2
"""The scorer's roles after "none"."""
MODALITIES: tuple[Modality, ...] = get_args(Modality)
End = tuple[list[int], float]
"""The words of a subject or an object, none where it has no words, and how likely it is."""


@dataclass(frozen=True, slots=True)
class ClaimSettings:
    """How probabilities are read; measured on windows that training did not have.

    ``start`` and ``extend`` are those of find_cues; a predicate beside the likeliest counts from ``also`` on.
    ``role`` is the least probability of a word at an end, ``second`` that of the mean of a further subject or
    object, ``missing`` what an end without words counts, ``least`` the least score of what is told at all. Gaps of
    up to ``gap`` words inside an end are closed where no coordinator stands in them.
    """

    predicates: tuple[str, ...]
    start: float = 0.15
    extend: float = 0.3
    also: float = 0.3
    role: float = 0.2
    second: float = 0.75
    missing: float = 0.15
    least: float = 0.1
    gap: int = 3


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A claim in characters of the text: of subject and object at least one has words.

    ``modalities`` tell how likely each of MODALITIES is.
    """

    predicate: str
    cue: tuple[int, int]
    subject: tuple[int, int] | None
    object: tuple[int, int] | None
    score: float
    modalities: tuple[float, ...]


class Labels(NamedTuple):
    """For each cue the probabilities of the predicates, "no claim" first, and of MODALITIES."""

    predicates: Floats
    modalities: Floats


class ClaimNetwork(Scorer, Protocol):
    """What runs the parts of the trained network."""

    def read(self, lower: Floats, embedded: Floats, hints: Ints) -> tuple[Floats, Floats]:
        """A vector and the cue's tags for each piece, from both of Encoded and the hints by piece."""

    def label(self, cues: Floats, prior: Floats, frames: Floats) -> Labels:
        """What each cue says."""


class ClaimReader:
    """A network with the settings that it was trained for."""

    def __init__(self, network: ClaimNetwork, settings: ClaimSettings, shares: Floats) -> None:
        self.network = network
        self.settings = settings
        self.shares = shares

    def read(self, text: str, passage: Passage, hints: Sequence[Hints]) -> Iterator[FoundClaim]:
        """The claims of ``passage``, which is a part of ``text``, by the hints of each of its paragraphs."""
        encoded = passage.encoded
        vectors, tags = self.network.read(
            encoded.lower, encoded.embedded, by_piece(hints, passage.firsts, encoded.lower.shape[1])
        )
        for paragraph, firsts, known in zip(passage.paragraphs, passage.firsts, hints, strict=True):
            cues = list(find_cues(tags[0, firsts], start=self.settings.start, extend=self.settings.extend))
            if not cues:
                continue
            described = np.stack(
                [describe(vectors[0], encoded.embedded[0], firsts[cue.first : cue.last + 1]) for cue in cues]
            )
            told = [told_by(known, cue.first, cue.last, self.shares) for cue in cues]
            labels = self.network.label(described, *(np.stack(rows) for rows in zip(*told, strict=True)))
            worthy = [
                index
                for index, cue in enumerate(cues)
                if cue.probability * labels.predicates[index, 1:].max() >= self.settings.least
            ]
            if not worthy:
                continue
            roles = score_words(self.network, [cues[index] for index in worthy], vectors[0, firsts])
            words = [text[start:end].lower() for start, end in paragraph.spans]
            for index, probable in zip(worthy, roles, strict=True):
                ends = [self._ends(words, cues[index], probable, role) for role in (SUBJECT, OBJECT)]
                label = Labels(*(column[index] for column in labels))
                yield from self._claims(paragraph, cues[index], label, *ends)

    def _claims(
        self, paragraph: Paragraph, cue: Cue, label: Labels, subjects: list[End], objects: list[End]
    ) -> Iterator[FoundClaim]:
        """Each likely predicate of a cue between each of its subjects and each of its objects."""
        (words,) = spans_of(paragraph, range(cue.first, cue.last + 1))
        best = int(label.predicates[1:].argmax())
        modalities = tuple(label.modalities.tolist())
        for number, predicate in enumerate(self.settings.predicates):
            probability = float(label.predicates[1 + number])
            if number != best and probability < self.settings.also:
                continue
            for (subject, first), (target, other) in product(subjects, objects):
                score = cue.probability * probability * first * other
                if score >= self.settings.least and (subject or target):
                    spans = _span(paragraph, subject), _span(paragraph, target)
                    yield FoundClaim(predicate, words, *spans, score, modalities)

    def _ends(self, words: Sequence[str], cue: Cue, roles: Floats, role: int) -> list[End]:
        """The words in a role with their mean probability: the likeliest phrase, and others likely enough."""
        likely = (roles[:, role] >= self.settings.role) & (roles[:, role] >= roles[:, OBJECT + SUBJECT - role])
        runs: list[list[int]] = []
        for run in runs_of(np.flatnonzero(likely).tolist()):
            between = range(runs[-1][-1] + 1, run[0]) if runs else range(0)
            if between and self._belongs(words, cue, between):
                runs[-1] += [*between, *run]
            else:
                runs.append(run)
        found: list[End] = []
        for run in sorted(runs, key=lambda run: -float(roles[run, role].sum())):
            mean = float(roles[[word for word in run if likely[word]], role].mean())
            if not found or mean >= self.settings.second:
                found.append((run, mean))
        return found or [([], self.settings.missing)]

    def _belongs(self, words: Sequence[str], cue: Cue, between: range) -> bool:
        """Whether the words of a gap go with those around it."""
        outside = between.stop <= cue.first or cue.last < between.start
        joined = not any(words[index] in load_words("coordinators") for index in between)
        return len(between) <= self.settings.gap and outside and joined


def _span(paragraph: Paragraph, words: list[int]) -> tuple[int, int] | None:
    return spans_of(paragraph, words)[0] if words else None


def by_piece(hints: Sequence[Hints], firsts: Sequence[Ints], length: int) -> Ints:
    """The hints of words at their first pieces: one row × pieces × (part of speech, bucket, frame)."""
    found = np.zeros((1, length, 3), dtype=np.int64)
    for known, places in zip(hints, firsts, strict=True):
        found[0, places] = np.stack([known.parts, known.buckets, known.framed], axis=1)
    return found


def describe(vectors: Floats, embedded: Floats, pieces: Ints) -> Floats:
    """A cue as one vector: its first and last word, the mean, and its words before any context."""
    inside, outside = vectors[pieces], embedded[pieces]
    return np.concatenate([inside[0], inside[-1], inside.mean(0), outside.mean(0), outside[0]])


def told_by(hints: Hints, first: int, last: int, shares: Floats) -> tuple[Floats, Floats]:
    """What the hints say of a cue's predicate: log odds of the lexicon, and the frames that hold its words."""
    words = slice(first, last + 1)
    return log_prior(hints.counts[words].sum(0), shares), hints.frames[words].max(0)
