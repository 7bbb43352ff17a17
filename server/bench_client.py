"""A lean LSP client for measuring: it times messages and does nothing else."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

TIMEOUT = 120.0


class MeasuredServer:
    """A ``hardsight serve`` process. Times are in seconds of ``time.perf_counter``."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.published: dict[tuple[str, int | None], tuple[float, list[dict[str, Any]]]] = {}
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[tuple[float, dict[str, Any]]]] = {}
        self._waiting: list[tuple[Callable[[], bool], asyncio.Future[None]]] = []

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    async def start(self, *folders: Path) -> float:
        """Returns the time from starting the process to the answer to ``initialize``."""
        began = time.perf_counter()
        environment = {
            **os.environ,
            "HARDSIGHT_CACHE_DIR": str(self.directory / "cache"),
            "HARDSIGHT_DATA_DIR": str(self.directory / "data"),
            "XDG_CONFIG_HOME": str(self.directory / "config"),
        }
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-c", "from server.cli import main; raise SystemExit(main())", "serve",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env=environment, limit=1 << 26,
        )  # fmt: skip
        self._reading = asyncio.create_task(self._read())
        await self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": None,
                "workspaceFolders": [{"uri": f.as_uri(), "name": f.name} for f in folders] or None,
                "initializationOptions": {"trusted": True},
                "capabilities": {
                    "textDocument": {"publishDiagnostics": {"relatedInformation": True}},
                    "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}},
                },
            },
        )
        took = time.perf_counter() - began
        self.notify("initialized", {})
        return took

    async def stop(self) -> None:
        await self.request("shutdown", None)
        self.notify("exit", None)
        assert self._process is not None and self._reading is not None
        await asyncio.wait_for(self._process.wait(), TIMEOUT)
        self._reading.cancel()

    def notify(self, method: str, params: Any) -> float:
        self._write({"jsonrpc": "2.0", "method": method, "params": params})
        return time.perf_counter()

    def send(self, method: str, params: Any) -> tuple[int, asyncio.Future[tuple[float, dict[str, Any]]]]:
        """Send a request; the future gives the time of its answer and the answer."""
        number = next(self._numbers)
        answer: asyncio.Future[tuple[float, dict[str, Any]]] = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        self._write({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        return number, answer

    async def request(self, method: str, params: Any) -> dict[str, Any]:
        _, answer = self.send(method, params)
        return (await asyncio.wait_for(answer, TIMEOUT))[1]

    def open(self, path: Path, text: str) -> float:
        item = {"uri": path.as_uri(), "languageId": "verilog", "version": 1, "text": text}
        return self.notify("textDocument/didOpen", {"textDocument": item})

    def type(self, path: Path, version: int, line: int, column: int, text: str, deleted: int = 0) -> float:
        span = {"start": {"line": line, "character": column}, "end": {"line": line, "character": column + deleted}}
        return self.notify(
            "textDocument/didChange",
            {
                "textDocument": {"uri": path.as_uri(), "version": version},
                "contentChanges": [{"range": span, "text": text}],
            },
        )

    async def diagnosed(self, path: Path, version: int) -> float:
        """When the diagnostics of this version came."""
        key = (path.as_uri(), version)
        await self.until(lambda: key in self.published)
        return self.published[key][0]

    async def until(self, holds: Callable[[], bool]) -> None:
        if not holds():
            done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append((holds, done))
            await asyncio.wait_for(done, TIMEOUT)

    def resident_bytes(self) -> int:
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        raise RuntimeError("the kernel does not tell memory in /proc")

    def _write(self, message: dict[str, Any]) -> None:
        assert self._process is not None and self._process.stdin is not None
        body = json.dumps(message).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    async def _read(self) -> None:
        assert self._process is not None and self._process.stdout is not None
        stream = self._process.stdout
        while header := await stream.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
                header = await stream.readline()
            body = await stream.readexactly(length)
            self._came(time.perf_counter(), json.loads(body))

    def _came(self, at: float, message: dict[str, Any]) -> None:
        if "method" not in message:
            answer = self._answers.pop(message["id"], None)
            if answer is not None and not answer.done():
                answer.set_result((at, message))
            return
        if "id" in message:
            self._write({"jsonrpc": "2.0", "id": message["id"], "result": None})
        elif message["method"] == "textDocument/publishDiagnostics":
            params = message["params"]
            self.published[(params["uri"], params.get("version"))] = (at, params["diagnostics"])
        for entry in list(self._waiting):
            if entry[0]() and not entry[1].done():
                self._waiting.remove(entry)
                entry[1].set_result(None)
