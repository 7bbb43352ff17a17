"""Labels planned turns with the real tools: in parallel, resumable, each code once.

``FOLDER/<domain>.jsonl`` grows by one line a turn. A turn that gave nothing to learn from has a line too (``skipped``), so
that no turn is run twice. Kill it at any time; the same command goes on where it stopped.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backends.confirm import confirm_all
from backends.environment import Domain
from backends.outcome import Label, Outcome, Stage
from training.designs import families
from training.environments import environment_of
from training.labelled import Answer, LabelledTurn, read_rows
from training.plan import PlannedTurn, planned_turn
from training.public_corpora import Clone, public_plan, public_turn
from training.recipes import Recipe, Stale, build, short_digest

EACH_ROUND = {Domain.VERILOG: 5, Domain.CADQUERY: 2, Domain.TRITON: 1}
"""Turns of each domain in a round: a kernel takes as long to compile as several designs to simulate."""
SHOWN_EVERY = 10.0
"""Seconds between two lines of progress."""

FAULT = "a generator or mutation failed"

Say = Callable[[str], None]
Plan = Callable[[int], PlannedTurn]


@dataclass
class Collection:
    """One domain's rows in a folder. ``plan`` gives the turn of a number."""

    domain: Domain
    folder: Path
    plan: Plan
    done: set[int] = field(default_factory=set)
    digests: set[str] = field(default_factory=set)
    labels: Counter[str] = field(default_factory=Counter)
    kept: int = 0
    unavailable: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    name: str = ""

    @property
    def path(self) -> Path:
        return self.folder / f"{self.name or self.domain}.jsonl"

    def load(self) -> None:
        for row in read_rows(self.path):
            self.done.add(row["turn"])
            if "answers" in row:
                self._count(LabelledTurn.from_json(row))

    def keep(self, turn: LabelledTurn) -> None:
        self._write(turn.to_json())
        self._count(turn)

    def skip(self, number: int, why: str) -> None:
        self._write({"turn": number, "skipped": why})

    def _count(self, turn: LabelledTurn) -> None:
        self.kept += 1
        self.digests.add(turn.digest)
        self.labels.update(f"{a.tool} {a.label}" for a in turn.answers)

    def _write(self, row: dict[str, Any]) -> None:
        self.done.add(row["turn"])
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, separators=(",", ":")) + "\n")


def collection(domain: Domain, folder: Path, seed: int) -> Collection:
    """Generated turns of one domain, with what the folder has of them already. Raises ``LookupError`` without generators."""
    if not families(domain):
        raise LookupError(f"there are no generators of {domain} in training/generators/{domain}")
    found = Collection(domain, folder, lambda number: planned_turn(domain, number, seed))
    folder.mkdir(parents=True, exist_ok=True)
    found.load()
    return found


def public_collection(domain: Domain, clones: Sequence[Clone], folder: Path, seed: int) -> Collection | None:
    """Turns of public designs; ``None`` when none of the clones has any of this domain."""
    plan = public_plan(clones, domain, seed)
    if not plan:
        return None
    found = Collection(domain, folder, lambda number: public_turn(plan, number, seed), name=f"{domain}-public")
    folder.mkdir(parents=True, exist_ok=True)
    found.load()
    return found


def drop_stale(path: Path) -> tuple[int, int]:
    """Rewrite a file of rows without those whose recipe makes other code by now, or failed; returns how many stay and go."""
    stay, gone = [], 0
    for row in read_rows(path):
        try:
            if "answers" in row and not row.get("source"):
                build(Recipe.from_json(row), row["sha256"])
            if row.get("skipped", "").startswith(FAULT):
                raise Stale("to be tried again")
            stay.append(row)
        except Exception:  # stale, or its generator fails by now
            gone += 1
    if gone:
        new = path.with_suffix(".new")
        new.write_text("".join(json.dumps(row, separators=(",", ":")) + "\n" for row in stay), encoding="utf-8")
        new.replace(path)
    return len(stay), gone


