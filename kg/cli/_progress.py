"""What the commands share: articles with their problems told, files for results, a bar on a terminal."""

import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TextIO, TypeVar

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


def results(path: Path | None, otherwise: TextIO | None = None) -> AbstractContextManager[TextIO]:
    """The file ``path`` for JSON lines; without one the stream ``otherwise``, and without that nowhere."""
    if path is None and otherwise is not None:
        return nullcontext(otherwise)
    return Path(path or os.devnull).open("w", encoding="utf-8", newline="\n")


def shown(items: Iterable[T], *, unit: str, total: int | None = None) -> Iterator[T]:
    """``items`` with a progress bar on stderr, where that is a terminal."""
    from tqdm import tqdm

    yield from tqdm(items, unit=unit, total=total, disable=None)
