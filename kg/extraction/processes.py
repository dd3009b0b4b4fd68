"""Work spread over processes: results in order, and what ends its process takes nothing else with it."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

CHUNK = 16
"""Items that travel to a process at once: enough to hide the way there, few enough to stay flat."""


def spread(function: Callable[[T], R], items: Iterable[T], *, jobs: int, lost: Callable[[T], R]) -> Iterator[R]:
    """``function`` of each of ``items``, in order, by ``jobs`` processes; ``lost`` of one that ends its process.

    A process may be killed, for its memory say, or crash. Who was working on what is not known then: what was not
    done is done again, the first items one at a time.
    """
    workers = _Workers(function, jobs)
    stream = iter(items)
    waiting: deque[tuple[list[T], Future[list[R]]]] = deque()
    try:
        while True:
            while len(waiting) <= 2 * jobs and (some := list(islice(stream, CHUNK))):
                waiting.append((some, workers.submit(some)))
            if not waiting:
                return
            some, future = waiting.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                workers.restart()
                for item in some:
                    yield workers.alone(item, lost)
                waiting = deque((more, workers.again(more, future)) for more, future in waiting)
    finally:
        workers.stop()


class _Workers(Generic[T, R]):
    """Processes that apply ``function``; once one has died, all are to be started anew."""

    def __init__(self, function: Callable[[T], R], jobs: int) -> None:
        self.function = function
        self.jobs = jobs
        self._start()

    def submit(self, items: list[T]) -> Future[list[R]]:
        try:
            return self._pool.submit(_each, self.function, items)
        except BrokenProcessPool as error:
            failed: Future[list[R]] = Future()
            failed.set_exception(error)
            return failed

    def again(self, items: list[T], future: Future[list[R]]) -> Future[list[R]]:
        """``future`` if it was done before its processes died; else one of new processes."""
        died = future.done() and isinstance(future.exception(), BrokenProcessPool)
        return self.submit(items) if died else future

    def alone(self, item: T, lost: Callable[[T], R]) -> R:
        """The result of one item while nothing else is worked on."""
        try:
            return self.submit([item]).result()[0]
        except BrokenProcessPool:
            self.restart()
            return lost(item)

    def restart(self) -> None:
        self.stop()
        self._start()

    def stop(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def _start(self) -> None:
        self._pool = ProcessPoolExecutor(self.jobs, mp_context=get_context("spawn"), initializer=_belong_to_parent)


def _each(function: Callable[[T], R], items: list[T]) -> list[R]:
    return [function(item) for item in items]


def _belong_to_parent() -> None:
    """Leave Ctrl-C to the parent, and end when it is gone: one that is killed cannot tell its children to stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
