"""The training loop: seeded, resumable from a checkpoint, logged as JSON lines."""

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from kg.extraction.reader.decode import Floats, find_cues
from kg.extraction.reader.windows import Ints, pack, to_batch
from training.data import Document, Example
from training.loop import IGNORED, LENIENT, Optimizer, Pair, in_batches, jittered, role_loss
from training.network import Reader
from training.precision import half_precision

MASK_PIECE = 103
MASKED, CUE_MASKED = 0.08, 0.15
PAIR_WEIGHT = 1.5
Evaluation = Callable[[dict[str, Tensor]], dict[str, float]]


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn."""

    epochs: int = 5
    encoder_rate: float = 3e-4
    head_rate: float = 1e-3
    warm_up: float = 0.06
    pieces: int = 2200
    averaging: float = 0.998
    seed: int = 1


def train(model: Reader, documents: Sequence[Document], plan: Plan, folder: Path, evaluate: Evaluation) -> None:
    """Train ``model`` and leave ``average.pt`` in ``folder``; a stopped run goes on after its last epoch."""
    folder.mkdir(parents=True, exist_ok=True)
    frozen = model.encoder.words.weight
    frozen.requires_grad_(False)
    inner = [p for n, p in model.named_parameters() if _in_encoder(n) and p is not frozen]
    heads = [p for n, p in model.named_parameters() if not _in_encoder(n)]
    optimizer = Optimizer(
        model,
        [(inner, plan.encoder_rate), (heads, plan.head_rate)],
        total=plan.epochs * len(_batches(documents, plan, 0)),
        warm_up=plan.warm_up,
        averaging=plan.averaging,
    )
    state = folder / "state.pt"
    first = 0
    if state.exists():
        saved = torch.load(state)
        model.load_state_dict(saved["model"])
        optimizer.adam.load_state_dict(saved["optimizer"])
        optimizer.average, optimizer.done, first = saved["average"], saved["step"], saved["epoch"]
    for epoch in range(first, plan.epochs):
        chance = random.Random(1000 * plan.seed + epoch)
        torch.manual_seed(1000 * plan.seed + epoch)
        start, losses = time.monotonic(), np.zeros(2)
        batches = _batches(documents, plan, epoch)
        model.train()
        for batch in batches:
            tag_loss, pair_loss = _losses(model, batch, chance)
            optimizer.step(tag_loss + PAIR_WEIGHT * pair_loss)
            losses += (float(tag_loss.detach()), float(pair_loss.detach()))
        average = optimizer.average
        saved = {"model": model.state_dict(), "optimizer": optimizer.adam.state_dict(), "average": average}
        torch.save({**saved, "epoch": epoch + 1, "step": optimizer.done}, state)
        torch.save(average, folder / "average.pt")
        line = {"epoch": epoch + 1, "minutes": round((time.monotonic() - start) / 60, 1)}
        tag, pair = (losses / len(batches)).round(4).tolist()
        line |= {"tag": tag, "pair": pair, **evaluate(average)}
        with (folder / "log.jsonl").open("a") as log:
            log.write(json.dumps(line) + "\n")
        print(json.dumps(line), flush=True)


def _in_encoder(name: str) -> bool:
    return name.startswith("encoder.") and "tagger" not in name


def _batches(documents: Sequence[Document], plan: Plan, epoch: int) -> list[list[list[Example]]]:
    """Windows of like length in batches of about ``plan.pieces``, in a random order that seed and epoch fix."""
    chance = random.Random(1000 * plan.seed + epoch)
    windows: list[list[Example]] = []
    for document in documents:
        for version in chance.sample(document.versions, min(2, len(document.versions))):
            examples = {id(example.paragraph): example for example in version}
            size = 96 if chance.random() < 1 / 3 else 128
            for window in pack([example.paragraph for example in version], pieces=size):
                windows.append([examples[id(paragraph)] for paragraph in window])
    lengths = {id(window): 1 + sum(example.paragraph.length + 1 for example in window) for window in windows}
    windows.sort(key=lambda window: (lengths[id(window)], chance.random()))
    return in_batches(windows, lambda window: lengths[id(window)], plan.pieces, chance)


def _losses(model: Reader, windows: list[list[Example]], chance: random.Random) -> tuple[Tensor, Tensor]:
    batch = to_batch([[example.paragraph for example in window] for window in windows])
    examples = [example for window in windows for example in window]
    ids = torch.from_numpy(batch.ids)
    masked = (torch.rand(ids.shape) < MASKED) & (ids > MASK_PIECE)
    for (row, firsts), example in zip(batch.firsts, examples, strict=True):
        for first, last, _ in example.cues:
            if chance.random() < CUE_MASKED:  # cues that no training text has are known by what stands around them
                masked[row, firsts[first] : firsts[last] + 1] = True
    ids = torch.where(masked, torch.full_like(ids, MASK_PIECE), ids)
    tags = torch.full(ids.shape, IGNORED)
    for (row, firsts), example in zip(batch.firsts, examples, strict=True):
        tags[row, torch.from_numpy(firsts)] = torch.from_numpy(example.tags)
    with half_precision():
        vectors, logits, *_ = model.encoder(
            ids, torch.from_numpy(batch.shapes), torch.from_numpy(batch.states), torch.from_numpy(batch.mask)
        )
    tag_loss = F.cross_entropy(logits.float().flatten(0, 1), tags.flatten(), ignore_index=IGNORED)
    pairs = list(_pairs(batch.firsts, examples, logits.detach().float().softmax(-1).numpy(), chance))
    return tag_loss, role_loss(model.scorer, vectors, pairs) if pairs else torch.zeros(())


def _pairs(
    firsts: Sequence[tuple[int, Ints]], examples: Sequence[Example], probabilities: Floats, chance: random.Random
) -> Iterator[Pair]:
    """Each paragraph's cues with their roles, and half as many at most that only look like cues, with none."""
    wrong = []
    gold = 0
    for (row, places), example in zip(firsts, examples, strict=True):
        for first, last, roles in example.cues:
            gold += 1
            yield Pair(row, places, *jittered(first, last, len(places), chance), roles)
        marked = {word for first, last, _ in example.cues for word in range(first, last + 1)}
        for cue in find_cues(probabilities[row, places], start=LENIENT, extend=LENIENT):
            if marked.isdisjoint(range(cue.first, cue.last + 1)):
                wrong.append(
                    (
                        cue.probability,
                        Pair(row, places, cue.first, cue.last, np.zeros(len(places), dtype=np.int64)),
                    )
                )
    wrong.sort(key=lambda one: (-one[0], one[1].row, one[1].first))
    yield from (pair for _, pair in wrong[: max(1, gold // 2)])
