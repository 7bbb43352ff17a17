"""Fixes between their being proposed for a diagnostic and their being accepted: kept by number, verified on demand."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.project_repair import repair_project
from assistant.quick_fix import Fix, fix_all, propose_fixes, verify_fix
from assistant.repair_loop import Budget
from assistant.repair_result import Progress, RepairResult, Status
from backends.environment import Environment
from backends.outcome import Diagnostic, Outcome
from icwm.store import TrajectoryStore
from server.documents import Document
from server.folders import Place
from server.tools_loop import ToolsLoop, in_this_loop

logger = logging.getLogger(__name__)

KEPT = 256
MAX_PROPOSED_FOR = 3
PROPOSE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class OfferedFix:
    """``number`` is how the client names it. ``judged`` once the real tools have spoken; ``refused`` when they said no."""

    number: int
    path: str
    serial: int
    text: str
    environment: Environment
    fix: Fix
    judged: bool = False
    refused: bool = False

    @property
    def verified(self) -> bool:
        return self.judged and not self.refused and self.fix.status is Status.VERIFIED


class Fixes:
    """One session's fixes. Proposing takes milliseconds; verifying runs the tools, and is done once for each fix."""

    def __init__(
        self, assistant: ToolsLoop, place: Callable[[str], Place], store: Callable[[], TrajectoryStore]
    ) -> None:
        self._assistant = assistant
        self._place = place
        self._store = store
        self._numbers = itertools.count(1)
        self._offered: dict[int, OfferedFix] = {}
        self._proposed: dict[tuple[str, int, Diagnostic], tuple[int, ...]] = {}
        self._verifying: dict[int, asyncio.Task[OfferedFix]] = {}
        self._repairing: dict[str, asyncio.Task[RepairResult]] = {}
        self._proposing: dict[str, set[asyncio.Task[list[Fix]]]] = {}

    def get(self, number: int) -> OfferedFix | None:
        return self._offered.get(number)

    async def propose(
        self,
        document: Document,
        environment: Environment,
        outcomes: Sequence[Outcome],
        diagnostics: Sequence[Diagnostic],
    ) -> list[OfferedFix]:
        """Fixes for the first few of ``diagnostics``, most promising first; the same ones when asked again."""
        found: list[OfferedFix] = []
        for diagnostic in diagnostics[:MAX_PROPOSED_FOR]:
            key = (document.path, document.serial, _bare(diagnostic))
            numbers = self._proposed.get(key)
            if numbers is None:
                fixes = await self._propose(document, environment, outcomes, diagnostic)
                if fixes is None:
                    break
                numbers = tuple(self._keep(document, environment, fix).number for fix in fixes)
                self._proposed[key] = numbers
            found += [offered for number in numbers if (offered := self._offered.get(number)) is not None]
        return found

    async def _propose(
        self, document: Document, environment: Environment, outcomes: Sequence[Outcome], diagnostic: Diagnostic
    ) -> list[Fix] | None:
        """``None`` when it takes too long: a menu that opens late is worse than one without fixes."""
        work = propose_fixes(diagnostic, document.text, environment, outcomes=outcomes)
        task = asyncio.create_task(self._assistant.run(work), name=f"propose {document.path}")
        self._proposing.setdefault(document.path, set()).add(task)
        try:
            await asyncio.wait((task,), timeout=PROPOSE_SECONDS)
            if not task.done():
                logger.info("Proposing fixes for %s takes too long", document.path)
                return None
            return [] if task.cancelled() else task.result()
        finally:
            task.cancel()
            self._proposing.get(document.path, set()).discard(task)

    async def verify(self, number: int) -> OfferedFix | None:
        """The fix with what the real tools say of it; ``None`` when the number is not known (any more)."""
        offered = self._offered.get(number)
        if offered is None or offered.judged:
            return offered
        task = self._verifying.get(number)
        if task is None:
            task = self._verifying[number] = asyncio.create_task(self._verify(offered), name=f"verify fix {number}")
            task.add_done_callback(lambda _: self._verifying.pop(number, None))
        return await asyncio.shield(task)

    def verify_ahead(self, number: int) -> None:
        """Start verifying, because the user may choose it next."""
        offered = self._offered.get(number)
        if offered is not None and not offered.judged and not self._verifying:
            self._verifying[number] = task = asyncio.create_task(self._verify(offered), name=f"verify fix {number}")
            task.add_done_callback(lambda done: self._verified_ahead(number, done))

    def _verified_ahead(self, number: int, done: asyncio.Task[OfferedFix]) -> None:
        self._verifying.pop(number, None)
        if not done.cancelled() and (error := done.exception()) is not None:
            logger.error("Verifying a fix failed", exc_info=error)

    async def repair_file(
        self,
        document: Document,
        environment: Environment,
        *,
        safe_only: bool,
        on_progress: Callable[[Progress], None],
    ) -> RepairResult:
        """The whole repair loop for a file. An edit of the file, or cancelling, stops it at once."""
        place = self._place(document.path)
        settings = place.settings
        work = (fix_all if safe_only else repair_project)(
            document.text,
            environment,
            budget=Budget(seconds=settings.fix.budget_seconds, verifications=settings.fix.max_turns),
            trusted=place.trusted is True,
            store=self._store() if settings.feedback.record else None,
            on_progress=in_this_loop(on_progress),
        )
        self.cancel_repair(document.path)
        task = asyncio.create_task(self._assistant.run(work), name=f"repair {document.path}")
        self._repairing[document.path] = task
        try:
            return await task
        finally:
            if self._repairing.get(document.path) is task:
                del self._repairing[document.path]

    def cancel_repair(self, path: str) -> None:
        task = self._repairing.pop(path, None)
        if task is not None:
            task.cancel()

    def edited(self, path: str) -> None:
        """Fixes for an older text are of no use: what is being sought or verified for it is killed."""
        self.cancel_repair(path)
        for proposing in self._proposing.pop(path, ()):
            proposing.cancel()
        for number, task in list(self._verifying.items()):
            if self._offered[number].path == path:
                task.cancel()
        self._proposed = {key: numbers for key, numbers in self._proposed.items() if key[0] != path}

    async def close(self) -> None:
        tasks = [*self._verifying.values(), *self._repairing.values()]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=2)

    async def _verify(self, offered: OfferedFix) -> OfferedFix:
        place = self._place(offered.path)
        judged = await self._assistant.run(
            verify_fix(
                offered.fix,
                offered.text,
                offered.environment,
                trusted=place.trusted is True,
                store=self._store() if place.settings.feedback.record else None,
            )
        )
        answer = replace(offered, fix=judged or offered.fix, judged=True, refused=judged is None)
        self._offered[offered.number] = answer
        return answer

    def _keep(self, document: Document, environment: Environment, fix: Fix) -> OfferedFix:
        number = next(self._numbers)
        offered = OfferedFix(number, document.path, document.serial, document.text, environment, fix)
        self._offered[number] = offered
        while len(self._offered) > KEPT:
            self._offered.pop(next(iter(self._offered)))
        return offered


def _bare(diagnostic: Diagnostic) -> Diagnostic:
    """Hashable: without the facts, which are a mapping."""
    return replace(diagnostic, data=(), related=())  # type: ignore[arg-type]
