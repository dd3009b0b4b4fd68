"""Upper layers to start from: those of the reader of attributions that ships, and those before it learnt."""

from pathlib import Path

from safetensors.torch import load_file
from torch import Tensor

from training.exact import weights_of
from training.network import LOWER, Encoder, Size, load_bert
from training.start import start

PREFIX = "encoder.layers."


def upper_layers(encoder: Path) -> dict[str, Tensor]:
    """The weights of the layers above LOWER, numbered from 0, of the ONNX file ``encoder``."""
    found = {name: one for name, one in weights_of(encoder).items() if name.startswith(PREFIX)}
    return {
        f"{number}.{rest}": tensor
        for name, tensor in found.items()
        for number, rest in [_from_zero(name.removeprefix(PREFIX))]
        if number >= 0
    }


def plain_layers() -> dict[str, Tensor]:
    """The same layers of the encoder before it learnt attributions."""
    encoder = Encoder(Size(), 1)
    load_bert(encoder, load_file(start() / "model.safetensors"))
    layers: dict[str, Tensor] = encoder.layers[LOWER + 1 :].state_dict()
    return layers


def mean_of(one: dict[str, Tensor], other: dict[str, Tensor]) -> dict[str, Tensor]:
    """The mean of two networks' weights (Wortsman et al. 2022)."""
    return {name: (one[name] + other[name]) / 2 for name in one}


def _from_zero(name: str) -> tuple[int, str]:
    """A layer's number counted from the first above LOWER, and what is left of the name."""
    number, rest = name.split(".", 1)
    return int(number) - LOWER - 1, rest
