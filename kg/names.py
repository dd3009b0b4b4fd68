"""Words as names and ids: what a phrase is called once the words before its noun are gone."""

import re
from collections.abc import Container
from functools import cache

from kg.lexicon import load_table, load_words

INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}(?!\w)")


@cache
def determiners(kind: str) -> frozenset[str]:
    """The words before a noun of one ``kind`` of determiners.tsv."""
    return frozenset(word for word, row_kind in load_table("determiners", 2) if row_kind == kind)


@cache
def unnamed_words() -> frozenset[str]:
    """Every word before a noun that leaves what the noun means as it is: all but "no"."""
    return frozenset(word for word, _ in load_table("determiners", 2)) - determiners("negative")


def without_leading(phrase: str, words: Container[str]) -> str:
    """``phrase`` with single spaces and without ``words`` at its beginning; its last word stays.

    >>> without_leading("the harbour  fees", {"the"})
    'harbour fees'
    """
    found = phrase.split()
    while len(found) > 1 and found[0].lower() in words:
        found = found[1:]
    return " ".join(found)


def without_stops(name: str) -> str:
    """``name`` with the initials of states and bodies as news writes them without full stops.

    >>> without_stops("U.S. officials")
    'US officials'
    """
    return INITIALS.sub(lambda found: found[0].replace(".", ""), name)


def abbreviates(short: str, name: str) -> bool:
    """Whether capitals are the first letters of a name's words, those of "of" and its like at will.

    >>> abbreviates("HWU", "Harbour Workers' Union"), abbreviates("HWU", "Harbour Union")
    (True, False)
    """
    firsts = [word[0].upper() for word in name.split()]
    capitals = [word[0].upper() for word in name.split() if word.lower() not in load_words("small_words")]
    return short.isupper() and len(short) > 1 and list(short) in (firsts, capitals)


def slug(name: str) -> str:
    """``name`` as an id: small letters and digits with hyphens, in any script."""
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-") or "unnamed"
