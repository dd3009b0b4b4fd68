"""Trains the reader of claims.

    python -m training.claims --data ../shared/data --out models/claims
    python -m training.claims --data ../shared/data --out runs/claims --scorers ../shared/bench --folds 5
    python -m training.claims --data ../shared/data --out runs/further --start models/claims --folds 4 --fold 0

With ``--folds`` a model is left for each fold: its windows are read by the whole of kg with a reader that learnt
from the other articles. The scorer's figures over all are printed, and confidence.json is fitted on them.
"""

import argparse
import hashlib
import json
import random
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from kg.extraction.confidence import Confidence
from kg.extraction.hints import Hints, Lexicon
from kg.extraction.pipeline import extract_article, make_pipeline
from kg.extraction.reader.claims import ClaimSettings, by_piece, told_by
from kg.extraction.reader.decode import Floats, find_cues
from kg.extraction.reader.onnx import load_claim_reader
from kg.model import Article, Record
from kg.record import write_records
from kg.resources import resource_dir
from training.calibrate import load_scorer
from training.claim_confidence import measure
from training.claim_export import export_claims, import_claims
from training.claim_network import ClaimModel, new_claim_model
from training.coded import Coded, Cue, Example, Row, hints_for, lexicon_of, read_coded
from training.codings import on_words, read_own, read_windows
from training.loop import IGNORED, LENIENT, Optimizer, Pair, in_batches, jittered, role_loss
from training.precision import half_precision
from training.upper import mean_of, plain_layers, upper_layers

MASKED, CUE_MASKED = 0.08, 0.10
SCORED = 60
"""Cues of a batch whose ends are learnt from, at most: others come in the next epoch."""
WEIGHTS = (1.0, 6.0, 0.3, 0.2)
"""What the losses of tags, ends, labels and manner count."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn."""

    epochs: int = 3
    layer_rate: float = 3e-4
    head_rate: float = 1.4e-3
    warm_up: float = 0.06
    pieces: int = 1800
    averaging: float = 0.99
    seed: int = 1


FURTHER = Plan(layer_rate=1.5e-4, head_rate=7e-4)
"""How a model that has learnt goes on."""


@dataclass(frozen=True, slots=True)
class Ready:
    """An example with its hints."""

    example: Example
    hints: list[Hints]


