"""What a parse and the coded texts tell the reader of claims about each word, before it reads.

Of each word that carries meaning: how often coders took it for a cue, and of which predicates; and whether a frame
of ontology/frames.tsv holds it. So a frame that a user adds is heard without training.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from spacy.tokens import Doc

from kg.extraction.frames import Match, load_frames
from kg.extraction.reader.decode import Floats
from kg.extraction.reader.windows import Ints
from kg.extraction.reader.words import Paragraph
from kg.lexicon import read_rows

PARTS_OF_SPEECH = ("ADJ", "ADV", "INTJ", "NOUN", "PROPN", "VERB")
"""What carries meaning; other words (and "be") are no cues by themselves."""
RATES = 5
"""Steps of the share in which a word was a cue."""
OFTEN = 4
"""From this many times in the coded texts on, the share is trusted more."""
BUCKETS = 2 + 2 * RATES
NO_FRAME, IN_FRAMES, FRAME = range(3)
DOUBT = 2.0
"""How many cues of every predicate, in their usual shares, are added to those that were counted."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How often a lemma stands in coded text, and how often in a cue of each predicate."""

    times: int
    cues: Floats


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What was seen of each lemma, and the share of each of ``predicates`` in all cues, in their order."""

    predicates: tuple[str, ...]
    seen: Mapping[str, Seen]
    shares: Floats


@dataclass(frozen=True, slots=True)
class Hints:
    """A paragraph's words: kind of word, bucket of the lexicon, frame; and rows of counts by predicate.

    ``counts`` are those of the lexicon, ``frames`` is 1 where a frame of the predicate holds the word.
    """

    parts: Ints
    buckets: Ints
    framed: Ints
    counts: Floats
    frames: Floats


def new_lexicon(predicates: Sequence[str], seen: Mapping[str, Seen]) -> Lexicon:
    """A lexicon with the shares of ``predicates`` as they were seen."""
    counted = sum((one.cues for one in seen.values()), np.zeros(len(predicates), dtype=np.float32))
    return Lexicon(tuple(predicates), seen, counted / max(float(counted.sum()), 1.0) + np.float32(1e-4))


def read_lexicon(path: Path, predicates: Sequence[str]) -> Lexicon:
    """The lexicon that training wrote: lemma, times, and "predicate=count" for each predicate seen."""
    places = {name: place for place, name in enumerate(predicates)}
    seen = {}
    for (lemma, times, pairs), _ in read_rows(path, 3):
        cues = np.zeros(len(predicates), dtype=np.float32)
        for pair in pairs.split():
            name, count = pair.split("=")
            cues[places[name]] = float(count)
        seen[lemma] = Seen(int(times), cues)
    return new_lexicon(predicates, seen)


def log_prior(counts: Floats, shares: Floats) -> Floats:
    """How much likelier each predicate is by ``counts`` than it is in general, as log odds."""
    prior: Floats = np.log((counts + DOUBT * shares) / (counts.sum(-1, keepdims=True) + DOUBT) / shares)
    return prior


class Hinter:
    """Knows one Doc, the frames in it, and the lexicon; what ``apart`` has is taken out (for training)."""

    def __init__(
        self, doc: Doc, matches: Iterable[Match], lexicon: Lexicon, apart: Mapping[str, Seen] | None = None
    ) -> None:
        self.doc = doc
        self.lexicon = lexicon
        self.apart = apart or {}
        self.starts = [token.idx for token in doc]
        self.frames: dict[int, list[int]] = {}
        places = {name: place for place, name in enumerate(lexicon.predicates)}
        for match in matches:
            if match.frame.predicate in places:
                for token in (match.token, *match.companions):
                    self.frames.setdefault(token.i, []).append(places[match.frame.predicate])

    def hints(self, paragraph: Paragraph) -> Hints:
        """The hints of a paragraph's words."""
        size, width = len(paragraph.spans), len(self.lexicon.predicates)
        parts, buckets, framed = (np.zeros(size, dtype=np.int64) for _ in range(3))
        counts, frames = (np.zeros((size, width), dtype=np.float32) for _ in range(2))
        known = load_frames()
        for word, (start, _) in enumerate(paragraph.spans):
            token = self.doc[max(bisect_right(self.starts, start) - 1, 0)]
            for place in self.frames.get(token.i, ()):
                frames[word, place] = 1.0
                framed[word] = FRAME
            if token.pos_ not in PARTS_OF_SPEECH:
                continue
            lemma = token.lemma_.lower()
            parts[word] = 1 + PARTS_OF_SPEECH.index(token.pos_)
            framed[word] = framed[word] or (IN_FRAMES if lemma in known else NO_FRAME)
            times, cues = self._seen(lemma)
            counts[word] = cues
            buckets[word] = _bucket(times, float(counts[word].sum()))
        return Hints(parts, buckets, framed, counts, frames)

    def _seen(self, lemma: str) -> tuple[int, Floats | float]:
        seen, own = self.lexicon.seen.get(lemma), self.apart.get(lemma)
        if seen is None:
            return 0, 0.0
        return (seen.times - own.times, seen.cues - own.cues) if own else (seen.times, seen.cues)


def _bucket(times: int, cues: float) -> int:
    """1 for a word that was not seen, then by the share in which it was a cue, those seen often apart."""
    if times <= 0:
        return 1
    share = (cues + 0.3) / (times + 1)
    return 2 + min(RATES - 1, int(share * RATES)) + (RATES if times >= OFTEN else 0)
