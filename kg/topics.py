"""Which topic a phrase means: a concept of the ontology by its labels, else one of the phrase's own words."""

import re
from collections.abc import Iterator
from functools import cache

from kg.lexicon import load_words
from kg.names import slug, unnamed_words, without_leading, without_stops
from kg.ontology import Topic, load_ontology

TOPIC = "Topic"
QUOTATION_MARKS = re.compile('[“”"«»]')
WORD = re.compile(r"[\w’'-]+")


@cache
def _labels() -> dict[tuple[str, ...], Topic]:
    topics = load_ontology().topics.values()
    return {_key(label): topic for topic in topics for label in (topic.label, *topic.alt_labels)}


@cache
def _longest() -> int:
    return max(map(len, _labels()))


def topic_of(phrase: str) -> tuple[str, str] | None:
    """The id and readable name of the topic that ``phrase`` means, None if it is a word that names nothing.

    >>> topic_of("US boots on the ground in Norland")
    ('topic:ground-troops', 'ground troops')
    >>> topic_of("the harbour fees")
    ('topic:harbour-fees', 'harbour fees')
    >>> topic_of("it") is None and topic_of("himself") is None
    True
    """
    words = _key(phrase)
    for start, end, topic in _labelled(words):
        if _is_head(words, start, end):
            return f"topic:{topic.id}", topic.label
    name = without_stops(without_leading(QUOTATION_MARKS.sub("", phrase), unnamed_words()))
    if name.lower() in load_words("empty_words") or name.lower() in load_words("pronouns"):
        return None
    return f"topic:{slug(name)}", name


def wider_topic(name: str) -> Topic | None:
    """The concept that a topic of its own words is about: the longest label in its name.

    >>> wider_topic("minimum wage bill").label
    'minimum wage'
    """
    return next((topic for _, _, topic in _labelled(_key(name))), None)


def known_topic(phrase: str) -> tuple[str, str] | None:
    """The id and readable name of the concept that ``phrase`` is a label of, None if it is none's.

    >>> known_topic("Obamacare")
    ('topic:affordable-care-act', 'Affordable Care Act')
    """
    topic = _labels().get(_key(phrase))
    return (f"topic:{topic.id}", topic.label) if topic else None


def _labelled(words: tuple[str, ...]) -> Iterator[tuple[int, int, Topic]]:
    """The concepts whose labels stand in ``words``, from where to where, longest first; one word must be all."""
    for length in range(min(len(words), _longest()), 0, -1):
        for start in range(len(words) - length + 1):
            topic = _labels().get(words[start : start + length])
            if topic and (length > 1 or length == len(words)):
                yield start, start + length, topic


def _is_head(words: tuple[str, ...], start: int, end: int) -> bool:
    """Whether a phrase is of what stands from ``start`` to ``end``: "tax cuts for ports", not "tax cuts bill"."""
    joints = load_words("phrase_joints")
    return joints.keys().isdisjoint(words[:start]) and (end == len(words) or words[end] in joints)


def _key(phrase: str) -> tuple[str, ...]:
    words = WORD.findall(without_stops(phrase))
    return tuple(word.lower() for word in words if word.lower() not in unnamed_words())
