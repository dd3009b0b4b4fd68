"""How well two mentions fit as one entity, by the vectors that the reader has for their heads.

A network of one hidden layer and a bilinear product, as Lee et al. (2017) score pairs of mentions, on the encoder
that attribution runs; trained with the ranker's weights, see models/coreference.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kg.extraction.coreference.discourse import Discourse
from kg.extraction.reader.decode import Floats


@dataclass(frozen=True, slots=True)
class PairScorer:
    """The network's matrices: inputs are vectors of the encoder, the output one number for each pair."""

    one: Floats
    other: Floats
    both: Floats
    distance: Floats
    bias: Floats
    out: Floats
    query: Floats
    key: Floats

    def fitness(self, discourse: Discourse, mention: int, entities: Sequence[Sequence[int]]) -> list[float]:
        """How well ``mention`` fits each of ``entities``, given by mentions of each: the log of summed odds."""
        others = [other for mentions in entities for other in mentions]
        if not others:
            return []
        scores = self.score(
            discourse.vectors[mention],
            discourse.vectors[others],
            np.array([log_distance(discourse, mention, other) for other in others], dtype=np.float32),
        )
        firsts = np.cumsum([0, *map(len, entities)])[:-1]
        summed: list[float] = np.logaddexp.reduceat(scores, firsts).tolist()
        return summed

    def score(self, mention: Floats, others: Floats, distances: Floats) -> Floats:
        """How well ``mention`` fits each of ``others``."""
        hidden = mention @ self.one + others @ self.other + (mention * others) @ self.both
        hidden = np.maximum(hidden + distances[:, None] * self.distance + self.bias, 0)
        likeness = (others @ self.key) @ (mention @ self.query) / np.sqrt(np.float32(len(self.bias)))
        scores: Floats = hidden @ self.out + likeness
        return scores


def log_distance(discourse: Discourse, mention: int, other: int) -> float:
    """How far before ``mention`` another stands, in tokens, on a logarithmic scale; after it below zero."""
    tokens = discourse.mentions[mention]["head"] - discourse.mentions[other]["head"]
    return float(np.sign(tokens) * np.log1p(abs(tokens)))


def read_pair_scorer(path: Path) -> PairScorer:
    """The scorer that training wrote to ``path``."""
    with np.load(path) as arrays:
        return PairScorer(**{name: arrays[name].astype(np.float32) for name in arrays.files})
