"""Records as nodes and edges: the only place where articles meet and things merge."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.errors import RecordError
from kg.model import Claim, Entity, Record, Span, Statement, content_id, normalised
from kg.ontology import Ontology, load_ontology
from kg.printable import quoted, shortened
from kg.topics import wider_topic

VERSION = "kg.graph/3"
Key = tuple[str, str]
Value = str | int | float | bool | tuple[str, ...] | None

BASE_LABELS = ("Actor", "Office", "Place", "Topic", "Event", "Article", "Statement", "Claim", "Evidence")
"""The labels under which ids are unique; an entity has the first one that its class lies below."""
_ENTITY = ("name", "wikidata", "aliases")
PROPERTIES = dict.fromkeys(BASE_LABELS, _ENTITY) | {
    "Article": ("uri", "title", "outlet", "published", "copy_of"),
    "Statement": ("text", "act", "form", "negated", "modality", "said_on", "occasion"),
    "Claim": ("predicate", "negated", "modality", "plover"),
    "Evidence": (
        "start",
        "end",
        "quote",
        "before",
        "after",
        "extractor",
        "confidence",
        "date",
        "valid_from",
        "valid_to",
    ),
}
"""What a node of each label holds."""
CONTEXT = 300
"""Characters of the paragraph kept on either side of an evidence, to be read beside it."""


@dataclass(frozen=True, slots=True)
class Node:
    """``label`` with ``id`` is its identity, ``classes`` are further labels, ``properties`` what it holds."""

    label: str
    id: str
    classes: tuple[str, ...]
    properties: Mapping[str, Value]

    @property
    def key(self) -> Key:
        """What makes two nodes one."""
        return self.label, self.id


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """A relationship without properties from one node's key to another's."""

    type: str
    source: Key
    target: Key


@dataclass(frozen=True, slots=True)
class Graph:
    """The nodes and edges of some records, each once."""

    nodes: Mapping[Key, Node]
    edges: frozenset[Edge]


def base_label(labels: Iterable[str]) -> str:
    """The one of ``labels`` under which a node's id is unique. Raises ValueError if there is none."""
    names = set(labels)
    found = next((base for base in BASE_LABELS if base in names), None)
    if found is None:
        raise ValueError(f"no label of kg among {sorted(names)}")
    return found


def to_graph(records: Iterable[Record]) -> Graph:
    """The graph of ``records``: the union of what each says, whatever their order.

    Raises RecordError, naming the article, for a record that names what is not in it, or that the ontology does
    not know; no such thing passes the check.
    """
    nodes: dict[Key, Node] = {}
    edges: set[Edge] = set()
    for record in records:
        for part in _Parts(record).find():
            if isinstance(part, Edge):
                edges.add(part)
            else:
                nodes[part.key] = merged(nodes[part.key], part) if part.key in nodes else part
    return Graph(dict(sorted(nodes.items())), frozenset(edges))


def merged(one: Node, other: Node) -> Node:
    """Two nodes of one key as one: lists are joined, of two other values the smaller one stays.

    Associative, commutative and idempotent, so that the order of loading does not matter.
    """
    properties: dict[str, Value] = {}
    for name in sorted({*one.properties, *other.properties}):
        mine, theirs = one.properties.get(name), other.properties.get(name)
        if isinstance(mine, tuple) or isinstance(theirs, tuple):
            both = {*(mine if isinstance(mine, tuple) else ()), *(theirs if isinstance(theirs, tuple) else ())}
            properties[name] = tuple(sorted(both))
        elif mine is None or theirs is None:
            properties[name] = theirs if mine is None else mine
        else:
            properties[name] = min(mine, theirs, key=lambda value: (str(type(value)), value))
    classes = tuple(sorted({*one.classes, *other.classes}))
    return Node(one.label, one.id, classes, properties)


def claim_id(claim: Claim) -> str:
    """The id of what a claim says, wherever it is said."""
    return content_id(claim.subject, claim.predicate, claim.object, str(claim.negated), claim.modality)


