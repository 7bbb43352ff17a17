"""Client of ``zygote_server``: starts it, hands it one socket per job, and reads the supervisor's report.

Jobs are awaited on whichever event loop runs; the spawner itself belongs to none, so one serves the whole process.
"""

from __future__ import annotations

import array
import asyncio
import atexit
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

_SERVER = Path(__file__).with_name("zygote_server.py")
_INHERITED = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "CUDA_HOME", "CUDA_PATH")
_KILL_SECONDS = 1.0
_START_SECONDS = 180.0
_GRACE_SECONDS = 5.0


class SpawnerError(RuntimeError):
    """The spawner could not be started. ``missing`` is the module its interpreter lacks, if that is why."""

    def __init__(self, message: str, missing: str | None = None, version: str = "") -> None:
        super().__init__(message)
        self.missing = missing
        self.version = version


class SpawnerLostError(RuntimeError):
    """The spawner or the supervisor died while a job ran."""


@dataclass(frozen=True, slots=True)
class Report:
    """How a job ended. ``reason`` is why it was killed: ``wall``, ``memory``, ``processes``, ``disk``, or ``None``.

    ``status`` is its wait status (``None`` when killed by the supervisor); ``failure`` why it could not be started,
    with its ``errno``; ``result`` and ``trace`` are what a job file returned and where its Python stood when it died.
    """

    stdout: bytes
    stderr: bytes
    result: bytes
    trace: bytes
    seconds: float
    reason: str | None = None
    status: int | None = None
    truncated: bool = False
    failure: str | None = None
    errno: int | None = None
    cpu_seconds: float = 0.0
    peak_bytes: int = 0


_REPORTED = frozenset({"seconds", "reason", "status", "truncated", "failure", "errno", "cpu_seconds"})


def home_directory() -> Path:
    """The user's, with links resolved; one that does not exist for a user without any."""
    try:
        return Path.home().resolve()
    except RuntimeError:
        return Path("/nonexistent")


