"""The static tier: front ends at each keystroke, one file at a time, the newest text only.

Edits come in faster than they are handled when a key repeats or a formatter runs, so an analysis starts only when no
message is waiting, and only for the text as it then is. What an edit involves elsewhere waits until the keys rest.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import count
from pathlib import Path

from backends.domains import domain_of, environment_for, neighbours_known
from backends.environment import Domain, Environment
from backends.outcome import Diagnostic, Label, Outcome, Position, Range, Severity, Stage
from backends.registry import static_backends
from server.checked_path import checked_path
from server.folders import Place
from server.source_text import read_source

logger = logging.getLogger(__name__)

DEPENDENTS_AFTER = 0.3
NEIGHBOURS_AFTER = 0.5


class Urgency(IntEnum):
    """Lower goes first; within one, the newest request goes first."""

    EDITED = 0
    ASKED = 1
    OPENED = 2
    SETTLED = 3
    DEPENDENT = 4
    WORKSPACE = 5


@dataclass(frozen=True, slots=True)
class StaticAnswer:
    """What the front ends said of one text. ``domain`` is ``None`` for a file that is none of ours."""

    path: str
    serial: int
    domain: Domain | None
    text: str = ""
    environment: Environment | None = None
    outcomes: tuple[Outcome, ...] = ()
    settled: bool = True
    """False while the project is still being read: a neighbour may be missing from the environment."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return tuple(d for outcome in self.outcomes for d in outcome.diagnostics)


@dataclass(frozen=True, slots=True)
class Job:
    """One text to analyse. ``text`` is ``None`` for a file that is not open; then the disk holds it."""

    path: str
    serial: int
    text: str | None
    place: Place
    overlay: Mapping[str, str]
    language_id: str = ""
    environment: Environment | None = None
    """The environment of the text before, where the edit cannot have changed it."""
    previous: StaticAnswer | None = None
    """An answer for this very text, to be kept if its environment turns out to be the same."""


def analyze(job: Job) -> StaticAnswer:
    """Runs in the front ends' thread. A bug in a front end becomes a diagnostic; it must not take the editor down."""
    text = job.text
    remarks: tuple[Diagnostic, ...] = ()
    if text is None:
        try:
            source = read_source(Path(job.path))
        except OSError:
            return StaticAnswer(job.path, job.serial, None)
        text, remarks = source.text, source.remarks
        if not source.usable:
            return StaticAnswer(job.path, job.serial, None, outcomes=(_outcome(*remarks),) if remarks else ())
    path = checked_path(job.path, job.language_id, job.place.root)
    domain = domain_of(path, text)
    if domain is None:
        return StaticAnswer(job.path, job.serial, None, text)
    settings = job.place.settings
    if "\0" in text:
        remark = _remark(Severity.ERROR, "binary", "this is binary, not source text; it is not analysed")
        return StaticAnswer(job.path, job.serial, domain, text, None, (_outcome(remark),))
    if len(text) > settings.static.max_file_bytes:
        message = (
            f"{len(text) / 2**20:.1f} MiB is more than is analysed while typing "
            f"({settings.static.max_file_bytes / 2**20:.1f} MiB, static.max_file_bytes); saving still confirms the file"
        )
        remark = _remark(Severity.INFORMATION, "too-large", message)
        return StaticAnswer(job.path, job.serial, domain, text, None, (_outcome(remark),))
    try:
        environment = job.environment or environment_for(
            domain, path, text, job.place.root, settings.tool_settings, job.overlay
        )
        settled = job.environment is not None or neighbours_known(domain, path, job.place.root)
        if job.previous is not None and job.previous.environment == environment:
            return replace(job.previous, settled=settled)
        outcomes = tuple(
            backend.analyze(text, environment)
            for backend in static_backends(domain)
            if backend.name not in settings.disabled
        )
    except Exception:
        logger.exception("The front end failed on %s", job.path)
        remark = _remark(Severity.WARNING, "internal-error", "the front end failed on this file; see the server's log")
        return StaticAnswer(job.path, job.serial, domain, text, None, (_outcome(remark),))
    if remarks:
        outcomes = (*outcomes, _outcome(*remarks))
    return StaticAnswer(job.path, job.serial, domain, text, environment, outcomes, settled)


def _remark(severity: Severity, code: str, message: str) -> Diagnostic:
    return Diagnostic(Range(Position(0, 0), Position(0, 1)), severity, code, message, "hardsight")


