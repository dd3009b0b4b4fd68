"""The words of a phrase, in the form in which tables and phrases meet."""

import re
from collections.abc import Iterator

_WORD = re.compile(r",|[^\s,;:()\[\]\"“”«»?!]+")
_EX = re.compile(r"(?i)\bex-(?=\w)")
_POSSESSIVE = re.compile(r"'s?$")
_PLURALS = (("men", "man"), ("women", "woman"), ("ies", "y"), ("es", ""), ("s", ""))


def raw_words(phrase: str) -> tuple[str, ...]:
    """The words of ``phrase`` as they stand, commas as words; "ex-" stands alone."""
    return tuple(_WORD.findall(_EX.sub("ex ", phrase.replace("’", "'"))))


def plain(word: str) -> str:
    """``word`` without possessive sign and full stops: "U.S.'s" is "US"."""
    return _POSSESSIVE.sub("", word).replace(".", "")


def plain_words(phrase: str) -> tuple[str, ...]:
    """The words of ``phrase`` without possessive signs and full stops; what is nothing else is left out."""
    return tuple(filter(None, map(plain, raw_words(phrase))))


def singulars(word: str) -> Iterator[str]:
    """``word``, then what it may be the plural of: "parties" gives "party", "parti" and "partie" too."""
    yield word
    for ending, single in _PLURALS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            yield word.removesuffix(ending) + single
