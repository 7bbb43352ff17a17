"""How many broken files the deterministic repairs mend, judged by real tools and by testbenches withheld from the repair.

A corpus is a folder of broken files. A file that every compiling tool already accepts is left out; of Python files one that
also runs. ``judge`` is a folder with a testbench ``tb_NAME.v`` for ``NAME.v``, a test ``test_NAME.py`` for a kernel, the intended
script ``NAME.py`` for a CadQuery part (volume and bounding box must be its), shown to the repair never and run on what it
returns: a fix called verified that it fails is the one thing that must not happen.
"""

from __future__ import annotations

import csv
import statistics
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.repair_loop import Budget, repair
from assistant.repair_result import RepairResult, Status
from backends.confirm import confirm_all
from backends.domains import domain_of, environment_for
from backends.environment import Domain, Environment, Role, SourceFile
from backends.outcome import Label, Outcome, Stage
from backends.registry import backends, static_backends
from backends.settings import ToolSettings, VerilogSettings

COMPILING = (Stage.STATIC, Stage.LINT, Stage.COMPILE)
COLUMNS = ("file", "lines", "errors", "status", "compiles", "judged", "turns", "proposer", "seconds")
_BUCKETS = ((1, 1), (2, 2), (3, 4), (5, 9), (10, 1 << 30))


@dataclass(frozen=True, slots=True)
class Attempt:
    """One file. ``errors`` is what the front end and the compilers counted in it, each tool by itself, the most of them.

    ``compiles`` is judged afresh on the returned code; ``judged`` is the withheld testbench's label, empty without one.
    ``steps`` and ``reasons`` are for a reader: what was changed and how sure of it, and why it is not verified.
    """

    file: str
    lines: int
    errors: int
    status: str
    compiles: bool
    judged: str
    turns: int
    proposer: str
    seconds: float
    steps: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def verified(self) -> bool:
        return self.status == Status.VERIFIED

    @property
    def right(self) -> bool:
        return self.judged == Label.PASS

    @property
    def wrong(self) -> bool:
        """The withheld testbench ran, or could not even be compiled with it, and did not pass."""
        return self.judged not in ("", Label.PASS, Label.UNAVAILABLE)


async def attempts(folder: Path, judge: Path | None, budget: Budget) -> AsyncIterator[Attempt]:
    """Repair each broken file of ``folder``, in the order of their names."""
    for path in sorted(p for p in folder.iterdir() if p.is_file()):
        code = path.read_text("utf-8", "surrogateescape")
        domain = domain_of(str(path), code)
        if domain is None:
            continue
        environment = environment_for(domain, str(path.resolve()), code, str(folder.resolve()), ToolSettings())
        complaints = await compiler_outcomes(code, environment)
        if not any(o.label.failed for o in complaints):
            continue
        result = await repair(code, environment, budget=budget)
        repaired = await compiler_outcomes(result.code, environment)
        yield Attempt(
            file=path.name,
            lines=len(code.splitlines()),
            errors=max(len(o.errors) for o in complaints),
            status=str(result.status),
            compiles=not any(o.label.failed for o in repaired),
            judged=await judged(result.code, environment, judge, path),
            turns=result.turns,
            proposer=result.proposer,
            seconds=round(result.seconds, 2),
            steps=_steps(result),
            reasons=result.reasons,
        )


async def compiler_outcomes(code: str, environment: Environment) -> list[Outcome]:
    """What the front end and every tool that only compiles or lints say of the code; all tools for Python, which they run."""
    static = [backend.analyze(code, environment) for backend in static_backends(environment.domain)]
    if environment.domain is Domain.VERILOG:
        return [*static, *await confirm_all(code, environment, trusted=False, tools=_tools(environment, COMPILING))]
    return [*static, *await confirm_all(code, environment)]


async def judged(code: str, environment: Environment, judge: Path | None, path: Path) -> str:
    """The label of the withheld testbench on ``code``; empty when there is none for the file."""
    if judge is not None and environment.domain is Domain.TRITON:
        return await _judged_by_test(code, environment, judge / f"test_{path.name}")
    if judge is not None and environment.domain is Domain.CADQUERY:
        return await _judged_by_part(code, environment, judge / path.name)
    bench = judge / f"tb_{path.stem}.v" if judge is not None else None
    if bench is None or not bench.is_file():
        return ""
    settings = replace(environment.settings, verilog=VerilogSettings(testbench=str(bench.resolve())))
    shown = environment_for(environment.domain, environment.path, code, environment.root, settings)
    outcomes = await confirm_all(code, shown, tools=_tools(environment, (Stage.SIMULATE,)))
    label = next((o.label for o in outcomes if o.label is not Label.UNAVAILABLE), Label.UNAVAILABLE)
    return str(label)


