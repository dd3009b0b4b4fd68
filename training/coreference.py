"""Learns by what a pronoun chooses among the entities of its text.

    python -m training.coreference --data ../shared/data --out models/coreference
    python -m training.coreference --data ../shared/data --folds 5

Learns from pronouns whose name coders wrote beside them in our own codings of political news (the coded windows
of the evaluation data stay unseen), from the coreference of GUM without news, interviews and speeches, and from
GAP's development part. With ``--folds`` nothing is written: GAP is read by rankers that learnt from the other
folds of it, and the figures of its scorer are printed.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from spacy.tokens import Doc
from torch import Tensor, nn

from kg.extraction.coreference.pairs import PairScorer, log_distance
from kg.extraction.coreference.ranker import Candidate, Ranker, Weighed, candidates, nobody
from kg.extraction.coreference.resolver import Resolver
from kg.extraction.reader.decode import Floats
from training.codings import read_own, to_window_end
from training.parse import read_before

WIDTH = 64
EPOCHS = 6
DROPOUT = 0.3
BATCH = 16
RATES = (5e-3, 1e-3)
"""The learning rates of the features' weights and of the network."""
DECAYS = (1e-3, 5e-2)
RARE = 5
"""Features of fewer candidates are left out."""
Row = dict[str, Any]
Marked = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Choice:
    """A pronoun's options, "nobody" first; ``right`` are the indexes of those that the coders allow.

    ``mention`` is its vector; ``antecedents`` has for each option but the first its mentions' vectors and
    distances.
    """

    options: list[Weighed]
    mention: Floats
    antecedents: list[tuple[Floats, Floats]]
    right: list[int]


