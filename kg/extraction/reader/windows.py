"""Paragraphs packed into windows, and windows into the arrays that the encoder takes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extraction.reader.words import Paragraph

PIECES = 128
"""Pieces of a window, unless one paragraph alone has more."""
PAD, CLS, SEP = 0, 101, 102
"""The vocabulary's ids of padding, a window's beginning and a paragraph's end."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows as rows: pieces, their shapes and quotation states, and whether each is one.

    ``firsts`` has for each paragraph its row and the place of each word's first piece in it.
    """

    ids: Ints
    shapes: Ints
    states: Ints
    mask: Ints
    firsts: tuple[tuple[int, Ints], ...]


def pack(paragraphs: Iterable[Paragraph], *, pieces: int = PIECES) -> Iterator[list[Paragraph]]:
    """Neighbouring paragraphs together, as many as fit into a window."""
    window: list[Paragraph] = []
    size = 1
    for paragraph in paragraphs:
        if window and size + paragraph.length + 1 > pieces:
            yield window
            window, size = [], 1
        window.append(paragraph)
        size += paragraph.length + 1
    if window:
        yield window


def to_batch(windows: Sequence[Sequence[Paragraph]]) -> Batch:
    """The arrays of ``windows``, padded to the longest."""
    width = max(1 + sum(paragraph.length + 1 for paragraph in window) for window in windows)
    ids, shapes, states, mask = (np.zeros((len(windows), width), dtype=np.int64) for _ in range(4))
    firsts = []
    for row, window in enumerate(windows):
        ids[row, 0] = CLS
        at = 1
        for paragraph in window:
            places = []
            for pieces, shape, state in zip(paragraph.pieces, paragraph.shapes, paragraph.states, strict=True):
                places.append(at)
                end = at + len(pieces)
                ids[row, at:end], shapes[row, at:end], states[row, at:end] = pieces, shape, state
                at = end
            ids[row, at] = SEP
            at += 1
            firsts.append((row, np.array(places, dtype=np.int64)))
        mask[row, :at] = 1
    return Batch(ids, shapes, states, mask, tuple(firsts))