def day_of(record: Record) -> str | None:
    """The day that stands for what ``record`` does not date: its article's, of a copy that of the original."""
    return record.original.published if record.original else record.article.published


def utterance_of(statement: Statement, record: Record) -> tuple[str | None, str]:
    """The day and the words of what ``statement`` tells: where it is a copy's, as they were first told."""
    told = record.original.utterances if record.original else ()
    first = next((one for one in told if one.statement == statement.id), None)
    return (first.said_on, first.text) if first else (statement.said_on or day_of(record), statement.text)


def statement_id(statement: Statement, record: Record) -> str:
    """The id of an utterance: the same words of the same speaker on the same day, in however many articles."""
    day, text = utterance_of(statement, record)
    words = normalised(text).casefold().strip(" \"'“”‘’.,")
    unreal = () if statement.is_said else (str(statement.negated), statement.modality)
    return content_id(statement.speaker, day, words, *unreal)


def used_entities(record: Record) -> set[str]:
    """The ids of the entities that statements and claims name: no others enter a graph."""
    used = {end for claim in record.claims for end in (claim.subject, claim.object)}
    for s in record.statements:
        used |= {end for end in (*_speakers(s), s.on_behalf_of, s.addressee) if end}
    return used


def _speakers(statement: Statement) -> tuple[str, ...]:
    return (statement.speaker, *statement.joint_speakers) if statement.speaker else ()


