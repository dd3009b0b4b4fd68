"""`import kg`: what it offers, that it stays light, and that a notebook's few lines work."""

import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg.resources import resource_dir


def test_everything_offered_is_there_and_documented() -> None:
    for name in kg.__all__:
        assert getattr(kg, name).__doc__, name
    assert sorted(kg.__all__) == sorted(kg._HOMES)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        kg.nonsense  # noqa: B018


def test_importing_loads_nothing_heavy() -> None:
    code = "import kg, sys; print(sorted({'spacy', 'rdflib', 'neo4j', 'kglite', 'numpy'} & set(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out == "[]\n"


@pytest.mark.model
def test_from_an_article_to_an_answer(tmp_path: Path) -> None:
    found = kg.read([str(resource_dir("examples") / "briefing.json")])
    articles = [article for article in found if isinstance(article, kg.Article)]
    records = [kg.check(record)[0] for record in kg.extract(articles) if isinstance(record, kg.Record)]
    store = kg.open_store(str(tmp_path / "news.kgl"), writable=True)
    assert kg.load(records, store).new == 1
    rows = kg.query("talks", store, limit=5)
    store.close()
    told = {(row["actor"], row["predicate"], row["other"]) for row in rows}
    assert ("Donald Trump", "TALKS_WITH", "Volodymyr Zelenskyy") in told