def main() -> None:
    """Train on all windows and write the model, or measure in folds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds claims/windows.jsonl")
    parser.add_argument("--out", type=Path, required=True, help="the folder of the model, or of the folds' models")
    parser.add_argument("--scorers", type=Path, help="the folder of claims_score.py")
    parser.add_argument("--folds", type=int, help="read the windows in so many folds instead")
    parser.add_argument("--fold", type=int, action="append", help="of the folds only this one; may be repeated")
    parser.add_argument("--start", type=Path, help="go on from the model in this folder")
    parser.add_argument("--share", type=float, default=1.0, help="learn from this share of what is coded")
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    rows = read_windows(given.data)
    known = [*map(on_words, rows), *read_own(given.data)]
    predicates = sorted({claim["p"] for row in known for claim in row["claims"]})
    drawn = random.Random(0).sample(known, round(given.share * len(known)))
    elder = frozenset(row["id"] for row in rows)
    folds = given.fold or range(given.folds or 0)
    learnt = bool(given.folds) and all((given.out / str(fold)).exists() for fold in folds)
    with Pool(given.threads) as pool:
        read = partial(read_coded, predicates=predicates)
        coded = [] if learnt else pool.map(read, drawn, chunksize=20)
    if not given.folds:
        learn(coded, predicates, given.out, elder=elder, start=given.start)
        return
    records = []
    for fold in folds:
        held_out = [row for row in rows if fold_of(row, given.folds) == fold]
        apart = {row["id"] for row in held_out}
        if not (given.out / str(fold)).exists():
            left = [one for one in coded if one.id not in apart]
            learn(left, predicates, given.out / str(fold), elder=elder, start=given.start)
        records += read_with(given.out / str(fold), held_out)
    with (given.out / "records.jsonl").open("w", encoding="utf-8") as out:
        write_records(records, out)
    read = [row for row in rows if fold_of(row, given.folds) in folds]
    found = measure(read, given.out / "records.jsonl", load_scorer(given.scorers, "claims_score"))
    for name, value in found.items():
        (given.out / f"{name}.json").write_text(json.dumps(value, indent=1) + "\n", "utf-8")
    print(json.dumps(found["figures"]))


def learn(
    coded: Sequence[Coded], predicates: Sequence[str], folder: Path, *, elder: Container[str], start: Path | None
) -> None:
    """Fit a network to ``coded`` and write it into ``folder``.

    The windows ``elder``, by their ids, are learnt from twice: what others coded differs a little from our coding.
    """
    lexicon = lexicon_of(coded, predicates)
    again = [one for one in coded if one.id in elder]
    model = fit([*again, *coded], lexicon, FURTHER if start else Plan(), start)
    export_claims(model, ClaimSettings(tuple(predicates)), lexicon, folder)


def read_with(folder: Path, rows: Sequence[Row]) -> Iterator[Record]:
    """The records of ``rows`` by kg with the reader of claims in ``folder``."""
    nlp = make_pipeline()
    nlp.get_pipe("kg_readers").claims = partial(load_claim_reader, folder)  # type: ignore[attr-defined]
    nlp.get_pipe("kg_claims").confidence = Confidence(0.0, {}, {})  # type: ignore[attr-defined]
    for row in rows:
        article = Article(text=row["text"], uri=row["id"], title=row["title"], published=row["published"])
        found = extract_article(article, nlp=nlp)
        assert isinstance(found, Record), found
        yield found


def fold_of(row: Row, folds: int) -> int:
    """The fold of an article, by a hash of its id."""
    return int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % folds


def fit(coded: Sequence[Coded], lexicon: Lexicon, plan: Plan, start: Path | None = None) -> ClaimModel:
    """The network that learnt from ``coded``, or went on from ``start``: the moving average of its weights."""
    torch.manual_seed(plan.seed)
    chance = random.Random(plan.seed)
    upper = mean_of(upper_layers(resource_dir("models") / "attribution" / "encoder.onnx"), plain_layers())
    model = new_claim_model(len(lexicon.predicates), upper, dropout=0.1)
    if start:
        model.load_state_dict(import_claims(start))
    examples = [
        Ready(example, hints)
        for one in coded
        for example, hints in zip(one.examples, hints_for(one, lexicon), strict=True)
    ]
    layers = [p for name, p in model.named_parameters() if name.startswith("layers.")]
    heads = [p for name, p in model.named_parameters() if not name.startswith("layers.")]
    optimizer = Optimizer(
        model,
        [(layers, plan.layer_rate), (heads, plan.head_rate)],
        total=plan.epochs * len(_batches(examples, plan, random.Random(0))),
        warm_up=plan.warm_up,
        averaging=plan.averaging,
    )
    for epoch in range(plan.epochs):
        losses = np.zeros(4)
        batches = _batches(examples, plan, chance)
        for batch in batches:
            parts = _losses(model, batch, lexicon.shares, chance)
            optimizer.step((parts * torch.tensor(WEIGHTS)).sum())
            losses += parts.detach().numpy()
        print(json.dumps({"epoch": epoch + 1, "losses": (losses / len(batches)).round(4).tolist()}), flush=True)
    model.load_state_dict(optimizer.average)
    return model.eval()


def _batches(examples: Sequence[Ready], plan: Plan, chance: random.Random) -> list[list[Ready]]:
    """Examples of like length in batches of about ``plan.pieces``, in a random order."""
    ordered = sorted(examples, key=lambda one: one.example.length + 20 * chance.random())
    return in_batches(ordered, lambda one: one.example.length, plan.pieces, chance)


class Wanted(NamedTuple):
    """A cue in a batch as it was coded, None where words only look like one, and its paragraph's hints."""

    pair: Pair
    cue: Cue | None
    hints: Hints


