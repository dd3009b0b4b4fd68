"""The embedded store: one file, Cypher by kglite, one writer and any number of readers."""

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import kglite

from kg.errors import QueryError, StoreError
from loaders import Counters, Row, T, Transaction

LONGEST = 60_000
"""Characters of a query: kglite panics where it has to show an error that stands beyond 65,535."""


class KgliteStore:
    """A graph in the file ``path``; ``writable`` takes the one writer's place and creates the file."""

    def __init__(self, path: str, *, writable: bool) -> None:
        self.path = path
        self.writable = writable
        self.broken = False
        if not writable and not Path(path).is_file():
            raise StoreError(f"{path}: no such store; load records into it with `kg load RECORDS --into {path}`")
        try:
            # Without a query policy of its own, kglite prints warnings about unknown labels on stderr.
            kglite.set_query_warning_policy("silent")
            self.graph = kglite.open(path) if writable else kglite.load(path)
        except kglite.WriterLeaseHeldError:
            raise StoreError(
                f"{path}: another process is writing to this store; try again when it is done"
            ) from None
        except kglite.KgError as error:
            raise StoreError(
                f"{path}: not a store that kg can read ({error}); build it again from the records"
            ) from None

    def read(self, cypher: str, parameters: Mapping[str, object]) -> list[Row]:
        """The rows of a query. Raises QueryError if it is not well formed, too long or would write."""
        _refuse_endless(cypher)
        self.graph.read_only(True)
        try:
            rows = self.graph.cypher(cypher, params=dict(parameters))
            return [dict(row) for row in cast(Iterable[Row], rows)]
        except kglite.ReadOnlyError:
            raise QueryError("the query would write; give --write if it should") from None
        except kglite.KgError as error:
            raise QueryError(f"the store does not take this query: {error}") from None
        finally:
            self.graph.read_only(False)

    def write(self, cypher: str, parameters: Mapping[str, object]) -> Counters:
        """Run one statement. Raises StoreError if opened for reading only, QueryError if it is malformed."""
        if not self.writable:
            raise StoreError(f"{self.path}: opened for reading only")
        _refuse_endless(cypher)
        try:
            with self._writing():
                self.graph.cypher(cypher, params=dict(parameters))
        except kglite.KgError as error:
            raise QueryError(f"the store does not take this statement: {error}") from None
        stats = self.graph.last_mutation_stats or {}
        return Counters(**{name: stats.get(name, 0) for name in Counters.__dataclass_fields__})

    def transaction(self, work: Callable[[Transaction], T]) -> T:
        """What ``work`` returns. If it is cut off, the statements that it ran stay."""
        return work(self)

    def checkpoint(self) -> None:
        """Write the whole graph into its file; the log replays slowly."""
        with self._writing(), _unmapped():
            self.graph.save()

    def close(self) -> None:
        """Save if written to, and give the writer's place back."""
        if self.writable and not self.broken:
            with self._writing(), _unmapped():
                self.graph.save()
                self.graph.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A StoreError for a file that takes no more; it is to be opened again before anything is added."""
        try:
            yield
        except kglite.FileIoError as error:
            self.broken = True
            reason = str(error).split(". ")[0]
            mend = "what was saved stays: mend this and run the same command again"
            raise StoreError(f"{self.path}: the store cannot be written ({reason}); {mend}") from None


def _refuse_endless(cypher: str) -> None:
    if len(cypher) > LONGEST:
        raise QueryError(f"a query of more than {LONGEST:,} characters; give values as parameters")


@contextmanager
def _unmapped() -> Iterator[None]:
    """Saving without the warning about columns that a memory-mapped load would hold on the heap.

    kg does not load that way; the warning comes with stores of some thousand articles.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", kglite.MappedFallbackWarning)
        yield
