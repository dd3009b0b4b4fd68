"""What the commands that load share: records as a file of judgements has them."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.judging.partition import Judgements

judgements_option = click.option(
    "--judgements",
    "judged_by",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Table of which entities are the same; see kg judge.",
)


def judgements_of(path: Path | None) -> "Judgements":
    """What the judgements in ``path`` come to, with the names of known actors; none without a file."""
    from kg.extraction.gazetteer import load_index
    from kg.judging.judgements import read_judgements
    from kg.judging.partition import Judgements, resolve

    def name_of(id: str) -> str | None:
        actor = load_index().actor(id.removeprefix("wd:"))
        return actor.name if actor else None

    return resolve(read_judgements(path), name_of) if path else Judgements()
