"""The reader itself: texts in, cues with their arguments out, and the words as vectors for other readers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from kg.extraction.reader.decode import Cue, Floats, Found, Settings, choose, find_cues
from kg.extraction.reader.windows import Batch, Ints, pack, to_batch
from kg.extraction.reader.words import Paragraph, read_paragraphs

if TYPE_CHECKING:
    from tokenizers import Tokenizer


WIDTH = 384
"""Numbers in the vector of a word."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """What an encoder makes of a batch, for each piece: a vector, and the tags' probabilities.

    ``embedded`` is what goes into its first layer and ``lower`` what comes out of its second, for other readers.
    """

    vectors: Floats
    tags: Floats
    embedded: Floats
    lower: Floats


class Scorer(Protocol):
    """What tells the words that belong to a cue."""

    def score(self, words: Floats, cues: Floats, distances: Ints, mask: Ints) -> Floats:
        """The roles' probabilities for each word of each cue's paragraph: cues × words × roles."""


class Network(Scorer, Protocol):
    """What runs the two halves of a trained network."""

    def encode(self, batch: Batch) -> Encoded:
        """The batch through the encoder."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text that was read at once: what it holds, and a vector for each word.

    ``starts`` are the characters of the text where the words begin, ``end`` is where the last one ends. ``firsts``
    has for each of ``paragraphs`` the place of each word's first piece in ``encoded``, which has one row.
    """

    found: list[Found]
    starts: Ints
    end: int
    vectors: Floats
    paragraphs: list[Paragraph]
    firsts: list[Ints]
    encoded: Encoded


class Reader:
    """A network with the tokenizer and the settings that it was trained for."""

    def __init__(self, network: Network, tokenizer: "Tokenizer", settings: Settings) -> None:
        self.network = network
        self.tokenizer = tokenizer
        self.settings = settings

    def read(self, text: str) -> Iterator[Passage]:
        """What ``text`` holds, in its order, a window at a time.

        Each window goes through the network alone: eight-bit arithmetic depends on everything that goes with it,
        and on one core it is quicker than many at once.
        """
        return map(self._read_window, pack(read_paragraphs(text, self.tokenizer)))

    def _read_window(self, window: list[Paragraph]) -> Passage:
        batch = to_batch([window])
        encoded = self.network.encode(batch)
        settings = self.settings
        found: list[Found] = []
        for paragraph, (row, firsts) in zip(window, batch.firsts, strict=True):
            cues = list(find_cues(encoded.tags[row, firsts], start=settings.start, extend=settings.extend))
            if cues:
                scored = zip(cues, score_words(self.network, cues, encoded.vectors[row, firsts]), strict=True)
                found += choose(paragraph, list(scored), settings)
        starts = np.array([start for paragraph in window for start, _ in paragraph.spans], dtype=np.int64)
        words = np.concatenate([encoded.vectors[row, firsts] for row, firsts in batch.firsts])
        found.sort(key=lambda one: (one.cue, one.roles[settings.content]))
        places = [firsts for _, firsts in batch.firsts]
        return Passage(found, starts, window[-1].spans[-1][1], words, window, places, encoded)


def score_words(scorer: Scorer, cues: Sequence[Cue], words: Floats) -> Floats:
    """The roles' probabilities of each word for each of ``cues``."""
    count, width = len(cues), len(words)
    ends = np.stack([(words[cue.first] + words[cue.last]) / 2 for cue in cues])
    distances = np.stack([distances_from(cue.first, cue.last, width) for cue in cues])
    mask = np.ones((count, width), dtype=np.int64)
    return scorer.score(np.repeat(words[None], count, axis=0), ends, distances, mask)


def distances_from(first: int, last: int, width: int) -> Ints:
    """How many words each word stands before (below zero) or after a cue; 0 inside it."""
    places = np.arange(width)
    return np.where(places < first, places - first, np.where(places > last, places - last, 0))
