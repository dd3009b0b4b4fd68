"""Runs of extraction that keep what they did, so that the next one goes on where they stopped."""

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.extraction.pipeline import extract
from kg.journal import Journal, replace_lines
from kg.model import Article, Failure, Record
from kg.record import failure_from_json, failure_to_json, from_json, to_json


class Once:
    """Articles, each once: one that comes again, equal in all that is known of it, is counted and left out."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self.repeated = 0
        self._articles = articles

    def __iter__(self) -> Iterator[Article]:
        seen: set[str] = set()
        for article in self._articles:
            if article.key in seen:
                self.repeated += 1
            else:
                seen.add(article.key)
                yield article


class Run:
    """Extraction into the file ``records``; articles that fail go with the reason into a file of their own.

    Each record and each failure is in its file before it is given on. Both files are read back first: what they
    hold is not done again, however the run that wrote them ended. ``failed`` is by default beside ``records``.

    Raises RecordError if a file holds something else, WriteError if it cannot be written or another run has it.

    >>> with Run("records.jsonl") as run:  # doctest: +SKIP
    ...     for found in run.extract(articles, jobs=2):
    ...         print(found)
    """

    def __init__(self, records: str | Path, *, failed: str | Path | None = None) -> None:
        self.made = self.there = self.failed = self.repeated = 0
        self._beside = failed is None
        self._again: dict[str, Failure] | None = None
        self._all_tried = False
        path = Path(records)
        with ExitStack() as opened:
            self.records = opened.enter_context(Journal(path, _record_key))
            self.failures = Journal(Path(failed) if failed else path.with_suffix(".failed.jsonl"), _failure_key)
            opened.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        """Let go of the files. What was tried again and failed stays in its file alone, if all was tried."""
        with self.records:  # whose lock holds other runs off
            self.failures.close()
            if self._again is not None and self._all_tried and kind is None:
                replace_lines(self.failures.path, map(failure_to_json, self._again.values()))
            elif self._beside and not len(self.failures):
                self.failures.path.unlink()

    def extract(
        self, articles: Iterable[Article], *, jobs: int | None = None, ray: str | None = None
    ) -> Iterator[Record | Failure]:
        """A record or a failure for each article, in order and once, made now or by an earlier run."""
        once = Once(articles)
        yield from self._found(once, jobs=jobs, ray=ray)
        self.repeated = once.repeated

    def retry(self, *, jobs: int | None = None, ray: str | None = None) -> Iterator[Record | Failure]:
        """A record or a failure for each article of the file of failures, tried again."""
        self._again = {}
        articles = (failure_from_json(self.failures.line(key)).article for key in self.failures)
        yield from self._found(articles, jobs=jobs, ray=ray)
        self._all_tried = True

    def _found(
        self, articles: Iterable[Article], *, jobs: int | None, ray: str | None
    ) -> Iterator[Record | Failure]:
        for key in self._keys(articles, jobs=jobs, ray=ray):
            if key in self.records:
                self.there += 1
                yield from_json(self.records.line(key))
            else:
                self.failed += 1
                again = None if self._again is None else self._again[key]
                yield again or failure_from_json(self.failures.line(key))

    def _keys(self, articles: Iterable[Article], *, jobs: int | None, ray: str | None) -> Iterator[str]:
        """The key of each article, in order, as soon as what it gives is kept."""
        waiting: deque[str] = deque()

        def new() -> Iterator[Article]:
            for article in articles:
                waiting.append(article.key)
                if not self._is_done(article.key):
                    yield article

        for found in extract(new(), jobs=jobs, ray=ray):
            self._keep(found)
            while waiting and self._is_done(waiting[0]):
                yield waiting.popleft()
        yield from waiting

    def _is_done(self, key: str) -> bool:
        return key in self.records or key in (self.failures if self._again is None else self._again)

    def _keep(self, found: Record | Failure) -> None:
        key = found.article.key
        if isinstance(found, Record):
            self.records.add(key, to_json(found))
            self.made += 1
        elif self._again is None:
            self.failures.add(key, failure_to_json(found))
        else:
            self._again[key] = found


def _record_key(line: str, where: str) -> str:
    return from_json(line, where=where).article.key


def _failure_key(line: str, where: str) -> str:
    return failure_from_json(line, where=where).article.key
