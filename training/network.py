"""The network: an encoder, a tagger of cues, and a scorer of the words that belong to a cue.

The encoder is BERT (Devlin et al. 2019) of MiniLM's size (Wang et al. 2020), with the shape of each word and its
quotation state added to the embeddings, since the vocabulary knows small letters only.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from kg.extraction.reader.words import SHAPES, STATES

LOWER = 1
"""The last layer that readers of several tasks share."""
FURTHEST = 48
"""Words from the cue after which all distances are one."""


@dataclass(frozen=True, slots=True)
class Size:
    """The measures of an encoder and of the scorer on it."""

    vocabulary: int = 30522
    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    positions: int = 512
    dropout: float = 0.0
    pair_width: int = 192
    pair_layers: int = 2
    pair_heads: int = 6
    pair_inner: int = 512


class Attention(nn.Module):
    """Self-attention written out: the fused kernel is slow backwards in bfloat16 on a CPU."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.inward = nn.Linear(width, 3 * width)
        self.outward = nn.Linear(width, width)

    def forward(self, x: Tensor, hidden: Tensor) -> Tensor:
        rows, length, width = x.shape
        parts = self.inward(x).view(rows, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        query, key, value = parts[0], parts[1], parts[2]
        scores = query @ key.transpose(-1, -2) / math.sqrt(width // self.heads)
        weights = torch.softmax(scores + hidden[:, None, None, :].to(scores.dtype), dim=-1)
        return self.outward((weights @ value).transpose(1, 2).reshape(rows, length, width))


class Layer(nn.Module):
    """A transformer layer with normalisation after each part."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.attention = Attention(width, heads)
        self.after_attention = nn.LayerNorm(width, eps=1e-12)
        self.first = nn.Linear(width, inner)
        self.second = nn.Linear(inner, width)
        self.after = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, hidden: Tensor) -> Tensor:
        x = self.after_attention(x + self.dropout(self.attention(x, hidden)))
        return self.after(x + self.dropout(self.second(F.gelu(self.first(x)))))


class Encoder(nn.Module):
    """Pieces with their features in; out for each piece a vector, the tagger's logits, and what others go on from.

    That is what goes into the first layer, and what comes out of the layer LOWER.
    """

    def __init__(self, size: Size, tags: int) -> None:
        super().__init__()
        self.words = nn.Embedding(size.vocabulary, size.width)
        self.places = nn.Embedding(size.positions, size.width)
        self.kind = nn.Parameter(torch.zeros(size.width))
        self.shapes = nn.Embedding(1 + 2 * len(SHAPES), size.width)
        self.states = nn.Embedding(len(STATES), size.width)
        self.norm = nn.LayerNorm(size.width, eps=1e-12)
        self.dropout = nn.Dropout(0.1)
        self.layers = nn.ModuleList(
            Layer(size.width, size.heads, size.inner, size.dropout) for _ in range(size.layers)
        )
        self.tagger = nn.Sequential(nn.Linear(size.width, size.width), nn.GELU(), nn.Linear(size.width, tags))
        for features in (self.shapes, self.states):
            nn.init.normal_(features.weight, std=1e-3)

    def forward(
        self, ids: Tensor, shapes: Tensor, states: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.places(places)[None] + self.kind + self.shapes(shapes) + self.states(states)
        embedded = lower = x = self.dropout(self.norm(x))
        hidden = (1.0 - mask.to(x.dtype)) * -1e4
        for index, layer in enumerate(self.layers):
            x = layer(x, hidden)
            lower = x if index == LOWER else lower
        x = self.dropout(x)
        return x, self.tagger(x), embedded, lower


class Scorer(nn.Module):
    """A paragraph's words and a cue in, for each word a logit for every role out."""

    def __init__(self, size: Size, roles: int) -> None:
        super().__init__()
        self.word = nn.Linear(size.width, size.pair_width)
        self.cue = nn.Linear(size.width, size.pair_width)
        self.both = nn.Linear(size.width, size.pair_width, bias=False)
        self.distance = nn.Embedding(2 * FURTHEST + 1, size.pair_width)
        self.norm = nn.LayerNorm(size.pair_width)
        self.layers = nn.ModuleList(
            Layer(size.pair_width, size.pair_heads, size.pair_inner, 0.1) for _ in range(size.pair_layers)
        )
        self.roles = nn.Linear(size.pair_width, roles)
        self.dropout = nn.Dropout(0.1)

    def forward(self, words: Tensor, cues: Tensor, distances: Tensor, mask: Tensor) -> Tensor:
        cue = cues[:, None, :]
        near = self.distance((distances + FURTHEST).clamp(0, 2 * FURTHEST))
        x = self.dropout(self.norm(F.gelu(self.word(words) + self.cue(cue) + self.both(words * cue) + near)))
        hidden = (1.0 - mask.to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, hidden)
        return self.roles(x)


class Reader(nn.Module):
    """Encoder and scorer together."""

    def __init__(self, size: Size, tags: int, roles: int) -> None:
        super().__init__()
        self.encoder = Encoder(size, tags)
        self.scorer = Scorer(size, roles)


def load_bert(encoder: Encoder, weights: dict[str, Tensor]) -> None:
    """Start ``encoder`` from the weights of a BERT model, under the names that its file gives them."""
    found = {name.removeprefix("bert."): tensor for name, tensor in weights.items()}

    def put(target: nn.Module, name: str) -> None:
        for part in ("weight", "bias"):
            getattr(target, part).data.copy_(found[f"{name}.{part}"])

    encoder.words.weight.data.copy_(found["embeddings.word_embeddings.weight"])
    encoder.places.weight.data.copy_(found["embeddings.position_embeddings.weight"])
    encoder.kind.data.copy_(found["embeddings.token_type_embeddings.weight"][0])
    put(encoder.norm, "embeddings.LayerNorm")
    for index, layer in enumerate(encoder.layers):
        name = f"encoder.layer.{index}"
        parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
        layer.attention.inward.weight.data.copy_(torch.cat([found[f"{part}.weight"] for part in parts]))
        layer.attention.inward.bias.data.copy_(torch.cat([found[f"{part}.bias"] for part in parts]))
        put(layer.attention.outward, f"{name}.attention.output.dense")
        put(layer.after_attention, f"{name}.attention.output.LayerNorm")
        put(layer.first, f"{name}.intermediate.dense")
        put(layer.second, f"{name}.output.dense")
        put(layer.after, f"{name}.output.LayerNorm")