async def collect(collections: Sequence[Collection], turns: int, jobs: int, say: Say) -> None:
    """Until each collection has had its first ``turns`` turns, in rounds of ``EACH_ROUND``; ``jobs`` at a time."""
    began, shown = time.monotonic(), time.monotonic()
    before = sum(c.kept for c in collections)
    waiting: set[asyncio.Task[None]] = set()
    root = tempfile.mkdtemp(prefix="hardsight-collect-")
    os.environ["HARDSIGHT_CACHE_DIR"] = root
    try:
        for where, number in _in_turn(collections, turns):
            waiting.add(asyncio.create_task(_one(where, number)))
            if len(waiting) >= jobs:
                finished, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                for task in finished:
                    task.result()
            if time.monotonic() - shown > SHOWN_EVERY:
                shown = time.monotonic()
                say(_progress(collections, turns, sum(c.kept for c in collections) - before, shown - began))
        for task in waiting:
            await task
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        shutil.rmtree(root, ignore_errors=True)
    say(_progress(collections, turns, sum(c.kept for c in collections) - before, time.monotonic() - began))


def _in_turn(collections: Sequence[Collection], turns: int) -> Iterator[tuple[Collection, int]]:
    missing = [(c, iter([n for n in range(turns) if n not in c.done])) for c in collections]
    while missing:
        for entry in list(missing):
            for _ in range(EACH_ROUND[entry[0].domain]):
                number = next(entry[1], None)
                if number is None:
                    missing.remove(entry)
                    break
                yield entry[0], number


async def _one(where: Collection, number: int) -> None:
    try:
        planned = where.plan(number)
    except Stale as gone:
        where.skip(number, str(gone))
        return
    except Exception as bug:
        # One faulty generator or mutation must not end a collection that runs for hours; it is told in the progress.
        where.faults[f"{type(bug).__name__}: {bug}"] += 1
        where.skip(number, f"{FAULT}: {type(bug).__name__}: {bug}")
        return
    digest = short_digest(planned.design.code)
    if digest in where.digests:
        where.skip(number, "duplicate")
        return
    where.digests.add(digest)
    turn = await label(planned, where.unavailable)
    if turn.answers:
        where.keep(turn)
    else:
        where.skip(number, "no tool gave a verdict")


async def label(planned: PlannedTurn, unavailable: Counter[str]) -> LabelledTurn:
    """Ask the planned tools. Answers that are no verdict are left out and counted in ``unavailable``."""
    design = planned.design
    environment = await asyncio.to_thread(environment_of, design)
    outcomes = await confirm_all(design.code, environment, tools=planned.tools, use_cache=False)
    answers = []
    for outcome in outcomes:
        _discard(outcome)
        if _no_verdict(outcome, planned.recipe.public):
            unavailable[f"{outcome.tool}: {outcome.log.splitlines()[0][:120] if outcome.log else ''}"] += 1
        else:
            answers.append(Answer.of(outcome))
    lines = design.code.count("\n") + 1
    return LabelledTurn(planned.number, planned.recipe, short_digest(design.code), lines, tuple(answers))


def _no_verdict(outcome: Outcome, public: bool) -> bool:
    """True also when a compiler was stopped for time, which tells of the machine, and when public code lacks a file that is
    not in its repository."""
    if outcome.label is Label.TIMEOUT:
        return outcome.stage not in (Stage.SIMULATE, Stage.RUN)
    lacking = public and any(d.code in ("ModuleNotFoundError", "missing-include") for d in outcome.errors)
    return outcome.label is Label.UNAVAILABLE or lacking


def _discard(outcome: Outcome) -> None:
    for path in outcome.artifacts.values():
        shutil.rmtree(Path(path).parent, ignore_errors=True)


def _progress(collections: Sequence[Collection], turns: int, new: int, seconds: float) -> str:
    each = ", ".join(f"{c.name or c.domain} {len(c.done):,} of {turns:,} ({c.kept:,} kept)" for c in collections)
    faults = sum(sum(c.faults.values()) for c in collections)
    each += f"; {faults} faulty generations" if faults else ""
    return f"{each}; {new:,} labelled in {seconds:,.0f} s ({new / max(seconds, 1e-9):.1f}/s)"
