"""Which entities the judgements make one, which they keep apart, and where they contradict each other.

Rows called ``same`` are joined by union-find (Tarjan 1975), so that their order does not matter.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.errors import JudgementError
from kg.judging.judgements import Judgement, Reference
from kg.model import content_id
from kg.printable import shortened

Pair = tuple[Reference, Reference]
Step = tuple[Reference, Judgement | None]


class Classes:
    """Entities in classes that are joined two by two; what was not joined is a class of its own."""

    def __init__(self, pairs: Iterable[Pair] = ()) -> None:
        self.parents: dict[Reference, Reference] = {}
        for one, other in pairs:
            self.join(one, other)

    def of(self, entity: Reference) -> Reference:
        """What stands for the class of ``entity``: the smallest of its members."""
        root = entity
        while (above := self.parents.get(root, root)) != root:
            root = above
        while entity != root:
            self.parents[entity], entity = root, self.parents[entity]
        return root

    def join(self, one: Reference, other: Reference) -> None:
        """Make the classes of ``one`` and ``other`` one."""
        low, high = sorted((self.of(one), self.of(other)))
        self.parents[low], self.parents[high] = low, low

    def pair(self, one: Reference, other: Reference) -> Pair:
        """The classes of two entities, the same whichever comes first."""
        low, high = sorted((self.of(one), self.of(other)))
        return low, high


@dataclass(frozen=True, slots=True)
class Judgements:
    """What judgements come to.

    ``ids`` gives the id that an entity gets, for entities that get another or that others become; ``joined`` the
    ids that several entities share; ``names`` what those with a Wikidata id are called, as far as it is known.
    """

    ids: Mapping[Reference, str] = field(default_factory=dict)
    joined: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    explicit: Classes = field(default_factory=Classes)
    classes: Classes = field(default_factory=Classes)
    settled: frozenset[Pair] = frozenset()

    def id_of(self, entity: Reference) -> str:
        """The id that ``entity`` of an article has in the graph."""
        return self.ids.get(entity) or self.ids.get(entity.everywhere) or entity.id

    @property
    def digest(self) -> str:
        """A hash of what changes in a graph, empty if nothing does."""
        changes = {
            f"{entity}={id}"
            for entity, id in self.ids.items()
            if id != (self.id_of(entity.everywhere) if entity.article else entity.id)
        }
        return content_id(*sorted(changes)) if changes else ""

    def is_judged(self, left: Reference, right: Reference) -> bool:
        """Whether the rows say, also by way of others, that the two are the same, different or left open."""
        pair = _pair(left, right, self.explicit, self.classes)
        return pair[0] == pair[1] or pair in self.settled


def resolve(rows: Sequence[Judgement], name_of: Callable[[str], str | None] | None = None) -> Judgements:
    """What ``rows`` come to, whatever their order.

    An id in one article goes with the id, unless it is judged different from it, or from the id in another
    article. ``name_of`` gives the name for a Wikidata id. Raises JudgementError that names every
    contradiction and its rows.
    """
    same = [(row.left, row.right) for row in rows if row.verdict == "same"]
    different = [(row.left, row.right) for row in rows if row.verdict == "different"]
    explicit = Classes(same)
    staying = _staying((*same, *different), explicit, {explicit.pair(*pair) for pair in different})
    implied = [(entity, entity.everywhere) for entity in sorted(staying)]
    entities = sorted({end for pair in (*same, *different, *implied) for end in pair})
    classes = Classes([*same, *implied, *zip(entities, entities, strict=True)])
    _refuse_conflicts(rows, implied, classes)
    members: dict[Reference, list[Reference]] = {}
    for entity in entities:
        members.setdefault(classes.of(entity), []).append(entity)
    ids: dict[Reference, str] = {}
    joined: set[str] = set()
    for group in members.values():
        names = sorted({_own_id(entity, staying) for entity in group}, key=_preference)
        ids.update(dict.fromkeys(group, names[0]))
        joined |= set(names[:1]) if len(names) > 1 else set()
    settled = {_pair(row.left, row.right, explicit, classes) for row in rows if row.verdict != "same"}
    known = {id: name for id in joined if name_of and id.startswith("wd:") and (name := name_of(id))}
    return Judgements(ids, frozenset(joined), known, explicit, classes, frozenset(settled))


def _pair(left: Reference, right: Reference, explicit: Classes, classes: Classes) -> Pair:
    """The classes of two entities; of one id in two places, those without what goes unsaid."""
    if left.id == right.id:
        return explicit.pair(left, right)
    left, right = (end if end in classes.parents else end.everywhere for end in (left, right))
    return classes.pair(left, right)


def _staying(pairs: Iterable[Pair], explicit: Classes, apart: set[Pair]) -> set[Reference]:
    """The entities of one article that go with their id: nothing says otherwise."""
    places: dict[str, set[Reference]] = {}
    for end in (end for pair in pairs for end in pair):
        places.setdefault(end.id, {end.everywhere}).add(end)
    return {
        entity
        for group in places.values()
        for entity in group
        if entity.article
        and (
            explicit.of(entity) == explicit.of(entity.everywhere)
            or not any(explicit.pair(entity, other) in apart for other in group)
        )
    }


def _own_id(entity: Reference, staying: set[Reference]) -> str:
    """The id of an entity by itself; one that leaves its id gets one that names the article."""
    if not entity.article or entity in staying:
        return entity.id
    return f"local:{entity.id.split(':', 1)[1]}@{entity.article}"


def _preference(id: str) -> tuple[bool, bool, int, str]:
    """Which id of several stays: Wikidata's, the smallest number, then a local one of no single article."""
    number = int(id[4:]) if id.startswith("wd:") else 0
    return not number, "@" in id, number, id


def _refuse_conflicts(rows: Sequence[Judgement], implied: Iterable[Pair], classes: Classes) -> None:
    conflicts = [
        row for row in rows if row.verdict == "different" and classes.of(row.left) == classes.of(row.right)
    ]
    if not conflicts:
        return
    steps: dict[Reference, list[Step]] = {}
    known = ((row.left, row.right, row) for row in rows if row.verdict == "same")
    for one, other, row in (*known, *((one, other, None) for one, other in implied)):
        steps.setdefault(one, []).append((other, row))
        steps.setdefault(other, []).append((one, row))
    told = ["judgements contradict each other; take a row of each contradiction out"]
    for row in conflicts:
        told.append(f"{_told(row)}, though the same by")
        told += [f"  {_told(step)}" for step in _chain(row, steps)]
    raise JudgementError("\n".join(told))


def _told(row: Judgement) -> str:
    return f"{row.where}: {shortened(str(row.left))} {row.verdict} {shortened(str(row.right))}"


def _chain(row: Judgement, steps: Mapping[Reference, Sequence[Step]]) -> list[Judgement]:
    """The fewest rows that make the two entities of ``row`` the same."""
    came: dict[Reference, Step] = {}
    queue = [row.left]
    for at in queue:
        for to, by in steps.get(at, ()):
            if to != row.left and to not in came:
                came[to] = (at, by)
                queue.append(to)
    found: list[Judgement] = []
    at = row.right
    while at != row.left:
        at, step = came[at]
        found += [step] if step else []
    return found[::-1]
