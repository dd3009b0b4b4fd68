"""What the commands that load tell of it: in words, and as JSON in a file."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from loaders.load import LoadReport

report_option = click.option(
    "--report",
    "report_to",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="File for what was loaded, as JSON: counts, seconds, rows per second.",
)


def tell(report: "LoadReport", *, rejected: int, to: Path | None) -> str:
    """``report`` in words; as JSON it is written to ``to``. ``rejected`` statements and claims were left out."""
    rate = report.rows / report.seconds if report.seconds else 0.0
    if to:
        found = {
            "articles": {"new": report.new, "seen": report.seen, "changed": report.changed},
            "rejected": rejected,
            "nodes_created": report.counters.nodes_created,
            "relationships_created": report.counters.relationships_created,
            "properties_set": report.counters.properties_set,
            "seconds": round(report.seconds, 3),
            "rows_per_second": round(rate),
        }
        to.write_text(json.dumps(found) + "\n", "utf-8")
    return f"{report}; {rate:,.0f} rows a second"
