"""Pictures show what the graph holds, and the explorer works in a real browser with hostile names."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import networkx as nx
import pytest
from records import briefing

from kg.errors import QueryError
from kg.view.explorer import to_html
from kg.view.network import EDGES, Evidence, Network, NetworkEdge, NetworkNode, read_network, to_network
from kg.view.picture import to_networkx
from kg.view.write import write_view
from loaders import Store, open_store
from loaders.load import load

if TYPE_CHECKING:
    from playwright.sync_api import Page

HOSTILE = "</script><img src=x onerror=document.title='broken'> & \u2028 $price"
CHROMIUM = os.environ.get("KG_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    """A spokeswoman, a principal with a hostile name, what she rules out, and the same negated."""
    first = briefing()
    entities = tuple(
        replace(entity, name=HOSTILE) if entity.name == "Ana Duarte" else entity for entity in first.entities
    )
    negated = replace(first, claims=tuple(replace(claim, negated=True) for claim in first.claims))
    store = open_store(str(tmp_path_factory.mktemp("view") / "g.kgl"), writable=True)
    load([replace(record, entities=entities) for record in (first, negated)], store)
    rows = store.read(EDGES, {"actor": "", "topic": "", "since": ""})
    store.close()
    return to_network(rows)


def test_network_has_every_claim_with_its_sentence(network: Network) -> None:
    assert len(network.nodes) == 3
    assert sorted((edge.predicate, edge.negated) for edge in network.edges) == [
        ("rulesOut", False),
        ("rulesOut", True),
        ("speaksFor", False),
        ("speaksFor", True),
    ]
    for edge in network.edges:
        (evidence,) = edge.evidence
        assert evidence.quote in briefing().article.text
        assert evidence.outlet == "Harbour News"


def test_network_is_the_same_from_every_store(store: Store) -> None:
    load([briefing()], store)
    network = read_network(store.read)
    names = {node.id: node.name for node in network.nodes}
    found = [(names[e.source], e.label, names[e.target], e.evidence[0].speaker) for e in network.edges]
    assert sorted(found, key=str) == [
        ("Ana Duarte", "rulesOut", "ground troops", "Lena Ortiz"),
        ("Lena Ortiz", "speaksFor", "Ana Duarte", None),
    ]
    assert read_network(store.read, actor="nobody") == Network((), ())
    assert len(read_network(store.read, topic="troops").edges) == 1
    assert read_network(store.read, since="2030-01-01").edges == ()


@pytest.mark.parametrize("ending", [".png", ".svg", ".gexf", ".graphml", ".html"])
def test_views_are_written_the_same_each_time(network: Network, tmp_path: Path, ending: str) -> None:
    first, second = tmp_path / f"a{ending}", tmp_path / f"b{ending}"
    write_view(network, first)
    write_view(network, second)
    if ending == ".gexf":  # networkx writes the day of the run into it
        pattern = re.compile(rb'lastmodifieddate="[^"]*"')
        assert pattern.sub(b"", first.read_bytes()) == pattern.sub(b"", second.read_bytes())
    else:
        assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_size > 500


def test_files_for_other_programs_come_back_equal(network: Network, tmp_path: Path) -> None:
    write_view(network, tmp_path / "n.graphml")
    graph = nx.read_graphml(tmp_path / "n.graphml", force_multigraph=True)
    expected = to_networkx(network)
    assert dict(graph.nodes(data=True)) == dict(expected.nodes(data=True))
    assert sorted(graph.edges(keys=True, data="label")) == sorted(expected.edges(keys=True, data="label"))


def test_empty_network_is_a_picture_too(tmp_path: Path) -> None:
    for ending in (".png", ".html"):
        write_view(Network((), ()), tmp_path / f"empty{ending}")


@pytest.mark.parametrize("ending", [".png", ".svg", ".gexf", ".graphml", ".html"])
@pytest.mark.parametrize(
    "name",
    [
        f"{'a' * 17}$x^{{$ \\frac{{{'b' * 12}$",
        "a\x00b\x1b[2J",
        "--><script>x</script>",
        "漢字 🏴 \u202eevil",
        "",
        "x" * 9999,
    ],
    ids=["formula", "controls", "markup", "signs", "empty", "long"],
)
def test_a_picture_of_two_shows_any_name(name: str, ending: str, tmp_path: Path) -> None:
    nodes = (NetworkNode("a", name, "Actor"), NetworkNode(f"b{name}", "b", "Topic"))
    said = Evidence("", name, "", name, name, "2024-05-07", name)
    edge = NetworkEdge("e", "a", f"b{name}", "p", False, "asserted", (said,))
    path = tmp_path / f"n{ending}"
    write_view(Network(nodes, (edge,)), path)
    if ending not in (".png", ".html"):
        found = ElementTree.parse(path)
        assert not [element for element in found.iter() if "script" in element.tag]
        assert ending == ".svg" or "a" in {element.get("id") for element in found.iter()}


def test_unknown_ending_says_which_there_are(network: Network, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"\.html, \.png"):
        write_view(network, tmp_path / "n.pdf")


def test_page_asks_for_nothing_from_outside(network: Network) -> None:
    page = to_html(network)
    assert "default-src 'none'" in page
    assert HOSTILE not in page
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", page)
    data = re.search(r'<script id="data"[^>]*>(.*?)</script>', page)
    assert data is not None
    assert {node["name"] for node in json.loads(data[1])["nodes"]} == {node.name for node in network.nodes}


@pytest.fixture(scope="module")
def page(network: Network, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Page"]:
    """The explorer in a headless Chromium; any console error or outside request fails the test that made it."""
    from playwright.sync_api import sync_playwright

    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine; install it or name one in KG_TEST_CHROMIUM")
    path = tmp_path_factory.mktemp("page") / "network.html"
    write_view(network, path)
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*flags, "--enable-unsafe-swiftshader"]
        )
        opened = browser.new_page(viewport={"width": 1280, "height": 800})
        opened.errors = []  # type: ignore[attr-defined]
        note = opened.errors.append  # type: ignore[attr-defined]
        opened.on("console", lambda message: note(message.text) if message.type == "error" else None)
        opened.on("pageerror", lambda error: note(str(error)))
        opened.on(
            "request",
            lambda request: None if request.url.startswith(("file:", "data:", "blob:")) else note(request.url),
        )
        opened.goto(path.as_uri())
        opened.wait_for_selector("html[data-ready=yes]", timeout=20_000)
        yield opened
        browser.close()


@pytest.mark.browser
def test_search_finds_an_actor_and_a_click_shows_the_sentence(page: "Page") -> None:
    page.fill("#search", "ortiz")
    page.click("#hits button")
    page.wait_for_selector("#shown article mark")
    assert page.inner_text("#shown h2") == "Lena Ortiz"
    assert page.inner_text("#shown article mark").strip() == "Lena Orti"
    assert page.errors == []  # type: ignore[attr-defined]


@pytest.mark.browser
def test_click_on_an_edge_shows_its_statements(page: "Page", network: Network) -> None:
    page.mouse.click(5, 5)
    point = page.evaluate(
        """() => { const {graph, renderer} = window.kgExplorer;
        const edge = graph.edges()[0], [a, b] = graph.extremities(edge).map(n => renderer.getNodeDisplayData(n));
        window.kgExplorer.showEdge(edge); return graph.getEdgeAttribute(edge, "label"); }"""
    )
    assert page.inner_text("#shown article h3 b") == point
    assert page.inner_text("#shown article mark")


@pytest.mark.browser
def test_hostile_name_stays_text(page: "Page") -> None:
    page.fill("#search", "onerror")
    assert page.inner_text("#hits button").startswith("</script><img")
    assert page.title() == "Who says what about whom"
    assert page.query_selector("#hits img") is None
    assert page.errors == []  # type: ignore[attr-defined]


@pytest.mark.browser
def test_filter_by_predicate_hides_the_others(page: "Page") -> None:
    page.fill("#search", "ortiz")
    page.click("#hits button")
    page.select_option("#predicate", "rulesOut")
    assert page.query_selector("#shown article") is None
    page.select_option("#predicate", "speaksFor")
    assert len(page.query_selector_all("#shown article")) == 2
    page.select_option("#predicate", "")
