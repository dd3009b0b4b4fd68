"""The reader itself: texts in, cues with their arguments out, and the words as vectors for other readers."""

from collections.abc import Iterator
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


class Network(Protocol):
    """What runs the two halves of a trained network."""

    def encode(self, batch: Batch) -> tuple[Floats, Floats]:
        """A vector and the tags' probabilities for each piece: rows × places × width, rows × places × tags."""

    def score(self, words: Floats, cues: Floats, distances: Ints, mask: Ints) -> Floats:
        """The roles' probabilities for each word of each cue's paragraph: cues × words × roles."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text that was read at once: what it holds, and a vector for each word.

    ``starts`` are the characters of the text where the words begin, ``end`` is where the last one ends.
    """

    found: list[Found]
    starts: Ints
    end: int
    vectors: Floats


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
        vectors, tags = self.network.encode(batch)
        found: list[Found] = []
        for paragraph, (row, firsts) in zip(window, batch.firsts, strict=True):
            cues = list(find_cues(tags[row, firsts], self.settings))
            if cues:
                scored = zip(cues, self._score(cues, vectors[row, firsts]), strict=True)
                found += choose(paragraph, list(scored), self.settings)
        starts = np.array([start for paragraph in window for start, _ in paragraph.spans], dtype=np.int64)
        words = np.concatenate([vectors[row, firsts] for row, firsts in batch.firsts])
        found.sort(key=lambda one: (one.cue, one.roles[self.settings.content]))
        return Passage(found, starts, window[-1].spans[-1][1], words)

    def _score(self, cues: list[Cue], words: Floats) -> Floats:
        """The roles' probabilities of each word for each of ``cues``."""
        count, width = len(cues), len(words)
        ends = np.stack([(words[cue.first] + words[cue.last]) / 2 for cue in cues])
        distances = np.stack([distances_from(cue.first, cue.last, width) for cue in cues])
        mask = np.ones((count, width), dtype=np.int64)
        return self.network.score(np.repeat(words[None], count, axis=0), ends, distances, mask)


def distances_from(first: int, last: int, width: int) -> Ints:
    """How many words each word stands before (below zero) or after a cue; 0 inside it."""
    places = np.arange(width)
    return np.where(places < first, places - first, np.where(places > last, places - last, 0))
