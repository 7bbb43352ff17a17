"""The child process that holds the compact model: started on the first question, again when it died, ended when idle."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

JOB_FILE = Path(__file__).with_name("compact_job.py")
START_SECONDS = 60.0
ANSWER_SECONDS = 10.0
MAX_ANSWER_BYTES = 1 << 22
IDLE_SECONDS = 600.0


class WorkerFailed(RuntimeError):
    """The model could not be started or did not answer; the text says why."""


class Worker:
    """Asks one child process, one question at a time. ``threads`` is what ONNX Runtime may use."""

    def __init__(self, folder: Path, threads: int = 1, idle_seconds: float = IDLE_SECONDS) -> None:
        self.folder = folder
        self.threads = threads
        self.idle_seconds = idle_seconds
        self._process: asyncio.subprocess.Process | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = asyncio.Lock()
        self._number = 0
        self._idle: asyncio.TimerHandle | None = None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The job's answer to ``request``. Cancelling leaves the process alive: it answers in milliseconds.

        Raises ``WorkerFailed``.
        """
        async with self._lock:
            if self._idle is not None:
                self._idle.cancel()
            process = await self._started()
            self._number += 1
            exchange = asyncio.ensure_future(self._exchange(process, {**request, "id": self._number}))
            try:
                return await asyncio.shield(exchange)
            except asyncio.CancelledError:
                # The pipe must not keep half an exchange for the next question.
                await asyncio.wait([exchange])
                raise
            finally:
                self._idle = asyncio.get_running_loop().call_later(self.idle_seconds, self.kill)

    async def _started(self) -> asyncio.subprocess.Process:
        if self._process is not None and self.running and self._loop is asyncio.get_running_loop():
            return self._process
        self.kill()
        environment = {k: v for k, v in os.environ.items() if k in ("PATH", "LANG", "HOME", "LD_LIBRARY_PATH")}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-I", str(JOB_FILE), str(self.folder), str(self.threads),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            env={**environment, "OMP_NUM_THREADS": str(self.threads)}, limit=MAX_ANSWER_BYTES,
        )  # fmt: skip
        assert process.stdout is not None and process.stderr is not None
        try:
            async with asyncio.timeout(START_SECONDS):
                ready = await process.stdout.readline()
        except TimeoutError:
            ready = b""
        if ready.strip() != b"ready":
            if process.returncode is None and not ready:
                await asyncio.sleep(0.05)
            said = b"" if process.returncode is None else await process.stderr.read()
            if process.returncode is None:
                process.kill()
            reason = said.decode("utf-8", "replace").strip().splitlines()[-1:] or ["it did not become ready"]
            raise WorkerFailed(f"the model in {self.folder} could not be started: {reason[0]}")
        self._process, self._loop = process, asyncio.get_running_loop()
        return process

    async def _exchange(self, process: asyncio.subprocess.Process, request: dict[str, Any]) -> dict[str, Any]:
        assert process.stdin is not None and process.stdout is not None
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                process.stdin.write(json.dumps(request).encode() + b"\n")
                await process.stdin.drain()
                line = await process.stdout.readline()
            answer = json.loads(line)
        except (OSError, TimeoutError, ValueError) as error:
            self.kill()
            raise WorkerFailed(f"the model did not answer ({type(error).__name__})") from error
        if "error" in answer or answer.get("id") != request["id"]:
            raise WorkerFailed(f"the model failed: {answer.get('error', 'it answered another question')}")
        found: dict[str, Any] = answer["answer"]
        return found

    async def close(self) -> None:
        """End the child process and wait until it is gone."""
        process = self._process
        self.kill()
        if self._idle is not None:
            self._idle.cancel()
        if process is not None:
            await process.wait()

    def kill(self) -> None:
        """End the child process; the next question starts another."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()