def main() -> None:
    """Gather the choices, fit, and write weights.json and pairs.npz, or read GAP in folds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds news/, gum/ and gap/")
    parser.add_argument("--out", type=Path, help="the folder of weights.json and pairs.npz")
    parser.add_argument("--folds", type=int, help="read GAP in so many folds instead")
    given = parser.parse_args()
    torch.set_num_threads(1)
    others = [
        *from_windows(read_own(given.data)),
        *from_clusters(_rows(given.data / "gum" / "other_genres.jsonl")),
    ]
    gap = [(row, read_before("kg_coref", row)) for row in _rows(given.data / "gap" / "development.jsonl")]
    if given.folds:
        print(" ".join(f"{name} {value:.4f}" for name, value in in_folds(others, gap, given.folds).items()))
    else:
        choices = [*others, *(choice for row, doc in gap for choice in from_gap(row, doc))]
        write(fit(choices), given.out)
        print(f"{len(choices)} pronouns")


def from_windows(rows: Iterable[Row]) -> Iterator[Choice]:
    """The pronouns that are an end of a coded claim, with the name that the coder gave that end."""
    for row in rows:
        named = {}
        for claim in row["claims"]:
            for span, name in ((claim["subj"], claim["S"]), (claim["obj"], claim["O"])):
                if span and name:
                    named[tuple(span)] = name
        yield from NamedRecorder(read_before("kg_coref", {**row, "text": to_window_end(row)}), named).choices()


def from_clusters(rows: Iterable[Row]) -> Iterator[Choice]:
    """The pronouns of texts whose coreference is marked whole."""
    for row in rows:
        clusters: dict[Any, list[Marked]] = {}
        for mention in row["mentions"]:
            clusters.setdefault(mention["cluster"], []).append((mention["cs"], mention["ce"]))
        yield from ClusterRecorder(read_before("kg_coref", row), list(clusters.values())).choices()


def from_gap(row: Row, doc: Doc) -> Iterator[Choice]:
    """The one marked pronoun of a row of GAP, with the two names that it may stand for."""
    yield from GapRecorder(doc, row).choices()


class Recorder(Resolver):
    """Resolves a Doc, and notes the choice of every pronoun of which the coders tell something.

    Where they tell nothing, the entity named last is taken, so that what is learnt hangs on no earlier learning.
    """

    def __init__(self, doc: Doc) -> None:
        super().__init__(doc, Ranker({}, _empty_scorer()))
        self.found: list[Choice] = []

    def choices(self) -> list[Choice]:
        """Every choice of the Doc."""
        self.resolve()
        return self.found

    def choose(self, index: int, kind: str) -> int | None:
        """The entity that the coders tell, else the nearest."""
        options = candidates(self.discourse, index, kind)
        entities = [option.entity for option in options]
        right = self.right(index, entities) if options else None
        if right is None:
            return entities[0] if entities else None
        self.found.append(
            Choice(
                [nobody(kind), *(option.features for option in options)],
                self.discourse.vectors[index],
                [self._beside(index, option) for option in options],
                [0 if entity is None else 1 + entities.index(entity) for entity in right],
            )
        )
        return right[0] if len(right) == 1 else entities[0]

    def right(self, index: int, entities: list[int]) -> list[int | None] | None:
        """Which of ``entities``, or None for nobody, the coders allow; None where they tell nothing."""
        raise NotImplementedError

    def span(self, mention: int) -> Marked:
        """Where a mention stands."""
        layer = self.discourse.mentions[mention]
        return layer["start"], layer["end"]

    def _beside(self, index: int, option: Candidate) -> tuple[Floats, Floats]:
        vectors = self.discourse.vectors[option.antecedents]
        distances = [log_distance(self.discourse, index, other) for other in option.antecedents]
        return vectors, np.array(distances, dtype=np.float32)


class NamedRecorder(Recorder):
    """Knows the names that some spans stand for."""

    def __init__(self, doc: Doc, named: dict[tuple[int, ...], str]) -> None:
        super().__init__(doc)
        self.named = named

    def right(self, index: int, entities: list[int]) -> list[int | None] | None:
        """See Recorder."""
        name = self.named.get(self.span(index))
        if not name:
            return None
        words = {name.lower(), name.split()[-1].lower()}
        return [next((entity for entity in entities if words & self._names(entity)), None)]

    def _names(self, entity: int) -> set[str]:
        layer = self.discourse.entities[entity]
        return {name.lower() for name in (layer["name"], layer["name"].split()[-1], *layer["aliases"])}


class ClusterRecorder(Recorder):
    """Knows which spans stand for the same."""

    def __init__(self, doc: Doc, clusters: list[list[Marked]]) -> None:
        super().__init__(doc)
        self.clusters = clusters

    def right(self, index: int, entities: list[int]) -> list[int | None] | None:
        """See Recorder."""
        cluster = next((cluster for cluster in self.clusters if self.span(index) in cluster), None)
        if cluster is None:
            return None
        return [next((entity for entity in entities if self._is_in(entity, cluster)), None)]

    def _is_in(self, entity: int, cluster: list[Marked]) -> bool:
        places = (self.span(mention) for mention in self.discourse.entities[entity]["mentions"])
        return any(start <= first and last <= end for first, last in places for start, end in cluster)


class GapRecorder(Recorder):
    """Knows one pronoun of a row of GAP, which stands for one of two names or for neither."""

    def __init__(self, doc: Doc, row: Row) -> None:
        super().__init__(doc)
        self.row = row

    def right(self, index: int, entities: list[int]) -> list[int | None] | None:
        """See Recorder."""
        if self.span(index)[0] != self.row["pronoun_offset"]:
            return None
        meant = {entity for name in "AB" if self.row[f"{name}_coref"] for entity in self._named(name)}
        if fitting := [entity for entity in entities if entity in meant]:
            return [fitting[0]]
        wrong = {entity for name in "AB" for entity in self._named(name)}
        return [None, *(entity for entity in entities if entity not in wrong)]

    def _named(self, name: str) -> list[int]:
        return [
            entity
            for entity, layer in enumerate(self.discourse.entities)
            if any(_overlap(self.span(mention), _gap_span(self.row, name)) for mention in layer["mentions"])
        ]


class Model(nn.Module):
    """A weight for each feature, and the network of PairScorer."""

    def __init__(self, names: Sequence[str], size: int) -> None:
        super().__init__()
        self.places = {name: place for place, name in enumerate(names)}
        self.weights = nn.Parameter(torch.zeros(len(names)))
        self.one, self.other, self.both = (nn.Linear(size, WIDTH, bias=False) for _ in range(3))
        self.query, self.key = (nn.Linear(size, WIDTH, bias=False) for _ in range(2))
        self.distance = nn.Linear(1, WIDTH)
        self.out = nn.Linear(WIDTH, 1, bias=False)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, choice: Choice) -> Tensor:
        """The log odds of each option."""
        scores = torch.from_numpy(self._features(choice)) @ self.weights
        mention = self.dropout(torch.from_numpy(choice.mention))
        others = self.dropout(torch.from_numpy(np.concatenate([vectors for vectors, _ in choice.antecedents])))
        distances = torch.from_numpy(np.concatenate([distances for _, distances in choice.antecedents]))
        hidden = self.one(mention) + self.other(others) + self.both(mention * others)
        hidden = self.dropout(torch.relu(hidden + self.distance(distances[:, None])))
        fits = self.out(hidden)[:, 0] + self.key(others) @ self.query(mention) / WIDTH**0.5
        parts = fits.split([len(vectors) for vectors, _ in choice.antecedents])
        return scores + torch.stack([torch.zeros(()), *(part.logsumexp(0) for part in parts)])

    def _features(self, choice: Choice) -> Floats:
        table = np.zeros((len(choice.options), len(self.places)), dtype=np.float32)
        for row, option in enumerate(choice.options):
            for name, value in option:
                if name in self.places:
                    table[row, self.places[name]] += value
        return table

    def to_ranker(self) -> Ranker:
        """What was learnt, as extraction takes it."""
        weights = {name: round(self.weights[place].item(), 4) for name, place in self.places.items()}
        arrays = {
            "one": self.one.weight.T,
            "other": self.other.weight.T,
            "both": self.both.weight.T,
            "distance": self.distance.weight[:, 0],
            "bias": self.distance.bias,
            "out": self.out.weight[0],
            "query": self.query.weight.T,
            "key": self.key.weight.T,
        }
        halves = {name: array.detach().numpy().astype(np.float16) for name, array in arrays.items()}
        return Ranker(weights, PairScorer(**{name: half.astype(np.float32) for name, half in halves.items()}))


def fit(choices: Sequence[Choice], seed: int = 0) -> Ranker:
    """The ranker under which the right options are likeliest, by AdamW (Loshchilov and Hutter 2019)."""
    torch.manual_seed(seed)
    order = random.Random(seed)
    counts = Counter(name for choice in choices for option in choice.options for name, _ in option)
    model = Model(sorted(name for name, count in counts.items() if count >= RARE), len(choices[0].mention))
    network = [parameter for name, parameter in model.named_parameters() if name != "weights"]
    groups = [
        {"params": [model.weights], "weight_decay": DECAYS[0]},
        {"params": network, "weight_decay": DECAYS[1]},
    ]
    optimizer = torch.optim.AdamW(groups)
    shuffled = [choice for _ in range(EPOCHS) for choice in order.sample(choices, len(choices))]
    steps = -(-len(shuffled) // BATCH)
    for step in range(steps):
        for group, rate in zip(optimizer.param_groups, RATES, strict=True):
            group["lr"] = rate * (1 - step / steps)
        batch = shuffled[step * BATCH : (step + 1) * BATCH]
        losses = [-torch.log_softmax(model(choice), 0)[choice.right].logsumexp(0) for choice in batch]
        optimizer.zero_grad()
        torch.stack(losses).mean().backward()
        optimizer.step()
    return model.eval().to_ranker()


def in_folds(others: Sequence[Choice], gap: Sequence[tuple[Row, Doc]], folds: int) -> dict[str, float]:
    """GAP's precision, recall and F1 where each fold is read by a ranker that learnt from the other folds."""
    order = list(range(len(gap)))
    random.Random(1).shuffle(order)
    right = said = meant = 0
    for fold in range(folds):
        learnt = [gap[index] for place, index in enumerate(order) if place % folds != fold]
        ranker = fit([*others, *(choice for row, doc in learnt for choice in from_gap(row, doc))])
        for index in order[fold::folds]:
            row, doc = gap[index]
            found = _found(doc, ranker, row)
            told = {name for name in "AB" if row[f"{name}_coref"]}
            right, said, meant = right + len(found & told), said + len(found), meant + len(told)
    return {"P": right / said, "R": right / meant, "F1": 2 * right / (said + meant)}


