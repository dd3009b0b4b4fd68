"""The steps in their order, on articles and on bare texts, with one process or several."""

import pytest

from kg.extraction.link_lists import without_link_lists
from kg.extraction.pipeline import AFTER_PARSER, BEFORE_PARSER, Failure, extract, extract_article, make_pipeline
from kg.model import Article, Record

pytestmark = pytest.mark.model
TEXT = "President Donald Trump ruled out new taxes. He met Ana Duarte, a senator, on Monday."
STEPS = (*BEFORE_PARSER, *AFTER_PARSER)


def test_every_step_finds_what_it_reads() -> None:
    nlp = make_pipeline()
    analysis = nlp.analyze_pipes(keys=["assigns", "requires"])
    assert [name for name in nlp.pipe_names if name in STEPS] == list(STEPS)
    undeclared = {"token.pos"}  # spaCy's attribute ruler writes it, and does not say so
    assert not [problem for name in STEPS for problem in analysis["problems"][name] if problem not in undeclared]


def test_each_attribute_has_one_writer() -> None:
    summary = make_pipeline().analyze_pipes(keys=["assigns"])["summary"]
    written = [attribute for name in AFTER_PARSER for attribute in summary[name]["assigns"]]
    assert len(written) == len(set(written)) >= len(AFTER_PARSER)


def test_steps_read_a_text_without_an_article() -> None:
    doc = make_pipeline()(TEXT)
    assert [claim["predicate"] for claim in doc._.kg_claims if claim["cue"] == [[23, 28], [29, 32]]] == [
        "rulesOut"
    ]


def test_processes_change_nothing() -> None:
    articles = [Article(text=f"{TEXT} This is note {number}.", published="2024-05-07") for number in range(40)]
    assert list(extract(articles, jobs=2)) == list(extract(articles, jobs=1))


def test_article_that_is_too_long_is_a_failure_with_the_article() -> None:
    article = Article(text="word " * 300_000, uri="book.txt")
    failure = extract_article(article)
    assert isinstance(failure, Failure)
    assert failure.article == article
    assert str(failure).startswith("book.txt: longer than 1,000,000 characters; cut it into parts")


def test_lists_of_links_are_passed_over_and_every_offset_stays() -> None:
    text = "Ana Duarte Ana M. DuarteFerry vote delayed Ivo Brandt to sue MORE (D-Mich.) praised Carl Ode."
    assert len(without_link_lists(text)) == len(text)
    record = extract_article(Article(text=text))
    assert isinstance(record, Record)
    assert record.article.text == text
    assert {m.text for e in record.entities for m in e.mentions} == {"Ana Duarte", "D", "Mich.", "Carl Ode"}
    assert all(text[m.start : m.end] == m.text for e in record.entities for m in e.mentions)
