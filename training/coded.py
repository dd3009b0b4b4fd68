"""Coded windows of news as what the network of claims learns from."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.tokens import Doc

from kg.extraction.frames import Match, find_matches, load_frames
from kg.extraction.hints import PARTS_OF_SPEECH, Hinter, Hints, Lexicon, Seen, new_lexicon
from kg.extraction.reader.claims import OBJECT, SUBJECT
from kg.extraction.reader.decode import Floats
from kg.extraction.reader.model import Passage, Reader
from kg.extraction.reader.windows import Ints
from kg.extraction.reader.words import Paragraph
from training.codings import to_window_end
from training.loop import IGNORED
from training.parse import read_before

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cue:
    """A coded cue: its first and last word, its predicates by number from 1, and a role for each word."""

    first: int
    last: int
    predicates: tuple[int, ...]
    roles: Ints


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph: the place of each word's first piece, a tag for each word, and the cues in it."""

    firsts: Ints
    tags: Ints
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """What was read at once: the encoder's output by piece, and its paragraphs."""

    lower: Floats
    embedded: Floats
    parts: tuple[Part, ...]
    paragraphs: tuple[Paragraph, ...]

    @property
    def length(self) -> int:
        """How many pieces it has."""
        return len(self.lower)


@dataclass(frozen=True, slots=True)
class Coded:
    """A row of the coded windows, parsed, with the examples that hold a part of its window."""

    row: Row
    doc: Doc
    matches: list[Match]
    examples: tuple[Example, ...]
    seen: Mapping[str, Seen]


def read_coded(rows: Sequence[Row], reader: Reader, predicates: Sequence[str]) -> Iterator[Coded]:
    """Every row of ``rows``, to the end of its window, through the parser and the encoder of ``reader``."""
    numbers = {name: number for number, name in enumerate(predicates, start=1)}
    for row in rows:
        low, high = row["window"]
        text = to_window_end(row)
        doc = read_before("kg_times", {**row, "text": text})
        passages = (p for p in reader.read(text) if p.end > low and p.starts[0] < high)
        yield Coded(
            row,
            doc,
            list(find_matches(doc, load_frames())),
            tuple(_example(passage, row, numbers) for passage in passages),
            _seen(row, doc, numbers),
        )


def lexicon_of(coded: Sequence[Coded], predicates: Sequence[str]) -> Lexicon:
    """What all of ``coded`` tell of each lemma."""
    total: dict[str, Seen] = {}
    for one in coded:
        for lemma, seen in one.seen.items():
            before = total.get(lemma, Seen(0, np.zeros(len(predicates), dtype=np.float32)))
            total[lemma] = Seen(before.times + seen.times, before.cues + seen.cues)
    return new_lexicon(predicates, total)


def hints_for(one: Coded, lexicon: Lexicon, *, apart: bool) -> list[list[Hints]]:
    """The hints of each of the examples; ``apart`` takes what this row itself tells out of the lexicon."""
    hinter = Hinter(one.doc, one.matches, lexicon, one.seen if apart else None)
    return [[hinter.hints(paragraph) for paragraph in example.paragraphs] for example in one.examples]


def _example(passage: Passage, row: Row, numbers: Mapping[str, int]) -> Example:
    parts = zip(passage.paragraphs, passage.firsts, strict=True)
    return Example(
        passage.encoded.lower[0],
        passage.encoded.embedded[0],
        tuple(_part(paragraph, firsts, row, numbers) for paragraph, firsts in parts),
        tuple(passage.paragraphs),
    )


def _part(paragraph: Paragraph, firsts: Ints, row: Row, numbers: Mapping[str, int]) -> Part:
    low, high = row["window"]
    found: dict[tuple[int, int], tuple[set[int], Ints]] = {}
    for claim in row["claims"]:
        words = _words(paragraph, claim["cue"])
        if not words:
            continue
        fresh = (set(), np.zeros(len(paragraph.spans), dtype=np.int64))
        predicates, roles = found.setdefault((words[0], words[-1]), fresh)
        predicates.add(numbers[claim["p"]])
        roles[_words(paragraph, claim["obj"])] = OBJECT
        roles[_words(paragraph, claim["subj"])] = SUBJECT
    tags = np.zeros(len(paragraph.spans), dtype=np.int64)
    for first, last in sorted(found):
        tags[first : last + 1] = 2
        tags[first] = 1
    tags[[not low <= start < high for start, _ in paragraph.spans]] = IGNORED
    cues = (Cue(*ends, tuple(sorted(told)), roles) for ends, (told, roles) in sorted(found.items()))
    return Part(firsts, tags, tuple(cues))


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
