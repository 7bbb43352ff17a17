"""One client's session: its documents, folders, tiers, and what happens when one of them has news."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from lsprotocol import types as lsp

from backends.domains import domain_of, notice_change
from backends.environment import Domain
from backends.outcome import Outcome, Provenance
from backends.registry import backends
from server.checked_path import checked_path
from server.client import Client, DiagnosticChannel
from server.confirmed_tier import Confirmed, ConfirmedTier, Request, shown_diagnostics
from server.diagnostic_store import STATIC, DiagnosticStore, Speaker
from server.documents import Document, DocumentStore, Replacement
from server.environment_reuse import Gathered, Surroundings, looks_structural
from server.feedback import FeedbackRecorder
from server.fixes import Fixes
from server.folders import Folders
from server.host import Host
from server.predicted_tier import PredictedTier
from server.progress import ProgressBoard
from server.publisher import Publisher
from server.settings_report import report_settings
from server.static_tier import Job, StaticAnswer, StaticTier, Urgency
from server.symbols import Kind, Symbol, headlines, symbols_of
from server.trust import Trust
from server.trust_question import ask_for_trust, untrusted_remark

if TYPE_CHECKING:
    from server.language_server import HardsightServer

logger = logging.getLogger(__name__)

T = TypeVar("T")

CLOSED = -1
TRUST = "trust"
RECONFIRMED_DEPENDENTS = 8


class Session:
    """Made with the server, usable after ``initialize``. Everything here runs in the event loop and returns at once."""

    def __init__(self, server: HardsightServer, host: Host) -> None:
        self.server = server
        self.host = host
        self.client = Client()
        self.documents = DocumentStore()
        self.folders = Folders(Trust(host.remembered_trust))
        self.diagnostics = DiagnosticStore()
        self.publisher = Publisher(self.diagnostics, self.documents, self.folders, lambda: self.client)
        self.progress = ProgressBoard(server.protocol)
        self.static = StaticTier(host.front_ends, self._serial_of, self._job, self._static_answered)
        self.predicted = PredictedTier(self.folders.of, self._predicted)
        self.confirmed = ConfirmedTier(
            host.front_ends,
            host.tools,
            self.documents,
            self.folders.of,
            self.progress,
            self._outcome,
            self._confirmed,
        )
        self.fixes = Fixes(host.assistant, self.folders.of, lambda: host.trajectories)
        self.feedback = FeedbackRecorder(host.files, lambda: host.trajectories, self.documents.get)
        self.workspace_paths: set[str] = set()
        """Files that are not open but are analysed for the workspace."""
        self.settings_files: set[str] = set()
        """Files of settings that have been reported on."""
        self._gathered: dict[str, Gathered] = {}
        self._gathering: dict[str, Surroundings] = {}
        self._disk = 0
        """Counts the changes on disk we were told of."""
        self._symbols: dict[str, tuple[int, tuple[Symbol, ...]]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._told_missing: set[str] = set()
        self._warmed: set[Domain] = set()
        self._shown: set[str] = set()

    def background(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        """Run something that nobody waits for; it ends with the session, and what it raises is logged."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("%s failed", task.get_name(), exc_info=error)

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        self.publisher.close()
        await self.feedback.close()
        await asyncio.gather(self.fixes.close(), self.confirmed.close(), self.predicted.close(), self.static.close())

    @property
    def workspace_scope(self) -> bool:
        """Whether files that are not open are reported on."""
        place = self.folders.of(f"{next(iter(self.folders.paths), '/')}/any")
        scope = place.settings.diagnostics.scope
        return scope == "workspace" or (scope == "auto" and self.client.diagnostics is not DiagnosticChannel.PUSH)

    # -- documents

    def opened(self, document: Document) -> None:
        self.publisher.opened(document.path)
        self.static.request(document.path, Urgency.OPENED)

    def edited(self, before: Document, document: Document, replacements: tuple[Replacement, ...]) -> None:
        path = document.path
        if looks_structural(before.index, document.index, replacements):
            self._gathered.pop(path, None)
        self.confirmed.cancel(path)
        self.predicted.cancel(path)
        self.fixes.edited(path)
        self.feedback.edited(path, replacements)
        self.diagnostics.edit(path, replacements)
        self.static.request(path, Urgency.EDITED)
        settings = self.folders.of(path).settings.confirm
        if settings.on == "idle":
            self.confirmed.start_when_idle(path, settings.idle_seconds)

    def saved(self, path: str) -> None:
        if self.folders.stale():
            self.settings_changed()
        if self.folders.of(path).settings.confirm.on != "manual":
            self.confirmed.start(path)
        self.file_changed(path)

    def closed(self, document: Document) -> None:
        path = document.path
        self.confirmed.forget(path)
        self.predicted.cancel(path)
        self.fixes.edited(path)
        self.feedback.closed(path, document)
        self.static.forget(path)
        self._symbols.pop(path, None)
        self._gathered.pop(path, None)
        self.publisher.changed(self.diagnostics.silence(path) | {path})
        if path in self.workspace_paths:
            self.static.request(path, Urgency.WORKSPACE)

    def file_changed(self, path: str) -> None:
        """A file changed on disk: check again what depends on it, and confirm again what had been confirmed with it."""
        self._disk += 1
        self.host.front_ends.submit(notice_change, path, self.folders.of(path).root)
        # Nobody depends on a file that was missing until now; whoever missed it is open in the same project.
        self.static.recheck(self.static.dependents(path) or self._of_project(path))
        if path in self.workspace_paths and self.documents.get(path) is None:
            self.static.request(path, Urgency.WORKSPACE)
        again = [
            done.path
            for done in self.confirmed.results()
            if done.path != path
            and self.documents.get(done.path) is not None
            and any(f.path == path for f in done.environment.files)
            and self.folders.of(done.path).settings.confirm.on != "manual"
        ]
        for other in again[-RECONFIRMED_DEPENDENTS:]:
            self.confirmed.start(other)

    def _of_project(self, path: str) -> list[str]:
        """The other open files of the project of ``path``."""
        root = self.folders.of(path).root
        return [d.path for d in self.documents if d.path != path and self.folders.of(d.path).root == root]

    # -- settings and trust

    def settings_changed(self) -> None:
        """Files or the editor's settings changed: everything open is looked at again, with the new ones."""
        self.folders.forget()
        self.static.recheck(document.path for document in self.documents)
        for document in self.documents:
            self.folders.of(document.path)
        report_settings(self)
        # Also where nothing new is found, other things are to be shown of it.
        self.publisher.changed(self.diagnostics.paths())
        self.refresh_numbers()

    def trust_answered(self, folder: str, trusted: bool, *, remember: bool) -> None:
        """The user (or the editor) said whether code in ``folder`` may run."""
        try:
            self.folders.trust.answer(folder, trusted, remember=remember)
        except OSError as error:
            self.show(f"The answer counts until the editor closes; it cannot be remembered: {error}")
        self.settings_changed()
        if trusted:
            for done in self.confirmed.results():
                if done.untrusted and self.documents.get(done.path) is not None:
                    self.confirmed.start(done.path)

    # -- what the tiers say

    def _serial_of(self, path: str) -> int | None:
        document = self.documents.get(path)
        if document is not None:
            return document.serial
        return CLOSED if path in self.workspace_paths else None

    def _job(self, path: str, urgency: Urgency) -> Job:
        document = self.documents.get(path)
        place = self.folders.of(path)
        serial = document.serial if document else CLOSED
        environment = previous = None
        now = Surroundings(place, self._disk, {d.path: d.serial for d in self.documents})
        gathered = self._gathered.get(path)
        if document is not None and gathered is not None and gathered.surroundings.place is place:
            answer = self.static.answer(path)
            if urgency in (Urgency.SETTLED, Urgency.DEPENDENT):
                previous = answer if answer is not None and answer.serial == serial else None
            elif gathered.holds_in(now):
                environment = gathered.environment
        if environment is None:
            self._gathering[path] = now
        text = document.text if document else None
        language = document.language_id if document else ""
        return Job(path, serial, text, place, self.documents.overlay(), language, environment, previous)

    def _static_answered(self, answer: StaticAnswer, urgency: Urgency) -> None:
        gathered_in = self._gathering.pop(answer.path, None)
        if gathered_in is not None and answer.environment is not None and self.documents.get(answer.path) is not None:
            self._gathered[answer.path] = Gathered(answer.environment, gathered_in)
        own = {answer.path} if answer.domain is not None and urgency <= Urgency.OPENED else set()
        changed = self.diagnostics.put(Speaker(answer.path, STATIC), answer.diagnostics)
        # Also without diagnostics the client learns that this version has none. One that pulls asks for it by itself.
        self.publisher.changed(changed | own, asked=changed <= own)
        if urgency is not Urgency.SETTLED:
            self.predicted.predict(answer)
        if answer.domain is not None and urgency is not Urgency.WORKSPACE and answer.domain not in self._warmed:
            # The first save should not wait for their modules to be imported.
            self._warmed.add(answer.domain)
            self.background(self.in_files_thread(partial(backends, answer.domain)), "load tools")

    def _predicted(self, answer: StaticAnswer, outcomes: tuple[Outcome, ...]) -> None:
        document = self.documents.get(answer.path)
        if document is None or document.serial != answer.serial:
            return
        done = self.confirmed.result(answer.path)
        known = {o.tool for o in done.outcomes} if done and done.serial == answer.serial else set()
        changed: set[str] = set()
        said = set()
        for outcome in outcomes:
            if outcome.tool not in known:
                speaker = Speaker(answer.path, outcome.tool, outcome.target, Provenance.PREDICTED)
                said.add(speaker)
                changed |= self.diagnostics.put(speaker, shown_diagnostics(outcome), outcome.probability)
        changed |= self.diagnostics.silence(answer.path, provenance=Provenance.PREDICTED, keep=said)
        self.publisher.changed(changed)

    def _outcome(self, result: Confirmed, outcome: Outcome) -> None:
        document = self.documents.get(result.path)
        if document is None or document.serial != result.serial:
            return
        speaker = Speaker(result.path, outcome.tool, outcome.target)
        changed = self.diagnostics.put(speaker, shown_diagnostics(outcome))
        for path in changed - {result.path}:
            self._catch_up(path, speaker, result.opened)
        # A prediction is withdrawn as soon as the tool has spoken, right or wrong.
        changed |= self.diagnostics.put(Speaker(result.path, outcome.tool, outcome.target, Provenance.PREDICTED), ())
        self.publisher.changed(changed)

    def _catch_up(self, path: str, speaker: Speaker, seen: Mapping[str, int]) -> None:
        """What a tool says about another open file is about the text it saw, which may have been edited since."""
        if self.documents.get(path) is not None:
            edits = self.documents.edits_since(path, seen[path]) if path in seen else None
            if edits is None:
                self.diagnostics.withdraw(path, speaker)
            else:
                self.diagnostics.edit(path, edits, speaker)

    def _confirmed(self, result: Confirmed, request: Request) -> None:
        document = self.documents.get(result.path)
        if document is not None and document.serial == result.serial and not result.running:
            changed = self.diagnostics.put(Speaker(result.path, TRUST), untrusted_remark(self, result))
            if request.tools is None:
                spoke = {Speaker(result.path, o.tool, o.target) for o in result.outcomes}
                spoke |= {Speaker(result.path, STATIC), Speaker(result.path, TRUST)}
                changed |= self.diagnostics.silence(result.path, provenance=Provenance.REAL, keep=spoke)
            self.publisher.changed(changed)
            self._tell_missing(result)
            if result.untrusted:
                ask_for_trust(self, result)
        self.refresh_numbers()

    def _tell_missing(self, result: Confirmed) -> None:
        for outcome in result.missing:
            if outcome.tool not in self._told_missing:
                self._told_missing.add(outcome.tool)
                self.log(f"{outcome.tool} was not run: {outcome.log}")

    # -- what is declared

    async def in_files_thread(self, work: Callable[[], T]) -> T:
        """Run something short that blocks or computes, outside the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self.host.files, work)

    async def symbols(self, document: Document) -> tuple[Symbol, ...]:
        """What ``document`` declares; read once for each text."""
        known = self._symbols.get(document.path)
        if known is None or known[0] != document.serial:
            place = self.folders.of(document.path)
            path = checked_path(document.path, document.language_id, place.root)
            domain = domain_of(path, document.text)
            limit = place.settings.static.max_file_bytes
            found: tuple[Symbol, ...] = ()
            if len(document.text) <= limit:
                found = await self.in_files_thread(lambda: symbols_of(domain, path, document.text))
            known = self._symbols[document.path] = (document.serial, found)
        return known[1]

    async def headline_symbol(self, document: Document) -> Symbol | None:
        """Where the verdict on the whole file belongs: the top module, the first kernel, the result."""
        found = headlines(await self.symbols(document))
        done = self.confirmed.result(document.path)
        top = done.environment.settings.verilog.top if done else None
        return next(
            (s for s in found if s.name == top), found[-1] if found and found[-1].kind is Kind.RESULT else None
        ) or (found[0] if found else None)

    # -- what the user is told

    def refresh_numbers(self) -> None:
        """Lenses and hints show confirmed numbers; ask the client to fetch them again."""
        if self.client.lens_refresh:
            self._forgive(self.server.workspace_code_lens_refresh_async(None))
        if self.client.inlay_refresh:
            self._forgive(self.server.workspace_inlay_hint_refresh_async(None))

    def _forgive(self, request: Coroutine[Any, Any, Any]) -> None:
        async def ask() -> None:
            from pygls.exceptions import JsonRpcException

            try:
                await request
            except JsonRpcException as error:
                logger.info("The client refused to refresh: %s", error)

        self.background(ask(), "refresh")

    def show(self, message: str, kind: lsp.MessageType = lsp.MessageType.Info) -> None:
        self.server.window_show_message(lsp.ShowMessageParams(kind, message))

    def show_once(self, message: str, kind: lsp.MessageType = lsp.MessageType.Info) -> None:
        """Nobody wants to be told the same at each save."""
        if message not in self._shown:
            self._shown.add(message)
            self.show(message, kind)

    def log(self, message: str, kind: lsp.MessageType = lsp.MessageType.Info) -> None:
        self.server.window_log_message(lsp.LogMessageParams(kind, message))

    def client_settings(self, values: Mapping[str, Mapping[str, Any]]) -> None:
        """What the editor answered to ``workspace/configuration``, by folder."""
        if values != self.folders.client_values:
            self.folders.client_values = dict(values)
            self.settings_changed()

    def path_in_folder(self, path: str) -> bool:
        return self.folders.folder_of(str(Path(path))) is not None
