"""English verbs as nouns: "sending" of "send"."""

import re

from kg.lexicon import load_words

VOWELS = "aeiou"
KEPT = ("ee", "oe", "ye")
"""Endings whose last "e" stays: "seeing"."""
ONE_SYLLABLE = re.compile(rf"[^{VOWELS}]*(?:qu)?[{VOWELS}y][^{VOWELS}wxy]")
"""A short vowel between consonants, of which the last is doubled: "stop", but not "show"."""


def gerund(verb: str) -> str:
    """The form in -ing of ``verb``, which is in small letters.

    >>> [gerund(verb) for verb in ("send", "make", "lie", "see", "stop", "admit", "visit")]
    ['sending', 'making', 'lying', 'seeing', 'stopping', 'admitting', 'visiting']
    """
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(KEPT) and verb != "be":
        return f"{verb[:-1]}ing"
    if ONE_SYLLABLE.fullmatch(verb) or verb in load_words("doubled"):
        return f"{verb}{verb[-1]}ing"
    return f"{verb}ing"
