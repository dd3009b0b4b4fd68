"""Which topic a phrase means: a concept of the ontology by its labels, else one of the phrase's own words."""

import re
from functools import cache

from kg.ontology import Topic, load_ontology

ARTICLES = frozenset(
    {
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "its",
        "his",
        "her",
        "their",
        "our",
        "my",
        "any",
        "some",
        "such",
    }
)
WORD = re.compile(r"[\w’'-]+")


@cache
def _labels() -> dict[tuple[str, ...], Topic]:
    topics = load_ontology().topics.values()
    return {_key(label): topic for topic in topics for label in (topic.label, *topic.alt_labels)}


@cache
def _longest() -> int:
    return max(map(len, _labels()))


def topic_of(phrase: str) -> tuple[str, str]:
    """The id and readable name of the topic that ``phrase`` means.

    >>> topic_of("US boots on the ground in Norland")
    ('topic:ground-troops', 'ground troops')
    >>> topic_of("the harbour fees")
    ('topic:harbour-fees', 'harbour fees')
    """
    words = _key(phrase)
    for length in range(min(len(words), _longest()), 0, -1):
        for start in range(len(words) - length + 1):
            topic = _labels().get(words[start : start + length])
            if topic and (length > 1 or length == len(words)):
                return f"topic:{topic.id}", topic.label
    name = _readable(phrase)
    return f"topic:{slug(name)}", name


def slug(name: str) -> str:
    """``name`` as an id: small letters and digits with hyphens, in any script."""
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-") or "unnamed"


def _key(phrase: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in WORD.findall(phrase) if word.lower() not in ARTICLES)


def _readable(phrase: str) -> str:
    words = phrase.split()
    while len(words) > 1 and words[0].lower() in ARTICLES:
        words = words[1:]
    return " ".join(words)
