"""Work spread over a Ray cluster of two nodes: the same as in one process, whatever ends."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.extraction.cluster import spread
from kg.extraction.processes import CHUNK

ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'kg[cluster]'")
pytestmark = pytest.mark.timeout(300)
HERE = Path(__file__).parent


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


def lost(number: int) -> int:
    return 0


def fail(number: int) -> int:
    raise ValueError(number)


def test_results_come_in_order(cluster: Any) -> None:
    numbers = range(9 * CHUNK + 3)
    assert list(spread(double, numbers, jobs=None, lost=lost, address=cluster.address)) == [2 * n for n in numbers]
    assert list(spread(double, [], jobs=3, lost=lost, address=cluster.address)) == []
    assert not ray.is_initialized()
