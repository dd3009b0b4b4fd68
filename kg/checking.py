"""What the ontology lets through: records without the claims and statements that break one of its rules.

The rules are SHACL shapes (https://www.w3.org/TR/shacl/): those of ``ontology/shapes.ttl``, and for each
predicate one of its domain and one of its range.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from kg.model import Claim, Record, Span, Statement
from kg.ontology import NAMESPACE, Ontology, load_ontology, parse_shapes

if TYPE_CHECKING:
    from pyshacl_turbo import CompiledShapes
    from rdflib import Graph, URIRef
    from rdflib.term import Node

Item = Statement | Claim


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
        return (
            f"{self.uri or self.article}: {self.item.id} at {self.start}-{self.end}: {self.message} "
            f"({self.rule}); {self.mend}: {self.sentence}"
        )


def check(record: Record) -> tuple[Record, tuple[Rejection, ...]]:
    """``record`` without what breaks a rule, and a rejection for each thing and rule.

    What hangs on a rejected statement is rejected with it. Nothing else of the record changes.
    """
    rejections: list[Rejection] = []
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
    from rdflib import BNode, Literal, Namespace
    from rdflib.collection import Collection
    from rdflib.namespace import RDF, SH

    kg = Namespace(NAMESPACE)
    graph = parse_shapes()
    for predicate in load_ontology().predicates.values():
        shape = kg[f"{predicate.name}Shape"]
        graph.add((shape, RDF.type, SH.NodeShape))
        graph.add((shape, SH.targetClass, kg[predicate.name]))
        for end, classes in (("subject", predicate.domain), ("object", predicate.range)):
            rule = kg[f"{predicate.name}-{end}"]
            wanted = " or ".join(classes)
            graph.add((shape, SH.property, rule))
            graph.add((rule, SH.path, kg[end]))
            graph.add((rule, SH.message, Literal(f"the {end} of {predicate.name} is no {wanted}")))
            graph.add(
                (rule, kg.mend, Literal(f"name one ({wanted}), or choose a predicate that takes this {end}"))
            )
            options: list[Node] = []
            for name in classes:
                option = BNode(f"{predicate.name}-{end}-{name}")
                graph.add((option, SH["class"], kg[name]))
                options.append(option)
            alternatives = BNode(f"{predicate.name}-{end}")
            Collection(graph, alternatives, options)
            graph.add((rule, SH["or"], alternatives))
    return graph


def to_rdf(record: Record) -> "Graph":
    """What the rules look at: the record's entities with every class they have, its statements and claims."""
    from rdflib import Graph, Literal
    from rdflib.namespace import RDF

    graph = Graph()
    for subject, name, value in _facts(record, load_ontology()):
        term = _iri(value) if isinstance(value, _Ref) else Literal(value)
        graph.add((_iri(subject), RDF.type if name == "type" else _iri(_Ref(NAMESPACE + name)), term))
    return graph


class _Ref(str):
    """A name of something, as against a plain value."""


@cache
def _compiled() -> "CompiledShapes":
    from pyshacl_turbo import compile_shapes

    compiled: CompiledShapes = compile_shapes(shapes())  # type: ignore[no-untyped-call]
    return compiled


def _iri(name: str) -> "URIRef":
    from rdflib import URIRef

    return URIRef(name if name.startswith(NAMESPACE) else f"urn:kg:{quote(name, safe=':')}")


def _facts(record: Record, ontology: Ontology) -> Iterator[tuple[str, str, object]]:
    for entity in record.entities:
        known = ontology.classes.get(entity.type)
        for name in ("Entity", *(sorted(known.ancestors) if known else ())):
            yield entity.id, "type", _Ref(NAMESPACE + name)
    for statement in record.statements:
        yield statement.id, "type", _Ref(f"{NAMESPACE}Statement")
        if statement.act in ontology.acts:
            yield f"act:{statement.act}", "type", _Ref(f"{NAMESPACE}Act")
        yield from _fields(
            statement.id,
            refs={
                "act": f"act:{statement.act}",
                "speaker": statement.speaker,
                "onBehalfOf": statement.on_behalf_of,
                "through": statement.through,
            },
            values={"form": statement.form, "saidOn": statement.said_on, "confidence": statement.confidence},
        )
        yield from ((statement.id, "content", f"{start}-{end}") for start, end in statement.content)
    for claim in record.claims:
        yield claim.id, "type", _Ref(f"{NAMESPACE}Claim")
        if claim.predicate in ontology.predicates:
            yield claim.id, "type", _Ref(NAMESPACE + claim.predicate)
            yield NAMESPACE + claim.predicate, "type", _Ref(f"{NAMESPACE}Predicate")
        yield from _fields(
            claim.id,
            refs={
                "subject": claim.subject,
                "object": claim.object,
                "statement": claim.statement,
                "predicate": NAMESPACE + claim.predicate,
            },
            values={
                "modality": claim.modality,
                "validFrom": claim.valid_from,
                "validTo": claim.valid_to,
                "when": claim.when,
                "confidence": claim.confidence,
            },
        )
        yield from ((claim.id, "evidence", f"{start}-{end}") for start, end in claim.evidence)


def _fields(
    of: str, *, refs: dict[str, str | None], values: dict[str, str | float | None]
) -> Iterator[tuple[str, str, object]]:
    yield from ((of, name, _Ref(value)) for name, value in refs.items() if value is not None)
    yield from ((of, name, value) for name, value in values.items() if value is not None)


def _rejections(record: Record) -> list[Rejection]:
    from rdflib import Namespace
    from rdflib.namespace import SH

    kg = Namespace(NAMESPACE)
    fits, report, _ = _compiled().validate(to_rdf(record))  # type: ignore[no-untyped-call]
    if fits:
        return []
    everything: tuple[Item, ...] = (*record.statements, *record.claims)
    items = {str(_iri(item.id)): item for item in everything}
    broken = {
        (str(report.value(result, SH.focusNode)), report.value(result, SH.sourceShape))
        for result in report.subjects(SH.resultSeverity, None)
    }
    found = []
    for focus, shape in broken:
        item = items[focus]
        start, end = _extent(item)
        found.append(
            Rejection(
                article=record.article.id,
                uri=record.article.uri,
                rule=str(shape).removeprefix(NAMESPACE),
                message=str(shapes().value(shape, SH.message)),
                mend=str(shapes().value(shape, kg.mend)),
                sentence=_sentence(record.article.text, start, end),
                start=start,
                end=end,
                item=item,
            )
        )
    order = {id: number for number, id in enumerate(items)}
    return sorted(found, key=lambda rejection: (order[str(_iri(rejection.item.id))], rejection.rule))


def _extent(item: Item) -> Span:
    spans: Iterable[Span] = (
        (*item.source, *item.cue, *item.content) if isinstance(item, Statement) else item.evidence
    )
    starts, ends = zip(*spans, strict=True) if spans else ((0,), (0,))
    return Span(min(starts), max(ends))


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a span, by its marks: a record holds no parse."""
    before = [match.end() for match in re.finditer(r"[.!?][\"”’]?\s+|\n", text[:start])]
    after = re.compile(r"[.!?][\"”’]?(?=\s|$)|\n|$").search(text, max(end - 1, 0))
    return " ".join(text[before[-1] if before else 0 : after.end() if after else end].split())
