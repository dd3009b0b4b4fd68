"""Ctrl-C leaves a store that opens, and the same command goes on."""

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from kg.model import Article
from kg.record import write_articles
from loaders import open_store

COUNT = 500
KG = [sys.executable, "-W", "ignore", "-c", "from kg.cli import main; main()"]


@pytest.mark.model
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupted_build_leaves_a_store_that_opens(tmp_path: Path, jobs: str) -> None:
    articles, store = tmp_path / "articles.jsonl", tmp_path / "news.kgl"
    with articles.open("w", encoding="utf-8") as out:
        text = "Minister Ana Duarte said that Ivo Brandt ruled out new taxes. " * 8
        write_articles((Article(text=f"{text}This is note {number}.") for number in range(COUNT)), out)
    command = [*KG, "build", str(articles), "--into", str(store), "--jobs", jobs]
    build = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    end = time.monotonic() + 120
    while not store.exists() or store.stat().st_size < 20_000:  # until a batch is in the file
        assert build.poll() is None, build.stderr and build.stderr.read()
        assert time.monotonic() < end
        time.sleep(0.05)
    os.killpg(build.pid, signal.SIGINT)  # as a terminal does: the whole group
    _, words = build.communicate(timeout=60)
    assert build.returncode == 1
    assert "Traceback" not in words
    loaded = count(store)
    assert 0 < loaded < COUNT
    again = subprocess.run(command, capture_output=True, text=True, check=True)
    assert f"{COUNT - loaded} new, {loaded} seen" in again.stderr
    assert count(store) == COUNT


def count(store: Path) -> int:
    """Articles in the store."""
    with closing(open_store(str(store))) as opened:
        return int(str(opened.read("MATCH (a:Article) RETURN count(a) AS found", {})[0]["found"]))