def base_environment(scratch: str, env: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a sandboxed process sees: a few harmless variables, its scratch directory as home, and ``env``."""
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return {"LANG": "C.UTF-8", **kept, "HOME": scratch, "TMPDIR": scratch, **(env or {})}


@dataclass
class Spawner:
    """One spawner process. ``job_file`` is ``None`` for the one that runs tools.

    ``idle_seconds`` without a job end it (it starts again when needed); ``without`` names parts of the sandbox to leave
    out (``user``, ``pid``, ``mounts``, ``landlock``, ``seccomp``), as if this system lacked them.
    """

    interpreter: str
    job_file: Path | None = None
    idle_seconds: float | None = None
    without: Sequence[str] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None
    _control: socket.socket | None = None
    _starting: tuple[asyncio.AbstractEventLoop, asyncio.Task[None]] | None = None

    @property
    def running(self) -> bool:
        return self._control is not None and self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self.running and self._process is not None else None

    async def start(self) -> None:
        """Ready to fork when this returns. Raises ``SpawnerError``."""
        loop = asyncio.get_running_loop()
        if self._starting is not None and self._starting[0] is not loop:
            self._starting = None  # its loop has gone
            self.kill()
        if self._starting is None:
            if self.running:
                return
            self._starting = (loop, loop.create_task(self._start()))
        task = self._starting[1]
        try:
            await asyncio.shield(task)
        finally:
            if task.done():
                self._starting = None

    async def _start(self) -> None:
        self.kill()
        control, theirs = socket.socketpair()
        control.setblocking(False)
        options = json.dumps({"idle_seconds": self.idle_seconds, "without": list(self.without)})
        light = ["-S"] if self.job_file is None else []
        argv = [self.interpreter, "-I", *light, str(_SERVER), str(theirs.fileno()), options]
        argv += [] if self.job_file is None else [str(self.job_file)]
        environment = base_environment(str(home_directory()))
        environment.pop("TMPDIR")
        environment.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")
        with tempfile.TemporaryFile() as complaints:
            try:
                self._process = subprocess.Popen(
                    argv, env=environment, pass_fds=[theirs.fileno()], cwd="/",
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=complaints,
                )  # fmt: skip
            except OSError as error:
                control.close()
                raise SpawnerError(f"cannot start {self.interpreter}: {error.strerror}") from error
            finally:
                theirs.close()
            self._control = control
            _alive[id(self)] = self
            try:
                async with asyncio.timeout(_START_SECONDS):
                    self.facts = await _receive(control)
            except (EOFError, ConnectionError, TimeoutError) as error:
                self.kill()
                how = "did not become ready in time" if isinstance(error, TimeoutError) else "ended while starting"
                raise SpawnerError(f"{self.interpreter} {how}.\n{_tail(complaints)}") from None
        if "error" in self.facts:
            self.kill()
            raise SpawnerError(self.facts["error"], self.facts["missing"], self.facts["version"])

    async def execute(self, request: dict[str, Any], stdin: bytes = b"") -> Report:
        """Run one job (see ``access.request``). Cancelling kills its processes first.

        Raises ``SpawnerError`` when there is no spawner, ``SpawnerLostError`` when it died during the job.
        """
        for attempt in (1, 2):
            await self.start()
            ours, theirs = socket.socketpair()
            ours.setblocking(False)
            with ours:
                with theirs:
                    sent = await self._hand_over(theirs)
                if sent and (report := await self._converse(ours, request, stdin)) is not None:
                    return report
            if attempt == 2:
                raise SpawnerLostError("the worker died before it could start the job, twice")
            self.kill()
        raise AssertionError("unreachable")

    async def _hand_over(self, theirs: socket.socket) -> bool:
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [theirs.fileno()]))]
        while self._control is not None:
            try:
                self._control.sendmsg([b"j"], rights)
                return True
            except BlockingIOError:
                await asyncio.sleep(0.005)
            except OSError:
                return False
        return False

    async def _converse(self, ours: socket.socket, request: dict[str, Any], stdin: bytes) -> Report | None:
        """The report; ``None`` when the job was never started, so that it may be tried again."""
        loop = asyncio.get_running_loop()
        header = json.dumps({**request, "stdin_bytes": len(stdin)}).encode()
        started = False
        try:
            async with asyncio.timeout(request["limits"]["wall_seconds"] + _GRACE_SECONDS):
                await loop.sock_sendall(ours, struct.pack("<I", len(header)) + header + stdin)
                await _receive_exactly(loop, ours, 1)
                started = True
                facts = await _receive(ours)
                pieces = [await _receive_exactly(loop, ours, size) for size in facts.pop("sizes")]
        except (EOFError, ConnectionError):
            if started:
                raise SpawnerLostError("the worker was killed from outside") from None
            return None
        except TimeoutError:
            await _kill_and_wait(loop, ours)
            raise SpawnerLostError("the worker stopped answering") from None
        except asyncio.CancelledError:
            await _kill_and_wait(loop, ours)
            raise
        stdout, stderr, result, trace = pieces
        peak = max(facts.get("peak_bytes", 0), facts.get("peak_rss", 0))
        known = {k: v for k, v in facts.items() if k in _REPORTED}
        return Report(stdout, stderr, result, trace, peak_bytes=peak, **known)

    async def close(self) -> None:
        """End the process and all its jobs; they are gone when this returns."""
        process = self._process
        if process is not None:
            process.kill()
            await asyncio.to_thread(process.wait)
        if process is self._process:
            self.kill()

    def kill(self) -> None:
        """``close`` for callers that cannot await. Takes as long as the kernel does to free the interpreter's memory."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        _alive.pop(id(self), None)


_alive: dict[int, Spawner] = {}


@atexit.register
def _kill_all() -> None:
    for spawner in list(_alive.values()):
        spawner.kill()


_tools: Spawner | None = None


def tool_spawner() -> Spawner:
    """The one that runs external programs, shared by the whole process."""
    global _tools
    if _tools is None:
        _tools = Spawner(sys.executable)
    return _tools


async def _kill_and_wait(loop: asyncio.AbstractEventLoop, ours: socket.socket) -> None:
    """Closing our half is the order to kill; the other half closes when everything is dead."""
    try:
        ours.shutdown(socket.SHUT_WR)
        async with asyncio.timeout(_KILL_SECONDS):
            while await loop.sock_recv(ours, 1 << 16):
                pass
    except (OSError, TimeoutError):
        return


async def _receive(sock: socket.socket) -> dict[str, Any]:
    loop = asyncio.get_running_loop()
    (size,) = struct.unpack("<I", await _receive_exactly(loop, sock, 4))
    message: dict[str, Any] = json.loads(await _receive_exactly(loop, sock, size))
    return message


async def _receive_exactly(loop: asyncio.AbstractEventLoop, sock: socket.socket, count: int) -> bytes:
    pieces = []
    while count:
        piece = await loop.sock_recv(sock, min(count, 1 << 20))
        if not piece:
            raise EOFError
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


def _tail(complaints: IO[bytes]) -> str:
    complaints.seek(0)
    return complaints.read()[-4000:].decode("utf-8", "replace").strip()
