"""Evaluation hands each gold text to extraction once and reports what the scorer says."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.evaluate import Figure, Suite, evaluate, read_gold_articles, to_table
from kg.model import Article, Record

COUNTING_SCORER = """
import json, sys
kind, gold, records, flag = sys.argv[1:]
lines = [json.loads(line) for line in open(records, encoding="utf-8")]
same = lines[0]["article"]["text"] == "One."
print(json.dumps({"kind": len(kind), "texts": {"n": len(lines), "same": same}}))
"""
SUITE = Suite("tiny", "gold.jsonl", "scorer.py", ("counting",))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = [
        {"id": "a", "text": "One.", "dct": "2020-01-01"},
        {"id": "a", "text": "One."},
        {"id": "b", "text": "Two\u2028."},
    ]
    (tmp_path / "gold.jsonl").write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8"
    )
    (tmp_path / "scorer.py").write_text(COUNTING_SCORER, "utf-8")
    return tmp_path


def bare(articles: Iterable[Article]) -> Iterator[Record]:
    return (Record(article=article) for article in articles)


def test_each_text_is_read_once_with_its_date(data: Path) -> None:
    first, second = read_gold_articles(data / "gold.jsonl")
    assert (first.uri, first.published) == ("a", "2020-01-01")
    assert second.text == "Two\u2028."


def test_every_figure_of_the_scorer_is_reported(data: Path) -> None:
    figures = evaluate(SUITE, data=data, scorers=data, extract=bare)
    assert figures == (
        Figure("tiny", "kind", 8),
        Figure("tiny", "texts.n", 2),
        Figure("tiny", "texts.same", True),
    )
    assert to_table(figures).splitlines()[1] == "tiny  texts.n     2"


def test_missing_gold_and_failing_scorer_say_so(data: Path) -> None:
    with pytest.raises(ReadError, match="no such gold data"):
        list(read_gold_articles(data / "nothing.jsonl"))
    with pytest.raises(ReadError, match="no such scorer"):
        evaluate(SUITE, data=data, scorers=data / "elsewhere", extract=bare)
    (data / "scorer.py").write_text("raise SystemExit('out of order')", "utf-8")
    with pytest.raises(ReadError, match="failed on suite tiny: out of order"):
        evaluate(SUITE, data=data, scorers=data, extract=bare)
