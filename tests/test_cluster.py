"""Work spread over a Ray cluster of two nodes: the same as in one process, whatever ends."""

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kg.cli import cli
from kg.errors import ClusterError
from kg.extraction import cluster as tested
from kg.extraction.cluster import spread
from kg.extraction.processes import CHUNK
from kg.resources import resource_dir

needs_ray = pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed: pip install 'kg[cluster]'")
HERE = Path(__file__).parent
BRIEFING = str(resource_dir("examples") / "briefing.json")
TEXTS = [f"Minister Ana Duarte ruled out new taxes. “We will wait,” he said. Note {n}." for n in range(CHUNK + 2)]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two nodes with a CPU each, that can import what the tests hand over."""
    from ray.cluster_utils import Cluster

    with pytest.MonkeyPatch.context() as patch:
        path = [str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])]
        patch.setenv("PYTHONPATH", os.pathsep.join(path))
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        started = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
        started.add_node(num_cpus=1)
        yield started
        started.shutdown()


def double(number: int) -> int:
    """Twice ``number``; a negative one ends the process."""
    if number < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def double_on(asked: tuple[int, str]) -> int:
    """Twice a number, which takes some time; leaves a file for the process in the folder that came with it."""
    number, folder = asked
    Path(folder, str(os.getpid())).touch()
    time.sleep(0.01)
    return double(number)


def lost(number: object) -> int:
    return 0


def fail(number: int) -> int:
    raise ValueError(number)


@needs_ray
def test_results_come_in_order(cluster: Any) -> None:
    import ray

    numbers = range(9 * CHUNK + 3)
    assert list(spread(double, numbers, jobs=None, lost=lost, address=cluster.address)) == [2 * n for n in numbers]
    assert list(spread(double, [], jobs=3, lost=lost, address=cluster.address)) == []
    assert not ray.is_initialized()


@needs_ray
def test_items_are_taken_as_they_are_needed(cluster: Any) -> None:
    numbers = iter(range(1, 100 * CHUNK))
    results = spread(double, numbers, jobs=2, lost=lost, address=cluster.address)
    assert [next(results) for _ in range(3)] == [2, 4, 6]
    assert next(numbers) <= 6 * CHUNK + 1
    results.close()  # type: ignore[attr-defined]


@needs_ray
def test_what_ends_its_worker_again_and_again_is_lost_alone(cluster: Any) -> None:
    bad = {0, CHUNK + 3}
    numbers = [-1 if n in bad else n for n in range(4 * CHUNK)]
    found = spread(double, numbers, jobs=None, lost=lost, address=cluster.address)
    assert list(found) == [2 * max(n, 0) for n in numbers]


@needs_ray
def test_a_node_that_dies_takes_nothing_with_it_and_one_that_comes_is_used(cluster: Any, tmp_path: Path) -> None:
    items = [(n, str(tmp_path)) for n in range(60 * CHUNK)]
    results = spread(double_on, items, jobs=2, lost=lost, address=cluster.address)
    found = []
    while len(list(tmp_path.iterdir())) < 2:
        found.append(next(results))
    cluster.remove_node(next(iter(cluster.worker_nodes)), allow_graceful=False)
    found += [next(results) for _ in range(10 * CHUNK)]
    assert len(list(tmp_path.iterdir())) == 2  # with room for one worker, and one that waits for room
    cluster.add_node(num_cpus=1)
    found += results
    assert found == [2 * n for n, _ in items]
    assert len(list(tmp_path.iterdir())) == 3


@needs_ray
def test_an_error_is_an_error(cluster: Any) -> None:
    with pytest.raises(ValueError, match=r"^7$"):
        list(spread(fail, [7], jobs=1, lost=lost, address=cluster.address))


@needs_ray
def test_a_connection_of_the_caller_is_used_and_kept(cluster: Any) -> None:
    import ray

    with ray.init(cluster.address, log_to_driver=False):
        assert list(spread(double, [1], jobs=1, lost=lost, address="auto")) == [2]
        assert ray.is_initialized()


@needs_ray
def test_nodes_with_another_kg_are_refused(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tested, "__version__", "0.0.0")
    with pytest.raises(ClusterError, match=r"and this is kg 0\.0\.0"):
        list(spread(double, [1], jobs=1, lost=lost, address=cluster.address))


@needs_ray
def test_no_cluster_is_an_error() -> None:
    with pytest.raises(ClusterError, match="no Ray cluster at nowhere"):
        list(spread(double, [1], jobs=1, lost=lost, address="nowhere"))


def test_without_ray_the_error_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    result = CliRunner().invoke(cli, ["extract", BRIEFING, "--ray", "auto"])
    assert isinstance(result.exception, ClusterError)
    assert "pip install 'kg[cluster]'" in str(result.exception)


def kg(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, catch_exceptions=False)


@needs_ray
@pytest.mark.model
def test_records_are_those_of_one_process(cluster: Any, tmp_path: Path) -> None:
    short = tmp_path / "short.jsonl"
    short.write_text("".join(json.dumps({"text": text, "url": text[-3:]}) + "\n" for text in TEXTS), "utf-8")
    stream = kg("extract", BRIEFING, str(short))
    assert stream.stdout.count("\n") == len(TEXTS) + 1
    over = kg("extract", BRIEFING, str(short), "--ray", cluster.address, "--jobs", "1")
    assert (over.exit_code, over.stderr, over.stdout_bytes) == (0, "", stream.stdout_bytes)
    store = tmp_path / "news.kgl"
    built = kg("build", BRIEFING, str(short), "--into", str(store), "--ray", cluster.address)
    assert built.exit_code == 0, built.stderr
    assert (tmp_path / "news.records.jsonl").read_bytes() == stream.stdout_bytes
