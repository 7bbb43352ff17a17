"""Proves outputs of two versions of a module equal by induction over signals that bear the same name in both.

The step: ``equiv_make`` pairs signals, ``equiv_simple`` and ``equiv_induct`` show that pairs which agree go on agreeing. The base:
they agree at power-up, where a register is X unless it has an initial value. Two registers of the same name and initial value
count as equal then; pairs of anything else must follow from those within the same cycle, or be shown equal by bounded model
checking for as many cycles as the step looks back. Pairs that fail are dropped with all that depends on them, and the rest is
proven again from nothing, so that no proof rests on an assumption that failed.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from backends.verilog.json_netlist import JsonNetlist
from backends.verilog.staged_sources import is_simple_name
from backends.verilog.yosys_runner import YosysRun

INDUCTION_DEPTH = 4
MAX_ROUNDS = 4
ROUND_SECONDS = {False: 30.0, True: 10.0}
"""Time for one attempt, by whether it is the deep one, which either ends soon or not at all."""

TABLE_ROW = re.compile(r"^ +(\d+) \\(\S+) +\S+ +\S+ +([01x]+)\s*$", re.MULTILINE)
"""Step, signal and binary value in the table of a SAT solution."""


class RunYosys(Protocol):
    def __call__(
        self, script: list[str], at_most: float = ..., *, name: str = ...
    ) -> Coroutine[Any, Any, YosysRun]: ...


@dataclass
class PairedProof:
    """``gold.il`` and ``gate.il`` in ``directory`` hold the versions as modules ``gold`` and ``gate``; ``model`` prepares them."""

    run: RunYosys
    directory: Path
    model: list[str]
    ignore_unknown: str
    sequential: bool
    separations: list[str] = field(default_factory=list)
    """Commands that give memories which cannot be shared an identity of their own in the new version."""

    async def prove(self, excluded: set[str], *, deep: bool) -> tuple[set[str], str]:
        """The outputs that are proven, and why not all are. Names in ``excluded`` are neither paired nor proven.

        ``deep`` uses ``equiv_induct`` over several cycles, else ``equiv_simple`` looks back one.
        """
        excluded = set(excluded)
        self.separations = []
        reason = ""
        for _ in range(MAX_ROUNDS):
            await asyncio.to_thread(self._write_excluded, excluded)
            run = await self.run([*self._paired(""), *self._steps(deep)], ROUND_SECONDS[deep])
            if not run.finished:
                return set(), "the time allowed ran out" if run.timed_out else "Yosys could not set up the proof"
            netlist = await self._netlist("equiv.json")
            pairs = netlist.equivalences()
            failed = {p.cell for p in pairs if not p.proven}
            if not failed:
                differing = await self._base_case(deep) if self.sequential else set()
                if differing is None:
                    return set(), "it was not settled whether the versions start alike"
                if not differing:
                    return set(netlist.outputs) - excluded, reason
                excluded |= differing
                reason = "the versions do not start alike"
                continue
            reason = reason or "not every signal could be proven equal"
            tainted_pairs, tainted_outputs = await asyncio.to_thread(netlist.depending_on, failed)
            separate = netlist.readers_of(failed)
            self.separations += [f'setparam -set MEMID "\\{n}_new" gate/{n}' for n in separate if is_simple_name(n)]
            names = {p.name for p in pairs if p.name and p.cell in tainted_pairs | failed} | tainted_outputs | separate
            if names <= excluded or set(netlist.outputs) <= excluded | names:
                return set(), reason
            excluded |= names
        return set(), reason

    def _paired(self, option: str) -> list[str]:
        """Merging what both versions compute alike leaves only the change to be proven."""
        return [
            "read_rtlil gold.il",
            "read_rtlil gate.il",
            *self.model,
            *self.separations,
            f"equiv_make{option} -blacklist excluded.txt gold gate equiv",
            "hierarchy -top equiv",
            "opt_clean",
            "opt_merge -share_all",
            "opt_clean",
        ]

    def _steps(self, deep: bool) -> list[str]:
        simple = f"equiv_simple -undef{self.ignore_unknown}"
        if deep:
            return [simple, f"equiv_induct -undef -seq {INDUCTION_DEPTH}{self.ignore_unknown}", "write_json equiv.json"]
        return [
            "write_json paired.json",
            f"{simple} -seq 0",
            "write_json same_cycle.json",
            simple,
            "write_json equiv.json",
        ]

    async def _base_case(self, deep: bool) -> set[str] | None:
        """Signals that differ in the cycles the proof looked back; empty when all agree, ``None`` when that is not known."""
        if not deep:
            paired, after = await self._netlist("paired.json"), await self._netlist("same_cycle.json")
            unsettled = {p.cell for p in after.equivalences() if not p.proven}
            if unsettled <= await asyncio.to_thread(paired.register_pairs):
                return set()
        depth = INDUCTION_DEPTH if deep else 2
        check = (
            f"sat -tempinduct-baseonly -maxsteps {depth} -prove-asserts -set-init-undef "
            f"-set-def-inputs -show-public{self.ignore_unknown} equiv"
        )
        run = await self.run([*self._paired(" -make_assert"), check], ROUND_SECONDS[deep])
        if run.finished and "SUCCESS!" in run.log:
            return set()
        values = {(name, int(step)): value for step, name, value in TABLE_ROW.findall(run.log)}
        differing = {
            name.removesuffix("_gold")
            for (name, step), value in values.items()
            if name.endswith("_gold") and values.get((f"{name.removesuffix('_gold')}_gate", step), value) != value
        }
        return differing or None

    def _write_excluded(self, excluded: set[str]) -> None:
        (self.directory / "excluded.txt").write_text("".join(f"{name}\n" for name in sorted(excluded)), "utf-8")

    async def _netlist(self, name: str) -> JsonNetlist:
        return await asyncio.to_thread(
            lambda: JsonNetlist((self.directory / name).read_text("utf-8", "replace"), "equiv")
        )
