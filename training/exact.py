"""The weights of a network that ships, from eight bits back to floats, by the names that its modules give them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

Arrays = dict[str, np.ndarray]


def weights_of(path: Path) -> dict[str, Tensor]:
    """The weights in the ONNX file ``path``; numbers without a name of a module's are left out."""
    graph = onnx.load(path).graph
    arrays = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    found = {_module(name): array for name, array in arrays.items() if name.endswith((".weight", ".bias"))}
    found |= {_module(name): _exact(name, arrays) for name in arrays if name.endswith(".weight_quantized")}
    for node in graph.node:
        if node.op_type in ("MatMul", "MatMulInteger") and node.input[1] in arrays:
            found[".".join((*_places(node.name), "weight"))] = _exact(node.input[1], arrays).T
    return {name: torch.from_numpy(np.array(array, dtype=np.float32)) for name, array in found.items()}


def scalars_of(path: Path) -> list[float]:
    """The single floats that the ONNX file ``path`` multiplies with, in the order of their numbers."""
    arrays = {one.name: numpy_helper.to_array(one) for one in onnx.load(path).graph.initializer}
    found = [name for name, array in arrays.items() if array.ndim == 0 and name.startswith("onnx::Mul_")]
    return [float(arrays[name]) for name in sorted(found, key=lambda name: int(name.rpartition("_")[2]))]


def _module(name: str) -> str:
    return name.removeprefix("model.").removesuffix("_quantized")


def _places(node: str) -> Iterator[str]:
    """The modules that a node lies in; a sequence stands twice in its name: "/tagger/tagger.0/MatMul"."""
    parts = node.strip("/").split("/")[:-1]
    for part, inner in zip(parts, [*parts[1:], ""], strict=True):
        if not inner.startswith(f"{part}."):
            yield part


def _exact(name: str, arrays: Arrays) -> np.ndarray:
    if not name.endswith("_quantized"):
        return arrays[name]
    plain = name.removesuffix("_quantized")
    steps = arrays[name].astype(np.float32) - arrays[f"{plain}_zero_point"]
    exact: np.ndarray = steps * arrays[f"{plain}_scale"]
    return exact
