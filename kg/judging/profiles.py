"""What many records say of each entity: names, types and articles, counted, and who stands beside it."""

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from sys import intern

from kg.graph import used_entities
from kg.judging.judgements import REFERENCE
from kg.model import Entity, Record
from kg.ontology import load_ontology

FAMILIES = ("Person", "Group", "Organization", "Place", "Event")
"""The classes within which two names can mean one; an entity belongs to the families it lies below."""
ACTORS = ("Person", "Organization")
COMPANIONS = 5
"""People and organizations of an article, those named most, that tell what it is about."""


@dataclass(slots=True)
class Profile:
    """One id in all articles. ``seen`` has the numbers of its articles, ``kinds`` its type in each of them."""

    id: str
    names: Counter[str] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)
    seen: "array[int]" = field(default_factory=lambda: array("I"))
    kinds: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name that most articles use."""
        return min(self.names, key=lambda name: (-self.names[name], name))

    @property
    def type(self) -> str:
        """The class that most articles take it for."""
        kinds = Counter(self.kinds)
        return min(kinds, key=lambda kind: (-kinds[kind], kind))

    @property
    def local(self) -> bool:
        """Whether nothing but its name says who it is."""
        return self.id.startswith("local:")


@dataclass(frozen=True, slots=True)
class Profiles:
    """The entities that a graph would hold under a name, and each article's id and main actors by its number.

    ``presence`` counts the articles that somebody is a main actor of.
    """

    entities: dict[str, Profile] = field(default_factory=dict)
    articles: list[str] = field(default_factory=list)
    companions: list[tuple[str, ...]] = field(default_factory=list)
    presence: Counter[str] = field(default_factory=Counter)


@cache
def families(type: str) -> frozenset[str]:
    """Which of FAMILIES the class ``type`` lies below."""
    return frozenset(family for family in FAMILIES if load_ontology().is_a(type, (family,)))


def to_profiles(records: Iterable[Record]) -> Profiles:
    """What ``records`` say of each entity that has a name and is in a statement or claim.

    An article that comes again counts once. Nothing of the records' text is kept, so that memory grows with the
    number of names.
    """
    profiles = Profiles()
    known: set[str] = set()
    for record in records:
        if record.article.id not in known:
            known.add(record.article.id)
            _add(record, profiles)
    return profiles


def _add(record: Record, profiles: Profiles) -> None:
    number, used = len(profiles.articles), used_entities(record)
    named = [entity for entity in record.entities if families(entity.type) and _is_named(entity)]
    for entity in (entity for entity in named if entity.id in used):
        profile = profiles.entities.setdefault(entity.id, Profile(intern(entity.id)))
        profile.names[intern(entity.name)] += 1
        profile.aliases.update(map(intern, entity.aliases))
        profile.seen.append(number)
        profile.kinds.append(intern(entity.type))
    actors = [entity for entity in named if not families(entity.type).isdisjoint(ACTORS)]
    main = sorted(actors, key=lambda entity: -len(entity.mentions))[:COMPANIONS]
    profiles.articles.append(record.article.id)
    profiles.companions.append(tuple(intern(entity.id) for entity in main))
    profiles.presence.update(profiles.companions[number])


def _is_named(entity: Entity) -> bool:
    """Whether the text calls ``entity`` by a name, which an id can have."""
    match = REFERENCE.fullmatch(entity.id)
    everywhere = match is not None and match[2] is None and entity.id.isprintable()
    return everywhere and any(mention.kind == "name" for mention in entity.mentions)
