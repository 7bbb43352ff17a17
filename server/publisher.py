"""Gets diagnostics to the client: pushed, or offered to be pulled, never both for the same one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from pathlib import Path

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from backends.text import LineIndex
from backends.verilog.testbench import is_testbench
from server.client import Client, DiagnosticChannel
from server.diagnostic_merge import Merged, merge
from server.diagnostic_store import DiagnosticStore
from server.documents import DocumentStore, uri_of
from server.encoding import UTF16, ClientText
from server.folders import Folders
from server.hidden_checks import is_hidden
from server.lsp_diagnostics import result_id, to_lsp
from server.source_text import read_source

REFRESH_AFTER = 0.05


class Publisher:
    def __init__(
        self, store: DiagnosticStore, documents: DocumentStore, folders: Folders, client: Callable[[], Client]
    ) -> None:
        self._store = store
        self._documents = documents
        self._folders = folders
        self._client = client
        self._send: Callable[[lsp.PublishDiagnosticsParams], None] = lambda _: None
        self._refresh: Callable[[], asyncio.Future[None]] | None = None
        self._refreshing: asyncio.TimerHandle | None = None
        self._published: set[str] = set()
        self._workspace_asked = False
        self._not_asked_about: set[str] = set()

    def connect(
        self, send: Callable[[lsp.PublishDiagnosticsParams], None], refresh: Callable[[], asyncio.Future[None]]
    ) -> None:
        self._send, self._refresh = send, refresh

    def merged(self, path: str) -> tuple[Merged, ...]:
        """What is shown of a file: each cause once, without what the settings hide."""
        settings = self._folders.of(path).settings.diagnostics

        @cache
        def in_testbench() -> bool:
            document = self._documents.get(path)
            text = document.text if document else text_on_disk(path, self._documents.encoding).index.text
            return is_testbench(path, text)

        findings = self._store.findings(path)
        shown = [f for f in findings if not is_hidden(f.diagnostic, settings, in_testbench)]
        return merge(shown, path, settings.max_per_file)

    def report(self, path: str) -> tuple[str, list[lsp.Diagnostic]]:
        """What a client that pulls is told of one file: result id and items."""
        merged = self.merged(path)
        return result_id(path, merged), self._to_lsp(path, merged)

    def changed(self, paths: Iterable[str], *, asked: bool = False) -> None:
        """What is said about ``paths`` changed. ``asked``: a client that pulls will ask anyway (it just sent an edit)."""
        if self._client().diagnostics is DiagnosticChannel.PULL:
            paths = list(paths)
            if not asked and paths:
                self._schedule_refresh()
            if not self._workspace_asked:
                for path in paths:
                    if self._documents.get(path) is None:
                        self._push(path, self._to_lsp(path, self.merged(path)))
            return
        for path in sorted(paths):
            self._push(path, self._to_lsp(path, self.merged(path)))

    def push(self, path: str, diagnostics: list[lsp.Diagnostic]) -> None:
        """Push regardless of what the client can do: for files it does not ask about (``hardsight.toml``)."""
        self._not_asked_about.add(path)
        self._push(path, diagnostics)

    def opened(self, path: str) -> None:
        """The client asks about this file from now on: take back what was pushed about it while it was closed."""
        if self._client().diagnostics is not DiagnosticChannel.PUSH and path in self._published - self._not_asked_about:
            self._push(path, [])

    def workspace_asked(self) -> None:
        """The client asks about the whole workspace: take back what was pushed about closed files."""
        if not self._workspace_asked:
            self._workspace_asked = True
            if self._client().diagnostics is DiagnosticChannel.PULL:
                for path in self._published - self._not_asked_about:
                    self._push(path, [])

    def _push(self, path: str, diagnostics: list[lsp.Diagnostic]) -> None:
        document = self._documents.get(path)
        if not diagnostics and path not in self._published and document is None:
            return
        if diagnostics:
            self._published.add(path)
        else:
            self._published.discard(path)
        self._send(
            lsp.PublishDiagnosticsParams(
                uri=document.uri if document else uri_of(path),
                diagnostics=diagnostics,
                version=document.version if document else None,
            )
        )

    def _schedule_refresh(self) -> None:
        if self._refreshing is None:
            self._refreshing = asyncio.get_running_loop().call_later(REFRESH_AFTER, self._send_refresh)

    def _send_refresh(self) -> None:
        self._refreshing = None
        if self._refresh is not None:
            self._refresh().add_done_callback(_ignore_refusal)

    def close(self) -> None:
        if self._refreshing is not None:
            self._refreshing.cancel()

    def text_of(self, path: str) -> ClientText:
        """A file as the client counts it; from disk when it is not open."""
        document = self._documents.get(path)
        return document.client if document else text_on_disk(path, self._documents.encoding)

    def _to_lsp(self, path: str, merged: Iterable[Merged]) -> list[lsp.Diagnostic]:
        client = self._client()
        return [
            to_lsp(m, path, self.text_of, related=client.related_information, links=client.code_descriptions)
            for m in merged
        ]


def _ignore_refusal(done: asyncio.Future[None]) -> None:
    """A client may refuse to refresh; it then shows the news when it next asks."""
    if not done.cancelled() and (error := done.exception()) is not None and not isinstance(error, JsonRpcException):
        raise error


def _modified(path: str) -> int:
    try:
        return Path(path).stat().st_mtime_ns
    except (OSError, ValueError):
        return 0


@lru_cache(maxsize=64)
def _read_text(path: str, modified: int, encoding: str) -> ClientText:
    try:
        text = read_source(Path(path)).text
    except (OSError, ValueError):
        text = ""
    return ClientText(LineIndex(text), encoding)


def text_on_disk(path: str, encoding: str = UTF16) -> ClientText:
    """A file as a client counts it; an unreadable one counts as empty."""
    return _read_text(path, _modified(path), encoding)
