"""Turns the cell counts of Yosys' ``stat -json`` into metrics, before and after technology mapping."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backends.outcome import Metric

_WIDE = re.compile(r"(\$\w+?)(?:_(\d+))?\Z")
_FLIP_FLOP = re.compile(r"\$(?:a|s|al)?dff(?:e|ce|sr|sre)?\Z|\$ff\Z")
_LATCH = re.compile(r"\$(?:a)?dlatch(?:sr)?\Z|\$sr\Z")
_FREE = frozenset(
    {"$scopeinfo", "$print", "$check", "$assert", "$assume", "$cover", "$slice", "$concat", "$meminit", "$meminit_v2"}
)
_LOGIC_WEIGHT = {
    "$mul": 8.0,
    "$div": 24.0,
    "$mod": 24.0,
    "$pow": 64.0,
    "$shl": 5.0,
    "$shr": 5.0,
    "$sshl": 5.0,
    "$sshr": 5.0,
    "$shift": 6.0,
    "$shiftx": 6.0,
    "$pmux": 4.0,
    "$macc": 8.0,
    "$macc_v2": 8.0,
    "$alu": 1.5,
}


@dataclass(frozen=True, slots=True)
class CellFamily:
    """What the cells of a target are, by prefix of their type."""

    luts: tuple[str, ...]
    flip_flops: tuple[str, ...]
    carry: tuple[str, ...] = ()
    block_rams: tuple[str, ...] = ()
    dsps: tuple[str, ...] = ()
    latches: tuple[str, ...] = ()


FAMILIES: Mapping[str, CellFamily] = {
    "ice40": CellFamily(("SB_LUT4",), ("SB_DFF",), ("SB_CARRY",), ("SB_RAM40_4K", "SB_SPRAM256KA"), ("SB_MAC16",)),
    "ecp5": CellFamily(("LUT4",), ("TRELLIS_FF",), ("CCU2C",), ("DP16KD", "PDPW16KD"), ("MULT18X18D", "ALU54B")),
    "xilinx": CellFamily(
        ("LUT1", "LUT2", "LUT3", "LUT4", "LUT5", "LUT6", "INV"),
        ("FDRE", "FDSE", "FDCE", "FDPE", "FDRE_1", "FDSE_1", "FDCE_1", "FDPE_1"),
        ("CARRY4", "CARRY8"),
        ("RAMB18E1", "RAMB36E1", "RAMB18E2", "RAMB36E2"),
        ("DSP48E1", "DSP48E2"),
        ("LDCE", "LDPE"),
    ),
    "generic": CellFamily(("$lut",), ("$_DFF", "$_SDFF", "$_ALDFF", "$_FF"), latches=("$_DLATCH", "$_SR_")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DesignStatistics:
    """Cells of the flattened top: ``counts`` by type; word-level types carry their width (``$add_8``)."""

    counts: Mapping[str, int]
    memory_bits: int = 0

    @property
    def size(self) -> float:
        """A rough number of 4-input LUTs, which tells how long the mapping will take."""
        total = 0.0
        for kind, count in self.counts.items():
            base, width = _split(kind)
            if base.startswith("$mem"):
                continue
            factor = width if base in ("$mul", "$div", "$mod", "$pow") else 1
            total += (
                count
                * width
                * (_LOGIC_WEIGHT.get(base, 1.0) * max(1, factor) / 8 if factor > 1 else _LOGIC_WEIGHT.get(base, 1.0))
            )
        return total

    def coarse_metrics(self) -> dict[str, Metric]:
        flip_flops = latches = cells = 0
        for kind, count in self.counts.items():
            base, width = _split(kind)
            if base in _FREE:
                continue
            cells += count
            if _FLIP_FLOP.match(base):
                flip_flops += count * width
            elif _LATCH.match(base):
                latches += count * width
        return {
            "cells": Metric(cells, "cell"),
            "flip_flops": Metric(flip_flops, "FF"),
            "latches": Metric(latches, "latch"),
            "memory_bits": Metric(self.memory_bits, "bit"),
        }

    def mapped_metrics(self, target: str) -> dict[str, Metric]:
        family = FAMILIES[target]
        cells = sum(count for kind, count in self.counts.items() if kind not in _FREE)
        metrics = {
            "luts": Metric(self._sum(family.luts, exact=target == "xilinx"), "LUT"),
            "flip_flops": Metric(self._sum(family.flip_flops, exact=target == "xilinx"), "FF"),
            "cells": Metric(cells, "cell"),
        }
        if family.carry:
            metrics["carry_cells"] = Metric(self._sum(family.carry), "cell")
        if family.block_rams:
            metrics["block_rams"] = Metric(self._sum(family.block_rams), "RAM")
        if family.dsps:
            metrics["dsps"] = Metric(self._sum(family.dsps), "DSP")
        if family.latches:
            metrics["latches"] = Metric(self._sum(family.latches), "latch")
        return metrics

    def _sum(self, prefixes: tuple[str, ...], exact: bool = False) -> int:
        if exact:
            return sum(self.counts.get(kind, 0) for kind in prefixes)
        return sum(count for kind, count in self.counts.items() if kind.startswith(prefixes))


def parse_statistics(text: str) -> DesignStatistics | None:
    """Statistics of the whole design; ``None`` when the text is cut or not from ``stat -json``."""
    try:
        data: dict[str, Any] = json.loads(text)
        design = data["design"]
        counts = {str(kind): int(count) for kind, count in design["num_cells_by_type"].items()}
        return DesignStatistics(counts, int(design["num_memory_bits"]))
    except (ValueError, KeyError, TypeError):
        return None


def _split(kind: str) -> tuple[str, int]:
    """``$add_8`` is (``$add``, 8)."""
    if not kind.startswith("$") or kind.startswith("$_"):
        return kind, 1
    match = _WIDE.match(kind)
    if match is None:
        return kind, 1
    return match[1], int(match[2] or 1)
