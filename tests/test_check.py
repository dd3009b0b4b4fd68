"""Each rule keeps out what breaks it, says why and how to mend it, and the reference validator agrees."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pyshacl
import pytest
from click.testing import CliRunner
from rdflib.namespace import RDF, SH
from records import briefing

from kg.checking import check, shapes, to_rdf
from kg.cli import cli
from kg.lexicon import read_rows
from kg.model import LIKELY, Claim, Entity, Record
from kg.ontology import NAMESPACE, load_ontology
from kg.record import from_json, read_records, to_json

CASES = [cells for cells, _ in read_rows(Path(__file__).parent / "cases" / "check.tsv", 3)]
PREDICATES = sorted(load_ontology().predicates)


def broken(place: str, value: str) -> Record:
    """The article of records.py with one field, or several of one item, set to JSON ``value``."""
    row = {"schema": "kg.record/1", **json.loads(json.dumps(asdict(briefing())))}
    part, number, *field = place.split(".")
    new = json.loads(value)
    row[part][int(number)].update({field[0]: new} if field else new)
    return from_json(json.dumps(row))


def rules_by_reference(record: Record) -> set[tuple[str, str]]:
    """What pyshacl finds broken: focus node and shape."""
    _, report, _ = pyshacl.validate(to_rdf(record), shacl_graph=shapes())
    return {
        (
            str(report.value(result, SH.focusNode)),
            str(report.value(result, SH.sourceShape)).removeprefix(NAMESPACE),
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


def test_what_fits_goes_through_unchanged() -> None:
    assert check(briefing()) == (briefing(), ())
    assert not rules_by_reference(briefing())


@pytest.mark.parametrize(("rule", "place", "value"), CASES, ids=[case[0] for case in CASES])
def test_each_rule_rejects_and_says_what_would_mend_it(rule: str, place: str, value: str) -> None:
    record = broken(place, value)
    accepted, rejections = check(record)
    first = rejections[0]
    assert rule in {rejection.rule for rejection in rejections}
    assert first.item not in (*accepted.statements, *accepted.claims)
    assert "None" not in (first.mend, first.message)
    assert record.article.text[first.start : first.end] in first.sentence
    kept = {item.id for item in (*accepted.statements, *accepted.claims)}
    everything = {item.id for item in (*record.statements, *record.claims)}
    assert kept | {rejection.item.id for rejection in rejections} == everything
    focus = f"urn:kg:{first.item.id}"
    ours = {(f"urn:kg:{r.item.id}", r.rule) for r in rejections if r.item.id == first.item.id}
    assert {pair for pair in rules_by_reference(record) if pair[0] == focus} == ours


def test_every_shape_has_a_case() -> None:
    written = {str(rule).removeprefix(NAMESPACE) for rule in shapes().objects(None, SH.property)}
    ends = {f"{name}-{end}" for name in PREDICATES for end in ("subject", "object")}
    assert written - ends == {case[0] for case in CASES} - ends


@pytest.mark.parametrize("name", PREDICATES)
def test_each_predicate_refuses_ends_of_another_class(name: str) -> None:
    base = briefing()
    entities = (
        Entity(id="a", name="a", type="Evidence"),
        Entity(id="b", name="b", type="Claim"),
    )
    claim = Claim(id="x:c1", subject="a", predicate=name, object="b", evidence=base.claims[0].evidence)
    record = replace(base, entities=entities, statements=(), claims=(claim,))
    assert {r.rule for r in check(record)[1]} == {f"{name}-subject", f"{name}-object"}


def test_the_reference_refuses_the_same_ends_of_every_predicate() -> None:
    base = briefing()
    ends = (Entity(id="a", name="a", type="Evidence"), Entity(id="b", name="b", type="Claim"))
    claims = tuple(
        Claim(id=f"x:{name}", subject="a", predicate=name, object="b", evidence=base.claims[0].evidence)
        for name in PREDICATES
    )
    record = replace(base, entities=ends, statements=(), claims=claims)
    ours = {(f"urn:kg:{rejection.item.id}", rejection.rule) for rejection in check(record)[1]}
    assert len(ours) == 2 * len(PREDICATES)
    assert rules_by_reference(record) == ours


def test_claims_of_a_rejected_statement_are_rejected_with_it() -> None:
    accepted, rejections = check(broken("statements.0.act", '"teleport"'))
    assert [(r.item.id[-2:], r.rule) for r in rejections] == [("s1", "knownAct"), ("c2", "saidSomewhere")]
    assert [claim.id[-2:] for claim in accepted.claims] == ["c1"]


def test_unsure_claims_are_left_out_and_told() -> None:
    base = briefing()
    record = replace(base, claims=(replace(base.claims[0], confidence=0.4), *base.claims[1:]))
    accepted, (rejection,) = check(record, min_confidence=0.8)
    assert accepted.claims == base.claims[1:]
    assert rejection.item == record.claims[0]
    assert rejection.rule == "minConfidence"
    assert rejection.sentence
    assert check(record, min_confidence=0.4) == (record, ())
    assert check(record) == (accepted, check(record, min_confidence=LIKELY)[1])


def test_the_command_passes_on_what_fits_and_writes_the_rest(tmp_path: Path) -> None:
    records, rejected = tmp_path / "records.jsonl", tmp_path / "rejected.jsonl"
    record = broken("claims.1.object", '"local:lena-ortiz"')
    records.write_text(to_json(record) + "\n", "utf-8")
    result = CliRunner().invoke(cli, ["check", str(records), "--rejected", str(rejected)])
    assert result.exit_code == 0
    assert [r.claims for r in read_records(result.stdout.splitlines())] == [record.claims[:1]]
    row = json.loads(rejected.read_text("utf-8"))
    assert row["rule"] == "rulesOut-object"
    assert row["item"]["id"] == record.claims[1].id
    assert "1 rejected; 0 claims less sure than 0.6 left out" in result.stderr


def test_rejection_shows_no_character_that_a_terminal_obeys() -> None:
    record = broken(*CASES[0][1:])
    hostile = replace(record, article=replace(record.article, text=record.article.text.replace(" ", "\x1b")))
    (rejection, *_) = check(hostile)[1]
    assert "\x1b" in rejection.sentence
    assert "\x1b" not in str(rejection)
