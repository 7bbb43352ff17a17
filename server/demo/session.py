"""The editor's side of the demo: a real server in a child process, spoken to over standard input and output."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

LANGUAGES = {".v": "verilog", ".sv": "systemverilog", ".py": "python"}
CONFIRM_SECONDS = 180.0
STATIC_SECONDS = 30.0
PREDICTED_SECONDS = 1.0
PREDICTED = "hardsight (predicted)"


@dataclass
class Timed:
    """Diagnostics as they stood ``seconds`` after what caused them."""

    seconds: float
    diagnostics: list[lsp.Diagnostic]


@dataclass
class Fixed:
    """``result`` is what ``hardsight.fixFile`` answered; ``text`` the document after the server's edit."""

    seconds: float
    result: dict[str, Any]
    text: str
    progress: list[str] = field(default_factory=list)


class EditorSession:
    """A small editor: opens documents, takes pushed diagnostics, applies the server's edits, shows progress."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.progress: list[str] = []
        self.messages: list[str] = []
        self._published: dict[str, list[lsp.Diagnostic]] = {}
        self._changed = asyncio.Event()
        self._client = LanguageClient("hardsight-demo", "1")
        self._wire()

    async def start(self) -> float:
        """Start the server; returns the seconds until it answered ``initialize``."""
        started = time.perf_counter()
        await self._client.start_io(sys.executable, "-I", "-c", "from server.cli import main; main(['serve'])")
        uri = self.folder.as_uri()
        await self._client.initialize_async(
            lsp.InitializeParams(
                capabilities=lsp.ClientCapabilities(
                    workspace=lsp.WorkspaceClientCapabilities(
                        apply_edit=True, workspace_edit=lsp.WorkspaceEditClientCapabilities(document_changes=True)
                    ),
                    text_document=lsp.TextDocumentClientCapabilities(
                        publish_diagnostics=lsp.PublishDiagnosticsClientCapabilities(related_information=True),
                        hover=lsp.HoverClientCapabilities(content_format=[lsp.MarkupKind.Markdown]),
                    ),
                    window=lsp.WindowClientCapabilities(work_done_progress=True),
                ),
                root_uri=uri,
                workspace_folders=[lsp.WorkspaceFolder(uri, self.folder.name)],
                initialization_options={"trusted": True},
            )
        )
        seconds = time.perf_counter() - started
        self._client.initialized(lsp.InitializedParams())
        return seconds

    async def open(self, path: Path) -> Timed:
        """Open a file; returns its first diagnostics and how long they took."""
        uri, text = path.as_uri(), path.read_text("utf-8")
        self.texts[uri], self.versions[uri] = text, 1
        self._published.pop(uri, None)
        started = time.perf_counter()
        self._client.text_document_did_open(
            lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, LANGUAGES[path.suffix], 1, text))
        )
        await self._until(lambda: uri in self._published, STATIC_SECONDS, f"diagnostics of {path.name}")
        return Timed(time.perf_counter() - started, list(self._published[uri]))

    async def predicted(self, path: Path) -> Timed:
        """What is predicted of a file that was just opened; nothing when the model is not sure of anything."""
        uri, started = path.as_uri(), time.perf_counter()

        def found() -> list[lsp.Diagnostic]:
            return [d for d in self._published.get(uri, ()) if d.source == PREDICTED]

        with contextlib.suppress(TimeoutError):
            await self._until(found, PREDICTED_SECONDS, f"predictions for {path.name}")
        return Timed(time.perf_counter() - started, found())

    async def confirm(self, path: Path) -> tuple[Timed, list[dict[str, Any]]]:
        """Ask for the real tools' word; returns the diagnostics shown then and every tool's outcome."""
        started = time.perf_counter()
        answer = await self._command("hardsight.confirm", path.as_uri())
        seconds = time.perf_counter() - started
        return Timed(seconds, list(self._published.get(path.as_uri(), []))), answer["outcomes"]

    async def fix(self, path: Path) -> Fixed:
        """Ask for the file to be repaired, and apply the edit that the server sends."""
        self.progress.clear()
        started = time.perf_counter()
        result = await self._command("hardsight.fixFile", path.as_uri())
        seconds = time.perf_counter() - started
        return Fixed(seconds, result, self.texts[path.as_uri()], list(self.progress))

    async def hover(self, path: Path, line: int, character: int = 0) -> str:
        """The hover's markdown at a place; empty when the server has nothing to say there."""
        answer = await self._client.text_document_hover_async(
            lsp.HoverParams(lsp.TextDocumentIdentifier(path.as_uri()), lsp.Position(line, character))
        )
        return answer.contents.value if answer and isinstance(answer.contents, lsp.MarkupContent) else ""

    async def close(self) -> None:
        await self._client.shutdown_async(None)
        self._client.exit(None)
        await self._client.stop()

    async def _command(self, name: str, *arguments: Any) -> Any:
        return await asyncio.wait_for(
            self._client.workspace_execute_command_async(lsp.ExecuteCommandParams(name, list(arguments))),
            CONFIRM_SECONDS,
        )

    async def _until(self, condition: Any, seconds: float, what: str) -> None:
        deadline = time.perf_counter() + seconds
        while not condition():
            self._changed.clear()
            left = deadline - time.perf_counter()
            if left <= 0:
                raise TimeoutError(f"no {what} within {seconds:.0f} s")
            try:
                await asyncio.wait_for(self._changed.wait(), left)
            except TimeoutError:
                continue

    def _wire(self) -> None:
        client = self._client

        @client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: lsp.PublishDiagnosticsParams) -> None:
            self._published[params.uri] = list(params.diagnostics)
            self._changed.set()

        @client.feature(lsp.WORKSPACE_APPLY_EDIT)
        def apply_edit(params: lsp.ApplyWorkspaceEditParams) -> lsp.ApplyWorkspaceEditResult:
            for change in params.edit.document_changes or ():
                if isinstance(change, lsp.TextDocumentEdit):
                    self._apply(change.text_document.uri, [e for e in change.edits if isinstance(e, lsp.TextEdit)])
            for uri, edits in (params.edit.changes or {}).items():
                self._apply(uri, list(edits))
            return lsp.ApplyWorkspaceEditResult(applied=True)

        @client.feature(lsp.WINDOW_WORK_DONE_PROGRESS_CREATE)
        def create_progress(params: lsp.WorkDoneProgressCreateParams) -> None:
            return None

        @client.feature(lsp.PROGRESS)
        def progress(params: lsp.ProgressParams) -> None:
            value = params.value
            message = value.get("message") if isinstance(value, dict) else getattr(value, "message", None)
            if message:
                self.progress.append(message)

        @client.feature("$/hardsight/status")
        def status(params: object) -> None:
            """For status lines of editors; the demo shows the tiers itself."""

        @client.feature(lsp.WINDOW_SHOW_MESSAGE)
        def message(params: lsp.ShowMessageParams) -> None:
            self.messages.append(params.message)

    def _apply(self, uri: str, edits: list[lsp.TextEdit]) -> None:
        from assistant.repair import Edit, apply_edits
        from backends.outcome import Range

        # The demo's files are ASCII, so UTF-16 columns and code points agree.
        self.texts[uri] = apply_edits(
            self.texts[uri],
            [
                Edit(
                    Range.of(e.range.start.line, e.range.start.character, e.range.end.line, e.range.end.character),
                    e.new_text,
                )
                for e in edits
            ],
        )
        self.versions[uri] += 1
        self._client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                lsp.VersionedTextDocumentIdentifier(self.versions[uri], uri),
                [lsp.TextDocumentContentChangeWholeDocument(self.texts[uri])],
            )
        )
