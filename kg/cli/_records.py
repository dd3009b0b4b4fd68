"""What the commands that read records share: files in which a byte that is no UTF-8 is told with its line."""

from pathlib import Path
from typing import IO, Any

import click

_ERRORS = "surrogateescape"
"""Reading goes on past such a byte, and the line that holds it is no record."""

RECORDS = click.File(encoding="utf-8", errors=_ERRORS)
"""The type of an argument that names a file of records, or ``-``."""


def open_records(name: str | Path) -> IO[Any]:
    """The file of records called ``name``, or standard input for ``-``."""
    return click.open_file(str(name), encoding="utf-8", errors=_ERRORS)
