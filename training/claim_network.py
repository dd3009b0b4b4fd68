"""The network of claims: layers of its own on the lower ones of the reader of attributions, and three heads."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from kg.extraction.hints import BUCKETS, FRAME, PARTS_OF_SPEECH
from kg.extraction.reader.claims import MODALITIES
from kg.extraction.reader.model import WIDTH
from training.network import LOWER, Layer, Scorer, Size

TAGS = 3
ROLES = 3
HIDDEN = 512


class ClaimModel(nn.Module):
    """The layers with the tagger of cues, the scorer of subjects and objects, and the labels."""

    def __init__(self, size: Size, predicates: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            Layer(size.width, size.heads, size.inner, size.dropout) for _ in range(size.layers - LOWER - 1)
        )
        self.dropout = nn.Dropout(0.1)
        hints = (1 + len(PARTS_OF_SPEECH), BUCKETS, 1 + FRAME)
        self.hints = nn.ModuleList(nn.Embedding(count, size.width) for count in hints)
        for table in self.hints:
            nn.init.normal_(table.weight, std=0.02)
        self.tagger = nn.Sequential(
            nn.Linear(2 * size.width, size.width), nn.GELU(), nn.Dropout(0.1), nn.Linear(size.width, TAGS)
        )
        self.scorer = Scorer(size, ROLES)
        self.labels = _head(5 * size.width, 1 + predicates)
        self.manner = _head(5 * size.width, 1 + len(MODALITIES))
        self.trust = nn.Parameter(torch.tensor([0.4, 1.0]))
        """How much the lexicon and the frames count."""

    def read(self, lower: Tensor, embedded: Tensor, hints: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """A vector and the tagger's logits for each piece; ``hints`` are rows × pieces × tables."""
        hidden = (1.0 - mask.to(lower.dtype)) * -1e4
        x = lower
        for layer in self.layers:
            x = layer(x, hidden)
        x = self.dropout(x)
        told = sum(table(hints[..., index]) for index, table in enumerate(self.hints))
        return x, self.tagger(torch.cat([x + told, embedded], -1))

    def label(self, cues: Tensor, prior: Tensor, frames: Tensor) -> tuple[Tensor, Tensor]:
        """For each cue the logits of "no claim" and each predicate, and those of its polarity and modality."""
        told = F.pad(self.trust[0] * prior + self.trust[1] * frames, (1, 0))
        return self.labels(cues) + told, self.manner(cues)


def _head(width: int, answers: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(width, HIDDEN), nn.GELU(), nn.Dropout(0.2), nn.Linear(HIDDEN, answers))


def new_claim_model(predicates: int, upper: dict[str, Tensor], dropout: float = 0.0) -> ClaimModel:
    """The network before training: layers as in ``upper``, heads that are equal in every run."""
    torch.manual_seed(1)
    size = Size(dropout=dropout)
    assert size.width == WIDTH
    model = ClaimModel(size, predicates)
    model.layers.load_state_dict(upper)
    return model
