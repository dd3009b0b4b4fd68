"""The ontology files are complete, and a broken one says which line."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.errors import OntologyError
from kg.lexicon import read_rows
from kg.ontology import load_ontology, read_acts, relationship_type
from kg.reference import to_entry
from kg.resources import resource_dir


def test_relationship_types_are_upper_snake_and_differ() -> None:
    assert relationship_type("rulesOut") == "RULES_OUT"
    predicates = load_ontology().predicates.values()
    assert len({predicate.relationship_type for predicate in predicates}) == len(predicates)


def test_classes_know_their_ancestors() -> None:
    ontology = load_ontology()
    assert ontology.is_a("Country", ["Place"])
    assert ontology.is_a("Person", ["Actor"])
    assert not ontology.is_a("Topic", ["Actor"])
    assert not ontology.is_a("Unheard", ["Actor"])


def test_there_are_topics_enough_to_name_what_politics_is_about() -> None:
    assert len(load_ontology().topics) >= 150


def test_predicate_is_symmetric_or_has_an_inverse() -> None:
    predicates = load_ontology().predicates
    assert predicates["meets"].symmetric
    assert predicates["kills"].inverse == "killed by"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (" , owl:SymmetricProperty", "", "either symmetric or has an owl:inverseOf"),
        ('skos:definition "pulls back forces or staff"@en ;', "", "withdraws: has no definition"),
        ("kg:range kg:Office", "kg:range kg:Sofa", r"unknown: \['Sofa'\]"),
        ('"travel ban"', '"Refugees"', "'refugees' is a label of|'Refugees' is a label of"),
        ("skos:topConceptOf <https://w3id.org/kg/topic>", "skos:broader topic:peace-talks", "no topic above it"),
        ("skos:broader topic:peace-talks", "skos:broader topic:sofas", "broader sofas is no topic above it"),
    ],
)
def test_incomplete_ontology_names_what_is_wrong(tmp_path: Path, old: str, new: str, message: str) -> None:
    for path in resource_dir("ontology").iterdir():
        (tmp_path / path.name).write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(OntologyError, match=message):
        load_ontology(tmp_path)


def test_entry_shows_the_words_of_a_predicate() -> None:
    entry = to_entry(load_ontology().predicates["rulesOut"])
    assert "  verb: take off table → obj" in entry
    assert "ruled out by" in entry
    assert "RULES_OUT" in entry


def test_ontology_commands_list_show_and_check() -> None:
    run = CliRunner().invoke
    listed = run(cli, ["ontology", "list", "--group", "roles"]).output
    assert "holdsOffice" in listed
    assert "rulesOut" not in listed
    assert "Ana Duarte ruled out new taxes." in run(cli, ["ontology", "show", "rulesOut"]).output
    assert "no predicate 'juggles'; see kg ontology list" in run(cli, ["ontology", "show", "juggles"]).output
    assert "no group 'sofas'; there are force" in run(cli, ["ontology", "list", "--group", "sofas"]).output


@pytest.mark.model
def test_ontology_check_finds_no_fault() -> None:
    result = CliRunner().invoke(cli, ["ontology", "check"])
    assert result.exit_code == 0
    assert result.stderr.endswith("0 faults\n")


def test_broken_files_name_the_line(tmp_path: Path) -> None:
    (tmp_path / "acts.tsv").write_text("# head\nsay\tneutral\nsay\tagain\n", "utf-8")
    with pytest.raises(OntologyError, match=r"acts.tsv:3: "):
        read_acts(tmp_path / "acts.tsv")
    (tmp_path / "table.tsv").write_text("a\tb\tc\n", "utf-8")
    with pytest.raises(OntologyError, match=r"table.tsv:1: 3 cells"):
        list(read_rows(tmp_path / "table.tsv", 2))
    (tmp_path / "latin.tsv").write_bytes(b"a\tb\xe2\x80\xa8c\r\nd\tcaf\xe9\n")
    with pytest.raises(OntologyError, match=r"latin.tsv:2: not UTF-8"):
        list(read_rows(tmp_path / "latin.tsv", 2))
    with pytest.raises(OntologyError, match="no such ontology file"):
        load_ontology(tmp_path)
