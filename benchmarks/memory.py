"""Peak memory of extraction over a stream of articles, in one process.

python benchmarks/memory.py articles.jsonl --at 500 --at 3000
"""

import resource
from pathlib import Path

import click

from kg.extraction.pipeline import extract
from kg.model import Article, Failure
from kg.reading import read


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--at", "marks", multiple=True, type=int, default=(500, 3000), show_default=True)
def main(path: Path, marks: tuple[int, ...]) -> None:
    """Extract the articles of PATH and print the peak after each of MARKS."""
    articles = (found for found in read([str(path)]) if isinstance(found, Article))
    peaks = {}
    failures = 0
    for number, found in enumerate(extract(articles), start=1):
        if isinstance(found, Failure):
            failures += 1
            click.echo(str(found))
        if number in marks:
            peaks[number] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            click.echo(f"after {number} articles: {peaks[number]:.0f} MB at most")
        if number == max(marks):
            break
    first, last = peaks[min(peaks)], peaks[max(peaks)]
    click.echo(f"{(last / first - 1) * 100:+.1f} % from the first to the last; {failures} articles failed")


if __name__ == "__main__":
    main()
