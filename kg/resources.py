"""Where the ontology, the queries, the example articles and the trained models lie."""

from pathlib import Path
from typing import Literal

Room = Literal["ontology", "queries", "examples", "models"]

_PACKAGE = Path(__file__).parent


def resource_dir(room: Room) -> Path:
    """The folder of ``room``: beside pyproject.toml in a checkout, inside the package in a wheel."""
    checkout = _PACKAGE.parent / room
    return checkout if (_PACKAGE.parent / "pyproject.toml").is_file() else _PACKAGE / f"{room}_data"
