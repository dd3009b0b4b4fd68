"""Which candidate a pronoun stands for: the one whose features and vectors weigh most, or none of them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg.extraction.coreference.discourse import Discourse
from kg.extraction.coreference.features import excluded, features
from kg.extraction.coreference.pairs import PairScorer, read_pair_scorer
from kg.extraction.gazetteer import PERSON
from kg.ontology import load_ontology
from kg.resources import resource_dir

GENDERS = ("male", "female")
Weighed = list[tuple[str, float]]


class Candidate(NamedTuple):
    """An entity, what speaks for and against it, and the mentions of it that are laid beside the pronoun."""

    entity: int
    features: Weighed
    antecedents: list[int]


@dataclass(frozen=True, slots=True)
class Ranker:
    """The weight of each feature, by kind of pronoun and feature, and the scorer of pairs of mentions."""

    weights: Mapping[str, float]
    pairs: PairScorer

    def best(self, discourse: Discourse, pronoun: int, kind: str) -> int | None:
        """The entity that ``pronoun`` stands for, None where none is likely enough.

        ``kind`` is as in pronouns.tsv.
        """
        options = candidates(discourse, pronoun, kind)
        if kind in GENDERS and not any(discourse.before(option.entity, pronoun) for option in options):
            return _named_next(discourse, pronoun, options)
        fits = self.pairs.fitness(discourse, pronoun, [option.antecedents for option in options])
        scored = [
            (self.score(option.features) + fit, -option.entity, option.entity)
            for option, fit in zip(options, fits, strict=True)
        ]
        most = max(scored, default=None)
        if most is None or most[0] < self.score(nobody(kind)):
            return None
        return most[2]

    def score(self, weighed: Iterable[tuple[str, float]]) -> float:
        """The sum of features by their weights."""
        return sum(self.weights.get(name, 0.0) * value for name, value in weighed)


def read_ranker(folder: Path) -> Ranker:
    """The ranker that training wrote into ``folder``."""
    weights = json.loads((folder / "weights.json").read_text("utf-8"))
    return Ranker(weights, read_pair_scorer(folder / "pairs.npz"))


@cache
def load_ranker() -> Ranker:
    """The ranker that ships."""
    return read_ranker(resource_dir("models") / "coreference")


def candidates(discourse: Discourse, pronoun: int, kind: str) -> list[Candidate]:
    """The entities that ``pronoun`` may stand for, those named last first; ``kind`` is as in pronouns.tsv."""
    apart = excluded(discourse, pronoun)
    fitting = [
        (places[-1] if (places := discourse.before(entity, pronoun)) else -1, entity)
        for entity in range(len(discourse.entities))
        if discourse.history[entity] and entity not in apart and _can_be(discourse, entity, kind)
    ]
    fitting.sort(reverse=True)
    return [
        Candidate(
            entity,
            [
                (f"{group(kind)}: {name}", value)
                for name, value in features(discourse, pronoun, entity, nearer, kind)
            ],
            discourse.antecedents(entity, pronoun),
        )
        for nearer, (_, entity) in enumerate(fitting)
    ]


def _named_next(discourse: Discourse, pronoun: int, options: Iterable[Candidate]) -> int | None:
    """Of ``options``, none of which was named before, the person named next in the pronoun's sentence."""
    here = discourse.sentence[discourse.head(pronoun).i]
    after = [
        (mention, option.entity)
        for option in options
        for mention in option.antecedents[:1]
        if discourse.sentence[discourse.head(mention).i] == here
        and discourse.entities[option.entity]["type"] == PERSON
    ]
    return min(after)[1] if after else None


def group(kind: str) -> str:
    """The kinds of pronoun that share their weights."""
    return "person" if kind in GENDERS else kind


def nobody(kind: str) -> Weighed:
    """The features of the answer that no candidate is meant."""
    return [(f"{group(kind)}: nobody", 1.0)]


def _can_be(discourse: Discourse, entity: int, kind: str) -> bool:
    layer = discourse.entities[entity]
    if kind not in GENDERS:
        return can_be(layer["type"], kind)
    unknown = layer["type"] == PERSON or not discourse.doc._.kg_links[entity]
    return unknown and layer["gender"] in ("", kind) and can_be(layer["type"], kind)


@cache
def can_be(kind: str, pronoun: str) -> bool:
    """Whether an entity of the class ``kind`` may stand behind a pronoun: "it" is nobody, "they" not one person.

    Behind "he" may be what the recogniser takes for a body, a place or a people: unknown surnames look like those.
    """
    actor = load_ontology().is_a(kind, ("Actor",))
    if pronoun in GENDERS:
        return kind in (PERSON, "Organization", "Place", "Group")
    return actor and kind != PERSON and (pronoun != "thing" or kind != "Group")
