"""The ontology files as values: classes, predicates, topics and speech acts."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import OntologyError
from kg.lexicon import read_rows
from kg.resources import resource_dir

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

NAMESPACE = "https://w3id.org/kg/ontology#"
TOPIC_NAMESPACE = "https://w3id.org/kg/topic/"


@dataclass(frozen=True, slots=True, kw_only=True)
class OntologyClass:
    """A class of entities; ``ancestors`` holds the class itself and every class above it."""

    name: str
    label: str
    definition: str
    ancestors: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """A relation that a claim can assert; ``domain`` and ``range`` are alternatives.

    ``inverse`` names it from the object's side, None where it is symmetric; ``alignments`` are terms of other
    vocabularies as CURIEs.
    """

    name: str
    label: str
    definition: str
    example: str
    group: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    inverse: str | None
    plover: str | None
    alignments: tuple[str, ...]

    @property
    def symmetric(self) -> bool:
        """Whether it says the same of subject and object."""
        return self.inverse is None

    @property
    def is_role(self) -> bool:
        """Whether it is true over an interval."""
        return self.group == "roles"

    @property
    def relationship_type(self) -> str:
        """The name in a property graph: ``rulesOut`` is ``RULES_OUT``."""
        return relationship_type(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """An issue or action by its preferred label, its other labels, and the ids of broader topics."""

    id: str
    label: str
    alt_labels: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ontology:
    """Everything that the ontology files define, by name."""

    classes: Mapping[str, OntologyClass]
    predicates: Mapping[str, Predicate]
    topics: Mapping[str, Topic]
    acts: Mapping[str, str]

    def is_a(self, name: str, ancestors: Iterable[str]) -> bool:
        """Whether the class called ``name`` is, or lies below, one of ``ancestors``."""
        known = self.classes.get(name)
        return known is not None and not known.ancestors.isdisjoint(ancestors)


def relationship_type(predicate: str) -> str:
    """``predicate`` in UPPER_SNAKE, as Neo4j writes relationship types."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", predicate).upper()


@cache
def load_ontology(directory: Path | None = None) -> Ontology:
    """The ontology of ``directory``, by default the one that ships.

    Raises OntologyError if a file is missing or not Turtle, or a class or predicate is incomplete.
    """
    directory = directory or resource_dir("ontology")
    graph = _parse(directory / name for name in ("classes.ttl", "predicates.ttl", "topics.ttl"))
    classes = _classes(graph)
    return Ontology(classes, _predicates(graph, classes), _topics(graph), read_acts(directory / "acts.tsv"))


def parse_shapes(directory: Path | None = None) -> "Graph":
    """The SHACL shapes of ``directory`` as a graph of its own. Raises OntologyError if they are not Turtle."""
    return _parse([(directory or resource_dir("ontology")) / "shapes.ttl"])


def read_acts(path: Path) -> dict[str, str]:
    """Speech acts and their definitions out of a tab-separated file. Raises OntologyError naming the line."""
    acts = {}
    for (name, definition), where in read_rows(path, 2):
        if not definition or name in acts:
            raise OntologyError(f"{where}: an act needs a name of its own, a tab and a definition")
        acts[name] = definition
    return acts


def _parse(paths: Iterable[Path]) -> "Graph":
    from rdflib import Graph
    from rdflib.plugins.parsers.notation3 import BadSyntax

    graph = Graph()
    for path in paths:
        try:
            graph.parse(path, format="turtle")
        except BadSyntax as error:
            raise OntologyError(f"{path}:{error.lines + 1}: not Turtle ({error.message})") from None
        except FileNotFoundError:
            raise OntologyError(f"{path}: no such ontology file; install kg again") from None
    return graph


def _name(node: "Node | None") -> str:
    return re.split(r"[#/]", str(node))[-1]


def _required(graph: "Graph", subject: "Node", predicate: "Node") -> str:
    value = graph.value(subject, predicate)
    if value is None:
        raise OntologyError(f"{_name(subject)}: has no {_name(predicate)}; add one to its ontology file")
    return str(value)


