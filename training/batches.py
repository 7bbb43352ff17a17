"""Batches of encoded turns for the compact model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from icwm.tokens import ROW_TOKENS
from icwm.world import TOOLS
from training.turn_arrays import Turns


@dataclass(frozen=True)
class Batch:
    """The model's inputs and targets; see ``CompactModel.forward`` and ``training.encode``."""

    tokens: Tensor
    places: Tensor
    segments: Tensor
    facts: Tensor
    label: Tensor
    message: Tensor
    line: Tensor
    """[B, tools]: the row that holds the failing line; -1 when it is not known or not there."""
    wrong: Tensor
    number: Tensor

    @property
    def inputs(self) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        return self.tokens, self.places, self.segments, self.facts


def batch_of(turns: Turns, indices: Sequence[int], residuals: Any) -> Batch:
    a = turns.arrays
    longest = max(int(a["turn_rows"][i]) for i in indices)
    pieces, places = [], np.full((len(indices), longest, ROW_TOKENS), -1, np.int64)
    segments = np.full((len(indices), longest), -1, np.int64)
    wrong = np.zeros((len(indices), longest), np.float32)
    line = np.full((len(indices), len(TOOLS)), -1, np.int64)
    offset = 0
    for at, index in enumerate(indices):
        first, last = turns.row_start[index], turns.row_start[index + 1]
        begin, end = turns.token_start[first], turns.token_start[last]
        pieces.append(a["tokens"][begin:end])
        for row in range(first, last):
            start, count = turns.token_start[row] - begin + offset, int(a["row_tokens"][row])
            places[at, row - first, :count] = np.arange(start, start + count)
        segments[at, : last - first] = a["row_segment"][first:last]
        wrong[at, : last - first] = a["row_wrong"][first:last]
        lines = a["row_line"][first:last]
        for tool in range(len(TOOLS)):
            wanted = a["line"][index, tool]
            found = np.flatnonzero(lines == wanted) if wanted >= 0 else np.empty(0, np.int64)
            line[at, tool] = found[0] if len(found) else -1
        offset += end - begin
    places[places < 0] = offset
    chosen = list(indices)
    return Batch(
        tokens=torch.from_numpy(np.concatenate(pieces).astype(np.int64) % 65536),
        places=torch.from_numpy(places),
        segments=torch.from_numpy(segments),
        facts=torch.from_numpy(a["facts"][chosen]),
        label=torch.from_numpy(a["label"][chosen].astype(np.int64)),
        message=torch.from_numpy(a["message"][chosen].astype(np.int64)),
        line=torch.from_numpy(line),
        wrong=torch.from_numpy(wrong),
        number=torch.from_numpy(residuals[chosen]),
    )


def shuffled(turns: Turns, chosen: Any, size: int, seed: int) -> Iterator[list[int]]:
    """Batches of turns of like length, in random order; ``size`` is in rows."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(chosen)
    for pool in range(0, len(order), 512):
        part = order[pool : pool + 512]
        part = part[np.argsort(turns.arrays["turn_rows"][part], kind="stable")]
        groups: list[list[int]] = [[]]
        for index in part:
            longest = int(turns.arrays["turn_rows"][index])
            if groups[-1] and longest * (len(groups[-1]) + 1) > size:
                groups.append([])
            groups[-1].append(int(index))
        for at in rng.permutation(len(groups)):
            yield groups[at]
