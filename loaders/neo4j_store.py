"""The graph server: Neo4j 5.26 or newer over Bolt."""

import os
from collections.abc import Mapping

import neo4j
from neo4j.exceptions import AuthError, ClientError, DriverError, Neo4jError, ServiceUnavailable

from kg.errors import QueryError, StoreError
from loaders import Counters, Row

ACCESS_MODE = "Neo.ClientError.Statement.AccessMode"


class Neo4jStore:
    """A database of a Neo4j server; who logs in is in NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.database = os.environ.get("NEO4J_DATABASE", "neo4j")
        user, password = os.environ.get("NEO4J_USERNAME", "neo4j"), os.environ.get("NEO4J_PASSWORD", "")
        self.driver = neo4j.GraphDatabase.driver(
            address, auth=(user, password), notifications_min_severity="OFF", connection_acquisition_timeout=30
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
        try:
            found = self.driver.execute_query(
                cypher,
                dict(parameters),
                database_=self.database,
                routing_=neo4j.RoutingControl.READ,
            )
        except ClientError as error:
            if error.code == ACCESS_MODE:
                raise QueryError("the query would write; give --write if it should") from None
            raise QueryError(f"the store does not take this query: {error.message}") from None
        except (Neo4jError, DriverError) as error:
            raise StoreError(f"{self.address}: {error}; is the server still running?") from None
        return [record.data() for record in found.records]

    def write(self, cypher: str, parameters: Mapping[str, object]) -> Counters:
        """Run one statement in a transaction of its own, again after a transient error."""
        try:
            found = self.driver.execute_query(cypher, dict(parameters), database_=self.database)
        except ClientError as error:
            raise QueryError(f"the store does not take this statement: {error.message}") from None
        except (Neo4jError, DriverError) as error:
            raise StoreError(f"{self.address}: {error}; is the server still running?") from None
        counters = found.summary.counters
        return Counters(counters.nodes_created, counters.relationships_created, counters.properties_set)

    def checkpoint(self) -> None:
        """Nothing to do: every transaction is on disk when it ends."""

    def close(self) -> None:
        """Close the connections."""
        self.driver.close()
