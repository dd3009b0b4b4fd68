"""What the ontology lets through: records without the claims and statements that break one of its rules.

The rules are SHACL shapes (https://www.w3.org/TR/shacl/): those of ``ontology/shapes.ttl``, and for each
predicate one of its domain and one of its range.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, TextIO
from urllib.parse import quote

from kg.model import LIKELY, Claim, Entity, Record, Span, Statement
from kg.ontology import NAMESPACE, Ontology, load_ontology, parse_shapes
from kg.printable import to_line

if TYPE_CHECKING:
    from pyshacl_turbo import CompiledShapes
    from rdflib import Graph, URIRef
    from rdflib.term import Node

Item = Statement | Claim
UNSURE = "minConfidence"
"""The rule that a claim breaks whose confidence is less than was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A statement or claim that a rule keeps out, where it was read, and what would mend it."""

    article: str
    uri: str | None
    rule: str
    message: str
    mend: str
    sentence: str
    start: int
    end: int
    item: Item

    def __str__(self) -> str:
        return to_line(
            f"{self.uri or self.article}: {self.item.id} at {self.start}-{self.end}: {self.message} "
            f"({self.rule}); {self.mend}: {self.sentence}"
        )


def check(record: Record, *, min_confidence: float = LIKELY) -> tuple[Record, tuple[Rejection, ...]]:
    """``record`` without what breaks a rule, and a rejection for each thing and rule.

    What hangs on a rejected statement is rejected with it, and so are claims of a confidence below
    ``min_confidence`` (0 to 1). Nothing else of the record changes.
    """
    unsure = [claim for claim in record.claims if claim.confidence < min_confidence]
    rejections = [_unsure(record, claim, min_confidence) for claim in unsure]
    record = replace(record, claims=tuple(c for c in record.claims if c.confidence >= min_confidence))
    while found := _rejections(record):
        rejections += found
        out = {rejection.item.id for rejection in found}
        record = replace(
            record,
            statements=tuple(s for s in record.statements if s.id not in out),
            claims=tuple(c for c in record.claims if c.id not in out),
        )
    return record, tuple(rejections)


@cache
def shapes() -> "Graph":
    """Every rule as SHACL: the shapes file, and the ends of each predicate."""
    from rdflib.namespace import RDF, SH

    graph = parse_shapes()
    for predicate in load_ontology().predicates.values():
        shape = _term(f"{predicate.name}Shape")
        graph.add((shape, RDF.type, SH.NodeShape))
        graph.add((shape, SH.targetClass, _term(predicate.name)))
        for end, classes in (("subject", predicate.domain), ("object", predicate.range)):
            graph.add((shape, SH.property, _end_rule(graph, predicate.name, end, classes)))
    return graph


def _end_rule(graph: "Graph", predicate: str, end: str, classes: tuple[str, ...]) -> "URIRef":
    """The rule that an end of a predicate is of one of ``classes``, written into ``graph``."""
    from rdflib import BNode, Literal
    from rdflib.collection import Collection
    from rdflib.namespace import SH

    rule, wanted = _term(f"{predicate}-{end}"), " or ".join(classes)
    options: list[Node] = [BNode(f"{predicate}-{end}-{name}") for name in classes]
    for option, name in zip(options, classes, strict=True):
        graph.add((option, SH["class"], _term(name)))
    alternatives = Collection(graph, BNode(f"{predicate}-{end}"), options)
    graph.add((rule, SH.path, _term(end)))
    graph.add((rule, SH["or"], alternatives.uri))
    graph.add((rule, SH.message, Literal(f"the {end} of {predicate} is no {wanted}")))
    mend = f"name one ({wanted}), or choose a predicate that takes this {end}"
    graph.add((rule, _term("mend"), Literal(mend)))
    return rule


def to_rdf(record: Record) -> "Graph":
    """What the rules look at: the record's entities with every class they have, its statements and claims."""
    facts = _Facts(load_ontology())
    for entity in record.entities:
        facts.entity(entity)
    for statement in record.statements:
        facts.statement(statement)
    for claim in record.claims:
        facts.claim(claim)
    return facts.graph


def write_rejections(rejections: Iterable[Rejection], out: TextIO) -> None:
    """Write ``rejections`` to ``out``, one a line of JSON, each with what was rejected."""
    for rejection in rejections:
        out.write(json.dumps(asdict(rejection), ensure_ascii=False, separators=(",", ":")) + "\n")


