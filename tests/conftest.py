"""Fixtures: a Neo4j server once a session, and a fresh store of each kind."""

import os
from collections.abc import Iterator
from pathlib import Path

import neo4j_server
import pytest

from loaders import Store, open_store

EMPTY_IT = ("MATCH (n) DETACH DELETE n",)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Where KG_REQUIRE names a marker, a skipped test of it is a failure: a green run must not hide it."""
    required = set(filter(None, os.environ.get("KG_REQUIRE", "").split(","))) & set(report.keywords)
    if report.skipped and required:
        report.outcome = "failed"
        report.longrepr = f"skipped, but KG_REQUIRE asks for {', '.join(sorted(required))}: {report.longrepr}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes long is run only when it is asked for."""
    for item in items:
        if "slow" in item.keywords and "slow" not in config.option.markexpr:
            item.add_marker(pytest.mark.skip(reason="takes long; run it with -m slow"))


@pytest.fixture(scope="session")
def neo4j_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The Bolt address of a server: the one in KG_TEST_NEO4J, else one started for this session."""
    given = os.environ.get("KG_TEST_NEO4J")
    reason = None if given else neo4j_server.why_not()
    if reason:
        pytest.skip(reason)
    if given:
        yield given
        return
    os.environ["NEO4J_PASSWORD"] = neo4j_server.PASSWORD
    with neo4j_server.running(tmp_path_factory.mktemp("neo4j")) as address:
        yield address


@pytest.fixture
def empty_neo4j(neo4j_address: str) -> str:
    """The address of a server without nodes."""
    store = open_store(neo4j_address, writable=True)
    for statement in EMPTY_IT:
        store.write(statement, {})
    store.close()
    return neo4j_address


@pytest.fixture(params=["kglite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store, of each kind in turn."""
    if request.param == "kglite":
        return str(tmp_path / "graph.kgl")
    found: str = request.getfixturevalue("empty_neo4j")
    return found


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An empty store of each kind in turn, open for writing."""
    opened = open_store(address, writable=True)
    yield opened
    opened.close()
