"""The torch network behind the protocol that the shipped reader uses, so that both are scored by the same code."""

import numpy as np
import torch

from kg.extraction.reader.decode import Floats
from kg.extraction.reader.model import Encoded
from kg.extraction.reader.windows import Batch, Ints
from training.network import Reader
from training.precision import half_precision


class TorchNetwork:
    """Encodes and scores with a torch model, in evaluation mode."""

    def __init__(self, model: Reader) -> None:
        self.model = model.eval()

    @torch.no_grad()
    def encode(self, batch: Batch) -> Encoded:
        """See kg.extraction.reader.model.Network."""
        arrays = (batch.ids, batch.shapes, batch.states, batch.mask)
        with half_precision():
            vectors, logits, embedded, lower = self.model.encoder(*map(torch.from_numpy, arrays))
        return Encoded(*(x.float().numpy() for x in (vectors, logits.float().softmax(-1), embedded, lower)))

    @torch.no_grad()
    def score(self, words: Floats, cues: Floats, distances: Ints, mask: Ints) -> Floats:
        """See kg.extraction.reader.model.Network."""
        arrays = (words, cues, distances, mask)
        with half_precision():
            logits = self.model.scorer(*map(torch.from_numpy, arrays))
        found: Floats = logits.float().softmax(-1).numpy().astype(np.float32)
        return found