def _names(graph: "Graph", subject: "Node", predicate: "Node") -> tuple[str, ...]:
    return tuple(sorted(_name(value) for value in graph.objects(subject, predicate)))


def _classes(graph: "Graph") -> dict[str, OntologyClass]:
    from rdflib.namespace import OWL, RDF, RDFS, SKOS

    nodes = sorted(graph.subjects(RDF.type, OWL.Class), key=str)
    return {
        _name(node): OntologyClass(
            name=_name(node),
            label=_required(graph, node, RDFS.label),
            definition=_required(graph, node, SKOS.definition),
            ancestors=frozenset(_name(above) for above in graph.transitive_objects(node, RDFS.subClassOf)),
        )
        for node in nodes
    }


def _predicates(graph: "Graph", classes: Mapping[str, OntologyClass]) -> dict[str, Predicate]:
    from rdflib import Namespace
    from rdflib.namespace import RDF, RDFS, SKOS

    kg = Namespace(NAMESPACE)
    found = {}
    for node in sorted(graph.subjects(RDF.type, kg.Predicate), key=str):
        predicate = Predicate(
            name=_name(node),
            label=_required(graph, node, RDFS.label),
            definition=_required(graph, node, SKOS.definition),
            example=_required(graph, node, SKOS.example),
            group=_required(graph, node, kg.group).rpartition("#")[2],
            domain=_names(graph, node, kg.domain),
            range=_names(graph, node, kg.range),
            inverse=_inverse(graph, node),
            plover=str(graph.value(node, kg.plover) or "") or None,
            alignments=tuple(
                sorted(
                    graph.namespace_manager.curie(str(other))
                    for link in (SKOS.closeMatch, RDFS.seeAlso)
                    for other in graph.objects(node, link)
                )
            ),
        )
        ends = (*predicate.domain, *predicate.range)
        unknown = sorted(set(ends) - set(classes))
        if unknown or not (predicate.domain and predicate.range):
            raise OntologyError(
                f"{predicate.name}: needs a domain and a range among the classes; unknown: {unknown}"
            )
        found[predicate.name] = predicate
    return found


def _inverse(graph: "Graph", predicate: "Node") -> str | None:
    """The label of the inverse; None for a symmetric predicate, which has none."""
    from rdflib.namespace import OWL, RDF, RDFS

    inverse = graph.value(predicate, OWL.inverseOf)
    if ((predicate, RDF.type, OWL.SymmetricProperty) in graph) == (inverse is not None):
        raise OntologyError(f"{_name(predicate)}: is either symmetric or has an owl:inverseOf; give one of them")
    return None if inverse is None else _required(graph, inverse, RDFS.label)


def _topics(graph: "Graph") -> dict[str, Topic]:
    from rdflib.namespace import RDF, SKOS

    topics = {
        _name(node): Topic(
            id=_name(node),
            label=_required(graph, node, SKOS.prefLabel),
            alt_labels=tuple(sorted(map(str, graph.objects(node, SKOS.altLabel)))),
            broader=_names(graph, node, SKOS.broader),
        )
        for node in sorted(graph.subjects(RDF.type, SKOS.Concept), key=str)
    }
    _refuse_ambiguous(topics)
    return topics


def _refuse_ambiguous(topics: Mapping[str, Topic]) -> None:
    """Raise OntologyError for a label that two topics have, a broader topic that is none, or a circle of them."""
    owners: dict[str, str] = {}
    for topic in topics.values():
        for label in (topic.label, *topic.alt_labels):
            other = owners.setdefault(label.casefold(), topic.id)
            if other != topic.id:
                raise OntologyError(f"{topic.id}: {label!r} is a label of {other} too; keep it with one of them")
        seen, above = {topic.id}, list(topic.broader)
        while above:
            name = above.pop()
            if name not in topics or name == topic.id:
                raise OntologyError(f"{topic.id}: broader {name} is no topic above it; name one of topics.ttl")
            if name not in seen:
                seen.add(name)
                above += topics[name].broader
