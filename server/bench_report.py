"""Measurements beside their limits, with the machine they were made on."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Measurement:
    """``value`` in ``unit``, beside ``limit`` where there is one; ``bare`` is the same work by the tool alone."""

    name: str
    value: float
    unit: str = "ms"
    limit: float | None = None
    bare: float | None = None
    note: str = ""

    @property
    def holds(self) -> bool:
        return self.limit is None or self.value <= self.limit

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "value": round(self.value, 3),
            "unit": self.unit,
            "limit": self.limit,
            "bare": None if self.bare is None else round(self.bare, 3),
            "ratio": None if not self.bare else round(self.value / self.bare, 2),
            "holds": self.holds,
            "note": self.note,
        }


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that ``share`` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1))]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def machine() -> str:
    """CPU model, cores this process may use, memory, and how busy it was."""
    model, memory = platform.processor() or platform.machine(), ""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
        kilobytes = int(Path("/proc/meminfo").read_text().split()[1])
        memory = f", {kilobytes / 2**20:.0f} GiB"
    except (OSError, ValueError, IndexError):
        memory = ""
    cores = len(os.sched_getaffinity(0))
    load = ", ".join(f"{x:.1f}" for x in os.getloadavg())
    return f"{model}, {cores} cores{memory}, Python {platform.python_version()}, load {load}"


def lines(measurements: Sequence[Measurement]) -> list[str]:
    """A table: what, measured, limit, the tool alone, ratio."""
    rows = [("", "measured", "limit", "tool alone", "ratio", "")]
    for m in measurements:
        limit = "" if m.limit is None else f"{m.limit:g} {m.unit}"
        bare = "" if m.bare is None else f"{m.bare:.1f} {m.unit}"
        ratio = "" if not m.bare else f"{m.value / m.bare:.2f}"
        verdict = "" if m.limit is None else "holds" if m.holds else "MISSED"
        rows.append((m.name, f"{m.value:.1f} {m.unit}", limit, bare, ratio, " ".join(filter(None, (verdict, m.note)))))
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(w) if at in (0, 5) else cell.rjust(w)
            for at, (cell, w) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