async def _judged_by_test(code: str, environment: Environment, test: Path) -> str:
    """The interpreter's label on the withheld test."""
    if not test.is_file():
        return ""
    beside = SourceFile(str(Path(environment.path).parent / test.name), test.read_text("utf-8"), Role.TESTBENCH)
    shown = replace(environment, files=(*environment.files, beside))
    outcomes = await confirm_all(code, shown, tools=("triton-interpreter",))
    return str(outcomes[0].label if outcomes else Label.UNAVAILABLE)


async def _judged_by_part(code: str, environment: Environment, intended: Path) -> str:
    """``WRONG_OUTPUT`` for a part of other measures than that of the intended script."""
    if not intended.is_file():
        return ""
    made = (await confirm_all(code, environment, tools=("cadquery",)))[0]
    meant = (await confirm_all(intended.read_text("utf-8"), environment, tools=("cadquery",)))[0]
    if made.label is not Label.PASS or meant.label is not Label.PASS:
        return str(made.label if meant.label is Label.PASS else Label.UNAVAILABLE)
    return str(Label.PASS if _measures(made) == _measures(meant) else Label.WRONG_OUTPUT)


def _measures(part: Outcome) -> list[str]:
    """To five digits; coordinates to a hundredth of a millimetre."""
    volume, box = part.metrics.get("volume"), part.metrics.get("bounding_box")
    found = [f"{volume.value:.5g}"] if volume is not None else []
    sides = box.value if box is not None and isinstance(box.value, tuple) else ()
    return found + [f"{round(side, 2) + 0:.2f}" for side in sides]


def _tools(environment: Environment, stages: Collection[Stage]) -> tuple[str, ...]:
    return tuple(b.name for b in backends(environment.domain) if b.stage in stages and not b.on_demand)


def _steps(result: RepairResult) -> tuple[str, ...]:
    return tuple(
        f"{s.title} ({s.repair}, {s.confidence:.2f}{', one of several readings' if s.ambiguous else ''})"
        for s in result.steps
    )


def summary(rows: Sequence[Attempt]) -> str:
    """The rates, as printed by ``hardsight eval repairs``."""
    if not rows:
        return "no broken file found"
    lines = [
        f"broken files: {len(rows)}",
        f"compile after repair: {_share(rows, lambda r: r.compiles)}",
        f"called verified: {_share(rows, lambda r: r.verified)}",
    ]
    known = [r for r in rows if r.right or r.wrong]
    if known:
        lines += _against_judge(rows, known)
    lines += _by_errors(rows)
    seconds = [r.seconds for r in rows]
    lines.append(f"seconds a file: median {statistics.median(seconds):.1f}, most {max(seconds):.1f}")
    return "\n".join(lines)


def _against_judge(rows: Sequence[Attempt], known: Sequence[Attempt]) -> list[str]:
    offered = [r for r in known if r.status in (Status.VERIFIED, Status.UNVERIFIED)]
    verified = [r for r in offered if r.verified]
    unverified = [r for r in offered if not r.verified]
    lines = [
        f"repaired, by a testbench withheld from the repair: {_share(known, lambda r: r.right)}",
        f"  called verified and passing it: {sum(r.right for r in verified)}",
        f"  called verified, yet failing it: {_named(verified, lambda r: r.wrong)}",
        f"  offered as unverified and passing it: {_named(unverified, lambda r: r.right)}",
        f"  offered as unverified and failing it: {_named(unverified, lambda r: r.wrong)}",
        f"  nothing offered: {_named(known, lambda r: r.status == Status.NONE)}",
    ]
    if len(known) < len(rows):
        lines.append(f"  without a testbench that could be run: {len(rows) - len(known)}")
    return lines


def _by_errors(rows: Sequence[Attempt]) -> list[str]:
    lines = ["by the errors a tool counts in the file:"]
    for least, most in _BUCKETS:
        part = [r for r in rows if least <= max(1, r.errors) <= most]
        if not part:
            continue
        name = f"{least}" if least == most else f"{least}-{most}" if most < 1 << 30 else f"{least} or more"
        verified, compiles = sum(r.verified for r in part), sum(r.compiles for r in part)
        right = f", {sum(r.right for r in part)} pass the testbench" if any(r.judged for r in part) else ""
        lines.append(f"  {name}: {len(part)} files, {compiles} compile, {verified} verified{right}")
    return lines


def details(row: Attempt) -> str:
    """The lines of one file for ``--verbose``: what was changed, how sure of it, and what stood in the way."""
    return "\n".join([*(f"    {step}" for step in row.steps), *(f"    because {reason}" for reason in row.reasons)])


def _share(rows: Sequence[Attempt], holds: Callable[[Attempt], bool]) -> str:
    count = sum(map(holds, rows))
    return f"{count} of {len(rows)} ({100 * count / len(rows):.1f} %)"


def _named(rows: Sequence[Attempt], holds: Callable[[Attempt], bool]) -> str:
    names = [r.file for r in rows if holds(r)]
    return f"{len(names)}{': ' + ', '.join(names) if names else ''}"


def write_table(rows: Sequence[Attempt], path: Path) -> None:
    """One row a file, as CSV."""
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        writer.writerows([getattr(row, column) for column in COLUMNS] for row in rows)
