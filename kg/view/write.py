"""Which ending of a file's name means which kind of view."""

from pathlib import Path

from kg.errors import QueryError
from kg.view.network import Network

ENDINGS = (".html", ".png", ".svg", ".gexf", ".graphml")


def write_view(network: Network, path: Path) -> None:
    """Write ``network`` to ``path``. Raises QueryError for an ending that is none of ENDINGS."""
    if path.suffix not in ENDINGS:
        raise QueryError(f"{path}: a view ends in {', '.join(ENDINGS)}")
    if path.suffix == ".html":
        from kg.view.explorer import to_html

        path.write_text(to_html(network), "utf-8")
        return
    from kg.view.picture import write_picture

    write_picture(network, path)
