"""The child process that holds the compact model: started on the first question, again when it died; it ends itself when idle.

The exchange runs in a thread of its own, so that any event loop of the process may ask.
"""

from __future__ import annotations

import asyncio
import json
import os
import select
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

JOB_FILE = Path(__file__).with_name("compact_job.py")
START_SECONDS = 60.0
ANSWER_SECONDS = 10.0


class WorkerFailed(RuntimeError):
    """The model could not be started or did not answer; the text says why."""


class Worker:
    """Asks one child process, one question at a time. ``threads`` is what ONNX Runtime may use."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self.folder = folder
        self.threads = threads
        self._process: subprocess.Popen[bytes] | None = None
        self._pool = ThreadPoolExecutor(1, "icwm")
        self._number = 0
        self._rest = b""

    @property
    def pid(self) -> int | None:
        """Process id of the child, while it runs."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    async def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The job's answer to ``request``. A cancelled question that is under way is answered all the same, and dropped.

        Raises ``WorkerFailed``.
        """
        return await asyncio.wrap_future(self._pool.submit(self._exchange, request))

    async def close(self) -> None:
        """End the child process and wait until it is gone."""
        await asyncio.wrap_future(self._pool.submit(self.kill))

    def kill(self) -> None:
        """End the child process; the next question starts another."""
        process, self._process, self._rest = self._process, None, b""
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout, process.stderr):
                if pipe is not None:
                    pipe.close()

    def _exchange(self, request: dict[str, Any]) -> dict[str, Any]:
        self._number += 1
        question = json.dumps({**request, "id": self._number}).encode() + b"\n"
        try:
            process = self._started()
            assert process.stdin is not None
            process.stdin.write(question)
            process.stdin.flush()
            answer = json.loads(self._line(process, ANSWER_SECONDS))
        except (OSError, ValueError) as error:
            self.kill()
            raise WorkerFailed(f"the model did not answer ({type(error).__name__})") from error
        if "error" in answer or answer.get("id") != self._number:
            raise WorkerFailed(f"the model failed: {answer.get('error', 'it answered another question')}")
        found: dict[str, Any] = answer["answer"]
        return found

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.kill()
        environment = {k: v for k, v in os.environ.items() if k in ("PATH", "LANG", "HOME", "LD_LIBRARY_PATH")}
        process = subprocess.Popen(
            [sys.executable, "-I", str(JOB_FILE), str(self.folder), str(self.threads)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**environment, "OMP_NUM_THREADS": str(self.threads)},
        )  # fmt: skip
        self._process = process
        try:
            self._line(process, START_SECONDS)
        except (OSError, ValueError):
            process.kill()
            said = process.communicate()[1].decode("utf-8", "replace").strip().splitlines()
            self.kill()
            reason = said[-1] if said else "it did not become ready"
            raise WorkerFailed(f"the model in {self.folder} could not be started: {reason}") from None
        return process

    def _line(self, process: subprocess.Popen[bytes], seconds: float) -> bytes:
        """The next line it prints. Raises ``ValueError`` when it ends first, ``TimeoutError`` when it takes longer."""
        assert process.stdout is not None
        deadline = time.monotonic() + seconds
        file = process.stdout.fileno()
        while b"\n" not in self._rest:
            if not select.select([file], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise TimeoutError
            read = os.read(file, 1 << 16)
            if not read:
                raise ValueError("it has ended")
            self._rest += read
        line, _, self._rest = self._rest.partition(b"\n")
        return line
