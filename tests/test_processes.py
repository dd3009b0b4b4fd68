"""Work spread over processes: in order, in spite of those that die, and none left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.extraction.processes import CHUNK, spread


def double(number: int) -> int:
    """Twice ``number``; a negative one ends the process."""
    if number < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def lost(number: int) -> int:
    return 0


def fail(number: int) -> int:
    raise ValueError(number)


def test_results_come_in_order_whatever_the_number_of_processes() -> None:
    assert list(spread(double, range(5 * CHUNK + 3), jobs=2, lost=lost)) == [2 * n for n in range(5 * CHUNK + 3)]
    assert list(spread(double, [], jobs=2, lost=lost)) == []


def test_what_ends_its_process_is_lost_alone() -> None:
    bad = {0, 1, CHUNK + 3, 5 * CHUNK}
    numbers = [-1 if n in bad else n for n in range(6 * CHUNK)]
    assert list(spread(double, numbers, jobs=2, lost=lost)) == [2 * max(n, 0) for n in numbers]


def test_an_error_is_an_error() -> None:
    with pytest.raises(ValueError, match="7"):
        list(spread(fail, [7], jobs=1, lost=lost))


WAITING = """
import os, sys, time
sys.path.insert(0, {root!r})
from kg.extraction.processes import spread
def wait(folder):
    open(os.path.join(folder, str(os.getpid())), "w").close()
    time.sleep(300)
if __name__ == "__main__":
    list(spread(wait, [sys.argv[1]] * 40, jobs=2, lost=wait))
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see processes")
def test_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    script, pids = tmp_path / "waiting.py", tmp_path / "pids"
    script.write_text(WAITING.format(root=str(Path(__file__).parents[1])), "utf-8")
    pids.mkdir()
    parent = subprocess.Popen([sys.executable, str(script), str(pids)])
    wait_until(lambda: len(list(pids.iterdir())) == 2)
    parent.kill()
    parent.wait()
    wait_until(lambda: not any(is_running(path.name) for path in pids.iterdir()))


def is_running(pid: str) -> bool:
    try:
        return Path("/proc", pid, "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(holds) -> None:  # type: ignore[no-untyped-def]
    end = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)
