"""The confirmed tier: the real tools, on save, when idle, or on request; an edit of the file kills what still runs."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import AsyncGenerator, Callable, Collection, Iterable, Mapping
from concurrent.futures import Executor
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import cast

from backends.confirm import UNTRUSTED, confirm
from backends.domains import domain_of, environment_for
from backends.environment import Domain, Environment
from backends.outcome import Diagnostic, Label, Outcome, Position, Range, Severity, Stage
from server.checked_path import checked_path
from server.documents import Document, DocumentStore
from server.folders import Place
from server.progress import ProgressBoard
from server.tools_loop import ToolsLoop, in_this_loop

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the tools have said of one text so far. ``running`` until the last one has spoken."""

    path: str
    serial: int
    version: int
    text: str
    environment: Environment
    opened: Mapping[str, int]
    """The serial number of each document that was open: which text of it the tools saw."""
    outcomes: tuple[Outcome, ...] = ()
    running: bool = True

    @property
    def untrusted(self) -> tuple[str, ...]:
        """Tools that were not run because the folder is not trusted."""
        return tuple(o.tool for o in self.outcomes if is_untrusted(o))

    @property
    def missing(self) -> tuple[Outcome, ...]:
        return tuple(o for o in self.outcomes if o.label is Label.UNAVAILABLE and not is_untrusted(o))


def is_untrusted(outcome: Outcome) -> bool:
    return outcome.label is Label.UNAVAILABLE and outcome.log == UNTRUSTED


def shown_diagnostics(outcome: Outcome) -> tuple[Diagnostic, ...]:
    """A failure is never silent: one without a place is shown at the first line."""
    first_line = next((line for line in outcome.log.splitlines() if line.strip()), "")
    if outcome.label is Label.UNAVAILABLE and "Traceback" in outcome.log:
        return (_at_top(outcome, Severity.WARNING, "internal-error", first_line),)
    if outcome.label.failed and not outcome.errors:
        label = str(outcome.label).replace("_", " ").lower()
        message = f"{outcome.tool}: {label}" + (f": {first_line}" if first_line else "")
        return (*outcome.diagnostics, _at_top(outcome, Severity.ERROR, str(outcome.label), message))
    return outcome.diagnostics


def _at_top(outcome: Outcome, severity: Severity, code: str, message: str) -> Diagnostic:
    return Diagnostic(Range(Position(0, 0), Position(0, 1)), severity, code, message, outcome.tool, outcome.stage)


@dataclass(frozen=True, slots=True)
class Request:
    """``tools`` are named when only these are wanted; ``token`` is the client's progress token."""

    tools: frozenset[str] | None = None
    use_cache: bool = True
    token: str | int | None = None


