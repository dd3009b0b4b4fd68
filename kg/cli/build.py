"""The command that goes from articles to a loaded store."""

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click

from kg.cli._confident import confidence_option
from kg.cli._judged import judgements_option
from kg.cli._report import report_option
from kg.cli._resumed import check_use, failed_option, retry_option
from kg.cli._workers import jobs_option, ray_option
from kg.model import Record

_EPILOG = """\b
Example:
  kg build articles/ --into news.kgl
  kg build articles/ --into judged.kgl --judgements judgements.tsv
  kg build --retry news.records.failed.jsonl --into news.kgl
  kg build articles.jsonl --into neo4j://localhost:7687 --jobs 2 --rejected rejected.jsonl --failed failed.jsonl
"""


@click.command(name="build", epilog=_EPILOG)
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("--into", required=True, metavar="STORE", help="A file that ends in .kgl, or neo4j://host:7687.")
@jobs_option
@ray_option
@judgements_option
@confidence_option
@click.option("--rejected", type=click.Path(path_type=Path), help="File for what the ontology rejects.")
@click.option(
    "--records",
    type=click.Path(path_type=Path),
    help="File that keeps the records, from which a run goes on; by default beside the store.",
)
@failed_option
@retry_option
@report_option
def command(
    paths: tuple[str, ...],
    into: str,
    jobs: int | None,
    ray: str | None,
    judged_by: Path | None,
    min_confidence: float,
    rejected: Path | None,
    records: Path | None,
    failed: Path | None,
    retry: Path | None,
    report_to: Path | None,
) -> None:
    """Read, extract, check and load the articles in PATH... into a STORE.

    Run it again to go on after an interruption. The records are kept in a file, news.records.jsonl for
    news.kgl: an article whose record is in it, or that failed, is not extracted again, and what is loaded
    stays as it is. What gives no record is named on stderr and the exit status is then 1.
    """
    from kg.checking import UNSURE, check, write_rejections
    from kg.cli._judged import judgements_of
    from kg.cli._progress import articles_of, results
    from kg.cli._report import tell
    from kg.cli._resumed import found_by, summary
    from kg.judging.apply import judge
    from kg.runs import Run
    from loaders import open_store
    from loaders.load import load

    check_use(paths, failed, retry)
    judgements = judgements_of(judged_by)
    problems: list[str] = []
    articles = None if retry else articles_of(paths, problems)
    broken = unsure = 0
    with (
        closing(open_store(into, writable=True)) as store,
        Run(records or _beside(into), failed=retry or failed) as run,
        closing(found_by(run, articles, jobs=jobs, ray=ray)) as all_found,
        results(rejected) as rejected_stream,
    ):

        def checked() -> Iterator[Record]:
            nonlocal broken, unsure
            for found in all_found:
                if isinstance(found, Record):
                    fitting, before = check(found, min_confidence=min_confidence)
                    record, after = judge(fitting, judgements)
                    out = (*before, *after)
                    unsure += sum(rejection.rule == UNSURE for rejection in out)
                    broken += sum(rejection.rule != UNSURE for rejection in out)
                    write_rejections(out, rejected_stream)
                    yield record

        report = load(checked(), store, judgements=judgements.digest)
    left_out = (
        f"{broken} statements and claims rejected; {unsure} claims less sure than {min_confidence:g} left out"
    )
    loaded = tell(report, rejected=broken + unsure, to=report_to)
    click.echo(f"{summary(run)}\n{loaded}; {left_out}", err=True)
    sys.exit(1 if run.failed or problems else 0)


def _beside(store: str) -> Path:
    """Where the records of a store are kept: beside its file; those for a server in the current folder."""
    name = Path(store) if store.endswith(".kgl") else Path("neo4j")
    return name.with_suffix(".records.jsonl")