def _outcome(*diagnostics: Diagnostic) -> Outcome:
    failed = any(d.severity is Severity.ERROR for d in diagnostics)
    return Outcome("hardsight", Stage.STATIC, Label.COMPILATION_ERROR if failed else Label.PASS, diagnostics)


class StaticTier:
    """``serial_of`` tells which text of a path is the newest (``None``: it is not analysed any more), ``make_job`` takes
    a snapshot of it; ``on_answer`` gets each answer."""

    def __init__(
        self,
        executor: Executor,
        serial_of: Callable[[str], int | None],
        make_job: Callable[[str, Urgency], Job],
        on_answer: Callable[[StaticAnswer, Urgency], None],
    ) -> None:
        self._executor = executor
        self._serial_of = serial_of
        self._make_job = make_job
        self._on_answer = on_answer
        self._answers: dict[str, StaticAnswer] = {}
        self._queue: dict[str, tuple[Urgency, int]] = {}
        self._order = count()
        self._waiting: dict[str, list[asyncio.Future[None]]] = {}
        self._wake = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None
        self._resting: asyncio.TimerHandle | None = None
        self._edited: set[str] = set()

    def request(self, path: str, urgency: Urgency) -> None:
        """Analyse the newest text of ``path`` when its turn comes."""
        queued = self._queue.get(path)
        if queued is None or urgency <= queued[0]:
            self._queue[path] = (urgency, -next(self._order))
        if self._worker is None:
            self._worker = asyncio.create_task(self._work(), name="static tier")
        self._wake.set()
        if urgency is Urgency.EDITED:
            self._edited.add(path)
            self._rest()

    def answer(self, path: str) -> StaticAnswer | None:
        """The last answer, perhaps for an older text."""
        return self._answers.get(path)

    async def current(self, path: str, urgency: Urgency = Urgency.ASKED) -> StaticAnswer | None:
        """The answer for the newest text, waiting for it; ``None`` when the file is not open."""
        while (serial := self._serial_of(path)) is not None:
            answer = self._answers.get(path)
            if answer is not None and answer.serial == serial and path not in self._queue:
                return answer
            done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.setdefault(path, []).append(done)
            self.request(path, urgency)
            await done
        return None

    def forget(self, path: str) -> None:
        self._answers.pop(path, None)
        self._queue.pop(path, None)
        self._release(path)

    def dependents(self, path: str) -> list[str]:
        """Analysed files in whose environment ``path`` is."""
        return [
            other
            for other, answer in self._answers.items()
            if other != path and answer.environment and any(f.path == path for f in answer.environment.files)
        ]

    def recheck(self, paths: Iterable[str]) -> None:
        for path in paths:
            self.request(path, Urgency.DEPENDENT)

    async def close(self) -> None:
        if self._resting is not None:
            self._resting.cancel()
        if self._worker is not None:
            self._worker.cancel()
            await asyncio.wait((self._worker,))
        for path in list(self._waiting):
            self._release(path)

    def _rest(self) -> None:
        if self._resting is not None:
            self._resting.cancel()
        self._resting = asyncio.get_running_loop().call_later(DEPENDENTS_AFTER, self._rested)

    def _rested(self) -> None:
        edited, self._edited = self._edited, set()
        for path in edited:
            self.request(path, Urgency.SETTLED)
        self.recheck({other for path in edited for other in self.dependents(path)} - edited)

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            if not self._queue:
                self._wake.clear()
                await self._wake.wait()
            # Two turns of the event loop: one reads what has arrived, one handles it.
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            if not self._queue:
                continue
            path = min(self._queue, key=self._queue.__getitem__)
            urgency, _ = self._queue.pop(path)
            if self._serial_of(path) is None:
                self._release(path)
                continue
            job = self._make_job(path, urgency)
            answer = await loop.run_in_executor(self._executor, analyze, job)
            newest = self._serial_of(path)
            if newest is None:
                self._release(path)
            elif newest == job.serial:
                self._answers[path] = answer
                self._on_answer(answer, urgency)
                if not answer.settled:
                    loop.call_later(NEIGHBOURS_AFTER, self._look_again, path)
                if path not in self._queue:
                    self._release(path)
            elif path not in self._queue:
                self.request(path, urgency)

    def _look_again(self, path: str) -> None:
        if self._serial_of(path) is not None:
            self.request(path, Urgency.SETTLED)

    def _release(self, path: str) -> None:
        for done in self._waiting.pop(path, ()):
            if not done.done():
                done.set_result(None)
