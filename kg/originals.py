"""What the copies of an article tell that the article told already: one utterance, in the words it had there."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kg.lexicon import load_table
from kg.model import Article, Modality, Original, Record, Utterance, normalised

SAME_WORDS = 0.8
"""The share of their words that statements of one speaker have in common which are one utterance."""

_WORD = re.compile(r"\bcan(?=not\b)|n't\b|\w+?(?=n't\b)|\w+")

_Voice = tuple[str | None, bool, Modality]


@dataclass(frozen=True, slots=True)
class _Told:
    """An utterance as it was first told."""

    text: str
    day: str | None
    words: frozenset[str]


def find_originals(groups: Iterable[Sequence[int]], record_of: Callable[[int], Record]) -> Mapping[int, Original]:
    """The original of each copy in ``groups``, by the copy's place; ``record_of`` gives the record at a place.

    A statement of a copy is an utterance of an earlier article of the group where the speaker is the same and the
    words nearly are; of several it is the one most like it.
    """
    found: dict[int, Original] = {}
    for group in groups:
        first: Article | None = None
        told: dict[_Voice, list[_Told]] = {}
        for place in group:
            record = record_of(place)
            first = first or record.article
            original = _original(record, first, told)
            if original != Original(article=record.article.id, published=record.article.published):
                found[place] = original
    return found


def _original(record: Record, first: Article, told: dict[_Voice, list[_Told]]) -> Original:
    """What ``record`` repeats of ``told`` by the articles before it; what is new in it is added to that."""
    utterances, new = [], []
    for statement in record.statements:
        own = _Told(statement.text, statement.said_on or first.published, to_words(statement.text))
        voice = (statement.speaker, statement.negated, statement.modality)
        known = _repeated(own, told.get(voice, ()))
        if known is None:
            new.append((voice, own))
        elif (known.text, known.day) != (own.text, own.day):
            utterances.append(Utterance(statement=statement.id, text=known.text, said_on=known.day))
    for voice, one in new:
        told.setdefault(voice, []).append(one)
    return Original(article=first.id, published=first.published, utterances=tuple(utterances))


def _repeated(own: _Told, told: Iterable[_Told]) -> _Told | None:
    """The one of ``told`` that is most like ``own`` and nearly the same, of equal ones one of the same day."""
    close = [(_alike(own.words, one.words), own.day == one.day, one) for one in told]
    best = max(close, key=lambda found: found[:2], default=None)
    return best[2] if best and best[0] >= SAME_WORDS else None


def to_words(text: str) -> frozenset[str]:
    """The words of ``text``, whatever case and marks it has."""
    return frozenset(_WORD.findall(normalised(text).casefold().replace("’", "'")))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of their words that are the same: 0 where they differ in a number or in what negates."""
    if any(word in _telling_words() or any(map(str.isdigit, word)) for word in one ^ other):
        return 0.0
    return len(one & other) / len(one | other) if one or other else 1.0


@cache
def _telling_words() -> frozenset[str]:
    """Words that make another utterance of one that is otherwise the same: "not", "twelve", but not "a"."""
    negators = {word for word, kind, _ in load_table("modality", 3) if kind == "negator"}
    numbers = {word for word, kind, value in load_table("time_words", 3) if kind == "number" and value != "1"}
    return frozenset(negators | numbers)
