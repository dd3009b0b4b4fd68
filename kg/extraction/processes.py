"""Work spread over processes: results in order, and what ends its process takes nothing else with it."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from queue import SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

CHUNK = 16
"""Items that travel to a process at once: enough to hide the way there, few enough to stay flat."""
GONE = (EOFError, ConnectionError)
"""What the end of a process looks like on the connection to it."""


def spread(function: Callable[[T], R], items: Iterable[T], *, jobs: int, lost: Callable[[T], R]) -> Iterator[R]:
    """``function`` of each of ``items``, in order, by ``jobs`` processes; ``lost`` of one that ends its process.

    A process may be killed, for its memory say, or crash. What it was working on is done again by a new one, an
    item at a time. A process is asked by one thread, over a connection of its own: concurrent.futures' pool of
    processes waits for ever where one of them dies while another is being started (CPython 3.11).
    """
    workers = [_Worker(function, lost) for _ in range(jobs)]
    idle: SimpleQueue[_Worker[T, R]] = SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def done(some: list[T]) -> list[R]:
        worker = idle.get()
        try:
            return worker.each(some)
        finally:
            idle.put(worker)

    stream = iter(items)
    waiting: deque[Future[list[R]]] = deque()
    threads = ThreadPoolExecutor(jobs)
    try:
        while True:
            while len(waiting) <= 2 * jobs and (some := list(islice(stream, CHUNK))):
                waiting.append(threads.submit(done, some))
            if not waiting:
                return
            yield from waiting.popleft().result()
    finally:
        for worker in workers:
            worker.stop()
        threads.shutdown(cancel_futures=True)


class _Worker(Generic[T, R]):
    """A process that applies ``function``, started when it is first asked, and anew when it has died."""

    def __init__(self, function: Callable[[T], R], lost: Callable[[T], R]) -> None:
        self.function = function
        self.lost = lost
        self._running: tuple[SpawnProcess, Connection] | None = None
        self._stopped = False

    def each(self, items: list[T]) -> list[R]:
        """The results of ``items``; raises what ``function`` raises."""
        try:
            return self._ask(items)
        except GONE:
            if self._stopped:
                raise
            return [self._alone(item) for item in items]

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._stopped = True
        if self._running:
            self._running[0].kill()

    def _alone(self, item: T) -> R:
        try:
            return self._ask([item])[0]
        except GONE:
            return self.lost(item)

    def _ask(self, items: list[T]) -> list[R]:
        process, connection = self._running = self._running or self._start()
        if self._stopped:
            process.kill()
        try:
            connection.send(items)
            results: list[R] | Exception = connection.recv()
        except GONE:
            self._running = None
            process.kill()
            process.join()
            connection.close()
            raise
        if isinstance(results, Exception):
            raise results
        return results

    def _start(self) -> tuple[SpawnProcess, Connection]:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(self.function, theirs), daemon=True)
        process.start()
        theirs.close()
        return process, ours


def _serve(function: Callable[[T], R], connection: Connection) -> None:
    """Apply ``function`` to each list of items that comes, until the parent hangs up."""
    _belong_to_parent()
    while True:
        try:
            items = connection.recv()
        except GONE:
            return
        try:
            results: list[R] | Exception = [function(item) for item in items]
        except Exception as error:  # raised in the parent, as if it had called the function itself
            results = error
        connection.send(results)


def _belong_to_parent() -> None:
    """Leave Ctrl-C to the parent, and end when it is gone: one that is killed cannot tell its children to stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
