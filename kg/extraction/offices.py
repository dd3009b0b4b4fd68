"""Titles and bodies as offices of the index: who held one on a day, and when somebody held one."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache, lru_cache

from kg.extraction.gazetteer import load_index
from kg.gazetteer.model import Actor, Holding
from kg.lexicon import load_words

CACHED = 2_000
"""Offices of countries on days whose holders are kept in memory."""
WORD = re.compile(r"[^\W\d_]+(?:[.'’-]?[^\W\d_]+)*\.?")


@cache
def office_words(text: str) -> frozenset[str]:
    """The words of a title, body or office that tell it from others, as office_words.tsv writes them.

    >>> sorted(office_words("Minister of Foreign Affairs")) == sorted(office_words("Foreign Ministry"))
    True
    """
    changed = load_words("office_words")
    words = (word.lower() for word in WORD.findall(text))
    return frozenset(changed.get(word, word) for word in words) - {""}


@lru_cache(CACHED)
def holder_of(title: str, country: Actor, day: str) -> Actor | None:
    """The one who held the office that ``title`` means in ``country`` on ``day``; None if none or several did."""
    wanted = office_words(title) - country_words(country.qid)
    held = load_index().holdings_in(country.qid, day)
    holders = {found.holder for found in held if wanted and is_office(wanted, found)}
    return load_index().actor(holders.pop()) if len(holders) == 1 else None


def holdings_of(qid: str, title: str, office: str) -> tuple[Holding, ...]:
    """When an actor held the office that ``title`` means, terms that follow each other as one, earliest first.

    ``office`` is the title with its body: what it names must belong to the office or to its country.
    """
    wanted, named = office_words(title), office_words(office)
    fits = (held for held in load_index().holdings_of(qid) if is_office(wanted, held, named))
    return _joined(held for held in fits if named <= office_words(held.office) | country_words(held.country))


def is_office(wanted: frozenset[str], held: Holding, named: frozenset[str] = frozenset()) -> bool:
    """Whether the office held is the wanted one: all its words, and no others but ``named`` and its country's."""
    words = office_words(held.office)
    return bool(wanted) and wanted <= words and words <= wanted | named | country_words(held.country)


@cache
def country_words(qid: str) -> frozenset[str]:
    """The words of a country's names and demonyms."""
    country = load_index().actor(qid) if qid else None
    names = (*country.names, *country.demonyms) if country else ()
    return frozenset(word for name in names for word in office_words(name))


def _joined(holdings: Iterable[Holding]) -> tuple[Holding, ...]:
    found: list[Holding] = []
    for held in sorted(set(holdings), key=lambda held: (held.start, held.end or "9999")):
        last = found[-1] if found else None
        if last and (not last.end or held.start <= last.end):
            end = max(last.end, held.end) if last.end and held.end else ""
            found[-1] = replace(last, end=end, seen=held.seen)
        else:
            found.append(held)
    return tuple(found)
