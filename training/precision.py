"""Numbers of sixteen bits while learning, where the processor computes with them."""

import torch


def half_precision() -> torch.autocast:
    """The context in which a network runs in bfloat16; elsewhere that is emulated at a fiftieth of the speed."""
    able = torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=able)
