"""Facts that a source said, held against statements and claims, on rows made up for it."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.attributed_score import score_attributed
from kg.evaluate import SUITES
from kg.model import Article, Claim, Entity, Record, Span, Statement

TEXT = "The mayor said Ivo Brandt met Ana Duarte , and the port is shut ."
FACTS = [
    {"rel": "said", "args": ["The mayor", "Ivo Brandt met Ana Duarte"], "context": None},
    {"rel": "met", "args": ["Ivo Brandt", "Ana Duarte"], "context": "The mayor said"},
    {"rel": "is", "args": ["the port", "shut"], "context": "The mayor said"},
    {"rel": "has seen", "args": ["Ivo Brandt", "Ana Duarte"], "context": "The mayor said"},
]
INNER = Span(15, 40)
"""What the mayor is heard to have said: not the port."""
SUITE = next(suite for suite in SUITES if suite.name == "attributed-facts")


def a_statement(name: str, source: Span | None, content: Span, through: str | None = None) -> Statement:
    return Statement(
        id=name,
        speaker=None,
        act="say",
        form="indirect",
        source=(source,) if source else (),
        cue=(Span(10, 14),),
        content=(content,),
        text=TEXT[content.start : content.end],
        through=through,
    )


def a_claim(statement: str | None) -> Claim:
    met = Span(26, 29)
    return Claim(
        id="c1", subject="i", predicate="p", object="a", evidence=(INNER,), cue=(met,), statement=statement
    )


def scored(folder: Path, record: Record) -> dict[str, tuple[float, float]]:
    def extract(articles: Iterable[Article]) -> Iterator[Record]:
        return iter([record])

    gold = folder / "gold.jsonl"
    gold.write_text(json.dumps({"text": TEXT, "facts": FACTS}) + "\n", "utf-8")
    return {name: (share["right"], share["of"]) for name, share in score_attributed(gold, extract).items()}


def test_suite_is_scored_here() -> None:
    assert SUITE.score is score_attributed


def test_fact_is_kept_by_the_statement_of_its_source(tmp_path: Path) -> None:
    said = a_statement("s1", Span(0, 9), INNER)
    record = Record(article=Article(text=TEXT), statements=(said,), claims=(a_claim("s1"),))
    assert scored(tmp_path, record) == {"placed": (2, 3), "told": (1, 2), "kept": (1, 2), "claims": (1, 1)}


def test_other_source_or_none_keeps_nothing(tmp_path: Path) -> None:
    wrong = a_statement("s1", Span(30, 40), INNER)
    record = Record(article=Article(text=TEXT), statements=(wrong,), claims=(a_claim("s1"),))
    assert scored(tmp_path, record) == {"placed": (2, 3), "told": (1, 2), "kept": (0, 2), "claims": (0, 1)}
    nobody = a_statement("s1", None, INNER)
    record = Record(article=Article(text=TEXT), statements=(nobody,), claims=(a_claim(None),))
    assert scored(tmp_path, record) == {"placed": (2, 3), "told": (0, 2), "kept": (0, 2), "claims": (0, 1)}


def test_speaker_that_a_pronoun_stands_for_is_the_source_and_so_is_an_outer_one(tmp_path: Path) -> None:
    mayor = Entity(id="local:m", name="The mayor", type="Person")
    outer = a_statement("s1", Span(15, 25), Span(15, 63))
    named = Statement(
        id="s1",
        speaker="local:m",
        act="say",
        form="indirect",
        source=outer.source,
        cue=outer.cue,
        content=outer.content,
        text=outer.text,
    )
    inner = a_statement("s2", Span(30, 40), INNER, through="s1")
    record = Record(
        article=Article(text=TEXT), entities=(mayor,), statements=(named, inner), claims=(a_claim("s2"),)
    )
    assert scored(tmp_path, record) == {"placed": (2, 3), "told": (2, 2), "kept": (2, 2), "claims": (1, 1)}