def _losses(model: ClaimModel, batch: list[Ready], shares: Floats, chance: random.Random) -> Tensor:
    """The losses of tags, ends, labels and manner."""
    length = max(one.example.length for one in batch)
    lower, embedded = (torch.zeros(len(batch), length, batch[0].example.lower.shape[1]) for _ in range(2))
    mask = torch.zeros(len(batch), length)
    tags = torch.full((len(batch), length), IGNORED)
    hints = torch.zeros(len(batch), length, 3, dtype=torch.long)
    hidden = torch.rand(len(batch), length) < MASKED
    for row, one in enumerate(batch):
        size = one.example.length
        lower[row, :size] = torch.from_numpy(one.example.lower)
        embedded[row, :size] = torch.from_numpy(one.example.embedded)
        mask[row, :size] = 1
        hints[row] = torch.from_numpy(by_piece(one.hints, [part.firsts for part in one.example.parts], length)[0])
        for part in one.example.parts:
            tags[row, torch.from_numpy(part.firsts)] = torch.from_numpy(part.tags)
            for cue in part.cues:
                if chance.random() < CUE_MASKED:
                    hidden[row, part.firsts[cue.first] : part.firsts[cue.last] + 1] = True
    lower, embedded = (x.masked_fill(hidden[..., None], 0) for x in (lower, embedded))
    with half_precision():
        vectors, logits = model.read(lower, embedded, hints, mask)
    vectors, logits = vectors.float(), logits.float()
    tag_loss = F.cross_entropy(logits.flatten(0, 1), tags.flatten(), ignore_index=IGNORED)
    wanted = list(_wanted(batch, logits.detach().softmax(-1).numpy(), chance))
    meant = [one.pair for one in wanted if one.cue]
    meant = chance.sample(meant, min(len(meant), SCORED))
    end_loss = role_loss(model.scorer, vectors, meant) if meant else torch.zeros(())
    labelled = _label_losses(model, vectors, embedded, wanted, shares) if wanted else torch.zeros(2)
    return torch.cat([tag_loss[None], end_loss[None], labelled])


def _wanted(batch: list[Ready], probabilities: Floats, chance: random.Random) -> Iterator[Wanted]:
    """Each coded cue, and half as many at most that only look like cues, with no predicate."""
    wrong: list[tuple[float, Wanted]] = []
    count = 0
    for row, one in enumerate(batch):
        for part, hints in zip(one.example.parts, one.hints, strict=True):
            for cue in part.cues:
                count += 1
                ends = jittered(cue.first, cue.last, len(part.firsts), chance)
                yield Wanted(Pair(row, part.firsts, *ends, cue.roles), cue, hints)
            marked = {word for cue in part.cues for word in range(cue.first, cue.last + 1)}
            for found in find_cues(probabilities[row, part.firsts], start=LENIENT, extend=LENIENT):
                words = range(found.first, found.last + 1)
                if part.tags[found.first] != IGNORED and marked.isdisjoint(words):
                    pair = Pair(row, part.firsts, found.first, found.last, part.tags)
                    wrong.append((found.probability, Wanted(pair, None, hints)))
    wrong.sort(key=lambda pair: -pair[0])
    yield from (one for _, one in wrong[: max(1, count // 2)])


def _label_losses(
    model: ClaimModel, vectors: Tensor, embedded: Tensor, wanted: list[Wanted], shares: Floats
) -> Tensor:
    described, told = [], []
    for (row, firsts, first, last, _), _, hints in wanted:
        pieces = torch.from_numpy(firsts[first : last + 1])
        inside, outside = vectors[row, pieces], embedded[row, pieces]
        described.append(torch.cat([inside[0], inside[-1], inside.mean(0), outside.mean(0), outside[0]]))
        told.append(told_by(hints, first, last, shares))
    priors, frames = zip(*told, strict=True)
    with half_precision():
        labels, manner = model.label(
            torch.stack(described), torch.from_numpy(np.stack(priors)), torch.from_numpy(np.stack(frames))
        )
    labels, manner = labels.float(), manner.float()
    target = torch.zeros_like(labels)
    for row, one in enumerate(wanted):
        for number in one.cue.predicates if one.cue else (0,):
            target[row, number] = 1 / (len(one.cue.predicates) if one.cue else 1)
    label_loss = -(target * labels.log_softmax(-1)).sum(-1).mean()
    cues = [(row, one.cue) for row, one in enumerate(wanted) if one.cue]
    if not cues:
        return torch.stack([label_loss, torch.zeros(())])
    known = manner[[row for row, _ in cues]]
    negated = torch.tensor([cue.negated for _, cue in cues])
    modalities = torch.tensor([cue.modality for _, cue in cues])
    manner_loss = F.binary_cross_entropy_with_logits(known[:, 0], negated) + F.cross_entropy(
        known[:, 1:], modalities
    )
    return torch.stack([label_loss, manner_loss])


if __name__ == "__main__":
    main()
