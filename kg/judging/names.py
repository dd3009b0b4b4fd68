"""Names as words that can be compared: without accents, titles, articles and legal forms, and by their sound."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from kg.lexicon import load_table, load_words

WORD = re.compile(r"[^\W_]+")
POINTS = re.compile(r"['’`.]")
POSSESSIVE = re.compile(r"['’]s\b")
SHORT = re.compile(r"(?:[A-Z]\.?){2,6}")
"""A name that may be the first letters of others: "WTO", "U.N."."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name's folded words without what is no part of it; ``whole`` has all of them.

    ``generation`` tells a family's people of one name apart, ``short`` says that it may be an acronym.
    """

    words: tuple[str, ...]
    whole: tuple[str, ...]
    generation: str = ""
    short: bool = False

    @property
    def compact(self) -> str:
        """The words in one."""
        return "".join(self.words)


@cache
def _words_of(kind: str) -> dict[str, str]:
    return {word: other for word, row_kind, other in load_table("name_words", 3) if row_kind == kind}


@cache
def _spellings(kind: str) -> tuple[tuple[str, str], ...]:
    return tuple((letters, other) for letters, other, row_kind in load_table("spellings", 3) if row_kind == kind)


@cache
def _titles() -> frozenset[tuple[str, ...]]:
    """What may stand before a name: titles in full and in short, and forms of address."""
    words = [title for title, *_ in load_table("titles", 3)]
    words += [*load_words("abbreviations"), *load_words("honorifics")]
    return frozenset(tuple(folded(word)) for word in words)


@cache
def full_names(short: str) -> frozenset[str]:
    """The first names that ``short`` may stand for, itself among them."""
    return frozenset({short, *(full for word, full in load_table("nicknames", 2) if word == short)})


@cache
def _first_names() -> frozenset[str]:
    return frozenset(word for name in load_words("names") for word in folded(name))


def is_first_name(*words: str) -> bool:
    """Whether ``words`` are no more than a first name that many people have."""
    return len(words) == 1 and (words[0] in _first_names() or len(full_names(words[0])) > 1)


def folded(text: str) -> list[str]:
    """The words of ``text`` in small letters without marks.

    >>> folded("The O’Hara’s Ærø-Gruppe")
    ['the', 'ohara', 'aero', 'gruppe']
    """
    text = POINTS.sub("", POSSESSIVE.sub("", text))
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    for letters, other in _spellings("letter"):
        plain = plain.replace(letters, other)
    return WORD.findall(plain)


def to_name(text: str, *, person: bool) -> Name:
    """``text`` as a name, of a person or of something else.

    >>> to_name("Sen. Ana Duarte Jr.", person=True).words
    ('ana', 'duarte')
    >>> to_name("The Norland Steel Co.", person=False).words
    ('norland', 'steel')
    """
    whole = tuple(folded(text))
    words, generation = whole, ""
    if person:
        while length := next((n for n in (4, 3, 2, 1) if n < len(words) and words[:n] in _titles()), 0):
            words = words[length:]
        if len(words) > 1 and words[-1] in _words_of("generation"):
            words, generation = words[:-1], _words_of("generation")[words[-1]]
    else:
        words = words[1:] if len(words) > 1 and words[0] in _articles() else words
        while len(words) > 1 and words[-1] in _words_of("legal"):
            words = words[:-1]
    return Name(words, whole, generation, SHORT.fullmatch(text) is not None)


@cache
def _articles() -> frozenset[str]:
    return frozenset(word for word, kind in load_table("determiners", 2) if kind == "article")


@cache
def sound(word: str) -> str:
    """``word`` as it may sound, whichever letters are written for it; the first letter stays.

    >>> sound("mohammed") == sound("muhammad") and sound("zelenskyy") == sound("zelensky")
    True
    """
    rest = word[1:]
    for letters, other in _spellings("sound"):
        rest = rest.replace(letters, other)
    return re.sub(r"(.)\1+", r"\1", word[:1] + rest)


def acronyms(words: tuple[str, ...]) -> set[str]:
    """The first letters of ``words``, with and without the small ones, where they are three or more."""
    own = tuple(word for word in words if word not in _words_of("small"))
    letters = ("".join(word[0] for word in some) for some in (words, own))
    return {found for found in letters if len(found) > 2}


def is_one_letter_off(one: str, other: str) -> bool:
    """Whether one letter more, less or else makes ``one`` into ``other``.

    >>> is_one_letter_off("duarte", "duarta"), is_one_letter_off("duarte", "duart"), is_one_letter_off("ab", "ba")
    (True, True, False)
    """
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return (
        one[start + 1 :] == other[start + 1 :]
        or one[start + 1 :] == other[start:]
        or one[start:] == other[start + 1 :]
    )
