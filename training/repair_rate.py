"""How many broken files the deterministic repairs mend, judged by real tools and by testbenches withheld from the repair.

A corpus is a folder of broken files. A file that every compiling tool already accepts is left out. ``judge`` is a folder with a
testbench ``tb_NAME.v`` for ``NAME.v``, shown to the repair never and run on what it returns: a fix called verified that such a
testbench fails is the one thing that must not happen.
"""

from __future__ import annotations

import csv
import statistics
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from assistant.repair_loop import Budget, repair
from assistant.repair_result import Status
from backends.confirm import confirm_all
from backends.domains import domain_of, environment_for
from backends.environment import Environment
from backends.outcome import Label, Stage
from backends.registry import static_backends
from backends.settings import ToolSettings, VerilogSettings

COMPILING = (Stage.STATIC, Stage.LINT, Stage.COMPILE)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One file. ``compiles`` is judged afresh on the returned code; ``judged`` is the withheld testbench's label."""

    file: str
    lines: int
    status: str
    compiles: bool
    judged: str
    turns: int
    proposer: str
    seconds: float


async def attempts(folder: Path, judge: Path | None, budget: Budget) -> AsyncIterator[Attempt]:
    """Repair each broken file of ``folder``, in the order of their names."""
    for path in sorted(p for p in folder.iterdir() if p.is_file()):
        code = path.read_text("utf-8", "surrogateescape")
        domain = domain_of(str(path), code)
        if domain is None:
            continue
        environment = environment_for(domain, str(path.resolve()), code, str(folder.resolve()), ToolSettings())
        if await compiles(code, environment):
            continue
        result = await repair(code, environment, budget=budget)
        yield Attempt(
            file=path.name,
            lines=len(code.splitlines()),
            status=str(result.status),
            compiles=result.status is not Status.NONE and await compiles(result.code, environment),
            judged=await _judged(result.code, environment, judge, path),
            turns=result.turns,
            proposer=result.proposer,
            seconds=round(result.seconds, 2),
        )


async def compiles(code: str, environment: Environment) -> bool:
    """True when the front end and every tool that only compiles or lints accept the code."""
    for backend in static_backends(environment.domain):
        if backend.analyze(code, environment).label.failed:
            return False
    outcomes = await confirm_all(code, environment, trusted=False)
    return not any(o.label.failed for o in outcomes if o.stage in COMPILING)


async def _judged(code: str, environment: Environment, judge: Path | None, path: Path) -> str:
    bench = judge / f"tb_{path.stem}.v" if judge is not None else None
    if bench is None or not bench.is_file():
        return ""
    settings = replace(environment.settings, verilog=VerilogSettings(testbench=str(bench.resolve())))
    shown = environment_for(environment.domain, environment.path, code, environment.root, settings)
    outcomes = [o for o in await confirm_all(code, shown) if o.stage is Stage.SIMULATE]
    label = next((o.label for o in outcomes if o.label is not Label.UNAVAILABLE), Label.UNAVAILABLE)
    return str(label)


def summary(rows: Sequence[Attempt]) -> str:
    """The rates, as printed by ``hardsight eval repairs``."""
    if not rows:
        return "no broken file found"
    total = len(rows)
    compiled = sum(r.compiles for r in rows)
    verified = [r for r in rows if r.status == "verified"]
    judged = [r for r in rows if r.judged]
    wrong = [r.file for r in verified if r.judged and r.judged != "PASS"]
    lines = [
        f"broken files: {total}",
        f"compile after repair: {compiled} ({100 * compiled / total:.1f} %)",
        f"called verified: {len(verified)} ({100 * len(verified) / total:.1f} %)",
        f"seconds a file: median {statistics.median(r.seconds for r in rows):.1f}, most {max(r.seconds for r in rows):.1f}",
    ]
    if judged:
        passed = sum(r.judged == "PASS" for r in judged)
        lines.append(
            f"pass a testbench withheld from the repair: {passed} of {len(judged)} ({100 * passed / len(judged):.1f} %)"
        )
        lines.append(
            f"called verified, yet failing that testbench: {len(wrong)}{': ' + ', '.join(wrong) if wrong else ''}"
        )
    return "\n".join(lines)


def write_table(rows: Sequence[Attempt], path: Path) -> None:
    """One row a file, as CSV."""
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, list(Attempt.__dataclass_fields__))
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)
