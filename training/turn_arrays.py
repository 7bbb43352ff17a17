"""Encoded turns in memory, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from backends.environment import Domain
from icwm.encoding import FACT_INDEX
from icwm.world import NUMBERS
from training.splits import Side, side_of

PER_TURN = (
    "facts",
    "static_failed",
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
        # Read from the table of the split each time: families are added to it after their turns were encoded.
        pairs = zip(arrays["domain"].tolist(), arrays["family"].tolist(), strict=True)
        arrays["side"] = np.array([str(side_of(Domain(domain), family) or "") for domain, family in pairs])
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
