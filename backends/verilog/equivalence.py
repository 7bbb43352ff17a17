"""Proves with Yosys that a changed module still does what the old one did, output by output.

A proof has two halves. The induction step pairs signals of the same name in both versions (``equiv_make``) and shows that they
cannot part once they agree (``equiv_simple``, ``equiv_induct``); the base case shows by bounded model checking that they agree
from power-up, uninitialized registers being X, for as many cycles as the step assumes. Outputs that depend on a pair that is
not proven are taken out, and the rest is proven again without them, so nothing rests on an assumption that failed. What
could not be proven is searched for a counterexample. Source: Yosys manual, ``equiv_*``, ``miter`` and ``sat``.
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

INDUCTION_DEPTH = 4
SEARCH_DEPTH = 12
SEARCH_SECONDS = 10.0
"""At most this long is spent looking for a counterexample; one that exists is mostly found within a second."""
MAX_MAPPED_MEMORY_BITS = 2048
"""A larger memory is not turned into registers: it stays one cell, equal in both versions when all its inputs are."""
MAX_ROUNDS = 4
MAX_MODULES = 4

_ALL_PROVEN = re.compile(r"are proven and 0 are unproven|Equivalence successfully proven")
_TABLE_ROW = re.compile(r"^ +(\d+) \\(\S+) +\S+ +\S+ +([01x]+)\s*$", re.MULTILINE)
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
    step_commands: list[str] = field(default_factory=list)
    declarations: dict[str, list[str]] = field(default_factory=dict)
    separations: list[str] = field(default_factory=list)
    """Commands that give memories which cannot be shared an identity of their own in the new version."""
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
        proven, reason = await self._prove(bool(gold.has_registers or gate.has_registers))
        rest = tuple(o for o in outputs if o not in proven)
        method = "induction over paired signals, base case by bounded model checking"
        if not gold.has_registers and not gate.has_registers:
            method = "combinational equivalence by SAT"
        if not rest:
            return EquivalenceResult(EquivalenceStatus.PROVEN, "", method, outputs)
        if self.wanted is not None and self.wanted.isdisjoint(rest):
            return EquivalenceResult(EquivalenceStatus.UNPROVEN, reason, method, _in(outputs, proven), (), rest)
        if self.ignore_unknown:
            why = reason or "a large memory or an unknown module hides the difference, if there is one"
            return EquivalenceResult(EquivalenceStatus.UNPROVEN, why, method, _in(outputs, proven), (), rest)
        counterexample, refuted, depth = await self._refute()
        refuted = tuple(o for o in refuted if o in rest)
        rest = tuple(o for o in rest if o not in refuted)
        if refuted:
            cycles = len(counterexample.inputs) if counterexample else 0
            verb = "differs" if len(refuted) == 1 else "differ"
            why = f"{', '.join(refuted)} {verb} in cycle {cycles}"
            return EquivalenceResult(
                EquivalenceStatus.REFUTED, why, f"{method}; counterexample by bounded model checking",
                _in(outputs, proven), refuted, rest, counterexample,
            )  # fmt: skip
        why = (
            f"no difference within {depth} cycles, but no proof either"
            if depth
            else reason or "the time allowed ran out"
        )
        return EquivalenceResult(EquivalenceStatus.UNPROVEN, why, method, _in(outputs, proven), (), rest)

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
        """Fill ``step_commands``; the answer says what cannot be modelled."""
        if cells := gold.unsupported_cells | gate.unsupported_cells:
            return f"no model for {', '.join(sorted(cells))}"
        clocks = gold.clocks() | gate.clocks()
        several = len(clocks) > 1 or any(name.startswith("net ") for name, _ in clocks)
        large = max(gold.memory_bits, gate.memory_bits) > MAX_MAPPED_MEMORY_BITS
        if several and large:
            return "several clocks and a large memory"
        self.step_commands = [] if large else ["memory_map", "opt_clean"]
        self.step_commands.append("clk2fflogic" if several else "async2sync")
        if unknown := gold.unknown_cells | gate.unknown_cells:
            declared = self.declarations.get("gold", [])
            if len(declared) != len(unknown) or declared != self.declarations.get("gate") or gold.has_inout:
                return f"nothing is known of {', '.join(sorted(unknown))}"
            self.step_commands = [*declared, *self.step_commands]
        if large or unknown:
            self.ignore_unknown = " -ignore-unknown-cells"
        return None

    async def _prove(self, sequential: bool) -> tuple[set[str], str]:
        """The outputs that are proven, and why not all are."""
        excluded: set[str] = set()
        reason = ""
        for _ in range(MAX_ROUNDS):
            (self.directory / "excluded.txt").write_text("\n".join(sorted(excluded)) + "\n", "utf-8")
            run = await self._yosys([*self._paired(""), *self._induction(), "write_json equiv.json"])
            if not run.finished:
                return set(), "the time allowed ran out" if run.timed_out else "Yosys could not set up the proof"
            netlist = await asyncio.to_thread(lambda: JsonNetlist(self._read("equiv.json"), "equiv"))
            pairs = netlist.equivalences()
            failed = {p.cell for p in pairs if not p.proven}
            if not failed:
                outputs = set(netlist.outputs) - excluded
                differing: set[str] | None = set()
                if outputs and sequential:
                    differing = await self._base_case()
                if differing is None:
                    return set(), "the time allowed ran out before the base case"
                if not differing:
                    return outputs, reason
                excluded |= differing
                reason = "the versions do not start alike"
                continue
            reason = reason or "not every signal could be proven equal"
            tainted_pairs, tainted_outputs = await asyncio.to_thread(netlist.depending_on, failed)
            names = {p.name for p in pairs if p.cell in tainted_pairs | failed and p.name} | tainted_outputs
            separate = netlist.readers_of(failed)
            self.separations += [f'setparam -set MEMID "\\{n}_new" gate/{n}' for n in separate if is_simple_name(n)]
            names |= separate
            if names <= excluded or set(netlist.outputs) <= excluded | names:
                return set(), reason
            excluded |= names
        return set(), reason

    def _paired(self, option: str) -> list[str]:
        return [
            "read_rtlil gold.il",
            "read_rtlil gate.il",
            *self.step_commands,
            *self.separations,
            f"equiv_make{option} -blacklist excluded.txt gold gate equiv",
            "hierarchy -top equiv",
            "opt_clean",
        ]

    def _induction(self) -> list[str]:
        return [
            f"equiv_simple -undef{self.ignore_unknown}",
            "tee -q -o simple.txt equiv_status",
            f"equiv_induct -undef -seq {INDUCTION_DEPTH}{self.ignore_unknown}",
        ]

    async def _base_case(self) -> set[str] | None:
        """Signals that differ in the cycles the proof looked back, which is one if ``equiv_simple`` was enough.

        Empty when all agree; ``None`` when it is not known that they do.
        """
        simple = _ALL_PROVEN.search(await asyncio.to_thread(self._read, "simple.txt"))
        check = (
            f"sat -tempinduct-baseonly -maxsteps {2 if simple else INDUCTION_DEPTH} -prove-asserts -set-init-undef "
            f"-set-def-inputs -show-public{self.ignore_unknown} equiv"
        )
        run = await self._yosys([*self._paired(" -make_assert"), check])
        if run.finished and "SUCCESS!" in run.log:
            return set()
        values = {(name, int(step)): value for step, name, value in _TABLE_ROW.findall(run.log)}
        differing = {
            name.removesuffix("_gold")
            for (name, step), value in values.items()
            if name.endswith("_gold") and values.get((f"{name.removesuffix('_gold')}_gate", step), value) != value
        }
        return differing or None

    async def _refute(self) -> tuple[Counterexample | None, tuple[str, ...], int]:
        """A counterexample with the outputs that differ, or the depth to which there is none."""
        search = (
            f"sat -tempinduct-baseonly -maxsteps {SEARCH_DEPTH} -set-init-undef -set-def-inputs -prove trigger 0 "
            f"-show-ports -dump_vcd counterexample.vcd miter"
        )
        run = await self._yosys(
            [
                "read_rtlil gold.il",
                "read_rtlil gate.il",
                *self.step_commands,
                "miter -equiv -ignore_gold_x -make_outputs -make_outcmp -flatten gold gate miter",
                "hierarchy -top miter",
                search,
            ],
            SEARCH_SECONDS,
        )
        depths = [int(d) for d in _BASE_CASE.findall(run.log)]
        rows = _TABLE_ROW.findall(run.log)
        if not rows:
            return None, (), max(depths, default=0)
        last = max(int(step) for step, _, _ in rows)
        values = [{n: v for s, n, v in rows if int(s) == step} for step in range(1, last + 1)]
        differing = tuple(n.removeprefix("cmp_") for n, v in values[-1].items() if n.startswith("cmp_") and v != "1")
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