def write(ranker: Ranker, folder: Path) -> None:
    """Write what extraction reads."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(dict(sorted(ranker.weights.items())), indent=1)
    (folder / "weights.json").write_text(text + "\n", "utf-8")
    arrays = {name: getattr(ranker.pairs, name).astype(np.float16) for name in PairScorer.__dataclass_fields__}
    np.savez(folder / "pairs.npz", **arrays)


def _found(doc: Doc, ranker: Ranker, row: Row) -> set[str]:
    """The names of a row of GAP that are mentions of the entity that its pronoun is resolved to."""
    resolver = Resolver(doc, ranker)
    found = resolver.resolve()
    starts = (layer["start"] for layer in resolver.discourse.mentions)
    pronoun = next(
        (entity for start, entity in zip(starts, found, strict=True) if start == row["pronoun_offset"]), None
    )
    if pronoun is None:
        return set()
    mentions = [resolver.discourse.mentions[m] for m in resolver.discourse.entities[pronoun]["mentions"]]
    spans = [(mention["start"], mention["end"]) for mention in mentions]
    return {name for name in "AB" if any(_overlap(span, _gap_span(row, name)) for span in spans)}


def _gap_span(row: Row, name: str) -> Marked:
    return row[f"{name}_offset"], row[f"{name}_offset"] + len(row[name])


def _overlap(one: Marked, other: Marked) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _empty_scorer() -> PairScorer:
    return PairScorer(**{name: np.zeros(0, dtype=np.float32) for name in PairScorer.__dataclass_fields__})


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


if __name__ == "__main__":
    main()
