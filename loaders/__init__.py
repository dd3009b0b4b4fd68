"""The stores that a graph can be loaded into: one protocol, and which address means which store."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from kg.errors import StoreError

T = TypeVar("T")
Row = dict[str, object]
NEO4J_SCHEMES = ("neo4j://", "neo4j+s://", "neo4j+ssc://", "bolt://", "bolt+s://", "bolt+ssc://")
ROWS = 1000
"""Rows of one UNWIND; larger ones were no faster."""


@dataclass(frozen=True, slots=True)
class Counters:
    """What a statement changed, by the store's own count."""

    nodes_created: int = 0
    relationships_created: int = 0
    properties_set: int = 0

    def __add__(self, other: "Counters") -> "Counters":
        return Counters(
            self.nodes_created + other.nodes_created,
            self.relationships_created + other.relationships_created,
            self.properties_set + other.properties_set,
        )


class Transaction(Protocol):
    """What takes Cypher of the subset that docs/queries.md describes."""

    def read(self, cypher: str, parameters: Mapping[str, object]) -> list[Row]:
        """The rows of a query; anything that would write is refused with a QueryError."""

    def write(self, cypher: str, parameters: Mapping[str, object]) -> Counters:
        """Run one statement and say what it changed."""


class Store(Transaction, Protocol):
    """A graph store; a statement by itself is a transaction of its own."""

    def transaction(self, work: Callable[[Transaction], T]) -> T:
        """What ``work`` returns. If it failed by chance it is run again, on a store as it was before."""

    def checkpoint(self) -> None:
        """Make everything written so far survive a crash."""

    def close(self) -> None:
        """Let go of the store."""


def is_store(address: str) -> bool:
    """Whether ``address`` has the form of a store's."""
    return address.startswith(NEO4J_SCHEMES) or address.endswith(".kgl")


def open_store(address: str, *, writable: bool = False) -> Store:
    """The store at ``address``: ``neo4j://host:7687``, ``bolt://host:7687`` or a file that ends in ``.kgl``.

    Raises StoreError if the store cannot be reached or opened, or holds another version's graph.
    """
    if address.startswith(NEO4J_SCHEMES):
        from loaders.neo4j_store import Neo4jStore

        return Neo4jStore(address, writable=writable)
    if address.endswith(".kgl"):
        from loaders.kglite_store import KgliteStore

        return KgliteStore(address, writable=writable)
    raise StoreError(f"{address}: not a store; name a file that ends in .kgl, or neo4j://host:7687")


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """``items`` in lists of at most ``size``."""
    batch: list[T] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
