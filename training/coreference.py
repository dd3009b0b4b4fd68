"""Learns the weights of the features by which a pronoun chooses among the entities of its text.

    python -m training.coreference --data ../shared/data --out models/coreference

Learns from pronouns whose name coders wrote beside them in the windows of political news, and from the coreference
of GUM's genres other than news, interviews and speeches, on which the result is measured (with GAP, by
`kg evaluate`). Softmax regression with a quadratic penalty.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from spacy.tokens import Doc

from kg.extraction.coreference.ranker import GENDERS, NOBODY, Weighed, best, candidates
from kg.extraction.coreference.resolver import Resolver
from kg.extraction.layers import set_article, text_of
from kg.extraction.pipeline import make_pipeline
from kg.model import Article

PENALTY = 1.0
RARE = 5
"""Features of fewer candidates are left out."""
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """A pronoun's candidates by their features; ``right`` is the index of the one it stands for."""

    options: list[Weighed]
    right: int


def main() -> None:
    """Gather the choices, fit, and write weights.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds claims/ and gum/")
    parser.add_argument("--out", type=Path, required=True, help="the folder of weights.json")
    given = parser.parse_args()
    choices = [
        *from_windows(_rows(given.data / "claims" / "windows.jsonl")),
        *from_clusters(_rows(given.data / "gum" / "other_genres.jsonl")),
    ]
    weights = fit(choices)
    given.out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(dict(sorted(weights.items())), indent=1)
    (given.out / "weights.json").write_text(text + "\n", "utf-8")
    print(f"{len(choices)} pronouns, {len(weights)} weights")


def from_windows(rows: Iterable[Row]) -> Iterator[Choice]:
    """The pronouns that are an end of a coded claim, with the name that the coder gave that end."""
    for row in rows:
        named = {}
        for claim in row["claims"]:
            for span, name in ((claim["subj"], claim["S"]), (claim["obj"], claim["O"])):
                if span and name:
                    named[tuple(span)] = name
        yield from _Recorder(_read(row), named=named).choices()


def from_clusters(rows: Iterable[Row]) -> Iterator[Choice]:
    """The pronouns of texts whose coreference is marked whole."""
    for row in rows:
        clusters: dict[Any, list[tuple[int, int]]] = {}
        for mention in row["mentions"]:
            clusters.setdefault(mention["cluster"], []).append((mention["cs"], mention["ce"]))
        yield from _Recorder(_read(row), clusters=list(clusters.values())).choices()


class _Recorder(Resolver):
    """Resolves a Doc, and notes the choice of every pronoun whose entity the coders tell."""

    def __init__(
        self,
        doc: Doc,
        named: dict[tuple[int, ...], str] | None = None,
        clusters: list[list[tuple[int, int]]] | None = None,
    ) -> None:
        super().__init__(doc)
        self.named = named or {}
        self.clusters = clusters or []
        self.found: list[Choice] = []

    def choices(self) -> list[Choice]:
        self.resolve()
        return self.found

    def choose(self, index: int, kind: str) -> int | None:
        group = "person" if kind in GENDERS else kind
        options = candidates(self.discourse, index, kind)
        told, right = self._told(index, options)
        if not told or not options:
            return best(self.discourse, index, kind)
        nobody: Weighed = [(f"{group}: {NOBODY}", 1.0)]
        order = [None, *options]
        self.found.append(Choice([nobody, *options.values()], order.index(right)))
        return right

    def _told(self, index: int, options: Iterable[int]) -> tuple[bool, int | None]:
        """Whether the coders tell what the pronoun stands for, and which of the ``options`` that is."""
        mention = self.discourse.mentions[index]
        span = (mention["start"], mention["end"])
        if name := self.named.get(span):
            words = {name.lower(), name.split()[-1].lower()}
            fitting = [entity for entity in options if words & self._names(entity)]
            return True, fitting[0] if fitting else None
        cluster = next((cluster for cluster in self.clusters if span in cluster), None)
        if cluster is None:
            return False, None
        return True, next((entity for entity in options if self._is_in(entity, cluster)), None)

    def _names(self, entity: int) -> set[str]:
        layer = self.discourse.entities[entity]
        return {name.lower() for name in (layer["name"], layer["name"].split()[-1], *layer["aliases"])}

    def _is_in(self, entity: int, cluster: list[tuple[int, int]]) -> bool:
        places = (self.discourse.mentions[mention] for mention in self.discourse.entities[entity]["mentions"])
        return any(start <= place["start"] and place["end"] <= end for place in places for start, end in cluster)


def fit(choices: list[Choice], steps: int = 500, rate: float = 0.05) -> dict[str, float]:
    """The weights that make the right choices likeliest, by gradient ascent with Adam (Kingma and Ba 2015)."""
    counts = Counter(name for choice in choices for option in choice.options for name, _ in option)
    names = sorted(name for name, count in counts.items() if count >= RARE)
    place = {name: index for index, name in enumerate(names)}
    tables = []
    for choice in choices:
        table = np.zeros((len(choice.options), len(names)), dtype=np.float32)
        for row, option in enumerate(choice.options):
            for name, value in option:
                if name in place:
                    table[row, place[name]] += value
        tables.append(table)
    rows = np.concatenate(tables)
    group = np.repeat(np.arange(len(tables)), [len(table) for table in tables])
    firsts = np.cumsum([0, *(len(table) for table in tables)])[:-1]
    right = firsts + np.array([choice.right for choice in choices])
    weights = np.zeros(len(names))
    mean, square = np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, steps + 1):
        scores = rows @ weights
        scores -= np.maximum.reduceat(scores, firsts)[group]
        odds = np.exp(scores)
        odds /= np.add.reduceat(odds, firsts)[group]
        gradient = rows[right].sum(0) - odds @ rows - PENALTY * weights
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        weights += rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


def _read(row: Row) -> Doc:
    nlp = make_pipeline()
    article = Article(text=row["text"], published=row.get("published") or row.get("date"))
    doc = nlp.make_doc(article.text)
    set_article(doc, article)
    read = nlp(doc)
    assert text_of(read) == article.text
    return read


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


if __name__ == "__main__":
    main()
