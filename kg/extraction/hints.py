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
class Words:
    """What a parse tells of a paragraph's words: kind, lemma ("" if it carries no meaning), frames that hold it.

    ``frames`` are the frames' predicates, ``framed`` is one of NO_FRAME, IN_FRAMES (as lemma only) and FRAME.
    """

    parts: Ints
    lemmas: tuple[str, ...]
    framed: Ints
    frames: tuple[tuple[str, ...], ...]


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


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What was seen of each lemma, and the share of each of ``predicates`` in all cues, in their order."""

    predicates: tuple[str, ...]
    seen: Mapping[str, Seen]
    shares: Floats

    def hints(self, words: Words, apart: Mapping[str, Seen] | None = None) -> Hints:
        """The hints of a paragraph's words; what ``apart`` has is taken out (for training)."""
        size, width = len(words.lemmas), len(self.predicates)
        buckets = np.zeros(size, dtype=np.int64)
        counts, frames = (np.zeros((size, width), dtype=np.float32) for _ in range(2))
        places = {name: place for place, name in enumerate(self.predicates)}
        for word, (lemma, held_by) in enumerate(zip(words.lemmas, words.frames, strict=True)):
            frames[word, [places[name] for name in held_by if name in places]] = 1.0
            if lemma:
                times, cues = self._seen(lemma, apart or {})
                counts[word] = cues
                buckets[word] = _bucket(times, float(counts[word].sum()))
        return Hints(words.parts, buckets, words.framed, counts, frames)

    def _seen(self, lemma: str, apart: Mapping[str, Seen]) -> tuple[int, Floats | float]:
        seen, own = self.seen.get(lemma), apart.get(lemma)
        if seen is None:
            return 0, 0.0
        return (seen.times - own.times, seen.cues - own.cues) if own else (seen.times, seen.cues)


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


class Parse:
    """One Doc with the frames in it, word by word as the reader cuts them."""

    def __init__(self, doc: Doc, matches: Iterable[Match]) -> None:
        self.doc = doc
        self.starts = [token.idx for token in doc]
        self.frames: dict[int, list[str]] = {}
        for match in matches:
            for token in (match.token, *match.companions):
                self.frames.setdefault(token.i, []).append(match.frame.predicate)

    def words(self, paragraph: Paragraph) -> Words:
        """What the parse tells of a paragraph's words."""
        size = len(paragraph.spans)
        parts, framed = (np.zeros(size, dtype=np.int64) for _ in range(2))
        lemmas = [""] * size
        frames: list[tuple[str, ...]] = [()] * size
        known = load_frames()
        for word, (start, _) in enumerate(paragraph.spans):
            token = self.doc[max(bisect_right(self.starts, start) - 1, 0)]
            frames[word] = tuple(self.frames.get(token.i, ()))
            if token.pos_ in PARTS_OF_SPEECH:
                lemmas[word] = token.lemma_.lower()
                parts[word] = 1 + PARTS_OF_SPEECH.index(token.pos_)
                framed[word] = IN_FRAMES if lemmas[word] in known else NO_FRAME
            if frames[word]:
                framed[word] = FRAME
        return Words(parts, tuple(lemmas), framed, tuple(frames))


def _bucket(times: int, cues: float) -> int:
    """1 for a word that was not seen, then by the share in which it was a cue, those seen often apart."""
    if times <= 0:
        return 1
    share = (cues + 0.3) / (times + 1)
    return 2 + min(RATES - 1, int(share * RATES)) + (RATES if times >= OFTEN else 0)
