"""What ends a run in the middle, a kill, a full disk, Ctrl-C, costs nothing: the same command goes on."""

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from graphs import content_of
from odd_kg import ODD, with_odd

from kg.cli import cli
from kg.model import Article
from kg.record import write_articles

pytestmark = [pytest.mark.model, pytest.mark.timeout(1800)]  # of processes that may get little of a machine
KG = [sys.executable, "-W", "ignore", "-c", "from odd_kg import main; main()"]
PEOPLE = ("Ana Duarte", "Ivo Brandt", "Lena Moor", "Karl Ostrow", "Mina Vale")
SAID = (
    "{a} said on Monday that {b} ruled out new taxes.",
    "{a}, a spokesman for {b}, denied that the harbour would be sold.",
    "Senator {a} accused {b} of lying about the bridge.",
    "{a} will meet {b} in Oslo, the foreign ministry said.",
)
NAMES = ("news.records.jsonl", "news.records.failed.jsonl", "rejected.jsonl")


def articles(count: int) -> Iterator[Article]:
    """Short articles, some the same text from elsewhere or a later text at one address; one fails, one is none."""
    for n in range(count):
        a, b = PEOPLE[n % 5], PEOPLE[(n // 5 + n + 1) % 5]
        text = f"{SAID[n % 4].format(a=a, b=b)} This is note {n - n % 7 if n % 7 == 3 else n}."
        if n == count // 2:
            text = f"{text} {ODD}"
        if n == count // 4:
            text = "  "
        uri = f"https://news.example/{n % 11 if n % 5 == 2 else n}"
        yield Article(text=text, uri=uri, outlet=f"Post {n % 3}", published=f"2024-05-{1 + n % 28:02}")


class Work:
    """A folder with articles to build a graph of, and the files that come of it."""

    def __init__(self, folder: Path, source: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.records = folder / NAMES[0]
        self.store = folder / "news.kgl"
        self.arguments = ["build", str(source), "--into", str(self.store), "--rejected", str(folder / NAMES[2])]

    def start(self, *more: str) -> "subprocess.Popen[str]":
        """The command as a process of its own."""
        command = [*KG, *self.arguments, *more]
        path = os.pathsep.join([str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])])
        return subprocess.Popen(
            command,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": path},
        )

    def finish(self, *more: str) -> str:
        """What the command says when nothing ends it."""
        with with_odd:
            result = CliRunner().invoke(cli, [*self.arguments, *more], catch_exceptions=False)
        assert result.exit_code == 1, result.stderr
        assert result.stdout == ""
        return result.stderr

    def lines(self) -> int:
        """The records that are there, whole."""
        return self.records.read_bytes().count(b"\n") if self.records.exists() else 0

    def result(self) -> tuple[object, ...]:
        """Every file's bytes, and every node and edge with its properties."""
        return (*((self.folder / name).read_bytes() for name in NAMES), content_of(self.store))


Make = Callable[[int], tuple[Path, tuple[object, ...]]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """A source of some articles, and what comes of them when nothing is in the way; made once."""
    known: dict[int, tuple[Path, tuple[object, ...]]] = {}

    def make(count: int) -> tuple[Path, tuple[object, ...]]:
        if count not in known:
            folder = tmp_path_factory.mktemp(f"made{count}")
            with (folder / "articles.jsonl").open("w", encoding="utf-8") as out:
                write_articles(articles(count), out)
            work = Work(folder / "whole", folder / "articles.jsonl")
            work.finish()
            known[count] = (folder / "articles.jsonl", work.result())
        return known[count]

    return make


def wait_until(holds: Callable[[], bool], process: "subprocess.Popen[str]") -> None:
    """Until ``holds``, or until ``process`` is done."""
    end = time.monotonic() + 900
    while not holds() and process.poll() is None:
        assert time.monotonic() < end
        time.sleep(0.005)


def kill_often(work: Work, kills: int, *, count: int, jobs: int) -> None:
    """Kill the command ``kills`` times, each after some more records, and let it end."""
    chance = random.Random(kills)
    for left in range(kills, 0, -1):
        wanted = min(work.lines() + chance.randint(0, 2 * count // (kills + 1)), count - 4 * left)
        process = work.start("--jobs", str(jobs))
        wait_until(lambda: work.lines() >= wanted, process)  # noqa: B023 - waits here
        time.sleep(chance.random() / 5)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    before = work.lines()
    said = work.finish("--jobs", str(jobs))
    records = work.lines()
    assert f"{records - before} articles extracted, {before} there already, 1 failed" in said


def test_killed_builds_end_up_as_one_that_ran_through(made: Make, tmp_path: Path) -> None:
    source, wanted = made(200)
    work = Work(tmp_path / "work", source)
    kill_often(work, 5, count=200, jobs=1)
    assert work.result() == wanted


@pytest.mark.slow
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("jobs", [1, 2])
def test_builds_killed_fifty_times_end_up_as_one_that_ran_through(
    made: Make,
    tmp_path: Path,
    jobs: int,
) -> None:
    source, wanted = made(1500)
    work = Work(tmp_path / "work", source)
    kill_often(work, 50, count=1500, jobs=jobs)
    assert work.result() == wanted


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_a_build_that_then_goes_on(made: Make, tmp_path: Path, jobs: str) -> None:
    source, wanted = made(200)
    work = Work(tmp_path / "work", source)
    process = work.start("--jobs", jobs)
    wait_until(lambda: work.store.exists() and work.lines() >= 155, process)  # until a batch is in the store
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the whole group
    _, said = process.communicate(timeout=900)
    assert process.returncode == 1
    assert "Traceback" not in said
    nodes, _ = content_of(work.store)
    assert nodes
    work.finish()
    assert work.result() == wanted


def test_a_last_line_that_was_cut_off_is_told_and_made_again(made: Make, tmp_path: Path) -> None:
    source, wanted = made(200)
    work = Work(tmp_path / "work", source)
    work.finish()
    work.records.write_bytes(work.records.read_bytes()[:-100])
    said = work.finish()
    assert "news.records.jsonl: the last line was cut off" in said
    assert "1 articles extracted" in said
    assert work.result() == wanted


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="no process can be limited from outside here")
def test_a_file_that_takes_no_more_costs_nothing(made: Make, tmp_path: Path) -> None:
    source, wanted = made(200)
    work = Work(tmp_path / "work", source)
    process = work.start()
    wait_until(lambda: work.lines() > 10, process)
    size = work.records.stat().st_size + 50_000  # some twenty records more
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, size))
    _, said = process.communicate()
    assert process.returncode == 2, said
    assert "news.records.jsonl: cannot be written (File too large)" in said
    assert "Traceback" not in said
    assert 0 < work.lines() < 198
    assert work.records.read_bytes().endswith(b"}\n")
    work.finish()
    assert work.result() == wanted


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[tuple[Path, Callable[[], None]]]:
    """A file system of 200 kB, and what makes it larger."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder, lambda: subprocess.run(["mount", "-o", "remount,size=50m", str(folder)], check=True) and None
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_costs_nothing(
    made: Make,
    small_disk: tuple[Path, Callable[[], None]],
) -> None:
    folder, grow = small_disk
    source, wanted = made(200)
    work = Work(folder / "work", source)
    process = work.start()
    _, said = process.communicate()
    assert process.returncode == 2, said
    assert "No space left on device" in said
    assert "Traceback" not in said
    assert 0 < work.lines() < 198
    grow()
    work.finish()
    assert work.result() == wanted


def test_a_store_on_a_full_disk_costs_nothing(
    made: Make, small_disk: tuple[Path, Callable[[], None]], tmp_path: Path
) -> None:
    folder, grow = small_disk
    source, wanted = made(200)
    work = Work(tmp_path / "work", source)
    work.records.write_bytes(wanted[0])  # type: ignore[arg-type]
    work.store = folder / "news.kgl"
    work.arguments[work.arguments.index("--into") + 1] = str(work.store)
    process = work.start("--records", str(work.records))
    _, said = process.communicate()
    assert process.returncode == 2, said
    assert "news.kgl: the store cannot be written" in said
    assert "Traceback" not in said
    grow()
    work.finish("--records", str(work.records))
    assert work.result() == wanted
