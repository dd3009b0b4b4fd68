"""Work spread over a Ray cluster: what processes.py does, by workers on many machines."""

import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Generic, TypeVar

from kg import __version__
from kg.errors import ClusterError
from kg.extraction.processes import CHUNK

T = TypeVar("T")
R = TypeVar("R")

TRIES = 3
"""Workers that may end over one item alone: a node that dies takes workers too, and the item is not to blame."""
AHEAD = 2
"""Chunks that a worker has at once: the next one is there while the results of the last are on their way."""


def spread(
    function: Callable[[T], R], items: Iterable[T], *, jobs: int | None, lost: Callable[[T], R], address: str
) -> Iterator[R]:
    """``function`` of each of ``items``, in order, by ``jobs`` workers of the Ray cluster at ``address``.

    Without ``jobs`` there is a worker for each CPU of the cluster. A worker is an actor, a process with a CPU of
    its own; it is waited for as long as the cluster has none free. When it ends, killed or with its node, another
    takes its place and its work is done again, an item at a time; an item that ends three in turn is ``lost``.

    Raises ClusterError if there is no such cluster, or its nodes have no kg or another kg.
    """
    with _connected(address) as ray:
        run = _Spread(ray, function, items, jobs=jobs or _cpus(ray), lost=lost)
        try:
            yield from run.results()
        finally:
            run.stop()


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    """The module ray, connected to ``address``; where the caller is connected to a cluster already, to that."""
    try:
        import ray
    except ImportError as error:
        raise ClusterError("work over a cluster needs Ray: pip install 'kg[cluster]'") from error
    if ray.is_initialized():
        yield ray
        return
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        ray.init(address, log_to_driver=False, include_dashboard=False, logging_level=logging.ERROR)
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        raise ClusterError(f"no Ray cluster at {address} that this can work with: {error}") from error
    try:
        yield ray
    finally:
        ray.shutdown()


def _cpus(ray: Any) -> int:
    """The CPUs that the cluster has now; one where it is still to start its first node."""
    return int(ray.cluster_resources().get("CPU", 0)) or 1


class _Server(Generic[T, R]):
    """What a worker runs. Ray makes it in a process on some node, where ``function`` keeps what it has loaded."""

    def __init__(self, function: Callable[[T], R], settings: dict[str, str]) -> None:
        os.environ.update(settings)
        self.function = function

    def version(self) -> str:
        """The version of kg on the node."""
        return __version__

    def each(self, items: list[T]) -> list[R] | Exception:
        """The results of ``items``; an error is given back, so that it is raised without Ray's words around it."""
        try:
            return [self.function(item) for item in items]
        except Exception as error:
            return error


@dataclass(frozen=True, slots=True)
class _Task(Generic[T]):
    """Items, each with its place in the order, and the number of workers that ended over it alone."""

    items: tuple[tuple[int, T], ...]
    deaths: int = 0


@dataclass(eq=False, slots=True)
class _Worker(Generic[T]):
    """An actor, and what it was asked, first things first: without a task it was asked whether it is there."""

    actor: Any
    asked: deque[tuple[Any, _Task[T] | None]] = field(default_factory=deque)

    @property
    def has_room(self) -> bool:
        return len(self.asked) < AHEAD and all(task for _, task in self.asked)


class _Spread(Generic[T, R]):
    """The state of one spread: tasks to hand out, workers that are at others, results that wait for their turn."""

    def __init__(
        self, ray: Any, function: Callable[[T], R], items: Iterable[T], *, jobs: int, lost: Callable[[T], R]
    ) -> None:
        self.ray = ray
        self.function = function
        self.jobs = jobs
        self.lost = lost
        self._stream = enumerate(items)
        self._taken = self._given = self._failed_starts = 0
        self._todo: deque[_Task[T]] = deque()
        self._workers: list[_Worker[T]] = []
        self._found: dict[int, R] = {}
        errors = ray.exceptions
        self._gone = (
            errors.RayActorError,
            errors.WorkerCrashedError,
            errors.NodeDiedError,
            errors.LocalRayletDiedError,
            errors.OutOfMemoryError,
            errors.ObjectLostError,
        )
        self._actors = ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(_Server)

    def results(self) -> Iterator[R]:
        """The result of each item, in order."""
        while True:
            while self._given in self._found:
                yield self._found.pop(self._given)
                self._given += 1
            self._take()
            if self._given == self._taken:
                return
            self._start()
            self._hand_out()
            self._collect(self._first_answer())

    def stop(self) -> None:
        """End the workers, whatever they are doing."""
        while self._workers:
            self.ray.kill(self._workers.pop().actor)

    def _take(self) -> None:
        """Take items of the stream, as many as keep the workers busy and no more."""
        while self._taken - self._given <= AHEAD * self.jobs * CHUNK:
            some = tuple(islice(self._stream, CHUNK))
            if not some:
                return
            self._taken += len(some)
            self._todo.append(_Task(some))

    def _start(self) -> None:
        """Ask for as many workers as there is work for. Each is there when it answers, be it never."""
        work = len(self._todo) + sum(task is not None for worker in self._workers for _, task in worker.asked)
        settings = {name: value for name, value in os.environ.items() if name.startswith("KG_")}
        while len(self._workers) < min(self.jobs, work):
            worker: _Worker[T] = _Worker(self._actors.remote(self.function, settings))
            worker.asked.append((worker.actor.version.remote(), None))
            self._workers.append(worker)

    def _hand_out(self) -> None:
        """Give what is to do to the workers that have least to do."""
        while self._todo and (free := [worker for worker in self._workers if worker.has_room]):
            worker, task = min(free, key=lambda one: len(one.asked)), self._todo.popleft()
            answer = worker.actor.each.remote([item for _, item in task.items])
            worker.asked.append((answer, task))

    def _first_answer(self) -> _Worker[T]:
        """The worker that is the first to answer, or to end."""
        waiting = {worker.asked[0][0]: worker for worker in self._workers if worker.asked}
        (ready,), _ = self.ray.wait(list(waiting))
        return waiting[ready]

    def _collect(self, worker: _Worker[T]) -> None:
        answer, task = worker.asked[0]
        try:
            got = self.ray.get(answer)
        except self._gone as error:
            self._workers.remove(worker)
            self.ray.kill(worker.actor)  # which may be alive, and only out of reach
            self._do_again(worker, error)
            return
        worker.asked.popleft()
        if isinstance(got, Exception):
            raise got
        if task:
            self._found.update(zip((place for place, _ in task.items), got, strict=True))
        elif got != __version__:
            raise ClusterError(
                f"a node of the cluster has kg {got}, and this is kg {__version__}: install the same"
            )
        else:
            self._failed_starts = 0

    def _do_again(self, worker: _Worker[T], error: Any) -> None:
        """Put what ``worker`` left undone back; it ended over the first task, and the others had not begun."""
        (_, task), *others = worker.asked
        self._todo.extendleft(other for _, other in reversed(others) if other)
        if task is None:
            self._failed_starts += 1
            if getattr(error, "actor_init_failed", False) or self._failed_starts > TRIES * self.jobs:
                raise ClusterError(f"no worker can start on a node of the cluster, is kg on it? {error}")
        elif len(task.items) > 1:
            self._todo.extendleft(_Task((item,)) for item in reversed(task.items))
        elif task.deaths + 1 < TRIES:
            self._todo.appendleft(replace(task, deaths=task.deaths + 1))
        else:
            [(place, item)] = task.items
            self._found[place] = self.lost(item)
