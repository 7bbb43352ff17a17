"""Repairs a file together with the files it is made of: an error may lie in a header, a module or an import of it.

Each such file is repaired as if it had been asked for, with its own environment and its own testbench; the file itself is
then repaired, and judged, in the company of the repaired ones. A testbench is never among them.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.proposals import Proposer, Repairs
from assistant.repair_loop import Budget, repair
from assistant.repair_result import OtherFile, Progress, RepairResult, Status
from backends.domains import domain_of, environment_for
from backends.environment import Environment, Role
from backends.outcome import Diagnostic, Outcome
from backends.registry import static_backends
from icwm.store import TrajectoryStore

MAX_FILES = 4
PASSES = 3
SHARE = 0.6
"""Of the time left, what the repair of one other file may take."""


async def repair_project(
    code: str,
    environment: Environment,
    *,
    budget: Budget | None = None,
    trusted: bool = True,
    store: TrajectoryStore | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    proposers: Sequence[Proposer] = (),
    repairs: Repairs | None = None,
    warnings: bool = False,
) -> RepairResult:
    """``assistant.repair_loop.repair``, which see, that also repairs other files; they are ``other_files`` of the result."""

    spend = budget or Budget()

    async def mend(text: str, where: Environment, seconds: float) -> RepairResult:
        return await repair(
            text,
            where,
            budget=replace(spend, seconds=max(1.0, seconds)),
            trusted=trusted,
            store=store,
            on_progress=on_progress,
            proposers=proposers,
            repairs=repairs,
            warnings=warnings,
        )

    started = time.monotonic()

    def left() -> float:
        return spend.seconds - (time.monotonic() - started)

    (front_end, *_) = static_backends(environment.domain)
    abroad = _abroad([front_end.analyze(code, environment)], environment)
    first = None
    if not abroad:
        first = await mend(code, environment, left())
        abroad = _abroad(first.outcomes, environment) if first.status in (Status.NONE, Status.UNVERIFIED) else {}
    if not abroad:
        assert first is not None
        return first
    mended = _Mended(code, environment)
    last = first
    for _ in range(PASSES):
        news = 0
        for path in [p for p in list(abroad)[:MAX_FILES] if p not in mended.results]:
            news += left() > 0 and await mended.add(path, lambda text, where: mend(text, where, SHARE * left()))
        if not news:
            break
        for path in mended.doubtful() if len(mended.results) > news else ():
            # Perhaps it was only the others that kept it from being verified.
            await mended.add(path, lambda text, where: mend(text, where, SHARE * left()))
        last = await mend(code, mended.environment, left())
        abroad = _abroad(last.outcomes, mended.environment)
    last = last or await mend(code, environment, left())
    if abroad:
        last = replace(last, reasons=(*last.reasons, *map(_where, abroad.values())))
    return replace(_together(last, mended), seconds=time.monotonic() - started) if mended.results else last


@dataclass
class _Mended:
    """The other files repaired so far, and what the file is checked in with them."""

    code: str
    environment: Environment
    results: dict[str, RepairResult] = field(default_factory=dict)

    def doubtful(self) -> list[str]:
        return [path for path, result in self.results.items() if result.status is not Status.VERIFIED]

    async def add(self, path: str, mend: Callable[[str, Environment], Awaitable[RepairResult]]) -> bool:
        """Whether there is a repair of the file."""
        texts = {file.path: file.text for file in self.environment.files} | {self.environment.path: self.code}
        text = self.results[path].original if path in self.results else texts[path]
        domain = domain_of(path, text) or self.environment.domain
        settings = self.environment.settings
        where = await asyncio.to_thread(environment_for, domain, path, text, self.environment.root, settings, texts)
        result = await mend(text, where)
        if result.status in (Status.VERIFIED, Status.UNVERIFIED):
            self.results[path] = result
            files = (replace(f, text=result.code) if f.path == path else f for f in self.environment.files)
            self.environment = replace(self.environment, files=tuple(files))
        return path in self.results


def _abroad(outcomes: Iterable[Outcome], environment: Environment) -> dict[str, Diagnostic]:
    """The first error in each other file of the project that may be repaired."""
    repairable = {
        f.path
        for f in environment.files
        if f.role is not Role.TESTBENCH and Path(f.path).is_relative_to(environment.root)
    }
    found: dict[str, Diagnostic] = {}
    for outcome in outcomes:
        for diagnostic in outcome.errors:
            if diagnostic.path in repairable:
                found.setdefault(diagnostic.path, diagnostic)
    return found


def _where(diagnostic: Diagnostic) -> str:
    line = diagnostic.range.start.line + 1
    return f"{diagnostic.path} has an error in line {line} ({diagnostic.message}); open that file to put it right"


def _together(last: RepairResult, mended: _Mended) -> RepairResult:
    """One result for all files: verified only when each of them is."""
    parts = [*mended.results.values(), *([last] if last.status is not Status.CLEAN else [])]
    verified = all(part.status is Status.VERIFIED for part in parts)
    reasons = (f"{part.file}: {reason}" if part is not last else reason for part in parts for reason in part.reasons)
    return replace(
        last,
        status=Status.VERIFIED if verified else Status.UNVERIFIED,
        proposer="+".join(dict.fromkeys(part.proposer for part in parts if part.proposer)),
        turns=sum(part.turns for part in parts),
        checked=last.checked or parts[0].checked,
        not_checked=tuple(dict.fromkeys(each for part in parts for each in part.not_checked)),
        thinking="\n".join(part.thinking for part in parts if part.thinking),
        reasons=tuple(reasons),
        trajectory_id=last.trajectory_id or next((p.trajectory_id for p in parts if p.trajectory_id), None),
        other_files=tuple(OtherFile(path, part.original, part.code) for path, part in mended.results.items()),
    )
