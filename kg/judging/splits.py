"""Which ids that are only a name may stand for several entities: their articles have nobody in common."""

from collections.abc import Iterator
from dataclasses import replace

from kg.judging.candidates import Candidate, is_everywhere, to_side
from kg.judging.judgements import Reference
from kg.judging.names import is_first_name, to_name
from kg.judging.partition import Classes
from kg.judging.profiles import Profile, Profiles, families
from kg.ontology import load_ontology

FIRST_NAME, WORD, FULL_NAME = 0.35, 0.2, 0.1
"""What it is worth to ask about a bare first name, another name of one word, and a person's full name."""
OTHER_TYPE = 0.1
"""What it is worth more where an article takes the entity for something else; often only the type is wrong."""
FEW = 5
"""Articles of one id that are asked about."""


def find_splits(profiles: Profiles) -> Iterator[Candidate]:
    """For each local id whose articles have nobody in common: those articles' entity beside the id.

    Articles that share a telling companion go together. The largest group keeps the id, and each article outside
    it is a candidate, unless it has no companion that tells anything, or takes a place for an actor: those two
    are two nodes in the graph as it is.
    """
    for _, profile in sorted(profiles.entities.items()):
        if profile.local and len(profile.seen) > 1 and (worth := _worth(profile)):
            main, others = _groups(profile, profiles)
            for place in others[:FEW]:
                if _is_actor(profile.kinds[place]) == _is_actor(profile.kinds[main[0]]):
                    yield _split(profile, worth, place, main[0], profiles)


def _worth(profile: Profile) -> float:
    """What it is worth to ask, nothing where names of that kind are hardly shared."""
    kinds = families(profile.type)
    words = to_name(profile.name, person="Person" in kinds).words
    if "Person" in kinds:
        return FULL_NAME if len(words) > 1 else FIRST_NAME if is_first_name(*words) else WORD
    return WORD if len(words) == 1 and "Organization" in kinds else 0


def _is_actor(kind: str) -> bool:
    return load_ontology().is_a(kind, ("Actor",))


def _groups(profile: Profile, profiles: Profiles) -> tuple[list[int], list[int]]:
    """Places in ``profile.seen``: those of the largest group, and the others."""
    classes = Classes()
    telling: list[int] = []
    for place in sorted(range(len(profile.seen)), key=lambda place: profiles.articles[profile.seen[place]]):
        number = profile.seen[place]
        beside = {id for id in profiles.companions[number] if id != profile.id and not is_everywhere(id, profiles)}
        telling += [place] if beside else []
        for id in beside:
            classes.join(Reference("", str(place)), Reference(id))
    groups: dict[Reference, list[int]] = {}
    for place in telling:
        groups.setdefault(classes.of(Reference("", str(place))), []).append(place)
    main = max(groups.values(), key=len, default=[])
    kept = set(main)
    return main, [place for place in telling if place not in kept]


def _split(profile: Profile, worth: float, place: int, main: int, profiles: Profiles) -> Candidate:
    """The entity of the article at ``place`` beside the id, which the one at ``main`` shows."""
    one, rest = to_side(profile, profiles, place), to_side(profile, profiles, main)
    left = replace(one, entity=Reference(profile.id, one.article), articles=1)
    differs = families(one.type).isdisjoint(families(rest.type))
    score = round(worth + (OTHER_TYPE if differs else 0), 2)
    return Candidate(left, rest, score, "type" if differs else "company")