class ConfirmedTier:
    """``on_outcome`` gets each answer as it comes, ``on_end`` the whole of it (also of a run that was cut short)."""

    def __init__(
        self,
        executor: Executor,
        tools: ToolsLoop,
        documents: DocumentStore,
        place: Callable[[str], Place],
        board: ProgressBoard,
        on_outcome: Callable[[Confirmed, Outcome], None],
        on_end: Callable[[Confirmed, Request], None],
    ) -> None:
        self._executor = executor
        self._tools = tools
        self._documents = documents
        self._place = place
        self._board = board
        self._on_outcome = on_outcome
        self._on_end = on_end
        self._results: dict[str, Confirmed] = {}
        self._tasks: dict[str, asyncio.Task[Confirmed | None]] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def result(self, path: str) -> Confirmed | None:
        return self._results.get(path)

    def results(self) -> Iterable[Confirmed]:
        return tuple(self._results.values())

    def running(self, path: str) -> bool:
        task = self._tasks.get(path)
        return task is not None and not task.done()

    def start(self, path: str, request: Request = Request()) -> asyncio.Task[Confirmed | None] | None:
        """Confirm the newest text of an open file; a run for an older text, or for other tools, is killed first."""
        document = self._documents.get(path)
        if document is None:
            return None
        self._cancel_timer(path)
        self.cancel(path)
        task = asyncio.create_task(self._confirm(document, request), name=f"confirm {path}")
        self._tasks[path] = task
        task.add_done_callback(lambda done: self._finished(path, done))
        return task

    def start_when_idle(self, path: str, seconds: float) -> None:
        self._cancel_timer(path)
        self._timers[path] = asyncio.get_running_loop().call_later(seconds, self.start, path)

    def cancel(self, path: str) -> None:
        """Kill what runs for ``path``."""
        self._cancel_timer(path)
        task = self._tasks.pop(path, None)
        if task is not None:
            task.cancel()

    def forget(self, path: str) -> None:
        self.cancel(path)
        self._results.pop(path, None)

    async def close(self) -> None:
        tasks = list(self._tasks.values())
        for path in [*self._tasks, *self._timers]:
            self.cancel(path)
        if tasks:
            await asyncio.wait(tasks, timeout=2)

    async def _confirm(self, document: Document, request: Request) -> Confirmed | None:
        path = document.path
        place = self._place(path)
        domain = domain_of(checked_path(path, document.language_id, place.root), document.text)
        if domain is None:
            return None
        opened = {each.path: each.serial for each in self._documents}
        environment = await asyncio.get_running_loop().run_in_executor(
            self._executor, _environment, domain, document, place, self._documents.overlay()
        )
        kept = self._kept(document, request)
        result = Confirmed(path, document.serial, document.version, document.text, environment, opened, kept)
        name = environment.name
        task = asyncio.current_task()
        assert task is not None
        with self._board.begin(
            f"Hardsight: confirming {name}", path=path, cancel=task.cancel, token=request.token
        ) as progress:

            def came(outcome: Outcome) -> None:
                nonlocal result
                if task.done() or task.cancelling():
                    return
                result = replace(result, outcomes=(*result.outcomes, outcome))
                self._results[path] = result
                progress.report(_summary(outcome))
                self._on_outcome(result, outcome)

            trusted = place.trusted is True
            try:
                try:
                    await self._tools.run(_confirm(document.text, environment, trusted, request, in_this_loop(came)))
                except Exception:
                    logger.exception("Confirming %s failed", path)
                    came(_bug())
                result = replace(result, running=False)
                self._results[path] = result
                progress.report(verdict(result.outcomes))
            finally:
                # Before the client is told that it is over, it has been told everything.
                self._on_end(result, request)
        return result

    def _kept(self, document: Document, request: Request) -> tuple[Outcome, ...]:
        """What other tools have said of the same text, when only some are asked again."""
        before = self._results.get(document.path)
        if request.tools is None or before is None or before.serial != document.serial:
            return ()
        return tuple(o for o in before.outcomes if o.tool not in request.tools)

    def _finished(self, path: str, done: asyncio.Task[Confirmed | None]) -> None:
        if self._tasks.get(path) is done:
            del self._tasks[path]
        if not done.cancelled() and (error := done.exception()) is not None:
            logger.error("Confirming %s failed", path, exc_info=error)

    def _cancel_timer(self, path: str) -> None:
        timer = self._timers.pop(path, None)
        if timer is not None:
            timer.cancel()


async def _confirm(
    code: str, environment: Environment, trusted: bool, request: Request, tell: Callable[[Outcome], None]
) -> None:
    """Runs in the tools' loop."""
    outcomes = cast(
        "AsyncGenerator[Outcome, None]",
        confirm(code, environment, trusted=trusted, tools=request.tools, use_cache=request.use_cache),
    )
    async with aclosing(outcomes) as answers:
        async for outcome in answers:
            tell(outcome)


def _bug() -> Outcome:
    why = f"confirming failed because of a bug in Hardsight; see its log\n{traceback.format_exc()}"
    return Outcome.unavailable("hardsight", Stage.STATIC, why)


def _environment(domain: Domain, document: Document, place: Place, overlay: dict[str, str]) -> Environment:
    path = checked_path(document.path, document.language_id, place.root)
    return environment_for(domain, path, document.text, place.root, place.settings.tool_settings, overlay)


def _summary(outcome: Outcome) -> str:
    if outcome.label is Label.UNAVAILABLE:
        return f"{outcome.tool}: not run"
    return f"{outcome.tool}: {str(outcome.label).replace('_', ' ')} ({outcome.seconds:.2f} s)"


def verdict(outcomes: Collection[Outcome]) -> str:
    """One line: which tools passed, which did not, which did not run."""
    failed = [o.tool for o in outcomes if o.label.failed]
    passed = [o.tool for o in outcomes if o.label is Label.PASS]
    absent = [o.tool for o in outcomes if o.label is Label.UNAVAILABLE]
    parts = []
    if failed:
        parts.append(f"failed: {', '.join(dict.fromkeys(failed))}")
    if passed:
        parts.append(f"passed: {', '.join(dict.fromkeys(passed))}")
    if absent:
        parts.append(f"not run: {', '.join(dict.fromkeys(absent))}")
    return "; ".join(parts) or "nothing to confirm"
