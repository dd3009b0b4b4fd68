"""In what way two names may be one: by rules on their words, each with a name of its own."""

from dataclasses import dataclass
from typing import Literal

from kg.judging.names import Name, acronyms, full_names, is_first_name, is_one_letter_off, sound, to_name
from kg.judging.profiles import Profile, families

Way = Literal[
    "spelling",
    "title",
    "order",
    "middle name",
    "nickname",
    "sound",
    "acronym",
    "alias",
    "last names",
    "initial",
    "letter",
    "surname",
]
LONG = 5
"""Letters from which a word is long enough for one of them, or its sound, to be a slip."""


@dataclass(frozen=True, slots=True)
class Form:
    """What of an entity is compared: its name, the families it belongs to, its aliases as words in one."""

    id: str
    name: Name
    families: frozenset[str]
    aliases: frozenset[str] = frozenset()

    @property
    def person(self) -> bool:
        """Whether it has a first and a last name."""
        return "Person" in self.families


def to_form(profile: Profile) -> Form:
    """What of ``profile`` is compared. One word alone is no alias of a person: it is a surname."""
    kinds = families(profile.type)
    person = "Person" in kinds
    name = to_name(profile.name, person=person)
    aliases = [to_name(alias, person=person) for alias in sorted(profile.aliases)]
    told = {alias.compact for alias in aliases if len(alias.words) > 1 or not person}
    return Form(profile.id, name, kinds, frozenset(alias for alias in told if not _is_part(alias, name, profile)))


def _is_part(alias: str, name: Name, profile: Profile) -> bool:
    """Whether an article only left words of a local name away: "the Board" after "the Norhaven Board"."""
    return profile.local and (name.compact.startswith(alias) or name.compact.endswith(alias))


def way_of(one: Form, other: Form) -> Way | None:
    """How the two may be one, None where they hardly are or Wikidata tells them apart."""
    if one.families.isdisjoint(other.families) or (one.id.startswith("wd:") and other.id.startswith("wd:")):
        return None
    a, b = one.name, other.name
    if not a.compact or not b.compact or a.generation != b.generation:
        return None
    if a.compact == b.compact:
        return "spelling" if "".join(a.whole) == "".join(b.whole) else "title"
    if sorted(a.words) == sorted(b.words):
        return "order"
    way = _person(a.words, b.words) if one.person else _other(a, b)
    aliases = a.compact in other.aliases or b.compact in one.aliases
    return way or ("alias" if aliases else None)


def _person(a: tuple[str, ...], b: tuple[str, ...]) -> Way | None:
    if is_first_name(*a) or is_first_name(*b):
        return None
    if len(a) == 1 and len(b) == 1:
        return "sound" if _sounds_like(a[0], b[0]) else None
    if len(a) == 1 or len(b) == 1:
        return "surname" if a[-1] == b[-1] or _sounds_like(a[-1], b[-1]) else None
    if a[-len(b) :] == b or b[-len(a) :] == a:
        return "last names"
    if a[-1] == b[-1]:
        return _given(a[:-1], b[:-1])
    return _slip(a[-1], b[-1]) if a[:-1] == b[:-1] and len(a[0]) > 1 else None


def _given(a: tuple[str, ...], b: tuple[str, ...]) -> Way | None:
    """How the names before one last name may be one person's; "George H. W." and "George W." are two."""
    if not all(_agree(one, other) for one, other in zip(a[1:], b[1:], strict=False)):
        return None
    if a[0] == b[0]:
        return "middle name"
    if _agree(a[0], b[0]):
        return "initial"
    if full_names(a[0]) & full_names(b[0]):
        return "nickname"
    return _slip(a[0], b[0])


def _agree(one: str, other: str) -> bool:
    """Whether two words are one, or one is the other's first letter."""
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _slip(one: str, other: str) -> Way | None:
    if _sounds_like(one, other):
        return "sound"
    return "letter" if min(len(one), len(other)) >= LONG and is_one_letter_off(one, other) else None


def _sounds_like(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= LONG and sound(one) == sound(other)


def _other(a: Name, b: Name) -> Way | None:
    if (a.short and a.compact in acronyms(b.words)) or (b.short and b.compact in acronyms(a.words)):
        return "acronym"
    differ = [pair for pair in zip(a.words, b.words, strict=False) if pair[0] != pair[1]]
    return _slip(*differ[0]) if len(a.words) == len(b.words) and len(differ) == 1 else None
