"""Which candidate a pronoun stands for: the one whose features weigh most, or none of them."""

import json
from collections.abc import Iterable
from functools import cache

from kg.extraction.coreference.discourse import Discourse
from kg.extraction.coreference.features import excluded, features
from kg.extraction.gazetteer import PERSON
from kg.ontology import load_ontology
from kg.resources import resource_dir

GENDERS = ("male", "female")
NOBODY = "nobody"
"""The feature of the answer that no candidate is meant."""
Weighed = list[tuple[str, float]]


@cache
def load_weights() -> dict[str, float]:
    """The weight of each feature, by kind of pronoun and feature."""
    weights: dict[str, float] = json.loads(
        (resource_dir("models") / "coreference" / "weights.json").read_text("utf-8")
    )
    return weights


@cache
def can_be(kind: str, pronoun: str) -> bool:
    """Whether an entity of the class ``kind`` may stand behind a pronoun: "it" is nobody, "they" not one person.

    Behind "he" may be what the recogniser takes for a body, a place or a people: unknown surnames look like those.
    """
    actor = load_ontology().is_a(kind, ("Actor",))
    if pronoun in GENDERS:
        return kind in (PERSON, "Organization", "Place", "Group")
    return actor and kind != PERSON and (pronoun != "thing" or kind != "Group")


def candidates(discourse: Discourse, pronoun: int, kind: str) -> dict[int, Weighed]:
    """The entities that ``pronoun`` may stand for, each with its features; ``kind`` is as in pronouns.tsv."""
    apart = excluded(discourse, pronoun)
    fitting = [
        (places[-1] if (places := discourse.before(entity, pronoun)) else -1, entity)
        for entity, layer in enumerate(discourse.entities)
        if entity not in apart
        and can_be(layer["type"], kind)
        and not (kind in GENDERS and layer["type"] != PERSON and discourse.doc._.kg_links[entity])
        and (kind not in GENDERS or layer["gender"] in ("", kind))
    ]
    fitting.sort(reverse=True)
    group = "person" if kind in GENDERS else kind
    return {
        entity: [(f"{group}: {name}", value) for name, value in features(discourse, pronoun, entity, nearer, kind)]
        for nearer, (_, entity) in enumerate(fitting)
    }


def best(discourse: Discourse, pronoun: int, kind: str) -> int | None:
    """The entity that ``pronoun`` stands for, None where none is likely enough."""
    group = "person" if kind in GENDERS else kind
    options = candidates(discourse, pronoun, kind)
    if kind in GENDERS and not any(discourse.before(entity, pronoun) for entity in options):
        return _named_next(discourse, pronoun, options)
    scored = [(score(weighed), -entity, entity) for entity, weighed in options.items()]
    most = max(scored, default=None)
    if most is None or most[0] < score([(f"{group}: {NOBODY}", 1.0)]):
        return None
    return most[2]


def _named_next(discourse: Discourse, pronoun: int, options: Iterable[int]) -> int | None:
    """Of ``options``, none of which was named before, the one named next in the pronoun's sentence."""
    here = discourse.sentence[discourse.head(pronoun).i]
    after = [
        (mention, entity)
        for entity in options
        for mention in discourse.history[entity][:1]
        if discourse.sentence[discourse.head(mention).i] == here and discourse.entities[entity]["type"] == PERSON
    ]
    return min(after)[1] if after else None


def score(weighed: Iterable[tuple[str, float]]) -> float:
    """The sum of features by their weights."""
    weights = load_weights()
    return sum(weights.get(name, 0.0) * value for name, value in weighed)
