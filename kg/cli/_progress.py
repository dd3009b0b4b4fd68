"""What the commands share: articles with their problems told, and a progress bar on a terminal."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

from kg.model import Article

T = TypeVar("T")


def articles_of(paths: Iterable[str], problems: list[str]) -> Iterator[Article]:
    """The articles in ``paths``; what gives none is told on stderr and added to ``problems``."""
    from kg.reading import Problem, read

    for found in read(paths):
        if isinstance(found, Problem):
            problems.append(str(found))
            click.echo(str(found), err=True)
        else:
            yield found


def shown(items: Iterable[T], *, unit: str, total: int | None = None) -> Iterator[T]:
    """``items`` with a progress bar on stderr, where that is a terminal."""
    from tqdm import tqdm

    yield from tqdm(items, unit=unit, total=total, disable=None)
