"""A trained network as two ONNX files with eight-bit weights, beside the tokenizer and the settings."""

import json
from dataclasses import asdict
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from kg.extraction.reader.decode import Settings
from training.network import Reader, Scorer

KEPT_EXACT = tuple(f"encoder/layers.{layer}/first/MatMul" for layer in (0, 1, 2))
"""What eight bits hurt most, for a few large values enter these; worth 0.005 F1, 5 MB and a sixth of the speed."""


Axes = dict[str, dict[int, str]]
PLACES = {0: "rows", 1: "places"}


class _Tagged(nn.Module):
    """The encoder with probabilities instead of logits."""

    def __init__(self, model: Reader) -> None:
        super().__init__()
        self.encoder = model.encoder

    def forward(self, ids: Tensor, shapes: Tensor, states: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        vectors, logits, embedded, lower = self.encoder(ids, shapes, states, mask)
        return vectors, torch.softmax(logits, -1), embedded, lower


class _Scored(nn.Module):
    """The scorer with probabilities instead of logits."""

    def __init__(self, scorer: Scorer) -> None:
        super().__init__()
        self.scorer = scorer

    def forward(self, words: Tensor, cues: Tensor, distances: Tensor, mask: Tensor) -> Tensor:
        return torch.softmax(self.scorer(words, cues, distances, mask), -1)


def export(model: Reader, settings: Settings, tokenizer: Tokenizer, folder: Path) -> None:
    """Write encoder.onnx, scorer.onnx, tokenizer.json and settings.json into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    model.eval()
    whole = torch.ones(2, 8, dtype=torch.long)
    inputs, outputs = ("ids", "shapes", "states", "mask"), ("vectors", "tags", "embedded", "lower")
    write_onnx(
        _Tagged(model),
        (whole, whole, whole, whole),
        dict.fromkeys(inputs, PLACES),
        dict.fromkeys(outputs, PLACES),
        folder / "encoder.onnx",
    )
    export_scorer(model.scorer, folder)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    write_settings(settings, folder)


def write_settings(settings: Settings, folder: Path) -> None:
    """Write settings.json into ``folder``."""
    (folder / "settings.json").write_text(json.dumps(asdict(settings), indent=1) + "\n", "utf-8")


def export_scorer(scorer: Scorer, folder: Path) -> None:
    """Write scorer.onnx into ``folder``."""
    whole = torch.ones(2, 8, dtype=torch.long)
    words = torch.zeros(2, 8, scorer.word.in_features)
    write_onnx(
        _Scored(scorer),
        (words, words[:, 0], whole, whole),
        {"words": PLACES, "cues": {0: "rows"}, "distances": PLACES, "mask": PLACES},
        {"roles": PLACES},
        folder / "scorer.onnx",
    )


def write_onnx(module: nn.Module, inputs: tuple[Tensor, ...], names: Axes, outputs: Axes, path: Path) -> None:
    """Write ``module`` with eight-bit weights to ``path``; ``names`` and ``outputs`` tell which axes vary."""
    full = path.with_suffix(".full.onnx")
    torch.onnx.export(
        module,
        inputs,
        str(full),
        input_names=list(names),
        output_names=list(outputs),
        dynamic_axes={**names, **outputs},
        dynamo=False,
    )
    exact = [node.name for node in onnx.load(full).graph.node if node.name.endswith(KEPT_EXACT)]
    quantize_dynamic(
        full,
        path,
        op_types_to_quantize=["MatMul", "Gather"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=exact,
    )
    full.unlink()