class _Facts:
    """A graph in the making: what is called by an id, and what it holds."""

    def __init__(self, ontology: Ontology) -> None:
        from rdflib import Graph

        self.ontology = ontology
        self.graph = Graph()

    def entity(self, entity: Entity) -> None:
        known = self.ontology.classes.get(entity.type)
        self._types(_node(entity.id), "Entity", *(known.ancestors if known else ()))

    def statement(self, statement: Statement) -> None:
        node, act = _node(statement.id), _node(f"act:{statement.act}")
        self._types(node, "Statement")
        if statement.act in self.ontology.acts:
            self._types(act, "Act")
        self._link(node, act=act)
        self._name(
            node,
            speaker=statement.speaker,
            onBehalfOf=statement.on_behalf_of,
            addressee=statement.addressee,
            through=statement.through,
        )
        self._hold(
            node,
            modality=statement.modality,
            form=statement.form,
            saidOn=statement.said_on,
            confidence=statement.confidence,
        )
        for speaker in statement.joint_speakers:
            self._name(node, speaker=speaker)
        for start, end in statement.content:
            self._hold(node, content=f"{start}-{end}")

    def claim(self, claim: Claim) -> None:
        node, predicate = _node(claim.id), _term(claim.predicate)
        self._types(node, "Claim")
        if claim.predicate in self.ontology.predicates:
            self._types(node, claim.predicate)
            self._types(predicate, "Predicate")
        self._link(node, predicate=predicate)
        self._name(node, subject=claim.subject, object=claim.object, statement=claim.statement)
        self._hold(
            node,
            modality=claim.modality,
            validFrom=claim.valid_from,
            validTo=claim.valid_to,
            when=claim.when,
            confidence=claim.confidence,
        )
        for start, end in claim.evidence:
            self._hold(node, evidence=f"{start}-{end}")

    def _types(self, node: "URIRef", *names: str) -> None:
        from rdflib.namespace import RDF

        for name in names:
            self.graph.add((node, RDF.type, _term(name)))

    def _link(self, node: "URIRef", **nodes: "URIRef") -> None:
        for name, other in nodes.items():
            self.graph.add((node, _term(name), other))

    def _name(self, node: "URIRef", **ids: str | None) -> None:
        self._link(node, **{name: _node(id) for name, id in ids.items() if id is not None})

    def _hold(self, node: "URIRef", **values: str | float | None) -> None:
        from rdflib import Literal

        for name, value in values.items():
            if value is not None:
                self.graph.add((node, _term(name), Literal(value)))


@cache
def _compiled() -> "CompiledShapes":
    from pyshacl_turbo import compile_shapes

    compiled: CompiledShapes = compile_shapes(shapes())  # type: ignore[no-untyped-call]
    return compiled


def _term(name: str) -> "URIRef":
    from rdflib import URIRef

    return URIRef(NAMESPACE + quote(name))


def _node(id: str) -> "URIRef":
    from rdflib import URIRef

    return URIRef(f"urn:kg:{quote(id, safe=':')}")


def _rejections(record: Record) -> list[Rejection]:
    from rdflib.namespace import RDF, SH

    fits, report, _ = _compiled().validate(to_rdf(record))  # type: ignore[no-untyped-call]
    if fits:
        return []
    items: tuple[Item, ...] = (*record.statements, *record.claims)
    places = {_node(item.id): place for place, item in enumerate(items)}
    broken = {
        (places[report.value(result, SH.focusNode)], report.value(result, SH.sourceShape))
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }
    return [
        _rejection(
            record,
            items[place],
            rule=str(shape).removeprefix(NAMESPACE),
            message=str(shapes().value(shape, SH.message)),
            mend=str(shapes().value(shape, _term("mend"))),
        )
        for place, shape in sorted(broken)
    ]


def _unsure(record: Record, claim: Claim, least: float) -> Rejection:
    return _rejection(
        record,
        claim,
        rule=UNSURE,
        message=f"the confidence is {claim.confidence:g}, the least one asked for {least:g}",
        mend="ask for less, or read the sentence",
    )


def _rejection(record: Record, item: Item, *, rule: str, message: str, mend: str) -> Rejection:
    start, end = _extent(item)
    return Rejection(
        article=record.article.id,
        uri=record.article.uri,
        rule=rule,
        message=message,
        mend=mend,
        sentence=sentence_at(record.article.text, start, end),
        start=start,
        end=end,
        item=item,
    )


def _extent(item: Item) -> Span:
    spans: Iterable[Span] = (
        (*item.source, *item.cue, *item.content) if isinstance(item, Statement) else item.evidence
    )
    starts, ends = zip(*spans, strict=True) if spans else ((0,), (0,))
    return Span(min(starts), max(ends))


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence around a span, by its marks: a record holds no parse."""
    before = [match.end() for match in re.finditer(r"[.!?][\"”’]?\s+|\n", text[:start])]
    after = re.compile(r"[.!?][\"”’]?(?=\s|$)|\n|$").search(text, max(end - 1, 0))
    return " ".join(text[before[-1] if before else 0 : after.end() if after else end].split())
