"""Upper layers to start from: those of the reader of attributions that ships, and those before it learnt."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import load_file
from torch import Tensor

from training.network import LOWER, Encoder, Size, load_bert
from training.start import start

PREFIX = "encoder.layers."


def upper_layers(encoder: Path) -> dict[str, Tensor]:
    """The weights of the layers above LOWER, numbered from 0, of the ONNX file ``encoder``."""
    graph = onnx.load(encoder).graph
    arrays = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    found = {name: array for name, array in arrays.items() if name.startswith(PREFIX)}
    for node in graph.node:
        if node.op_type in ("MatMul", "MatMulInteger") and node.input[1] in arrays and "/layers." in node.name:
            place = node.name.split("/MatMul")[0].strip("/").replace("/", ".")
            found[f"{place}.weight"] = _weights(node, arrays).T
    return {
        f"{number}.{rest}": torch.from_numpy(array.copy())
        for name, array in found.items()
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


def _weights(node: onnx.NodeProto, arrays: dict[str, np.ndarray]) -> np.ndarray:
    weights = arrays[node.input[1]]
    if node.op_type == "MatMul":
        return weights
    name = node.input[1].removesuffix("_quantized")
    exact: np.ndarray = (weights.astype(np.float32) - arrays[f"{name}_zero_point"]) * arrays[f"{name}_scale"]
    return exact
