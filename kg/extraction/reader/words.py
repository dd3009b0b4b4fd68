"""A text as paragraphs of words with what the encoder is told of each: pieces, shape, quotation state."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LONGEST = 300
"""Pieces of a paragraph that are read at once; a longer one is cut where a sentence ends."""
SHAPES = ("mark", "number", "small", "capital", "capitals", "mixed", "other")
STATES = ("outside", "inside", "opening", "closing")
OPENING, CLOSING, EITHER = "“«„", "”»", '"'
SENTENCE_END = re.compile(r"[.!?]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words in order: ``spans`` in characters of the text, ``pieces`` of each word as ids of the vocabulary.

    ``shapes`` counts from 1 (a word's shape, and whether white space stands before it); ``states`` are indexes
    of STATES.
    """

    spans: tuple[tuple[int, int], ...]
    pieces: tuple[tuple[int, ...], ...]
    shapes: tuple[int, ...]
    states: tuple[int, ...]

    @property
    def length(self) -> int:
        """How many pieces it has."""
        return sum(map(len, self.pieces))


def read_paragraphs(text: str, tokenizer: "Tokenizer") -> Iterator[Paragraph]:
    """The paragraphs of ``text`` that have a word, long ones in parts, through ``tokenizer`` as it is."""
    for line in re.finditer(r"[^\n]+", text):
        whole = _words(text, line.start(), line.end(), tokenizer)
        yield from _cut(whole, text)


def shape_of(text: str, start: int, end: int) -> int:
    """What a word looks like, from 1: the vocabulary knows small letters only."""
    word = text[start:end]
    if not any(sign.isalnum() for sign in word):
        shape = "mark"
    elif any(sign.isdigit() for sign in word):
        shape = "number"
    elif word.islower():
        shape = "small"
    elif word.isupper():
        shape = "capitals" if len(word) > 1 else "capital"
    elif word.istitle():
        shape = "capital"
    else:
        shape = "mixed" if any(sign.isupper() for sign in word) else "other"
    spaced = start == 0 or text[start - 1].isspace()
    return 1 + 2 * SHAPES.index(shape) + spaced


def states_of(words: list[str]) -> list[int]:
    """Whether each word is outside or inside double quotation marks, or is one that opens or closes."""
    inside = False
    states = []
    for word in words:
        if word in OPENING or (word == EITHER and not inside):
            inside = True
            states.append("opening")
        elif word in CLOSING or word == EITHER:
            inside = False
            states.append("closing")
        else:
            states.append("inside" if inside else "outside")
    return [STATES.index(state) for state in states]


def _words(text: str, start: int, end: int, tokenizer: "Tokenizer") -> Paragraph:
    encoding = tokenizer.encode(text[start:end], add_special_tokens=False)
    spans: list[tuple[int, int]] = []
    pieces: list[list[int]] = []
    last = None
    for id, word, (first, stop) in zip(encoding.ids, encoding.word_ids, encoding.offsets, strict=True):
        if word != last or not spans:
            spans.append((start + first, start + stop))
            pieces.append([])
            last = word
        spans[-1] = (spans[-1][0], start + stop)
        pieces[-1].append(id)
    return Paragraph(
        tuple(spans),
        tuple(map(tuple, pieces)),
        tuple(shape_of(text, *span) for span in spans),
        tuple(states_of([text[first:stop] for first, stop in spans])),
    )


def _cut(whole: Paragraph, text: str) -> Iterator[Paragraph]:
    """``whole`` in parts of at most LONGEST pieces, cut after the last sentence that fits, else anywhere."""
    start = size = 0
    last = None
    for index, pieces in enumerate(whole.pieces):
        if size + len(pieces) > LONGEST and index > start:
            end = last or index
            yield _part(whole, start, end)
            start, last = end, None
            size = sum(map(len, whole.pieces[start:index]))
        size += len(pieces)
        if SENTENCE_END.fullmatch(text[slice(*whole.spans[index])]):
            last = index + 1
    if start < len(whole.spans):
        yield _part(whole, start, len(whole.spans))


def _part(whole: Paragraph, start: int, end: int) -> Paragraph:
    return Paragraph(
        whole.spans[start:end], whole.pieces[start:end], whole.shapes[start:end], whole.states[start:end]
    )
