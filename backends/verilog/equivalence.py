"""Proves with Yosys that a changed module still does what the old one did, output by output.

First the cheap proof (``equivalence_proof``), which settles what a change did not touch; then a search for a counterexample
among the rest; then deeper induction for what neither has settled. Source: Yosys manual, ``equiv_*``, ``miter`` and ``sat``.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from backends.environment import Environment
from backends.scratch import keep_artifact, scratch_directory
from backends.settings import Limits
from backends.verilog.equivalence_proof import INDUCTION_DEPTH, TABLE_ROW, PairedProof
from backends.verilog.equivalence_result import (
    Counterexample,
    EquivalenceResult,
    EquivalenceStatus,
    decided,
    joined,
    not_applicable,
    port_difference,
    qualified,
)
from backends.verilog.json_netlist import JsonNetlist
from backends.verilog.rtlil import parse_rtlil
from backends.verilog.staged_sources import StagedSources, is_simple_name, stage_sources
from backends.verilog.yosys_log import needs_systemverilog, parse_check, parse_error
from backends.verilog.yosys_runner import YosysRun, run_yosys
from backends.verilog.yosys_script import declare_unknown, library_options, read_commands, root_modules

SEARCH_DEPTH = 12
SEARCH_SECONDS = 10.0
"""At most this long is spent looking for a counterexample; one that exists is mostly found within a second."""
MAX_MAPPED_MEMORY_BITS = 2048
"""A larger memory is not turned into registers: it stays one cell, equal in both versions when all its inputs are."""
MAX_MODULES = 4

_BASE_CASE = re.compile(r"Base case for induction length (\d+) proven")


async def prove_equivalent(
    old: str, new: str, environment: Environment, limits: Limits, *, outputs: Collection[str] | None = None
) -> EquivalenceResult:
    """Compare two texts of the environment's file. ``limits.wall_seconds`` bounds the whole; cancelling kills Yosys.

    ``outputs`` are the ones that decide the status (all when ``None``); no counterexample is sought for the others.
    ``NOT_APPLICABLE`` when a version does not elaborate, the modules or ports differ, or the circuit has what the method
    cannot model; ``reason`` says which.
    """
    started = time.monotonic()
    modules, new_modules = root_modules(old), root_modules(new)
    if not modules or modules != new_modules:
        return not_applicable(
            f"the modules differ: {', '.join(modules) or 'none'} and {', '.join(new_modules) or 'none'}"
        )
    results: list[EquivalenceResult] = []
    for module in modules[:MAX_MODULES]:
        remaining = limits.wall_seconds - (time.monotonic() - started)
        with scratch_directory() as directory:
            deadline = started + limits.wall_seconds
            wanted = None if outputs is None else frozenset(o.removeprefix(f"{module}.") for o in outputs)
            comparison = _Comparison(old, new, environment, limits, directory, module, deadline, wanted)
            result = await comparison.run() if remaining > 0 else not_applicable("no time was left")
        if len(modules) > 1:
            result = qualified(result, module)
        results.append(result)
        if result.status is EquivalenceStatus.NOT_APPLICABLE:
            break
    result = decided(joined(results), outputs)
    if len(modules) > MAX_MODULES and result.status is EquivalenceStatus.PROVEN:
        result = replace(
            result, status=EquivalenceStatus.UNPROVEN, reason=f"only {MAX_MODULES} top modules are compared"
        )
    return replace(result, seconds=time.monotonic() - started)


@dataclass
class _Comparison:
    """The two versions of one module in one scratch directory."""

    old: str
    new: str
    environment: Environment
    limits: Limits
    directory: Path
    module: str
    deadline: float
    wanted: frozenset[str] | None = None
    staged: StagedSources | None = None
    model: list[str] = field(default_factory=list)
    """Commands that turn both netlists into what the SAT solver understands."""
    declarations: dict[str, list[str]] = field(default_factory=dict)
    ignore_unknown: str = ""

    async def run(self) -> EquivalenceResult:
        gold, gate = await asyncio.gather(self._elaborate(self.old, "gold"), self._elaborate(self.new, "gate"))
        for version, netlist in (("old", gold), ("new", gate)):
            if isinstance(netlist, str):
                return not_applicable(f"the {version} code cannot be compared: {netlist}")
        assert isinstance(gold, JsonNetlist) and isinstance(gate, JsonNetlist)
        if difference := port_difference(gold.ports, gate.ports):
            return not_applicable(f"the ports differ: {difference}")
        if obstacle := self._choose_model(gold, gate):
            return not_applicable(obstacle)
        outputs = tuple(gold.outputs)
        if not outputs:
            return not_applicable("the module has no outputs")
        sequential = gold.has_registers or gate.has_registers
        proof = PairedProof(self._yosys, self.directory, self.model, self.ignore_unknown, sequential)
        method = "one-step induction over paired signals" if sequential else "combinational equivalence by SAT"
        proven, reason = await proof.prove(set(), deep=False)
        refuted: set[str] = set()
        counterexample, depth = None, 0
        if self._undecided(outputs, proven) and not self.ignore_unknown:
            counterexample, refuted, depth = await self._refute(proven)
            method += ", counterexamples by bounded model checking"
        if sequential and self._undecided(outputs, proven | refuted):
            more, reason = await proof.prove(refuted, deep=True)
            proven |= more - refuted
            method += f", {INDUCTION_DEPTH}-step induction with a bounded base case"
        rest = _in(outputs, set(outputs) - proven - refuted)
        if refuted and counterexample:
            verb = "differs" if len(refuted) == 1 else "differ"
            reason = f"{', '.join(_in(outputs, refuted))} {verb} in cycle {len(counterexample.inputs)}"
        elif rest and depth:
            reason = f"no difference within {depth} cycles, but no proof either"
        elif rest and not reason:
            reason = "a large memory or an unknown module hides the difference, if there is one"
        return EquivalenceResult(
            EquivalenceStatus.REFUTED if refuted else EquivalenceStatus.UNPROVEN if rest else EquivalenceStatus.PROVEN,
            reason if refuted or rest else "",
            method,
            _in(outputs, proven),
            _in(outputs, refuted),
            rest,
            counterexample if refuted else None,
        )

    def _undecided(self, outputs: tuple[str, ...], decided: set[str]) -> bool:
        """Whether an output that was asked for is not yet among ``decided``."""
        return any(o not in decided for o in outputs if self.wanted is None or o in self.wanted)

    async def _elaborate(self, code: str, name: str) -> JsonNetlist | str:
        """The flattened netlist, left in ``<name>.il``; a text says why there is none."""
        staged = await asyncio.to_thread(stage_sources, code, self.environment, self.directory, name)
        self.staged = self.staged or staged
        run = await self._yosys(self._elaboration(staged, name, systemverilog=False), name=name)
        if not run.finished and needs_systemverilog(run.log):
            run = await self._yosys(self._elaboration(staged, name, systemverilog=True), name=name)
        if not run.finished:
            error = parse_error(run.log)
            return run.unavailable or (error.text if error else "") or "Yosys did not finish"
        checked = parse_check(await asyncio.to_thread(self._read, f"{name}_check.txt"))
        if checked.loops:
            return "it has a combinational loop"
        if checked.conflicts:
            return "it has signals with several drivers"
        netlist = await asyncio.to_thread(lambda: JsonNetlist(self._read(f"{name}.json"), name))
        if netlist.unknown_cells:
            undriven = {(name, wire) for _, wire in checked.undriven}
            modules = await asyncio.to_thread(lambda: parse_rtlil(self._read(f"{name}.il")))
            self.declarations[name] = declare_unknown(modules, undriven)
        return netlist

    def _elaboration(self, staged: StagedSources, name: str, *, systemverilog: bool) -> list[str]:
        return [
            *read_commands(staged, self.environment, systemverilog=systemverilog),
            f"hierarchy{library_options(staged)} -top {self.module}",
            "proc",
            "flatten",
            f"tee -q -o {name}_check.txt check",
            "opt_clean",
            "memory -nomap",
            "opt_clean",
            f"rename {self.module} {name}",
            f"write_rtlil {name}.il",
            f"write_json {name}.json",
        ]

    def _choose_model(self, gold: JsonNetlist, gate: JsonNetlist) -> str | None:
        """Fill ``model``; the answer says what cannot be modelled."""
        if cells := gold.unsupported_cells | gate.unsupported_cells:
            return f"no model for {', '.join(sorted(cells))}"
        clocks = gold.clocks() | gate.clocks()
        several = len(clocks) > 1 or any(name.startswith("net ") for name, _ in clocks)
        large = max(gold.memory_bits, gate.memory_bits) > MAX_MAPPED_MEMORY_BITS
        if several and large:
            return "several clocks and a large memory"
        self.model = [] if large else ["memory_map", "opt_clean"]
        self.model.append("clk2fflogic" if several else "async2sync")
        if unknown := gold.unknown_cells | gate.unknown_cells:
            declared = self.declarations.get("gold", [])
            if len(declared) != len(unknown) or declared != self.declarations.get("gate") or gold.has_inout:
                return f"nothing is known of {', '.join(sorted(unknown))}"
            self.model = [*declared, *self.model]
        if large or unknown:
            self.ignore_unknown = " -ignore-unknown-cells"
        return None

    async def _refute(self, proven: set[str]) -> tuple[Counterexample | None, set[str], int]:
        """A counterexample with the outputs that differ, or the depth to which there is none.

        Outputs that are ``proven`` are left out of the search.
        """
        settled = [
            f"delete -port {side}/w:{o}" for o in sorted(proven) if is_simple_name(o) for side in ("gold", "gate")
        ]
        search = (
            f"sat -tempinduct-baseonly -maxsteps {SEARCH_DEPTH} -set-init-undef -set-def-inputs -prove trigger 0 "
            f"-show-ports -dump_vcd counterexample.vcd miter"
        )
        run = await self._yosys(
            [
                "read_rtlil gold.il",
                "read_rtlil gate.il",
                *self.model,
                *settled,
                "opt_clean",
                "miter -equiv -ignore_gold_x -make_outputs -make_outcmp -flatten gold gate miter",
                "hierarchy -top miter",
                search,
            ],
            SEARCH_SECONDS,
        )
        depths = [int(d) for d in _BASE_CASE.findall(run.log)]
        rows = TABLE_ROW.findall(run.log)
        if not rows:
            return None, set(), max(depths, default=0)
        last = max(int(step) for step, _, _ in rows)
        values = [{n: v for s, n, v in rows if int(s) == step} for step in range(1, last + 1)]
        differing = {
            n.removeprefix("cmp_") for n, v in values[-1].items() if n.startswith("cmp_") and v != "1"
        } - proven
        vcd = self.directory / "counterexample.vcd"
        return (
            Counterexample(
                tuple({n.removeprefix("in_"): v for n, v in step.items() if n.startswith("in_")} for step in values),
                {n: values[-1].get(f"gold_{n}", "") for n in differing},
                {n: values[-1].get(f"gate_{n}", "") for n in differing},
                await asyncio.to_thread(keep_artifact, vcd) if vcd.is_file() else None,
            ),
            differing,
            last - 1,
        )

    async def _yosys(self, script: list[str], at_most: float = float("inf"), *, name: str = "run") -> YosysRun:
        remaining = min(at_most, self.deadline - time.monotonic())
        if remaining <= 0:
            return YosysRun(False, "", 0.0, timed_out=True)
        assert self.staged is not None
        return await run_yosys(
            script,
            self.directory,
            tools=self.environment.settings.tools,
            limits=replace(self.limits, wall_seconds=remaining),
            policy=self.staged.policy,
            name=name,
        )

    def _read(self, name: str) -> str:
        return (self.directory / name).read_text("utf-8", "replace")


def _in(order: tuple[str, ...], chosen: Collection[str]) -> tuple[str, ...]:
    return tuple(o for o in order if o in chosen)
