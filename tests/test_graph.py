"""Records merge into one graph whatever their order, and a claim is never lost or turned round in it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import briefing, record_of

from kg.errors import RecordError
from kg.graph import PROPERTIES, Edge, Node, merged, to_graph
from kg.model import Entity

LISTS = st.lists(st.text(max_size=2), max_size=3).map(lambda found: tuple(sorted(set(found))))
NODES = st.builds(
    Node,
    st.just("Actor"),
    st.just("wd:Q1"),
    st.sampled_from([(), ("Group",), ("Person",), ("Group", "Person")]),
    st.fixed_dictionaries({"name": st.none() | st.text(max_size=3), "aliases": LISTS}),
)


@given(NODES, NODES, NODES)
def test_merging_is_commutative_associative_and_idempotent(a: Node, b: Node, c: Node) -> None:
    assert merged(a, b) == merged(b, a)
    assert merged(merged(a, b), c) == merged(a, merged(b, c))
    assert merged(a, a) == a


def test_order_and_repetition_of_records_do_not_matter() -> None:
    records = [briefing(), record_of("Another minister ruled out a truce.", uri="b.txt")]
    assert to_graph(records) == to_graph([*reversed(records), *records])


def test_speaker_is_not_subject() -> None:
    graph = to_graph([briefing()])
    claim = next(n for n in graph.nodes.values() if n.label == "Claim" and n.properties["predicate"] == "rulesOut")
    statement = next(edge.source for edge in graph.edges if edge.type == "MAKES" and edge.target == claim.key)
    assert Edge("SAID", ("Actor", "local:lena-ortiz"), statement) in graph.edges
    assert Edge("SUBJECT", claim.key, ("Actor", "local:ana-duarte")) in graph.edges
    assert Edge("ON_BEHALF_OF", statement, ("Actor", "local:ana-duarte")) in graph.edges


def test_those_who_say_it_together_all_said_it() -> None:
    first = briefing()
    statements = tuple(replace(one, joint_speakers=("local:ana-duarte",)) for one in first.statements)
    graph = to_graph([replace(first, statements=statements)])
    said = {edge.source[1] for edge in graph.edges if edge.type == "SAID"}
    assert said == {"local:lena-ortiz", "local:ana-duarte"}


def test_wire_copies_are_one_statement_with_two_evidences() -> None:
    first = briefing()
    copy = replace(first, article=replace(first.article, text=first.article.text + " (Agency)", uri="copy.txt"))
    graph = to_graph([first, copy])
    assert sum(node.label == "Statement" for node in graph.nodes.values()) == len(first.statements)
    assert sum(node.label == "Article" for node in graph.nodes.values()) == 2
    evidence = [node for node in graph.nodes.values() if node.label == "Evidence"]
    assert len(evidence) == 2 * (len(first.statements) + len(first.claims))


def test_negated_claim_is_another_claim() -> None:
    first = briefing()
    other = replace(first, claims=tuple(replace(claim, negated=not claim.negated) for claim in first.claims))
    both = to_graph([first, other])
    assert sum(node.label == "Claim" for node in both.nodes.values()) == 2 * len(first.claims)


def test_evidence_quotes_its_offsets() -> None:
    text = briefing().article.text
    for node in to_graph([briefing()]).nodes.values():
        if node.label == "Evidence":
            start, end = node.properties["start"], node.properties["end"]
            assert isinstance(start, int)
            assert isinstance(end, int)
            assert node.properties["quote"] == text[start:end]


def test_topic_of_the_ontology_has_its_broader_ones() -> None:
    assert (
        Edge("BROADER", ("Topic", "topic:ground-troops"), ("Topic", "topic:military-action"))
        in to_graph([briefing()]).edges
    )


def test_topic_of_its_own_words_has_the_concept_in_them_above_it() -> None:
    base = briefing()
    bill = Entity(id="topic:minimum-wage-bill", name="minimum wage bill", type="Topic", mentions=())
    claim = replace(base.claims[0], predicate="supports", object=bill.id)
    graph = to_graph([replace(base, entities=(*base.entities, bill), claims=(claim,))])
    assert Edge("BROADER", ("Topic", bill.id), ("Topic", "topic:minimum-wage")) in graph.edges


def test_nodes_hold_the_properties_of_their_label() -> None:
    for node in to_graph([briefing()]).nodes.values():
        assert tuple(node.properties) == PROPERTIES[node.label]


def test_speaker_of_what_was_not_said_did_not_say_it() -> None:
    base = briefing()
    for change in ({"negated": True}, {"modality": "possible"}):
        unsaid = replace(base, statements=(replace(base.statements[0], **change),))
        kinds = {edge.type for edge in to_graph([unsaid]).edges}
        assert "UNSAID" in kinds
        assert "SAID" not in kinds
        both = to_graph([base, unsaid])
        assert len([node for node in both.nodes.values() if node.label == "Statement"]) == 2


def test_interval_of_a_role_is_on_its_evidence() -> None:
    first = briefing()
    role = replace(first.claims[0], valid_from="2015", valid_to="2024-05-07")
    graph = to_graph([replace(first, claims=(role, *first.claims[1:]))])
    found = {
        (n.properties["valid_from"], n.properties["valid_to"])
        for n in graph.nodes.values()
        if n.label == "Evidence"
    }
    assert found == {("2015", "2024-05-07"), (None, None)}


@pytest.mark.parametrize(
    ("part", "change", "says"),
    [
        ("claims", {"subject": "local:nobody"}, "names 'local:nobody', which is not in the record"),
        ("claims", {"object": "\x1b" * 9999}, "which is not in the record"),
        ("claims", {"statement": "s9"}, "names 's9'"),
        ("claims", {"predicate": "teleports"}, "none of the ontology"),
        ("claims", {"evidence": ()}, "no characters"),
        ("statements", {"speaker": "local:nobody"}, "names 'local:nobody'"),
        ("statements", {"joint_speakers": ("local:nobody",)}, "names 'local:nobody'"),
        ("statements", {"addressee": "local:nobody"}, "names 'local:nobody'"),
        ("statements", {"on_behalf_of": "local:nobody"}, "names 'local:nobody'"),
        ("statements", {"through": "s9"}, "names 's9'"),
        ("statements", {"source": (), "cue": (), "content": ()}, "no characters"),
        ("entities", {"type": "Store"}, "is a 'Store', which is no class of the ontology"),
    ],
)
def test_what_the_check_would_keep_out_is_told(part: str, change: dict[str, object], says: str) -> None:
    items = getattr(briefing(), part)
    record = replace(briefing(), **{part: (replace(items[0], **change), *items[1:])})
    with pytest.raises(RecordError, match=rf"^briefing\.txt: .*{says}.*; let `kg check` keep it out$") as caught:
        to_graph([record])
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 1_000
