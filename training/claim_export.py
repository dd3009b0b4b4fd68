"""The trained network of claims as three ONNX files, beside its settings and the lexicon of its hints."""

import json
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor, nn

from kg.extraction.hints import Lexicon
from kg.extraction.reader.claims import ClaimSettings
from training.claim_network import ClaimModel
from training.exact import scalars_of, weights_of
from training.export import export_scorer, write_onnx


class _Read(nn.Module):
    """The layers of one window, with probabilities instead of logits."""

    def __init__(self, model: ClaimModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, lower: Tensor, embedded: Tensor, hints: Tensor) -> tuple[Tensor, Tensor]:
        vectors, logits = self.model.read(lower, embedded, hints, torch.ones_like(hints[..., 0]))
        return vectors, torch.softmax(logits, -1)


class _Label(nn.Module):
    """A cue's predicates, polarity and modality with probabilities instead of logits."""

    def __init__(self, model: ClaimModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, cues: Tensor, prior: Tensor, frames: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        labels, manner = self.model.label(cues, prior, frames)
        return torch.softmax(labels, -1), torch.sigmoid(manner[:, 0]), torch.softmax(manner[:, 1:], -1)


def export_claims(model: ClaimModel, settings: ClaimSettings, lexicon: Lexicon, folder: Path) -> None:
    """Write layers.onnx, scorer.onnx, labels.onnx, settings.json and lexicon.tsv into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    model.eval()
    width = model.scorer.word.in_features
    pieces = torch.zeros(1, 8, width)
    places = {0: "rows", 1: "places"}
    write_onnx(
        _Read(model),
        (pieces, pieces, torch.zeros(1, 8, 3, dtype=torch.long)),
        {"lower": places, "embedded": places, "hints": places},
        {"vectors": places, "tags": places},
        folder / "layers.onnx",
    )
    export_scorer(model.scorer, folder)
    rows = {0: "rows"}
    told = torch.zeros(2, len(settings.predicates))
    write_onnx(
        _Label(model),
        (torch.zeros(2, 5 * width), told, told),
        {"cues": rows, "prior": rows, "frames": rows},
        {"labels": rows, "negated": rows, "modalities": rows},
        folder / "labels.onnx",
    )
    write_claim_settings(settings, folder)
    (folder / "lexicon.tsv").write_text("".join(_lines(lexicon)), "utf-8")


def import_claims(folder: Path) -> dict[str, Tensor]:
    """The weights of the model that was written into ``folder``."""
    files = [folder / f"{name}.onnx" for name in ("layers", "scorer", "labels")]
    found = {name: tensor for path in files for name, tensor in weights_of(path).items()}
    return found | {"trust": torch.tensor(scalars_of(files[-1]))}


def write_claim_settings(settings: ClaimSettings, folder: Path) -> None:
    """Write settings.json into ``folder``."""
    (folder / "settings.json").write_text(json.dumps(asdict(settings), indent=1) + "\n", "utf-8")


def _lines(lexicon: Lexicon) -> list[str]:
    lines = ["# How often a lemma stands in coded news, and in cues of which predicates.\n"]
    for lemma, seen in sorted(lexicon.seen.items()):
        counts = zip(lexicon.predicates, seen.cues.tolist(), strict=True)
        pairs = " ".join(f"{name}={round(count, 2):g}" for name, count in counts if count)
        if lemma.strip() and not lemma.startswith("#"):
            lines.append(f"{lemma}\t{seen.times}\t{pairs}\n")
    return lines
