"""Trains the reader of attributions.

    python -m training.attribution --data ../shared/data --scorers ../shared/bench --out runs/attribution

A run that was stopped goes on after its last epoch. Copy the folder `model` of OUT to models/attribution.
"""

import argparse
import json
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from kg.extraction.reader.decode import Found, Settings
from kg.extraction.reader.model import Reader as TextReader
from kg.extraction.reader.onnx import OnnxNetwork
from training.calibrate import cross_fitted, fit, judge, load_scorer, reliability
from training.data import ATTRIBUTION, read_documents
from training.export import export, write_settings
from training.network import Reader, Size, load_bert
from training.runtime import TorchNetwork
from training.start import read_tokenizer, start
from training.train import Plan, train

Weights = dict[str, torch.Tensor]
Gold = dict[str, tuple[str, list[dict[str, Any]]]]
SETTINGS = Settings(
    roles=ATTRIBUTION.roles,
    content="content",
    start=0.25,
    extend=0.3,
    role=0.3,
    edge=0.45,
    keep=0.38,
    weight=0.7,
    gap=3,
)
"""Chosen on the development part, from some 60 combinations."""
DROPOUT = 0.1
"""Inside the encoder's layers, while it learns."""


def main() -> None:
    """Train, and write the model with its figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds polnear/")
    parser.add_argument("--scorers", type=Path, required=True, help="the folder of attribution_score.py")
    parser.add_argument("--out", type=Path, required=True, help="the folder of runs, checkpoints and the model")
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    tokenizer = read_tokenizer()
    scorer = load_scorer(given.scorers)
    gold = scorer.read_gold(given.data / "polnear" / "dev.jsonl")
    scored = new_model()

    def evaluate(weights: Weights) -> dict[str, float]:
        scored.load_state_dict(weights)
        return figures(TextReader(TorchNetwork(scored), tokenizer, SETTINGS), gold, scorer)

    documents = read_documents(given.data / "polnear" / "train.jsonl", ATTRIBUTION, tokenizer)
    plan = Plan(epochs=given.epochs, seed=given.seed)
    train(new_model(DROPOUT), documents, plan, given.out / "run", evaluate)
    finish(torch.load(given.out / "run" / "average.pt"), tokenizer, gold, scorer, given.out / "model")


def finish(weights: Weights, tokenizer: Tokenizer, gold: Gold, scorer: ModuleType, folder: Path) -> None:
    """Export ``weights``, calibrate them, and write the figures of both their forms beside them."""
    model = new_model()
    model.load_state_dict(weights)
    export(model, SETTINGS, tokenizer, folder)
    exact = figures(TextReader(TorchNetwork(model), tokenizer, SETTINGS), gold, scorer)
    reader = TextReader(OnnxNetwork(folder), tokenizer, SETTINGS)
    pairs = [judge(text, found_in(reader, text), marked, scorer) for text, marked in gold.values()]
    slope, intercept = fit([pair for some in pairs for pair in some])
    write_settings(replace(SETTINGS, slope=slope, intercept=intercept), folder)
    found = {
        "float": exact,
        "int8": figures(reader, gold, scorer),
        "reliability": reliability(cross_fitted(pairs)),
    }
    (folder / "figures.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def new_model(dropout: float = 0.0) -> Reader:
    """The network before training: the encoder as it comes, heads that are equal in every run."""
    torch.manual_seed(1)
    model = Reader(Size(dropout=dropout), ATTRIBUTION.tags, 1 + len(ATTRIBUTION.roles))
    load_bert(model.encoder, load_file(start() / "model.safetensors"))
    return model


def figures(reader: TextReader, gold: Gold, scorer: ModuleType) -> dict[str, float]:
    """The scorer's figures for what ``reader`` finds in the texts of ``gold``."""
    found = {
        doc: [{"cue": one.cue, **one.roles} for one in found_in(reader, text)] for doc, (text, _) in gold.items()
    }
    return flat(scorer.score(gold, found))


def found_in(reader: TextReader, text: str) -> list[Found]:
    """All that ``reader`` finds in ``text``."""
    return [one for passage in reader.read(text) for one in passage.found]


def flat(nested: dict[str, Any], prefix: str = "") -> dict[str, float]:
    """Nested figures with their names joined by dots."""
    out: dict[str, float] = {}
    for name, value in nested.items():
        out |= flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name: value}
    return out


if __name__ == "__main__":
    main()
