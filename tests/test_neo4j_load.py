"""Loads into a real server that others load into too, or that dies under them."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import neo4j_server
import pytest
from graphs import content
from records import record_of

from kg.model import Record
from kg.record import write_records
from loaders import Row, open_store
from loaders.load import load

pytestmark = pytest.mark.neo4j
MANY = 700


def records_of(numbers: range) -> list[Record]:
    """Records that share claims, statements and some outlets, one for each of ``numbers``."""
    return [
        record_of(f"Article {n}.", uri=f"{n}.txt", published=f"2024-05-{1 + n % 28:02}", outlet=f"Post {n % 7}")
        for n in numbers
    ]


def write_file(path: Path, numbers: range) -> Path:
    """A file of such records."""
    with path.open("w", encoding="utf-8") as out:
        write_records(records_of(numbers), out)
    return path


def start_load(records: Path, address: str) -> "subprocess.Popen[str]":
    """A process that loads ``records``."""
    command = [sys.executable, "-c", "from kg.cli import main; main()", "load", str(records), "--into", address]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def ended_well(process: "subprocess.Popen[str]") -> str:
    """What ``process`` said on stderr, once it has ended as it should."""
    _, said = process.communicate(timeout=250)
    assert process.returncode == 0, said
    return said


def content_at(address: str) -> tuple[list[Row], list[Row]]:
    """Every node and edge of the store at ``address``."""
    with closing(open_store(address)) as store:
        return content(store)


@pytest.fixture(scope="module")
def wanted(neo4j_address: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Row], list[Row]]:
    """What one load of all records gives."""
    with closing(open_store(neo4j_address, writable=True)) as store:
        store.write("MATCH (n) DETACH DELETE n", {})
        load(records_of(range(MANY)), store)
        found = content(store)
        store.write("MATCH (n) DETACH DELETE n", {})
    return found


def test_three_loads_at_once_give_what_one_after_another_does(
    empty_neo4j: str, tmp_path: Path, wanted: tuple[list[Row], list[Row]]
) -> None:
    parts = (range(400), range(200, 600), range(350, MANY))
    files = [write_file(tmp_path / f"{part.start}.jsonl", part) for part in parts]
    for process in [start_load(file, empty_neo4j) for file in files]:
        ended_well(process)
    assert content_at(empty_neo4j) == wanted


@pytest.fixture
def mortal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[neo4j_server.Server]:
    """A server of its own, that may be killed."""
    reason = neo4j_server.why_not()
    if reason:
        pytest.skip(reason)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.PASSWORD)
    server = neo4j_server.Server(tmp_path / "mortal")
    server.start()
    yield server
    server.stop()


def test_a_load_goes_on_when_the_server_that_died_is_back(
    mortal: neo4j_server.Server, tmp_path: Path, wanted: tuple[list[Row], list[Row]]
) -> None:
    process = start_load(write_file(tmp_path / "records.jsonl", range(MANY)), mortal.address)
    with closing(open_store(mortal.address)) as store:
        while not store.read("MATCH (a:Article) RETURN a.id AS id LIMIT 1", {}):
            assert process.poll() is None
            time.sleep(0.02)
    mortal.kill()
    assert process.poll() is None
    mortal.start()
    told = re.findall(r"(\d+) (?:new|seen)", ended_well(process))
    assert sum(map(int, told)) == MANY  # a batch whose answer was lost is seen when it is tried again
    assert content_at(mortal.address) == wanted
