"""Near-duplicate articles: which are copies of which, found by MinHash and then compared shingle by shingle.

Candidates are found by banding, as in Leskovec, Rajaraman and Ullman, *Mining of Massive Datasets*, chapter 3.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from datasketch import MinHash
from numpy.typing import NDArray

from kg.model import Article

SHINGLE = 5
"""Words that are compared as one."""
BAND, BANDS = 3, 42
"""Hashes of a band, and bands: articles are compared where a band is equal, as in 98 % of those that are ALIKE."""
FAINT = 0.2
"""The share of equal hashes from which on texts are read again: those with the same margins stay below."""
ALIKE = 0.45
"""The share of all shingles that a copy and its original both have: the same galleries alone came to 0.37."""
HELD = 0.8
"""Or else the share of the shorter one's shingles: a copy that was cut."""
UNDATED = "~"
"""Where an article without a day comes: after all days."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, order=True)
class Printing:
    """An article as one record has it, in the order in which printings came; ``place`` is the record's."""

    day: str
    article: str
    key: str
    place: int


@dataclass(frozen=True, slots=True)
class Sketches:
    """What is kept of articles in place of their texts: about 1,000 bytes each, twice that while groups are found.

    ``rows`` tells which row of ``signatures`` an article has, by its id.
    """

    printings: Sequence[Printing]
    rows: dict[str, int]
    signatures: NDArray[np.uint32]


def to_sketches(articles: Iterable[Article]) -> Sketches:
    """The sketches of ``articles``, of which none is held; an article's place is its number from 0 on."""
    printings: list[Printing] = []
    rows: dict[str, int] = {}
    signatures = bytearray()
    empty = MinHash(num_perm=BAND * BANDS)
    for place, article in enumerate(articles):
        printings.append(Printing(article.published or UNDATED, article.id, article.key, place))
        if article.id not in rows:
            rows[article.id] = len(rows)
            signature = empty.copy()
            signature.update_batch(shingle.encode() for shingle in to_shingles(article.text))
            signatures += signature.hashvalues.astype(np.uint32).tobytes()
    printings.sort()
    return Sketches(printings, rows, np.frombuffer(signatures, np.uint32).reshape(-1, BAND * BANDS))


def to_shingles(text: str) -> frozenset[str]:
    """Every run of SHINGLE words in ``text``, whatever case and marks it has; of a shorter text its words."""
    words = _WORD.findall(text.casefold())
    starts = range(max(len(words) - SHINGLE + 1, min(len(words), 1)))
    return frozenset(" ".join(words[start : start + SHINGLE]) for start in starts)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of their shingles two articles share, from 0 to 1; 0 where neither is a copy of the other."""
    if not one or not other:
        return 0.0
    both = len(one & other)
    alike, held = both / len(one | other), both / min(len(one), len(other))
    return alike if alike >= ALIKE or held >= HELD else 0.0


def find_groups(sketches: Sketches, text_of: Callable[[int], str]) -> list[tuple[int, ...]]:
    """The places of each original and its copies, the original first and all in the order of their days.

    ``text_of`` gives the text at a place again, to compare what may be copies. An article is a copy of the earlier
    original that it is most like, and else an original itself: so each was compared with the one it is a copy of,
    and the groups are the same in whatever order the articles were read.
    """
    firsts: dict[str, int] = {}
    for printing in sketches.printings:
        firsts.setdefault(printing.article, printing.place)
    places = list(firsts.values())
    order = [sketches.rows[article] for article in firsts]
    originals = _originals(sketches.signatures, order, lambda number: text_of(places[number]))
    original_of = dict(zip(firsts, originals, strict=True))
    groups: dict[int, list[int]] = {}
    for printing in sketches.printings:
        groups.setdefault(original_of[printing.article], []).append(printing.place)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def _originals(
    signatures: NDArray[np.uint32], order: Sequence[int], text_of: Callable[[int], str]
) -> Iterator[int]:
    """The original of each article in turn; both are numbers in the ``order`` of time, which gives their rows."""
    shingles = lru_cache(maxsize=64)(lambda number: to_shingles(text_of(number)))
    buckets = _shared_buckets(signatures, order)
    held: dict[int, list[int]] = {}
    for number, row in enumerate(order):
        near = {original for bucket in buckets.get(number, ()) for original in held.get(bucket, ())}
        likely = (one for one in sorted(near) if np.mean(signatures[row] == signatures[order[one]]) >= FAINT)
        found = {original: likeness(shingles(number), shingles(original)) for original in likely}
        best = max(found, key=lambda original: found[original], default=number)
        if found.get(best):
            yield best
        else:
            for bucket in buckets.get(number, ()):
                held.setdefault(bucket, []).append(number)
            yield number


def _shared_buckets(signatures: NDArray[np.uint32], order: Sequence[int]) -> dict[int, list[int]]:
    """The buckets that articles share with others, by the article's number: a bucket is what a band has equal."""
    buckets: dict[int, list[int]] = {}
    before = 0
    for start in range(0, BAND * BANDS, BAND):
        band = signatures[np.asarray(order, np.intp), start : start + BAND]
        _, bucket, size = np.unique(band, axis=0, return_inverse=True, return_counts=True)
        bucket = bucket.reshape(-1)
        for number in np.flatnonzero(size[bucket] > 1).tolist():
            buckets.setdefault(number, []).append(before + int(bucket[number]))
        before += len(size)
    return buckets
