"""The gazetteer that extraction uses: the index that ships, or the one that KG_ACTORS names."""

import os
from functools import cache
from pathlib import Path

from kg.gazetteer.index import DOMINANT, Index
from kg.gazetteer.model import PERSON, Actor
from kg.gazetteer.states import find_known, qids
from kg.gazetteer.words import plain_words
from kg.resources import resource_dir

__all__ = ["PERSON", "governed_from", "known", "load_index"]


@cache
def load_index() -> Index:
    """The index of actors: the file that the environment variable KG_ACTORS names, else kg's own."""
    return Index(Path(os.environ.get("KG_ACTORS") or resource_dir("models") / "actors" / "actors.sqlite"))


@cache
def known(name: str) -> Actor | None:
    """The actor that a name means by itself: one that news names, far more often than others so called."""
    first, *others = load_index().named(name) or (None,)
    if first is None or not (first.sure or first.articles):
        return None
    rivals = max((other.articles for other in others if other), default=0)
    return first if not rivals or first.articles >= DOMINANT * rivals else None


def governed_from(place: str) -> Actor | None:
    """The state whose seat of government is called ``place``: France of "Paris"."""
    seat = find_known(plain_words(place))
    return load_index().actor(qids()[seat.country]) if seat and seat.kind == "seat" else None
