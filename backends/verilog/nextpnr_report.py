"""Reads nextpnr's JSON report: clock frequencies, the critical path of each clock, and what of the device is used.

Format: nextpnr, ``--report``. Delays are nanoseconds.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from backends.verilog.rtlil import Source, parse_sources

_CLOCK_SUFFIX = re.compile(r"\$.*\Z")
_CELL_SUFFIX = re.compile(
    r"(?:_(?:SB_DFF|SB_LUT4|SB_CARRY|SB_RAM|TRELLIS_FF|LUT4|CCU2C|PFUMX|L6MUX21)\w*|_LC|_DFFLC|\$\w+)+\Z"
)


@dataclass(frozen=True, slots=True)
class PathNet:
    """One net on the path, with where its wire is declared."""

    name: str
    delay: float
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class CriticalPath:
    """``start`` and ``end`` are clock edges (``posedge clk``) or ``<async>``; ``last_cell`` is where the path ends."""

    start: str
    end: str
    delay: float
    nets: tuple[PathNet, ...]
    last_cell: str

    @property
    def end_name(self) -> str:
        """The user's name of the register or pin at the end, as far as synthesis has kept it."""
        return user_name(self.last_cell)


@dataclass(frozen=True, slots=True)
class TimingReport:
    """``fmax`` in MHz by clock name; ``utilization`` is (used, available) by kind of cell."""

    fmax: dict[str, float]
    paths: tuple[CriticalPath, ...]
    utilization: dict[str, tuple[int, int]]

    def limiting(self) -> tuple[str | None, CriticalPath] | None:
        """The clock with the lowest frequency and the path that limits it; without clocks the longest path."""
        for clock, _ in sorted(self.fmax.items(), key=lambda item: item[1]):
            for path in self.paths:
                if path.start == path.end and path.end.rpartition(" ")[2] == clock:
                    return clock, path
        longest = max(self.paths, key=lambda path: path.delay, default=None)
        return None if longest is None or self.fmax else (None, longest)


def parse_report(text: str) -> TimingReport:
    """Raises ``ValueError`` or ``KeyError`` when the text is not a report."""
    data: dict[str, Any] = json.loads(text)
    fmax = {clock_name(name): float(entry["achieved"]) for name, entry in data["fmax"].items()}
    utilization = {kind: (int(u["used"]), int(u["available"])) for kind, u in data["utilization"].items()}
    return TimingReport(fmax, tuple(_path(p) for p in data["critical_paths"]), utilization)


def clock_name(name: str) -> str:
    """``posedge clk$SB_IO_IN_$glb_clk`` and ``posedge $glbnet$clk$TRELLIS_IO_IN`` are ``posedge clk``."""
    return _CLOCK_SUFFIX.sub("", name.replace("$glbnet$", ""))


def user_name(name: str) -> str:
    """The signal that a cell or net was named after: ``q[3]_SB_DFF_Q_1_DFFLC`` is ``q[3]``."""
    return _CELL_SUFFIX.sub("", name)


def _path(data: dict[str, Any]) -> CriticalPath:
    steps = data["path"]
    nets = tuple(
        PathNet(clock_name(s["net"]), float(s["delay"]), parse_sources("|".join(s.get("sources", ()))))
        for s in steps
        if s["type"] == "routing"
    )
    return CriticalPath(
        clock_name(data["from"]),
        clock_name(data["to"]),
        sum(float(s["delay"]) for s in steps),
        nets,
        steps[-1]["to"]["cell"] if steps else "",
    )
