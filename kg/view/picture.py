"""A network as a picture (PNG, SVG) or as a file for other programs (GEXF, GraphML)."""

import io
import re
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.printable import to_line
from kg.view.network import Network

if TYPE_CHECKING:
    import matplotlib.axes
    import networkx

COLOURS: Mapping[str, str] = {
    "Actor": "#2f5d8a",
    "Topic": "#c9792b",
    "Office": "#6a7f3f",
    "Place": "#8a5a83",
    "Event": "#a23b3b",
}
INK, PAPER, PLAIN, NEGATED = "#1d2733", "#fbfaf7", "#8b98a5", "#b3362b"
WRAP = 18
SEED = 7
SMALL = 200
"""Up to so many nodes the slower layout, which crosses fewer edges, takes under a second."""
GAP = 1.0
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even as a reference."""


def to_networkx(network: Network) -> "networkx.MultiDiGraph[str]":
    """The network as a networkx graph; values are strings that XML can hold, numbers and booleans only."""
    import networkx as nx

    graph: networkx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in network.nodes:
        graph.add_node(_xml(node.id), label=_xml(node.name), kind=node.kind)
    for edge in network.edges:
        days = sorted(evidence.date for evidence in edge.evidence if evidence.date)
        graph.add_edge(
            _xml(edge.source),
            _xml(edge.target),
            key=edge.id,
            label=edge.label,
            negated=edge.negated,
            modality=edge.modality,
            evidence=len(edge.evidence),
            first=days[0] if days else "",
            last=days[-1] if days else "",
        )
    return graph


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


def write_picture(network: Network, path: Path) -> None:
    """Write ``network`` to ``path`` in the format of its ending: .png, .svg, .gexf or .graphml."""
    import networkx as nx

    match path.suffix:
        case ".gexf":
            nx.write_gexf(to_networkx(network), path)
        case ".graphml":
            nx.write_graphml(to_networkx(network), path)
        case _:
            path.write_bytes(_drawn(network, path.suffix.removeprefix(".")))


def layout(network: Network) -> dict[str, tuple[float, float]]:
    """A place for each node, the same for the same network: the largest part first, the others beside it."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(node.id for node in network.nodes)
    graph.add_edges_from((edge.source, edge.target) for edge in network.edges)
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    places: dict[str, tuple[float, float]] = {}
    right = top = 0.0
    for part in parts:
        some = graph.subgraph(sorted(part))
        size = len(some) ** 0.5
        if len(some) <= SMALL:
            found = nx.kamada_kawai_layout(some, scale=size)
        else:
            found = nx.spring_layout(some, seed=SEED, scale=size)
        left = right + GAP if part is not parts[0] else 0.0
        places |= {node: (float(x) + left, float(y) + top) for node, (x, y) in found.items()}
        right, top = (size + GAP, -size) if part is parts[0] else (right, top + 2 * size + GAP)
    return places


def _drawn(network: Network, form: str) -> bytes:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    matplotlib.rcParams["svg.hashsalt"] = "kg"
    places = layout(network)
    figure, axes = plt.subplots(figsize=(14, 9), facecolor=PAPER)
    axes.set_axis_off()
    for number, edge in enumerate(network.edges):
        (x0, y0), (x1, y1) = places[edge.source], places[edge.target]
        colour = NEGATED if edge.negated else PLAIN
        bend = 0.06 + 0.05 * (number % 3)
        style = {
            "arrowstyle": "-|>",
            "color": colour,
            "linestyle": "--" if edge.negated else "-",
            "connectionstyle": f"arc3,rad={bend}",
            "shrinkA": 9,
            "shrinkB": 11,
            "linewidth": 1.1,
        }
        axes.annotate("", (x1, y1), (x0, y0), arrowprops=style, zorder=1)
        middle = (x0 + x1) / 2 + bend * (y1 - y0) / 2, (y0 + y1) / 2 - bend * (x1 - x0) / 2
        axes.text(*middle, edge.label, fontsize=7, color=colour, ha="center", va="center", zorder=2,
                  bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6, "alpha": 0.85})  # fmt: skip
    for node in network.nodes:
        x, y = places[node.id]
        axes.scatter(
            [x], [y], s=130, color=COLOURS.get(node.kind, INK), zorder=3, edgecolors=PAPER, linewidths=1.5
        )
        axes.annotate(
            _wrapped(node.name), (x, y), (0, -8), textcoords="offset points", fontsize=9, color=INK, ha="center",
            va="top", zorder=4, parse_math=False,
        )  # fmt: skip
    axes.margins(0.08)
    _widen(axes)
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")  # a box is shown for it
        figure.savefig(
            out, format=form, dpi=130, bbox_inches="tight", metadata={"Date": None} if form == "svg" else None
        )
    plt.close(figure)
    return out.getvalue()


def _widen(axes: "matplotlib.axes.Axes") -> None:
    """Give nodes that stand in one line room beside it: what is written on their edges would be miles away."""
    for low, high, widen in ((*axes.get_xlim(), axes.set_xlim), (*axes.get_ylim(), axes.set_ylim)):
        if high - low < GAP:
            widen((low + high - GAP) / 2, (low + high + GAP) / 2)


def _wrapped(name: str) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(to_line(name), WRAP)[:3])
