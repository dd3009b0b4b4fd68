"""Readers that ship: a folder with two ONNX files, a tokenizer and settings."""

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kg.extraction.hints import Lexicon, read_lexicon
from kg.extraction.reader.claims import ClaimReader, ClaimSettings, Labels
from kg.extraction.reader.decode import Floats, Settings
from kg.extraction.reader.model import Encoded, Reader
from kg.extraction.reader.windows import Batch, Ints
from kg.resources import resource_dir

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


class OnnxNetwork:
    """The encoder and the scorer in ``folder``, run on one thread: processes share the machine, not threads."""

    def __init__(self, folder: Path) -> None:
        self.encoder = _session(folder / "encoder.onnx")
        self.scorer = _session(folder / "scorer.onnx")

    def encode(self, batch: Batch) -> Encoded:
        """See Network."""
        arrays = {"ids": batch.ids, "shapes": batch.shapes, "states": batch.states, "mask": batch.mask}
        return Encoded(*self.encoder.run(["vectors", "tags", "embedded", "lower"], arrays))

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


class OnnxClaimNetwork:
    """The layers, the scorer and the labels of claims in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.layers = _session(folder / "layers.onnx")
        self.scorer = _session(folder / "scorer.onnx")
        self.labels = _session(folder / "labels.onnx")

    def read(self, lower: Floats, embedded: Floats, hints: Ints) -> tuple[Floats, Floats]:
        """See ClaimNetwork."""
        arrays = {"lower": lower, "embedded": embedded, "hints": hints}
        return cast(tuple[Floats, Floats], tuple(self.layers.run(["vectors", "tags"], arrays)))

    def score(self, words: Floats, cues: Floats, distances: Ints, mask: Ints) -> Floats:
        """See Scorer."""
        arrays = {"words": words, "cues": cues, "distances": distances, "mask": mask}
        return cast(Floats, self.scorer.run(["roles"], arrays)[0])

    def label(self, cues: Floats, prior: Floats, frames: Floats) -> Labels:
        """See ClaimNetwork."""
        arrays = {"cues": cues, "prior": prior, "frames": frames}
        return Labels(*self.labels.run(["labels", "modalities"], arrays))


@cache
def load_claim_reader(folder: Path | None = None) -> tuple[ClaimReader, Lexicon]:
    """The reader of claims in ``folder``, else the one that ships, and the lexicon of its hints."""
    folder = folder or resource_dir("models") / "claims"
    settings = json.loads((folder / "settings.json").read_text("utf-8"))
    settings["predicates"] = tuple(settings["predicates"])
    lexicon = read_lexicon(folder / "lexicon.tsv", settings["predicates"])
    return ClaimReader(OnnxClaimNetwork(folder), ClaimSettings(**settings), lexicon.shares), lexicon


def _session(path: Path) -> "InferenceSession":
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # it keeps what the longest text took
    return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
