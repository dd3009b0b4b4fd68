"""The ontology files are complete, and a broken one says which line."""

from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.lexicon import read_rows
from kg.ontology import load_ontology, read_acts, relationship_type


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


def test_topics_are_a_tree_without_a_label_twice() -> None:
    topics = load_ontology().topics
    assert len(topics) >= 150
    labels = [label.lower() for topic in topics.values() for label in (topic.label, *topic.alt_labels)]
    assert sorted(labels) == sorted(set(labels))
    for topic in topics.values():
        seen = [topic.id]
        while above := topics[seen[-1]].broader:
            assert above[0] not in seen
            seen.append(above[0])


def test_broken_files_name_the_line(tmp_path: Path) -> None:
    (tmp_path / "acts.tsv").write_text("# head\nsay\tneutral\nsay\tagain\n", "utf-8")
    with pytest.raises(OntologyError, match=r"acts.tsv:3: "):
        read_acts(tmp_path / "acts.tsv")
    (tmp_path / "table.tsv").write_text("a\tb\tc\n", "utf-8")
    with pytest.raises(OntologyError, match=r"table.tsv:1: 3 cells"):
        list(read_rows(tmp_path / "table.tsv", 2))
    with pytest.raises(OntologyError, match="no such ontology file"):
        load_ontology(tmp_path)