class _Parts:
    """The nodes and edges of one record."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.ontology: Ontology = load_ontology()
        self.article = ("Article", record.article.id)
        self.entities = {entity.id: self._base(entity) for entity in record.entities}
        self.statements = {s.id: ("Statement", statement_id(s, record)) for s in record.statements}

    def find(self) -> Iterator[Node | Edge]:
        """Article, the entities that statements and claims name, statements, claims, and their evidence."""
        article, original = self.record.article, self.record.original
        properties: dict[str, Value] = {
            "uri": article.uri,
            "title": article.title or "",  # kglite shows a name of its own for a title that is missing
            "outlet": article.outlet,
            "published": article.published,
            "copy_of": original.article if original and original.article != article.id else None,
        }
        yield Node(*self.article, (), properties)
        used = used_entities(self.record)
        for entity in self.record.entities:
            if entity.id in used:
                yield from self._entity(entity)
        for statement in self.record.statements:
            yield from self._statement(statement)
        for claim in self.record.claims:
            yield from self._claim(claim)

    def _base(self, entity: Entity) -> Key:
        label = next((base for base in BASE_LABELS if self.ontology.is_a(entity.type, (base,))), "Topic")
        return label, entity.id

    def _entity(self, entity: Entity) -> Iterator[Node | Edge]:
        key = self.entities[entity.id]
        if entity.type not in self.ontology.classes:
            raise self._wrong(entity.id, f"is a {quoted(entity.type)}, which is no class of the ontology")
        classes = () if entity.type == key[0] else (entity.type,)
        properties: dict[str, Value] = {
            "name": entity.name,
            "wikidata": entity.wikidata,
            "aliases": tuple(sorted(set(entity.aliases))),
        }
        yield Node(*key, classes, properties)
        if key[0] == "Topic":
            yield from self._broader(entity.id, entity.name)

    def _broader(self, topic_id: str, name: str) -> Iterator[Node | Edge]:
        """The concepts above a topic; of one of its own words the concept that these hold."""
        topic = self.ontology.topics.get(topic_id.removeprefix("topic:"))
        wider = None if topic else wider_topic(name)
        for above in topic.broader if topic else (wider.id,) if wider else ():
            concept = self.ontology.topics[above]
            key = ("Topic", f"topic:{above}")
            yield Node(*key, (), {"name": concept.label, "wikidata": None, "aliases": ()})
            yield Edge("BROADER", ("Topic", topic_id), key)
            yield from self._broader(key[1], concept.label)

    def _statement(self, statement: Statement) -> Iterator[Node | Edge]:
        key = self.statements[statement.id]
        day, text = utterance_of(statement, self.record)
        properties: dict[str, Value] = {
            "text": text,
            "act": statement.act,
            "form": statement.form,
            "negated": statement.negated,
            "modality": statement.modality,
            "said_on": day,
            "occasion": statement.occasion,
        }
        yield Node(*key, (), properties)
        for speaker in _speakers(statement):
            yield Edge(
                "SAID" if statement.is_said else "UNSAID", self._found(speaker, self.entities, statement.id), key
            )
        if statement.addressee:
            yield Edge("ADDRESSED_TO", key, self._found(statement.addressee, self.entities, statement.id))
        if statement.on_behalf_of:
            yield Edge("ON_BEHALF_OF", key, self._found(statement.on_behalf_of, self.entities, statement.id))
        if statement.through:
            outer = self._found(statement.through, self.statements, statement.id)
            if outer != key:
                yield Edge("THROUGH", key, outer)
        spans = (*statement.source, *statement.cue, *statement.content)
        yield from self._evidence(key, spans, statement.extractor, statement.confidence, day)

    def _claim(self, claim: Claim) -> Iterator[Node | Edge]:
        if claim.predicate not in self.ontology.predicates:
            raise self._wrong(
                claim.id, f"has the predicate {quoted(claim.predicate)}, which is none of the ontology"
            )
        key = ("Claim", claim_id(claim))
        properties: dict[str, Value] = {
            "predicate": claim.predicate,
            "negated": claim.negated,
            "modality": claim.modality,
            "plover": claim.plover,
        }
        yield Node(*key, (), properties)
        yield Edge("SUBJECT", key, self._found(claim.subject, self.entities, claim.id))
        yield Edge("OBJECT", key, self._found(claim.object, self.entities, claim.id))
        if claim.statement:
            yield Edge("MAKES", self._found(claim.statement, self.statements, claim.id), key)
        else:
            yield Edge("ASSERTS", self.article, key)
        interval = (claim.valid_from, claim.valid_to)
        yield from self._evidence(key, claim.evidence, claim.extractor, claim.confidence, claim.when, interval)

    def _found(self, id: str, among: Mapping[str, Key], by: str) -> Key:
        """The key of what ``by`` calls ``id``."""
        if id not in among:
            raise self._wrong(by, f"names {quoted(id)}, which is not in the record")
        return among[id]

    def _wrong(self, id: str, what: str) -> RecordError:
        where = self.record.article.uri or self.record.article.id
        return RecordError(f"{shortened(where)}: {shortened(id)} {what}; let `kg check` keep it out")

    def _evidence(
        self,
        of: Key,
        spans: Sequence[Span],
        extractor: str,
        confidence: float,
        day: str | None,
        interval: tuple[str | None, str | None] = (None, None),
    ) -> Iterator[Node | Edge]:
        if not spans:
            raise self._wrong(of[0], "has no characters that it was read from")
        start, end = min(span.start for span in spans), max(span.end for span in spans)
        key = ("Evidence", content_id(self.article[1], of[1], str(start), str(end)))
        text = self.record.article.text
        before = max(text.rfind("\n", 0, start) + 1, start - CONTEXT)
        line_end = text.find("\n", end)
        after = min(len(text) if line_end < 0 else line_end, end + CONTEXT)
        properties: dict[str, Value] = {
            "start": start,
            "end": end,
            "quote": text[start:end],
            "before": text[before:start],
            "after": text[end:after],
            "extractor": extractor,
            "confidence": confidence,
            "date": day or day_of(self.record),
            "valid_from": interval[0],
            "valid_to": interval[1],
        }
        yield Node(*key, (), properties)
        yield Edge("EVIDENCED_BY", of, key)
        yield Edge("IN", key, self.article)
