"""Which ids may be one entity, and how likely.

Names are compared only within blocks that share a key (standard blocking, Christen 2012), so that the work
grows with the number of names, not with its square.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from kg.judging.judgements import Reference
from kg.judging.likeness import Form, Way, to_form, way_of
from kg.judging.names import acronyms, full_names, sound
from kg.judging.profiles import Profile, Profiles

BLOCK = 60
"""Names of one key that are compared, those that most articles use."""
WEIGHTS: dict[Way, float] = {
    "spelling": 0.95,
    "title": 0.9,
    "order": 0.85,
    "middle name": 0.8,
    "nickname": 0.7,
    "sound": 0.65,
    "acronym": 0.6,
    "alias": 0.6,
    "last names": 0.55,
    "initial": 0.5,
    "letter": 0.5,
    "surname": 0.3,
}
"""What each way is worth: the first three change no letter of the words, the last ones fit many people."""
AMBIGUOUS = frozenset({"nickname", "acronym", "alias", "last names", "initial", "surname"})
"""Ways in which a short name fits several others: the worth is shared among them."""
STABLE = frozenset({"spelling", "title", "order", "middle name", "acronym", "alias", "last names"})
"""Ways in which one article may well write one name twice; otherwise an article that has both means two."""
COMPANY = 0.25
"""Part of the way to certainty that one companion in both their articles is worth."""
EVERYWHERE = 0.05
"""Part of the articles above which a companion tells nothing."""
OFTEN = 200
"""Articles of an entity that are looked at for its companions."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two entities: who it is, in how many articles, and the id of one ``article`` that names it."""

    entity: Reference
    name: str
    type: str
    articles: int
    article: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two entities to be judged; ``score`` says how much is to be gained, ``way`` why they are asked about."""

    left: Side
    right: Side
    score: float
    way: str

    @property
    def order(self) -> tuple[float, int, str, str]:
        """Best first: by score, then by the articles that a judgement would change."""
        changed = min(self.left.articles, self.right.articles)
        return -self.score, -changed, str(self.left.entity), str(self.right.entity)


def find_pairs(profiles: Profiles) -> Iterator[Candidate]:
    """Pairs of ids that may be one entity.

    The score is the worth of the way in which their names may be one (WEIGHTS), shared among as many names as a
    short one fits, raised by companions that both have, halved where one article has both. So what hardly
    changes a name comes first, and what fits many people last; the score is an order, not a probability.
    """
    forms = {id: to_form(profile) for id, profile in sorted(profiles.entities.items())}
    ways = _ways(forms.values(), profiles)
    rivals: dict[tuple[str, Way], set[str]] = {}
    for (one, other), way in ways.items():
        short = _short(one, other, profiles)
        rivals.setdefault((short, way), set()).add(forms[other if short == one else one].name.compact)
    for (one, other), way in ways.items():
        share = len(rivals[_short(one, other, profiles), way]) if way in AMBIGUOUS else 1
        a, b = profiles.entities[one], profiles.entities[other]
        score = _score(a, b, way, share, profiles)
        yield Candidate(to_side(a, profiles), to_side(b, profiles), round(score, 2), way)


def _ways(forms: Iterable[Form], profiles: Profiles) -> dict[tuple[str, str], Way]:
    """The ways of all pairs that share a block, by their ids."""
    blocks: dict[tuple[str, ...], list[Form]] = {}
    for form in forms:
        for key in _keys(form):
            blocks.setdefault(key, []).append(form)
    found: dict[tuple[str, str], Way] = {}
    for _, block in sorted(blocks.items()):
        block.sort(key=lambda form: (-len(profiles.entities[form.id].seen), form.id))
        for one, other in combinations(block[:BLOCK], 2):
            pair = (min(one.id, other.id), max(one.id, other.id))
            if pair not in found and (way := way_of(one, other)):
                found[pair] = way
    return found


def _keys(form: Form) -> set[tuple[str, ...]]:
    """The blocks that a name belongs to: every pair with a way shares one."""
    words = form.name.words
    if not words:
        return set()
    keys = {("all", form.name.compact), ("words", *sorted(words)), ("sound", *map(sound, words))}
    keys |= {("all", alias) for alias in form.aliases}
    if not form.person:
        keys |= {("acronym", letters) for letters in acronyms(words)}
        keys |= {("acronym", form.name.compact)} if form.name.short else set()
        keys |= {("but", *words[:n], "", *words[n + 1 :]) for n in range(len(words)) if len(words) > 1}
        return keys
    first, last = words[0], words[-1]
    keys |= {("last", last, full[0]) for full in full_names(first)} if len(words) > 1 else set()
    keys |= {("first", *words[:-1], last[:3]), ("first", *words[:-1], last[-3:])} if len(words) > 1 else set()
    return keys | {("surname", sound(last)), ("last names", *words[-2:])}


def _short(one: str, other: str, profiles: Profiles) -> str:
    """Which of two has the shorter name."""
    return min((one, other), key=lambda id: (len(profiles.entities[id].name), id))


def _score(a: Profile, b: Profile, way: Way, share: int, profiles: Profiles) -> float:
    score = WEIGHTS[way] / share
    shared = _company(a, profiles) & _company(b, profiles) - {a.id, b.id}
    together = not set(a.seen).isdisjoint(b.seen)
    if shared or (together and way == "acronym"):
        score += COMPANY * (1 - score)
    return score / 2 if together and way not in STABLE else score


def _company(profile: Profile, profiles: Profiles) -> set[str]:
    """Who tells something of the articles that ``profile`` stands in."""
    beside = {id for number in profile.seen[:OFTEN] for id in profiles.companions[number]}
    return {id for id in beside if not is_everywhere(id, profiles)}


def is_everywhere(id: str, profiles: Profiles) -> bool:
    """Whether so many articles are about the actor that this tells nothing of any."""
    return profiles.presence[id] > max(2, EVERYWHERE * len(profiles.articles))


def to_side(profile: Profile, profiles: Profiles, place: int | None = None) -> Side:
    """``profile`` as one of the articles it is seen in shows it: by default the first that has its usual type."""
    place = profile.kinds.index(profile.type) if place is None else place
    article = profiles.articles[profile.seen[place]]
    return Side(Reference(profile.id), profile.name, profile.kinds[place], len(profile.seen), article)
