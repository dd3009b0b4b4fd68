"""Graphs as RDF: a named graph an article, so that every triple says which text it was read from.

Terms follow the ontology and what it is aligned with: PROV-O for where evidence comes from, Web Annotation
(https://www.w3.org/TR/annotation-model/#text-position-selector) for the characters.
"""

import re
from collections.abc import Iterable, Iterator
from typing import IO, Literal
from urllib.parse import quote

import pyoxigraph as ox

from kg.graph import Edge, Graph, Key, Node
from kg.model import Modality
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


def write_rdf(graphs: Iterable[Graph], out: IO[bytes], form: Format) -> None:
    """Write ``graphs``, each of one article, to ``out`` in order; Turtle and JSON-LD do not name the graphs."""
    quads: Iterable[ox.Quad] = (quad for graph in graphs for quad in to_quads(graph))
    if form in _GRAPHLESS:
        quads = dict.fromkeys(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    ox.serialize(quads, out, format=_FORMATS[form], prefixes=None if form == "nquads" else PREFIXES)


def to_quads(graph: Graph) -> Iterator[ox.Quad]:
    """The quads of one article's ``graph``, named for it, in an order that depends on nothing else.

    Raises ValueError if it is not of exactly one article.
    """
    (name,) = (_iri(key) for key in graph.nodes if key[0] == "Article")
    triples = [triple for node in graph.nodes.values() for triple in _of_node(node)]
    triples += [triple for edge in sorted(graph.edges) for triple in _of_edge(edge)]
    triples += _plain(graph)
    for triple in dict.fromkeys(triples):
        yield ox.Quad(triple.subject, triple.predicate, triple.object, name)


def _plain(graph: Graph) -> Iterator[ox.Triple]:
    """Each claim that is asserted and not negated as one triple."""
    subjects = {edge.source: edge.target for edge in graph.edges if edge.type == "SUBJECT"}
    objects = {edge.source: edge.target for edge in graph.edges if edge.type == "OBJECT"}
    for key, node in graph.nodes.items():
        if key[0] == "Claim" and node.properties["modality"] == REAL and not node.properties["negated"]:
            predicate = ox.NamedNode(f"{NAMESPACE}{node.properties['predicate']}")
            yield ox.Triple(_iri(subjects[key]), predicate, _iri(objects[key]))


def _iri(key: Key) -> ox.NamedNode:
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
