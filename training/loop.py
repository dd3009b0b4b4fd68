"""What the readers' training loops share: steps of the optimizer, batches, and the loss of the words of cues."""

import random
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from kg.extraction.reader.model import distances_from
from kg.extraction.reader.windows import Ints
from training.network import Scorer
from training.precision import half_precision

T = TypeVar("T")
IGNORED = -100
"""The label of what counts for no loss."""
JITTERED = 0.15
"""The share of cues whose ends are moved by a word."""
TOGETHER = 12
"""Cues that are scored at once, of paragraphs of like length."""
LENIENT = 0.15
"""From this probability on, words are taken for a cue while learning."""


class Pair(NamedTuple):
    """A cue in a batch: its row, its paragraph's first pieces, its first and last word, a role for each word."""

    row: int
    firsts: Ints
    first: int
    last: int
    roles: Ints


class Optimizer:
    """AdamW with a warm-up and a linear decay of each group's rate, and the moving average of the weights."""

    def __init__(
        self,
        model: nn.Module,
        groups: Sequence[tuple[list[nn.Parameter], float]],
        *,
        total: int,
        warm_up: float,
        averaging: float,
    ) -> None:
        self.model = model
        self.rates = [rate for _, rate in groups]
        self.total, self.warm_up, self.averaging = total, warm_up, averaging
        self.adam = torch.optim.AdamW(
            [{"params": params, "lr": rate} for params, rate in groups], betas=(0.9, 0.98), weight_decay=0.01
        )
        self.learnt = [parameter for parameter in model.parameters() if parameter.requires_grad]
        self.average = {name: tensor.detach().clone() for name, tensor in model.state_dict().items()}
        self.done = 0

    def step(self, loss: Tensor) -> None:
        """One step down ``loss``, at the rate of its place among all steps."""
        share = self.done / self.total
        scale = min(1.0, share / self.warm_up) * max(0.0, min(1.0, (1 - share) / (1 - self.warm_up)))
        for group, rate in zip(self.adam.param_groups, self.rates, strict=True):
            group["lr"] = rate * scale
        self.adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.learnt, 1.0)
        self.adam.step()
        self.done += 1
        keep = min(self.averaging, (1 + self.done) / (10 + self.done))
        with torch.no_grad():
            for name, tensor in self.model.state_dict().items():
                self.average[name].lerp_(tensor, 1 - keep)


def in_batches(
    ordered: Iterable[T], length: Callable[[T], int], pieces: int, chance: random.Random
) -> list[list[T]]:
    """Neighbours of ``ordered`` in batches of about ``pieces`` with padding; the batches in a random order."""
    batches: list[list[T]] = [[]]
    for one in ordered:
        if batches[-1] and length(one) * (len(batches[-1]) + 1) > pieces:
            batches.append([])
        batches[-1].append(one)
    chance.shuffle(batches)
    return batches


def jittered(first: int, last: int, size: int, chance: random.Random) -> tuple[int, int]:
    """A cue's ends, now and then moved by a word, so that the scorer bears cues that are cut otherwise."""
    if chance.random() < JITTERED:
        first = min(max(first + chance.choice((-1, 0, 1)), 0), last)
        last = max(first, min(last + chance.choice((-1, 0, 1)), size - 1))
    return first, last


def role_loss(scorer: Scorer, vectors: Tensor, pairs: Sequence[Pair]) -> Tensor:
    """How far the scorer is from the roles of ``pairs``; ``vectors`` are rows × pieces × width."""
    ordered = sorted(pairs, key=lambda pair: len(pair.firsts))
    groups = [ordered[at : at + TOGETHER] for at in range(0, len(ordered), TOGETHER)]
    words = sum(int((pair.roles != IGNORED).sum()) for pair in pairs)
    return torch.stack([_role_losses(scorer, vectors, group) for group in groups]).sum() / words


def _role_losses(scorer: Scorer, vectors: Tensor, pairs: Sequence[Pair]) -> Tensor:
    """The sum of the losses of all words of ``pairs``, which are scored at once."""
    width = max(len(pair.firsts) for pair in pairs)
    places, mask, distances = (torch.zeros(len(pairs), width, dtype=torch.long) for _ in range(3))
    roles = torch.full((len(pairs), width), IGNORED)
    ends = torch.zeros(len(pairs), 2, dtype=torch.long)
    for index, pair in enumerate(pairs):
        size = len(pair.firsts)
        places[index, :size] = torch.from_numpy(pair.firsts)
        mask[index, :size] = 1
        roles[index, :size] = torch.from_numpy(pair.roles)
        distances[index] = torch.from_numpy(distances_from(pair.first, pair.last, width))
        ends[index] = torch.tensor([pair.firsts[pair.first], pair.firsts[pair.last]])
    rows = torch.tensor([pair.row for pair in pairs])[:, None]
    with half_precision():
        scores = scorer(vectors[rows, places], vectors[rows, ends].mean(1), distances, mask)
    return F.cross_entropy(scores.float().flatten(0, 1), roles.flatten(), ignore_index=IGNORED, reduction="sum")
