"""A small LSP client over a real server process: stdio, TCP or WebSocket. It sends what it is told and keeps all it gets."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

SERVER = (sys.executable, str(Path(sys.executable).with_name("hardsight")), "serve")

CAPABILITIES: dict[str, Any] = {
    "window": {"workDoneProgress": True, "showDocument": {"support": True}},
    "workspace": {
        "configuration": True,
        "applyEdit": True,
        "workspaceEdit": {"documentChanges": True},
        "didChangeConfiguration": {"dynamicRegistration": True},
        "didChangeWatchedFiles": {"dynamicRegistration": True},
        "codeLens": {"refreshSupport": True},
        "inlayHint": {"refreshSupport": True},
    },
    "textDocument": {
        "publishDiagnostics": {"relatedInformation": True, "codeDescriptionSupport": True},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source", "source.fixAll"]}},
            "isPreferredSupport": True,
            "disabledSupport": True,
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]},
        },
    },
}


def pulling(*, refresh: bool = True) -> dict[str, Any]:
    """The capabilities of a client that asks for diagnostics."""
    capabilities: dict[str, Any] = json.loads(json.dumps(CAPABILITIES))
    capabilities["textDocument"]["diagnostic"] = {"relatedDocumentSupport": True}
    if refresh:
        capabilities["workspace"]["diagnostics"] = {"refreshSupport": True}
    return capabilities


class Refused(Exception):
    """The server answered a request with an error."""

    def __init__(self, error: Mapping[str, Any]) -> None:
        super().__init__(f"{error['code']}: {error['message']}")
        self.code = error["code"]


class LspClient:
    """``settings`` answers ``workspace/configuration``; ``answers`` maps other methods to what this client answers."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.responses: list[dict[str, Any]] = []
        self.documents: dict[str, tuple[int, str]] = {}
        self.settings: dict[str, Any] = {}
        self.answers: dict[str, Callable[[Any], Any]] = {}
        self.initialized: dict[str, Any] = {}
        self.process: asyncio.subprocess.Process | None = None
        self._ids = itertools.count(1)
        self._pending: dict[int, asyncio.Future[Any]] = {}
        self._news = asyncio.Event()
        self._send: Callable[[bytes], Awaitable[None]] | None = None
        self._reading: asyncio.Task[None] | None = None
        self._close: Callable[[], object] = lambda: None
        self.closed = asyncio.Event()

    # -- transports

    async def start_stdio(
        self,
        *arguments: str,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        server: tuple[str, ...] = SERVER,
    ) -> LspClient:
        self.process = await asyncio.create_subprocess_exec(
            *server, *arguments, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=cwd,
            env={**os.environ, **(env or {})}, limit=1 << 26, start_new_session=True,
        )  # fmt: skip
        assert self.process.stdin is not None and self.process.stdout is not None
        self.connect(self.process.stdout, self.process.stdin)
        return self

    def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> LspClient:
        async def send(body: bytes) -> None:
            writer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            await writer.drain()

        async def read() -> None:
            while True:
                length = 0
                while line := (await reader.readline()).strip():
                    name, _, value = line.partition(b":")
                    if name.lower() == b"content-length":
                        length = int(value)
                if reader.at_eof():
                    break
                await self._handle(json.loads(await reader.readexactly(length)))

        self._send = send
        self._close = writer.close
        self._reading = asyncio.create_task(self._until_closed(read()))
        return self

    def connect_websocket(self, connection: Any) -> LspClient:
        async def send(body: bytes) -> None:
            await connection.send(body.decode())

        async def read() -> None:
            async for frame in connection:
                assert isinstance(frame, str), "a browser cannot read binary frames"
                await self._handle(json.loads(frame))

        self._send = send
        self._reading = asyncio.create_task(self._until_closed(read()))
        return self

    async def _until_closed(self, reading: Awaitable[None]) -> None:
        try:
            await reading
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # it has left
        finally:
            self.closed.set()
            for future in self._pending.values():
                if not future.done():
                    future.set_exception(ConnectionError("the server has ended"))
            self._news.set()

    async def raw(self, body: bytes) -> None:
        """Send any bytes as one message."""
        assert self._send is not None
        await self._send(body)

    # -- messages

    async def notify(self, method: str, params: Any = None) -> None:
        await self.raw(json.dumps({"jsonrpc": "2.0", "method": method, "params": params}).encode())

    async def send_request(self, method: str, params: Any = None) -> tuple[int, asyncio.Future[Any]]:
        number = next(self._ids)
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._pending[number] = future
        await self.raw(json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode())
        return number, future

    async def request(self, method: str, params: Any = None, timeout: float = 60) -> Any:
        _, future = await self.send_request(method, params)
        return await asyncio.wait_for(future, timeout)

    async def cancel(self, number: int) -> None:
        await self.notify("$/cancelRequest", {"id": number})

    async def _handle(self, message: dict[str, Any]) -> None:
        if "method" not in message:
            self.responses.append(message)
            future = self._pending.pop(message["id"], None)
            if future is not None and not future.done():
                if "error" in message:
                    future.set_exception(Refused(message["error"]))
                else:
                    future.set_result(message.get("result"))
            return
        self.received.append(message)
        if "id" in message:
            result = self._answer(message["method"], message.get("params"))
            await self.raw(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}).encode())
        self._news.set()

    def _answer(self, method: str, params: Any) -> Any:
        if method in self.answers:
            return self.answers[method](params)
        if method == "workspace/configuration":
            return [self.settings.get(item.get("scopeUri", ""), self.settings.get("", {})) for item in params["items"]]
        if method == "workspace/applyEdit":
            return {"applied": True}
        if method == "window/showDocument":
            return {"success": True}
        return None

    async def wait_for(self, condition: Callable[[], Any], timeout: float = 30) -> Any:
        """Wait until ``condition`` holds over what was received."""
        async with asyncio.timeout(timeout):
            while not (value := condition()):
                self._news.clear()
                await self._news.wait()
                if self.closed.is_set() and not condition():
                    raise ConnectionError("the server has ended")
            return value

    def messages(self, method: str) -> list[Any]:
        return [m.get("params") for m in self.received if m["method"] == method]

    # -- the usual conversation

    async def initialize(
        self, *folders: Path, capabilities: dict[str, Any] | None = None, **options: Any
    ) -> dict[str, Any]:
        params = {
            "processId": os.getpid(),
            "rootUri": folders[0].as_uri() if folders else None,
            "workspaceFolders": [{"uri": f.as_uri(), "name": f.name} for f in folders] or None,
            "capabilities": CAPABILITIES if capabilities is None else capabilities,
            **options,
        }
        result = await self.request("initialize", params)
        await self.notify("initialized", {})
        return result

    async def open(self, path: Path, text: str | None = None, language: str = "verilog") -> str:
        uri = path.as_uri()
        text = path.read_text() if text is None else text
        self.documents[uri] = (1, text)
        item = {"uri": uri, "languageId": language, "version": 1, "text": text}
        await self.notify("textDocument/didOpen", {"textDocument": item})
        return uri

    async def change(self, uri: str, text: str) -> int:
        """Replace the whole text."""
        version = self.documents[uri][0] + 1
        self.documents[uri] = (version, text)
        await self.notify(
            "textDocument/didChange",
            {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}]},
        )
        return version

    async def edit(self, uri: str, line: int, start: int, end: int, text: str) -> int:
        """Replace part of one line of a text without wide characters."""
        version, old = self.documents[uri]
        lines = old.split("\n")
        lines[line] = lines[line][:start] + text + lines[line][end:]
        self.documents[uri] = (version + 1, "\n".join(lines))
        span = {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}}
        await self.notify(
            "textDocument/didChange",
            {"textDocument": {"uri": uri, "version": version + 1}, "contentChanges": [{"range": span, "text": text}]},
        )
        return version + 1

    async def save(self, uri: str) -> None:
        await self.notify("textDocument/didSave", {"textDocument": {"uri": uri}})

    async def diagnostics(self, uri: str, version: int | None = None, timeout: float = 30) -> list[dict[str, Any]]:
        """What was pushed last about ``uri`` (for ``version``, if given)."""

        def pushed() -> dict[str, Any] | None:
            found = [p for p in self.messages("textDocument/publishDiagnostics") if p["uri"] == uri]
            return found[-1] if found and (version is None or found[-1].get("version") == version) else None

        return (await self.wait_for(pushed, timeout))["diagnostics"]

    async def diagnostics_where(
        self, uri: str, holds: Callable[[list[dict[str, Any]]], Any], timeout: float = 60
    ) -> list[dict[str, Any]]:
        """The pushed diagnostics of ``uri``, once ``holds`` is true of them."""

        def pushed() -> list[dict[str, Any]] | None:
            found = [p for p in self.messages("textDocument/publishDiagnostics") if p["uri"] == uri]
            return [found[-1]] if found and holds(found[-1]["diagnostics"]) else None

        return (await self.wait_for(pushed, timeout))[0]["diagnostics"]

    async def diagnostics_settled(self) -> None:
        """Wait until the server has handled everything sent so far, its own questions included."""
        for _ in range(3):
            await self.command("hardsight.status")

    async def idle(self, uri: str, count: int = 1, timeout: float = 90) -> None:
        """Wait until ``count`` pieces of work on ``uri`` have ended."""
        path = uri.removeprefix("file://")

        def ended() -> bool:
            states = [s for s in self.messages("$/hardsight/status") if s["path"] == path]
            return sum(s["state"] == "idle" for s in states) >= count and states[-1]["state"] == "idle"

        await self.wait_for(ended, timeout)

    async def command(self, name: str, *arguments: Any, timeout: float = 120) -> Any:
        return await self.request("workspace/executeCommand", {"command": name, "arguments": list(arguments)}, timeout)

    async def stop(self) -> int | None:
        """Shut down in the proper way; returns the exit status of a server of our own."""
        if not self.closed.is_set():
            try:
                await self.request("shutdown", timeout=10)
                await self.notify("exit")
            except (Refused, ConnectionError, TimeoutError):
                pass
        status = None
        if self.process is not None:
            try:
                status = await asyncio.wait_for(self.process.wait(), 10)
            except TimeoutError:
                self.process.kill()
                await self.process.wait()
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.wait((self._reading,))
        self._close()
        return status
