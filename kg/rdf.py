"""Records as RDF: a named graph an article, so that every triple says which text it was read from.

Terms follow the ontology and what it is aligned with: PROV-O for where evidence comes from, Web Annotation
(https://www.w3.org/TR/annotation-model/#text-position-selector) for the characters.
"""

import re
from collections.abc import Iterable, Iterator
from typing import IO, Literal
from urllib.parse import quote

import pyoxigraph as ox

from kg.graph import Edge, Node, to_graph
from kg.model import Modality, Record
from kg.ontology import NAMESPACE

Format = Literal["turtle", "trig", "nquads", "jsonld"]

WIKIDATA = "http://www.wikidata.org/entity/"
IDS = "https://w3id.org/kg/id/"
OA = "http://www.w3.org/ns/oa#"
PREFIXES = {
    "kg": NAMESPACE,
    "id": IDS,
    "oa": OA,
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "wd": WIKIDATA,
}
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = ox.NamedNode(f"{PREFIXES['rdfs']}label")
REAL: Modality = "asserted"
"""The modality whose claims, where not negated, are also written as one plain triple."""

_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_TERMS = {
    "name": LABEL,
    "start": ox.NamedNode(f"{OA}start"),
    "end": ox.NamedNode(f"{OA}end"),
    "quote": ox.NamedNode(f"{OA}exact"),
    "before": ox.NamedNode(f"{OA}prefix"),
    "after": ox.NamedNode(f"{OA}suffix"),
    "IN": ox.NamedNode(f"{OA}hasSource"),
    "EVIDENCED_BY": ox.NamedNode(f"{PREFIXES['prov']}wasDerivedFrom"),
}
_GRAPHLESS = ("turtle", "jsonld")


def write_rdf(records: Iterable[Record], out: IO[bytes], form: Format) -> None:
    """Write ``records`` to ``out`` in order; N-Quads and TriG name each article's graph, Turtle has none."""
    quads: Iterable[ox.Quad] = (quad for record in records for quad in to_quads(record))
    if form in _GRAPHLESS:
        quads = dict.fromkeys(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    ox.serialize(quads, out, format=_FORMATS[form], prefixes=None if form == "nquads" else PREFIXES)


def to_quads(record: Record) -> Iterator[ox.Quad]:
    """The quads of one record, in the graph of its article, in an order that depends on nothing else."""
    graph = to_graph([record])
    name = _iri(("Article", record.article.id))
    triples = [triple for node in graph.nodes.values() for triple in _of_node(node)]
    triples += [triple for edge in sorted(graph.edges) for triple in _of_edge(edge)]
    keys = {key[1]: key for key in graph.nodes}
    for claim in record.claims:
        if claim.modality == REAL and not claim.negated:
            subject, target = _iri(keys[claim.subject]), _iri(keys[claim.object])
            triples.append(ox.Triple(subject, ox.NamedNode(NAMESPACE + claim.predicate), target))
    for triple in dict.fromkeys(triples):
        yield ox.Quad(triple.subject, triple.predicate, triple.object, name)


def _iri(key: tuple[str, str]) -> ox.NamedNode:
    label, id = key
    if id.startswith("wd:"):
        return ox.NamedNode(WIKIDATA + quote(id.removeprefix("wd:")))
    return ox.NamedNode(f"{IDS}{label.lower()}/{quote(id, safe='')}")


def _term(name: str) -> ox.NamedNode:
    """The property called ``name``; ``ON_BEHALF_OF`` and ``said_on`` are written in camel case."""
    return _TERMS.get(name) or ox.NamedNode(
        NAMESPACE + re.sub(r"_(\w)", lambda match: match[1].upper(), name.lower())
    )


def _of_node(node: Node) -> Iterator[ox.Triple]:
    subject = _iri(node.key)
    for name in (node.label, *node.classes):
        yield ox.Triple(subject, TYPE, ox.NamedNode(NAMESPACE + name))
    for name, value in node.properties.items():
        for single in value if isinstance(value, tuple) else (value,):
            if single is not None:
                yield ox.Triple(subject, _term(name), ox.Literal(single))


def _of_edge(edge: Edge) -> Iterator[ox.Triple]:
    yield ox.Triple(_iri(edge.source), _term(edge.type), _iri(edge.target))
