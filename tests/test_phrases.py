"""Phrases that stand for actors: tests/cases/actor_phrases.tsv holds phrases with their country and role."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kg.cli import cli
from kg.errors import ReadError
from kg.evaluate import SUITES, evaluate
from kg.extraction.gazetteer import load_index
from kg.gazetteer.parts import find_parts
from kg.gazetteer.phrases import ActorCode, code_actor
from kg.gazetteer.roles import UNKNOWN, find_role_words, first_role, role_of_class, roles
from kg.gazetteer.states import NO_STATE, codes, find_known, qids
from kg.gazetteer.words import plain_words, raw_words, singulars
from kg.lexicon import load_table, read_rows
from kg.ontology import load_ontology
from kg.phrase_score import find_verdicts, score_phrases

CASES = Path(__file__).parent / "cases" / "actor_phrases.tsv"
WORDS = st.sampled_from(
    [
        "the",
        "US",
        "French",
        "Congo",
        "police",
        "chief",
        "of",
        "former",
        "ex-",
        "Paris",
        "'s",
        ",",
        "Hamas",
        "",
        "’",
    ]
)
SUITE = next(suite for suite in SUITES if suite.name == "actor-phrases")


@pytest.mark.parametrize(
    ("cells", "where"), [pytest.param(*row, id=" ".join(row[0])) for row in read_rows(CASES, 5)]
)
def test_phrase_tells_country_and_role(cells: tuple[str, ...], where: str) -> None:
    phrase, country, role, day, context = cells
    found = code_actor(phrase, load_index(), on=day, country=context)
    assert (found.country, found.role) == (country, role), where
    assert found.country_qid == qids().get(country, "")


def test_named_actor_is_told_by_its_id() -> None:
    assert code_actor("former president Barack Obama", load_index()) == ActorCode("USA", "Q30", "ELI", "Q76")
    assert code_actor("Barack Obama's voters", load_index()) == ActorCode("USA", "Q30", "CVL")


@pytest.mark.parametrize("phrase", ["", " ", ",", "'s", "the", "\u2028"])
def test_phrase_without_words_tells_nothing(phrase: str) -> None:
    assert code_actor(phrase, load_index()) == ActorCode()


@given(st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=9).map(" ".join)))
def test_any_phrase_has_a_code_of_the_tables(phrase: str) -> None:
    found = code_actor(phrase, load_index())
    assert found.role in {"", *roles()}
    assert found.country in {"", NO_STATE, *qids()}


@given(st.lists(WORDS, max_size=9).map(" ".join))
def test_parts_lie_in_the_phrase_apart_from_each_other(phrase: str) -> None:
    ends = [at for part in find_parts(phrase, load_index()) for at in (part.start, part.end)]
    assert ends == sorted(ends)
    assert not ends or 0 <= ends[0] <= ends[-1] <= len(raw_words(phrase))


def test_words_lose_possessive_signs_and_stops() -> None:
    assert plain_words("the U.S.'s ex-chief, farmers’ union") == (
        "the", "US", "ex", "chief", ",", "farmers", "union",
    )  # fmt: skip
    assert {"party", "policeman", "force"} <= {
        form for word in ("parties", "policemen", "forces") for form in singulars(word)
    }


def test_names_count_as_written_or_in_capitals() -> None:
    assert find_known(("CANBERRA",)) == find_known(("Canberra",))
    assert find_known(("canberra",)) is None
    assert find_known(("us",)) is None


def test_tables_of_roles_and_states_fit_together() -> None:
    classes = load_ontology().classes
    assert {kind for _, _, kind, _ in load_table("actor_roles", 4) if kind} <= set(classes)
    assert {role.former for role in roles().values() if role.former} <= set(roles())
    assert role_of_class("Military") == "MIL"
    assert role_of_class("Place") == ""
    assert first_role(["LEG", "GOV"]) == "GOV"
    assert UNKNOWN in roles()
    assert len(codes()) == sum(len(row[0].split("|")) for row in load_table("states", 6))
    for table, columns in (("role_words", 3), ("actor_names", 3), ("places", 3), ("states", 6)):
        firsts = [row[0] for row in load_table(table, columns)]
        assert len(firsts) == len(set(firsts)), table
    assert find_role_words(("police", "chiefs")) == ("COP", "")


def test_command_codes_arguments_and_lines() -> None:
    found = CliRunner().invoke(
        cli, ["actors", "code", "French  soldiers", "-", "--country", "USA"], input="\nsenators\n"
    )
    assert found.stdout == "French soldiers\tFRA\tMIL\tmilitary\tQ142\t\nsenators\tUSA\tLEG\tlegislature\tQ30\t\n"


def test_command_tells_what_is_no_country() -> None:
    found = CliRunner().invoke(cli, ["actors", "code", "soldiers", "--country", "FR"])
    assert found.exit_code == 2
    assert "'FR' is no ISO 3166-1 alpha-3 code" in found.stderr


def test_assertions_on_country_and_role_are_counted(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    rows = [
        ("search_nat", '"a Kenyan ferry"', ['cc == "KEN"', 'text == "ferry"']),
        ("agent_to_code", '"Cuban judges", "", ""', ["code['country'] == \"CUB\"", "code['code_1'] == 'COP'"]),
        ("agent_to_code", '"judges", "Cuban"', ["code['country'] != \"CUB\"", "code['wiki'] == \"Judge\""]),
        ("agent_to_code", "given", ["code['country'] == \"CUB\""]),
        ("query_wiki", '"Cuba"', ["code['country'] == \"CUB\""]),
    ]  # fmt: skip
    lines = [json.dumps({"call": call, "args": args, "asserts": asserts}) for call, args, asserts in rows]
    gold.write_text("\n".join(lines), "utf-8")
    verdicts = [(verdict.question.phrase, verdict.asked, verdict.right) for verdict in find_verdicts(gold)]
    assert verdicts == [
        ("a Kenyan ferry", "country", True),
        ("Cuban judges", "country", True),
        ("Cuban judges", "role", False),
        ("judges", "country", False),
    ]
    assert score_phrases(gold)["country"] == {"asked": 3, "right": 2, "accuracy": 0.6667}
    assert score_phrases(gold)["described country"] == {"asked": 2, "right": 2, "accuracy": 1}


@pytest.mark.parametrize("line", ["{", "{}", '{"call": "search_nat", "args": "(", "asserts": []}'])
def test_row_that_is_no_test_is_told_with_its_line(tmp_path: Path, line: str) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(line, "utf-8")
    with pytest.raises(ReadError, match=r"gold.jsonl:1: no test of a phrase"):
        score_phrases(gold)


def test_suite_without_its_gold_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such gold data"):
        evaluate(SUITE, data=tmp_path, scorers=tmp_path, extract=lambda articles: ())


@pytest.mark.data
def test_phrases_agree_with_the_other_coder() -> None:
    if "KG_DATA" not in os.environ:
        pytest.skip("KG_DATA names no evaluation data")
    data = Path(os.environ["KG_DATA"])
    figures = evaluate(SUITE, data=data, scorers=data, extract=lambda articles: ())
    found = {figure.measure: figure.value for figure in figures}
    assert found["country.accuracy"] >= 0.8
    assert found["role.accuracy"] >= 0.7
