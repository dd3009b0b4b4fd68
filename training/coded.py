"""Coded windows of news as what the network of claims learns from."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.tokens import Doc

from kg.extraction.frames import find_matches, load_frames
from kg.extraction.hints import PARTS_OF_SPEECH, Hints, Lexicon, Parse, Seen, Words, new_lexicon
from kg.extraction.reader.claims import MODALITIES, OBJECT, SUBJECT
from kg.extraction.reader.decode import Floats
from kg.extraction.reader.model import Passage
from kg.extraction.reader.onnx import load_reader
from kg.extraction.reader.windows import Ints
from kg.extraction.reader.words import Paragraph
from training.codings import to_window_end
from training.loop import IGNORED
from training.parse import read_before

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cue:
    """A coded cue: first and last word, predicates by number from 1, a role for each word, and its manner.

    ``negated`` is the share of its claims that are, ``modality`` the index in MODALITIES of the most frequent.
    """

    first: int
    last: int
    predicates: tuple[int, ...]
    roles: Ints
    negated: float
    modality: int


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph: the place of each word's first piece, a tag for each word, and the cues in it."""

    firsts: Ints
    tags: Ints
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """What was read at once: the encoder's output by piece, and its paragraphs with their words."""

    lower: Floats
    embedded: Floats
    parts: tuple[Part, ...]
    words: tuple[Words, ...]

    @property
    def length(self) -> int:
        """How many pieces it has."""
        return len(self.lower)


@dataclass(frozen=True, slots=True)
class Coded:
    """A row of the coded windows: the examples that hold a part of its window, and what it tells of its lemmas."""

    id: str
    examples: tuple[Example, ...]
    seen: Mapping[str, Seen]


def read_coded(row: Row, predicates: Sequence[str]) -> Coded:
    """A row, to the end of its window, through the parser and the encoder of the reader of attributions."""
    numbers = {name: number for number, name in enumerate(predicates, start=1)}
    low, high = row["window"]
    text = to_window_end(row)
    doc = read_before("kg_times", {**row, "text": text})
    parse = Parse(doc, find_matches(doc, load_frames()))
    passages = (p for p in load_reader("attribution").read(text) if p.end > low and p.starts[0] < high)
    examples = tuple(_example(passage, parse, row, numbers) for passage in passages)
    return Coded(row["id"], examples, _seen(row, doc, numbers))


def lexicon_of(coded: Sequence[Coded], predicates: Sequence[str]) -> Lexicon:
    """What all of ``coded`` tell of each lemma."""
    total: dict[str, Seen] = {}
    for one in coded:
        for lemma, seen in one.seen.items():
            before = total.get(lemma, Seen(0, np.zeros(len(predicates), dtype=np.float32)))
            total[lemma] = Seen(before.times + seen.times, before.cues + seen.cues)
    return new_lexicon(predicates, total)


def hints_for(one: Coded, lexicon: Lexicon) -> list[list[Hints]]:
    """The hints of each of the examples; what the text itself tells is taken out."""
    return [[lexicon.hints(words, one.seen) for words in example.words] for example in one.examples]


def _example(passage: Passage, parse: Parse, row: Row, numbers: Mapping[str, int]) -> Example:
    parts = zip(passage.paragraphs, passage.firsts, strict=True)
    return Example(
        passage.encoded.lower[0],
        passage.encoded.embedded[0],
        tuple(_part(paragraph, firsts, row, numbers) for paragraph, firsts in parts),
        tuple(map(parse.words, passage.paragraphs)),
    )


def _part(paragraph: Paragraph, firsts: Ints, row: Row, numbers: Mapping[str, int]) -> Part:
    low, high = row["window"]
    by_cue: dict[tuple[int, int], list[Row]] = {}
    for claim in row["claims"]:
        cue = _words(paragraph, claim["cue"])
        if cue:
            by_cue.setdefault((cue[0], cue[-1]), []).append(claim)
    tags = np.zeros(len(paragraph.spans), dtype=np.int64)
    for first, last in sorted(by_cue):
        tags[first : last + 1] = 2
        tags[first] = 1
    tags[[not low <= start < high for start, _ in paragraph.spans]] = IGNORED
    cues = (_cue(paragraph, *ends, claims, numbers) for ends, claims in sorted(by_cue.items()))
    return Part(firsts, tags, tuple(cues))


def _cue(paragraph: Paragraph, first: int, last: int, claims: list[Row], numbers: Mapping[str, int]) -> Cue:
    roles = np.zeros(len(paragraph.spans), dtype=np.int64)
    for claim in claims:
        roles[_words(paragraph, claim["obj"])] = OBJECT
        roles[_words(paragraph, claim["subj"])] = SUBJECT
    ((modality, _),) = Counter(claim["mod"] for claim in claims).most_common(1)
    return Cue(
        first,
        last,
        tuple(sorted({numbers[claim["p"]] for claim in claims})),
        roles,
        sum(claim["neg"] for claim in claims) / len(claims),
        MODALITIES.index(modality),
    )


def _words(paragraph: Paragraph, span: Sequence[int] | None) -> list[int]:
    if span is None:
        return []
    return [i for i, (start, end) in enumerate(paragraph.spans) if start < span[1] and span[0] < end]


def _seen(row: Row, doc: Doc, numbers: Mapping[str, int]) -> dict[str, Seen]:
    """What the coded window of a row tells of its lemmas."""
    low, high = row["window"]
    times: Counter[str] = Counter()
    cues: dict[str, Floats] = {}
    for token in doc:
        if token.pos_ not in PARTS_OF_SPEECH or not low <= token.idx < high:
            continue
        lemma = token.lemma_.lower()
        times[lemma] += 1
        end = token.idx + len(token)
        told = {numbers[c["p"]] for c in row["claims"] if c["cue"][0] < end and token.idx < c["cue"][1]}
        counts = cues.setdefault(lemma, np.zeros(len(numbers), dtype=np.float32))
        for number in told:
            counts[number - 1] += 1 / len(told)
    return {lemma: Seen(count, cues[lemma]) for lemma, count in times.items()}
