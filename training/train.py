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

from kg.extraction.reader.decode import find_cues
from kg.extraction.reader.model import distances_from
from kg.extraction.reader.windows import pack, to_batch
from training.data import Document, Example, Task
from training.network import Reader

MASK_PIECE = 103
JITTERED, MASKED, CUE_MASKED = 0.15, 0.08, 0.15
PAIR_WEIGHT = 1.5
IGNORED = -100
LENIENT = 0.15
"""From this probability on, words are taken for a cue while learning."""
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


def train(
    model: Reader, documents: Sequence[Document], task: Task, plan: Plan, folder: Path, evaluate: Evaluation
) -> None:
    """Train ``model`` and leave ``average.pt`` in ``folder``; a stopped run goes on after its last epoch."""
    folder.mkdir(parents=True, exist_ok=True)
    frozen = model.encoder.words.weight
    frozen.requires_grad_(False)
    groups = [
        {
            "params": [p for n, p in model.named_parameters() if _in_encoder(n) and p is not frozen],
            "lr": plan.encoder_rate,
        },
        {"params": [p for n, p in model.named_parameters() if not _in_encoder(n)], "lr": plan.head_rate},
    ]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01)
    average = {name: tensor.detach().clone() for name, tensor in model.state_dict().items()}
    state = folder / "state.pt"
    first = step = 0
    if state.exists():
        saved = torch.load(state)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        average, first, step = saved["average"], saved["epoch"], saved["step"]
    total = plan.epochs * sum(1 for _ in _batches(documents, plan, 0))
    rates = [group["lr"] for group in groups]
    for epoch in range(first, plan.epochs):
        random.seed(1000 * plan.seed + epoch)
        torch.manual_seed(1000 * plan.seed + epoch)
        start, losses = time.monotonic(), np.zeros(2)
        count = 0
        model.train()
        for batch in _batches(documents, plan, epoch):
            share = step / total
            scale = min(1.0, share / plan.warm_up) * max(0.0, min(1.0, (1 - share) / (1 - plan.warm_up)))
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * scale
            tag_loss, pair_loss = _losses(model, batch, task)
            optimizer.zero_grad()
            (tag_loss + PAIR_WEIGHT * pair_loss).backward()
            torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
            optimizer.step()
            step += 1
            keep = min(plan.averaging, (1 + step) / (10 + step))
            with torch.no_grad():
                for name, tensor in model.state_dict().items():
                    if name != "encoder.words.weight":
                        average[name].lerp_(tensor, 1 - keep)
            losses += (float(tag_loss.detach()), float(pair_loss.detach()))
            count += 1
        saved = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "average": average}
        torch.save({**saved, "epoch": epoch + 1, "step": step}, state)
        torch.save(average, folder / "average.pt")
        line = {"epoch": epoch + 1, "minutes": round((time.monotonic() - start) / 60, 1)}
        line |= {"tag": round(losses[0] / count, 4), "pair": round(losses[1] / count, 4), **evaluate(average)}
        with (folder / "log.jsonl").open("a") as log:
            log.write(json.dumps(line) + "\n")
        print(json.dumps(line), flush=True)


def _in_encoder(name: str) -> bool:
    return name.startswith("encoder.") and "tagger" not in name


def _batches(documents: Sequence[Document], plan: Plan, epoch: int) -> Iterator[list[list[Example]]]:
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
    batches: list[list[list[Example]]] = [[]]
    for window in windows:
        if batches[-1] and lengths[id(window)] * (len(batches[-1]) + 1) > plan.pieces:
            batches.append([])
        batches[-1].append(window)
    chance.shuffle(batches)
    yield from batches


def _losses(model: Reader, windows: list[list[Example]], task: Task) -> tuple[Tensor, Tensor]:
    batch = to_batch([[example.paragraph for example in window] for window in windows])
    examples = [example for window in windows for example in window]
    ids = torch.from_numpy(batch.ids)
    masked = (torch.rand(ids.shape) < MASKED) & (ids > MASK_PIECE)
    for (row, firsts), example in zip(batch.firsts, examples, strict=True):
        for first, last, _ in example.cues:
            if random.random() < CUE_MASKED:  # cues that no training text has are known by what stands around them
                masked[row, firsts[first] : firsts[last] + 1] = True
    ids = torch.where(masked, torch.full_like(ids, MASK_PIECE), ids)
    tags = torch.full(ids.shape, IGNORED)
    for (row, firsts), example in zip(batch.firsts, examples, strict=True):
        tags[row, torch.from_numpy(firsts)] = torch.from_numpy(example.tags)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        vectors, logits, *_ = model.encoder(
            ids, torch.from_numpy(batch.shapes), torch.from_numpy(batch.states), torch.from_numpy(batch.mask)
        )
    tag_loss = F.cross_entropy(logits.float().flatten(0, 1), tags.flatten(), ignore_index=IGNORED)
    pairs = list(_pairs(batch.firsts, examples, logits.detach().float().softmax(-1).numpy()))
    if not pairs:
        return tag_loss, torch.zeros(())
    width = max(len(firsts) for _, firsts, *_ in pairs)
    rows = torch.tensor([row for row, *_ in pairs])
    places = torch.zeros(len(pairs), width, dtype=torch.long)
    mask = torch.zeros(len(pairs), width, dtype=torch.long)
    roles = torch.full((len(pairs), width), IGNORED)
    distances = torch.zeros(len(pairs), width, dtype=torch.long)
    ends = torch.zeros(len(pairs), 2, dtype=torch.long)
    for index, (_, firsts, first, last, wanted) in enumerate(pairs):
        places[index, : len(firsts)] = torch.from_numpy(firsts)
        mask[index, : len(firsts)] = 1
        roles[index, : len(firsts)] = torch.from_numpy(wanted)
        distances[index] = torch.from_numpy(distances_from(first, last, width))
        ends[index] = torch.tensor([firsts[first], firsts[last]])
    words = vectors[rows[:, None], places]
    cues = vectors[rows[:, None], ends].mean(1)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = model.scorer(words, cues, distances, mask)
    return tag_loss, F.cross_entropy(scores.float().flatten(0, 1), roles.flatten(), ignore_index=IGNORED)


def _pairs(firsts, examples, probabilities):  # type: ignore[no-untyped-def]
    """Each paragraph's cues with their roles, and half as many at most that only look like cues, with none."""
    wrong = []
    gold = 0
    for (row, places), example in zip(firsts, examples, strict=True):
        for first, last, roles in example.cues:
            gold += 1
            if random.random() < JITTERED:
                first = min(max(first + random.choice((-1, 0, 1)), 0), last)
                last = max(first, min(last + random.choice((-1, 0, 1)), len(places) - 1))
            yield row, places, first, last, roles
        marked = {word for first, last, _ in example.cues for word in range(first, last + 1)}
        for cue in find_cues(probabilities[row, places], start=LENIENT, extend=LENIENT):
            if marked.isdisjoint(range(cue.first, cue.last + 1)):
                wrong.append((cue.probability, row, places, cue.first, cue.last))
    wrong.sort(key=lambda one: (-one[0], one[1], one[3]))
    for _, row, places, first, last in wrong[: max(1, gold // 2)]:
        yield row, places, first, last, np.zeros(len(places), dtype=np.int64)
