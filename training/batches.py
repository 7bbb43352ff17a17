"""Encoded turns in memory, and batches of them for the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from icwm.encoding import FACT_INDEX
from icwm.tokens import ROW_TOKENS
from icwm.world import NUMBERS, TOOLS
from training.splits import Side

PER_TURN = (
    "facts",
    "static_failed",
    "side",
    "family",
    "domain",
    "code_lines",
    "changes",
    "label",
    "line",
    "message",
    "ms",
    "number",
)
RAGGED = ("tokens", "row_tokens", "row_line", "row_segment", "row_wrong", "turn_rows")


@dataclass(frozen=True)
class Turns:
    """Arrays of many turns. ``row_start`` [turns + 1] and ``token_start`` [rows + 1] say where each begins."""

    arrays: dict[str, Any]
    row_start: Any = field(repr=False)
    token_start: Any = field(repr=False)

    @classmethod
    def load(cls, shards: Sequence[Path]) -> Turns:
        loaded = [dict(np.load(path)) for path in shards]
        arrays = {name: np.concatenate([part[name] for part in loaded]) for name in (*PER_TURN, *RAGGED)}
        rows = np.concatenate(([0], np.cumsum(arrays["turn_rows"])))
        tokens = np.concatenate(([0], np.cumsum(arrays["row_tokens"].astype(np.int64))))
        return cls(arrays, rows, tokens)

    def __len__(self) -> int:
        return len(self.arrays["turn_rows"])

    def of(self, *sides: Side, domain: str | None = None) -> Any:
        """Indices of the turns on these sides."""
        chosen = np.isin(self.arrays["side"], [str(side) for side in sides])
        if domain is not None:
            chosen &= self.arrays["domain"] == domain
        return np.flatnonzero(chosen)

    def residuals(self) -> Any:
        """Targets of the numbers: the logarithm of one more than each, less that of its anchor where there is one."""
        return np.log1p(np.maximum(self.arrays["number"], 0)) - self.anchors()

    def anchors(self) -> Any:
        """[turns, numbers]: what the static facts make of each number, as a logarithm; 0 without."""
        facts = self.arrays["facts"]
        columns = [
            np.log1p(np.maximum(facts[:, FACT_INDEX[n.anchor]], 0)) if n.anchor else np.zeros(len(facts))
            for n in NUMBERS
        ]
        return np.stack(columns, 1).astype(np.float32)


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
            found = np.flatnonzero(lines == wanted) if wanted >= 0 else ()
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
