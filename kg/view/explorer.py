"""A network as one page that needs nothing from outside."""

import base64
import hashlib
import html
import json
from dataclasses import asdict
from pathlib import Path
from string import Template

from kg.view.network import Network
from kg.view.picture import COLOURS, INK, NEGATED, PLAIN, layout

PAGE = Path(__file__).parent / "page"
FAINT = "#dedad0"


def to_html(network: Network) -> str:
    """The page that explores ``network``: scripts and style inside, allowed by their hashes and nothing else."""
    style = _part("style.css") + _colours()
    vendor, script = _part("vendor.js"), _part("explorer.js")
    return Template(_part("page.html")).substitute(
        style=style,
        style_hash=_hash(style),
        vendor=vendor,
        script=script,
        script_hashes=f"{_hash(vendor)} {_hash(script)}",
        data=_data(network),
        summary=f"{len(network.nodes)} actors and topics, {len(network.edges)} relations",
        legend=_legend(network),
    )


def _part(name: str) -> str:
    return (PAGE / name).read_text("utf-8").rstrip("\n")


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _data(network: Network) -> str:
    """The network as JSON in which no character can end the script element around it."""
    places = layout(network)
    nodes = [
        {**asdict(node), "color": COLOURS.get(node.kind, INK), "x": round(x, 4), "y": round(y, 4)}
        for node in network.nodes
        for x, y in (places[node.id],)
    ]
    edges = [{**asdict(edge), "label": edge.label} for edge in network.edges]
    colours = {"ink": INK, "plain": PLAIN, "negated": NEGATED, "faint": FAINT}
    text = json.dumps({"nodes": nodes, "edges": edges, "colors": colours}, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _colours() -> str:
    dots = "".join(f'.legend i[data-kind="{kind}"]{{background:{colour}}}' for kind, colour in COLOURS.items())
    return f"{dots}.legend i.plain{{border-color:{PLAIN}}}.legend i.no{{border-color:{NEGATED}}}"


def _legend(network: Network) -> str:
    kinds = sorted({node.kind for node in network.nodes})
    dots = [f'<span><i data-kind="{kind}"></i>{html.escape(kind)}</span>' for kind in kinds]
    return (
        "".join(dots) + '<span><i class="edge plain"></i>holds</span><span><i class="edge no"></i>negated</span>'
    )
