"""RDF out and in again: the same facts in each format, with where they were read."""

import io
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from rdflib import Dataset, Graph, URIRef
from records import briefing, record_of

from kg.cli import cli
from kg.graph import to_graph
from kg.ontology import NAMESPACE
from kg.rdf import IDS, OA, Format, to_quads, write_rdf
from kg.record import write_records
from loaders import open_store
from loaders.load import load

# rdflib warns about its own use of what it is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:(Dataset.|ConjunctiveGraph):DeprecationWarning")
FORMATS = {"turtle": "turtle", "trig": "trig", "nquads": "nquads", "jsonld": "json-ld"}
RULES_OUT = ox.NamedNode(f"{NAMESPACE}rulesOut")
RECORDS = [briefing(), record_of("Other words about ground troops.", uri="other.txt")]
GRAPHS = [to_graph([record]) for record in RECORDS]


def written(form: Format) -> bytes:
    out = io.BytesIO()
    write_rdf(GRAPHS, out, form)
    return out.getvalue()


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_is_read_back_as_the_same_triples(form: Format) -> None:
    lines = "\n".join(f"{q.triple} ." for graph in GRAPHS for q in to_quads(graph))
    expected = set(Graph().parse(data=lines, format="nt"))
    read = Dataset(default_union=True)
    read.parse(data=written(form), format=FORMATS[form])
    assert {quad[:3] for quad in read.quads()} == expected


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_records_give_the_same_bytes(form: Format) -> None:
    assert written(form) == written(form)


def test_a_negated_or_unreal_claim_is_no_plain_triple() -> None:
    base = briefing()
    assert any(quad.predicate == RULES_OUT for quad in to_quads(to_graph([base])))
    for change in ({"negated": True}, {"modality": "possible"}):
        claims = (base.claims[0], replace(base.claims[1], **change))
        assert not any(quad.predicate == RULES_OUT for quad in to_quads(to_graph([replace(base, claims=claims)])))


def test_each_article_is_a_graph_and_counts_agree_with_the_property_graph() -> None:
    read = Dataset()
    read.parse(data=written("nquads"), format="nquads")
    names = {str(graph.identifier) for graph in read.graphs() if len(graph)}
    assert names == {f"{IDS}article/{record.article.id}" for record in RECORDS}
    nodes = to_graph(RECORDS).nodes
    subjects = {str(quad[0]) for quad in read.quads()}
    assert len(subjects) == len(nodes)


def test_evidence_points_at_its_characters() -> None:
    graph = Graph().parse(data=written("turtle"), format="turtle")
    texts = {f"{IDS}article/{record.article.id}": record.article.text for record in RECORDS}
    evidences = list(graph.subject_objects(URIRef(f"{OA}hasSource")))
    assert evidences
    for evidence, article in evidences:
        start, end, exact = (graph.value(evidence, URIRef(OA + name)) for name in ("start", "end", "exact"))
        assert texts[str(article)][int(str(start)) : int(str(end))] == str(exact)


def test_a_store_is_exported_as_its_records_are(tmp_path: Path) -> None:
    store, records = tmp_path / "news.kgl", tmp_path / "records.jsonl"
    with closing(open_store(str(store), writable=True)) as opened:
        load(RECORDS, opened)
    with records.open("w", encoding="utf-8") as stream:
        write_records(RECORDS, stream)
    lines = []
    for source in (store, records):
        out = tmp_path / f"{source.name}.nq"
        result = CliRunner().invoke(cli, ["export", str(source), "--format", "nquads", "--out", str(out)])
        assert result.exit_code == 0, result.output
        lines.append(sorted(out.read_text("utf-8").splitlines()))
    assert lines[0] == lines[1]
    assert len(lines[0]) > 50
