"""Readers that ship: a folder with two ONNX files, a tokenizer and settings."""

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kg.extraction.reader.decode import Floats, Settings
from kg.extraction.reader.model import Reader
from kg.extraction.reader.windows import Batch, Ints
from kg.resources import resource_dir

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


class OnnxNetwork:
    """The encoder and the scorer in ``folder``, run on one thread: processes share the machine, not threads."""

    def __init__(self, folder: Path) -> None:
        self.encoder = _session(folder / "encoder.onnx")
        self.scorer = _session(folder / "scorer.onnx")

    def encode(self, batch: Batch) -> tuple[Floats, Floats]:
        """See Network."""
        arrays = {"ids": batch.ids, "shapes": batch.shapes, "states": batch.states, "mask": batch.mask}
        return cast(tuple[Floats, Floats], tuple(self.encoder.run(["vectors", "tags"], arrays)))

    def score(self, words: Floats, cues: Floats, distances: Ints, mask: Ints) -> Floats:
        """See Network."""
        arrays = {"words": words, "cues": cues, "distances": distances, "mask": mask}
        return cast(Floats, self.scorer.run(["roles"], arrays)[0])


@cache
def load_reader(name: str) -> Reader:
    """The reader called ``name`` among those that ship. Loading takes a moment, once a process."""
    from tokenizers import Tokenizer

    folder = resource_dir("models") / name
    settings = json.loads((folder / "settings.json").read_text("utf-8"))
    settings["roles"] = tuple(settings["roles"])
    return Reader(OnnxNetwork(folder), Tokenizer.from_file(str(folder / "tokenizer.json")), Settings(**settings))


def _session(path: Path) -> "InferenceSession":
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
