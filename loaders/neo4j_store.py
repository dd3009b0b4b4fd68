"""The graph server: Neo4j 5.26 or newer over Bolt."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import neo4j
from neo4j.exceptions import (
    AuthError,
    ClientError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
)

from kg.errors import QueryError, StoreError
from loaders import Counters, Row, T, Transaction

ACCESS_MODE = "Neo.ClientError.Statement.AccessMode"
PATIENCE = 300
"""Seconds that a writer waits for a server that is being started again, or for others who write."""
SHAPE = "CYPHER replan=skip "
"""Plans are made once for each shape of statement: their row counts differ, what they do does not."""
LOCK = "MATCH (s:Store) SET s.locked = true REMOVE s.locked"
"""Holds off all others who load until the transaction ends; it changes nothing."""


class Neo4jStore:
    """A database of a Neo4j server; who logs in is in NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE."""

    def __init__(self, address: str, *, writable: bool) -> None:
        self.address = address
        self.database = os.environ.get("NEO4J_DATABASE", "neo4j")
        user, password = os.environ.get("NEO4J_USERNAME", "neo4j"), os.environ.get("NEO4J_PASSWORD", "")
        self.driver = neo4j.GraphDatabase.driver(
            address,
            auth=(user, password),
            notifications_min_severity="OFF",
            connection_acquisition_timeout=30,
            max_transaction_retry_time=PATIENCE if writable else 0,
        )
        try:
            self.driver.verify_connectivity()
        except AuthError:
            self.driver.close()
            raise StoreError(f"{address}: wrong user or password; set NEO4J_USERNAME and NEO4J_PASSWORD") from None
        except (ServiceUnavailable, DriverError) as error:
            self.driver.close()
            raise StoreError(
                f"{address}: no server answers ({error}); is it started, and the port right?"
            ) from None

    def read(self, cypher: str, parameters: Mapping[str, object]) -> list[Row]:
        """The rows of a query. Raises QueryError if it is not well formed or would write."""
        with _told(self.address):
            found = self.driver.execute_query(
                cypher, dict(parameters), database_=self.database, routing_=neo4j.RoutingControl.READ
            )
        return [record.data() for record in found.records]

    def write(self, cypher: str, parameters: Mapping[str, object]) -> Counters:
        """Run one statement in a transaction of its own, again if it failed by chance."""
        with _told(self.address):
            found = self.driver.execute_query(cypher, dict(parameters), database_=self.database)
        return _counters(found.summary)

    def transaction(self, work: Callable[[Transaction], T]) -> T:
        """What ``work`` returns, run in one transaction while nobody else loads; again if it failed by chance."""

        def locked(transaction: neo4j.ManagedTransaction) -> T:
            transaction.run(LOCK).consume()
            return work(_Neo4jTransaction(transaction))

        with _told(self.address), self.driver.session(database=self.database) as session:
            while True:
                try:
                    return session.execute_write(locked)
                except IncompleteCommit:
                    continue  # all of it or nothing is there, and ``work`` begins with what is there

    def checkpoint(self) -> None:
        """Nothing to do: every transaction is on disk when it ends."""

    def close(self) -> None:
        """Close the connections."""
        self.driver.close()


class _Neo4jTransaction:
    """A transaction under way; its errors are the driver's, which knows what to run again."""

    def __init__(self, transaction: neo4j.ManagedTransaction) -> None:
        self._transaction = transaction

    def read(self, cypher: str, parameters: Mapping[str, object]) -> list[Row]:
        """The rows of a query."""
        return [record.data() for record in self._transaction.run(SHAPE + cypher, dict(parameters))]

    def write(self, cypher: str, parameters: Mapping[str, object]) -> Counters:
        """Run one statement."""
        return _counters(self._transaction.run(SHAPE + cypher, dict(parameters)).consume())


def _counters(summary: neo4j.ResultSummary) -> Counters:
    counters = summary.counters
    return Counters(counters.nodes_created, counters.relationships_created, counters.properties_set)


@contextmanager
def _told(address: str) -> Iterator[None]:
    """The driver's errors as kg's own, with the mend."""
    try:
        yield
    except ClientError as error:
        if error.code == ACCESS_MODE:
            raise QueryError("the query would write; give --write if it should") from None
        raise QueryError(f"the store does not take this: {error.message}") from None
    except (Neo4jError, DriverError) as error:
        raise StoreError(f"{address}: {error}; is the server still running?") from None
