"""The trained network as ONNX, in 32 bits and in int8, and its scores."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from icwm.world import LABELS, NUMBERS, TOOLS
from training.batches import batch_of
from training.compact_model import CompactModel
from training.splits import Side
from training.turn_arrays import Turns

Say = Callable[[str], None]
OUTPUTS = ("label", "message", "line", "wrong", "number")


class _Exported(nn.Module):
    """The model with plain outputs, as ONNX has them."""

    def __init__(self, model: CompactModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, tokens: Tensor, places: Tensor, segments: Tensor, facts: Tensor) -> tuple[Tensor, ...]:
        found = self.model(tokens, places, segments, facts)
        return found.label, found.message, found.line, found.wrong, found.number


def write_network(model: CompactModel, turns: Turns, folder: Path, say: Say) -> None:
    """``model.onnx`` in int8, and ``float.onnx`` beside it, to compare."""
    from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]

    model.eval()
    batch = batch_of(turns, [int(i) for i in turns.of(Side.TRAIN)[:2]], turns.residuals())
    batch_axis, row_axis, token_axis = torch.export.Dim("batch"), torch.export.Dim("rows"), torch.export.Dim("count")
    exact = folder / "float.onnx"
    program = torch.onnx.export(
        _Exported(model).eval(), batch.inputs, dynamo=True, input_names=["tokens", "places", "segments", "facts"],
        output_names=list(OUTPUTS),
        dynamic_shapes={
            "tokens": {0: token_axis}, "places": {0: batch_axis, 1: row_axis}, "segments": {0: batch_axis, 1: row_axis},
            "facts": {0: batch_axis},
        },
    )  # fmt: skip
    assert program is not None
    program.save(exact)
    quantize_dynamic(
        exact, folder / "model.onnx", weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gemm", "Gather"]
    )
    say(
        f"model.onnx: {(folder / 'model.onnx').stat().st_size / 1e6:.2f} MB, in 32 bits {exact.stat().st_size / 1e6:.2f} MB"
    )


def network_scores(path: Path, turns: Turns, indices: Any) -> dict[str, Any]:
    """Raw ``label`` [turns, tools, labels] and ``number`` [turns, numbers, quantiles] of an ONNX file."""
    import onnxruntime  # type: ignore[import-untyped]

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    label = np.zeros((len(indices), len(TOOLS), len(LABELS)), np.float32)
    number = np.zeros((len(indices), len(NUMBERS), 3), np.float32)
    residuals = turns.residuals()
    for at, index in enumerate(indices):
        batch = batch_of(turns, [int(index)], residuals)
        names = ("tokens", "places", "segments", "facts")
        inputs = {name: value.numpy() for name, value in zip(names, batch.inputs, strict=True)}
        label[at], number[at] = (v[0] for v in session.run(["label", "number"], inputs))
    return {"label": label, "number": number}
