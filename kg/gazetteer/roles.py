"""Roles in politics: their codes, and the words that tell them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kg.errors import OntologyError
from kg.gazetteer.words import plain_words, singulars
from kg.lexicon import load_table

UNKNOWN = "UNK"
"""The role where the words tell none."""
KINDS = ("", "general", "former", "preposition")


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its code, what it is called, and the code of who had it."""

    code: str
    label: str
    former: str


@cache
def roles() -> dict[str, Role]:
    """Every role by its code; of several roles at a time, the earlier counts."""
    return {code: Role(code, label, former) for code, label, _, former in load_table("actor_roles", 4)}


@cache
def role_of_class(kind: str) -> str:
    """The code of what is of a class of the ontology; empty where the class tells none."""
    return next((code for code, _, name, _ in load_table("actor_roles", 4) if name == kind), "")


def first_role(codes: Iterable[str]) -> str:
    """The code that counts of several, empty without any."""
    return min(codes, key=list(roles()).index, default="")


def find_role_words(words: tuple[str, ...]) -> tuple[str, str] | None:
    """The code and kind of ``words``, whatever their case, the last one in the plural or not; None without any."""
    *before, last = (word.lower() for word in words)
    return next(filter(None, (_role_words().get((*before, one)) for one in singulars(last))), None)


@cache
def longest_role_words() -> int:
    """How many words the longest words of a role are."""
    return max(map(len, _role_words()))


@cache
def _role_words() -> dict[tuple[str, ...], tuple[str, str]]:
    rows = load_table("role_words", 3)
    for words, code, kind in rows:
        if kind not in KINDS or (code and code not in roles()):
            raise OntologyError(f"role_words.tsv: {words!r} has the code {code!r} and the kind {kind!r}")
    return {plain_words(words): (code, kind) for words, code, kind in rows}
