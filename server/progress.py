"""Work-done progress: what the server is busy with, shown by the client, which may cancel it."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from types import TracebackType

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol

_numbers = itertools.count(1)


class ProgressBoard:
    """All progress of one session. Also sends ``$/hardsight/status``, for clients that show no progress."""

    def __init__(self, protocol: LanguageServerProtocol) -> None:
        self._protocol = protocol
        self._cancels: dict[str | int, Callable[[], object]] = {}
        self.enabled = False

    def begin(self, title: str, *, path: str, cancel: Callable[[], object], token: str | int | None = None) -> Progress:
        """Start showing; ``token`` is the client's own, when it sent one with its request."""
        return Progress(self, title, path, cancel, token)

    def cancel(self, token: str | int) -> None:
        """The client's user pressed cancel."""
        cancel = self._cancels.pop(token, None)
        if cancel is not None:
            cancel()

    def status(self, path: str, state: str, message: str) -> None:
        self._protocol.notify("$/hardsight/status", {"path": path, "state": state, "message": message})

    def _open(self, token: str | int, cancel: Callable[[], object]) -> None:
        self._cancels[token] = cancel

    def _close(self, token: str | int) -> None:
        self._cancels.pop(token, None)

    def send(self, token: str | int, value: object) -> None:
        self._protocol.notify(lsp.PROGRESS, lsp.ProgressParams(token, value))

    def create(self, token: str | int) -> asyncio.Future[object]:
        return self._protocol.send_request_async(
            lsp.WINDOW_WORK_DONE_PROGRESS_CREATE, lsp.WorkDoneProgressCreateParams(token)
        )


class Progress:
    """One piece of work. A context manager; ``report`` may be called any number of times."""

    def __init__(
        self, board: ProgressBoard, title: str, path: str, cancel: Callable[[], object], token: str | int | None
    ) -> None:
        self._board, self._title, self._path = board, title, path
        self._cancel = cancel
        self._token: str | int = token if token is not None else f"hardsight-{next(_numbers)}"
        self._given = token is not None
        self._last: tuple[str, int | None] | None = None
        self._creating: asyncio.Future[object] | None = None
        self._begun = self._ended = False

    def __enter__(self) -> Progress:
        self._board.status(self._path, "busy", self._title)
        if self._given:
            self._begin()
        elif self._board.enabled:
            self._creating = self._board.create(self._token)
            self._creating.add_done_callback(self._created)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._ended = True
        message = "cancelled" if kind is not None and issubclass(kind, asyncio.CancelledError) else "done"
        if self._last is not None and message == "done":
            message = self._last[0]
        if self._begun:
            self._board.send(self._token, lsp.WorkDoneProgressEnd(message=message))
            self._board._close(self._token)
        self._board.status(self._path, "idle", message)

    def report(self, message: str, percentage: int | None = None) -> None:
        self._last = (message, percentage)
        self._board.status(self._path, "busy", message)
        if self._begun and not self._ended:
            self._board.send(self._token, lsp.WorkDoneProgressReport(message=message, percentage=percentage))

    def _created(self, creating: asyncio.Future[object]) -> None:
        if creating.cancelled() or isinstance(creating.exception(), JsonRpcException):
            return  # the client would rather not
        # It exists now in the client and wants an end, even if the work is over.
        self._begin()
        if self._ended:
            message = self._last[0] if self._last else "done"
            self._board.send(self._token, lsp.WorkDoneProgressEnd(message=message))
            self._board._close(self._token)

    def _begin(self) -> None:
        self._begun = True
        self._board._open(self._token, self._cancel)
        self._board.send(
            self._token,
            lsp.WorkDoneProgressBegin(title=self._title, cancellable=True, percentage=0, message=None),
        )
        if self._last is not None and not self._ended:
            self._board.send(self._token, lsp.WorkDoneProgressReport(message=self._last[0], percentage=self._last[1]))
