"""Runs one confined job and ends it: two processes outside the job watch it, feed it and kill what it leaves.

Standalone, standard library only, loaded by path (see ``confine``). For each job the spawner forks

    supervisor          speaks with the server over one socket; enforces wall time, memory, processes, disk and output
    └─ init             process 1 of the job's PID namespace: its death, by any cause, takes every descendant with it
       └─ job           confined, then replaced by the tool or entering a job file's ``main``

The server closing the socket, or dying, is the order to kill.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable
from typing import Any

RESULT_BYTES = 64 << 20
TRACE_BYTES = 1 << 16
_CHUNK = 1 << 16


def receive_exactly(sock: socket.socket, count: int) -> bytes:
    pieces = []
    while count:
        piece = sock.recv(min(count, 1 << 20))
        if not piece:
            raise EOFError
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


class Capture:
    """The reading end of a pipe from the job: keeps the first ``limit`` bytes, reads on and drops the rest."""

    def __init__(self, limit: int) -> None:
        self.reader, self.writer = os.pipe()
        os.set_blocking(self.reader, False)
        self.limit = limit
        self.kept = bytearray()
        self.dropped = False
        self.open = True

    def read(self) -> bool:
        """Take what is there now; false when nothing was."""
        try:
            data = os.read(self.reader, _CHUNK)
        except BlockingIOError:
            return False
        if not data:
            self.open = False
            return False
        room = self.limit - len(self.kept)
        self.kept += data[:room]
        self.dropped = self.dropped or len(data) > room
        return True


class Usage:
    """Counts what the job's descendants hold together, beyond what they had when forked."""

    def __init__(self, init: int, limits: dict, writable: list, inherited: int) -> None:
        self.init = init
        self.limits = limits
        self.inherited = inherited
        self.started = time.time() - 0.01
        self.free = {path: _free_bytes(path) for path in writable}
        self.peak = 0
        self.next_disk_walk = 0.0

    def exceeded(self) -> str | None:
        """``memory``, ``processes`` or ``disk`` when the job is over that limit."""
        processes = tasks = memory = 0
        pending = children(self.init)
        while pending:
            pid = pending.pop()
            held, threads = memory_and_threads(pid)
            memory += max(0, held - self.inherited)
            tasks += threads
            processes += 1
            if processes > self.limits["processes"] or tasks > 16 * self.limits["processes"]:
                return "processes"
            pending += children(pid)
        self.peak = max(self.peak, memory)
        if memory > self.limits["memory_bytes"]:
            return "memory"
        return "disk" if self._disk_exceeded() else None

    def _disk_exceeded(self) -> bool:
        """A drop of free space is the cheap sign; only then are the job's own files added up."""
        limit = self.limits["disk_bytes"]
        if all(free - _free_bytes(path) <= limit for path, free in self.free.items()):
            return False
        if time.monotonic() < self.next_disk_walk:
            return False
        begun = time.monotonic()
        total = sum(written_bytes(path, self.started) for path in self.free)
        self.next_disk_walk = time.monotonic() + 5 * (time.monotonic() - begun)
        return total > limit


def children(pid: int) -> list:
    """Process ids of the children of all threads of ``pid``."""
    found = []
    try:
        threads = os.listdir(f"/proc/{pid}/task")
        for thread in threads:
            with open(f"/proc/{pid}/task/{thread}/children") as listing:
                found += [int(child) for child in listing.read().split()]
    except OSError:
        pass  # it has just ended
    return found


def memory_and_threads(pid: int) -> tuple:
    """Anonymous and shared memory in bytes, and the number of threads; zeros when the process has ended."""
    held, threads = 0, 1
    try:
        with open(f"/proc/{pid}/status") as status:
            for line in status:
                if line.startswith(("RssAnon:", "RssShmem:")):
                    held += int(line.split()[1]) << 10
                elif line.startswith("Threads:"):
                    threads = int(line.split()[1])
    except OSError:
        return 0, 0
    return held, threads


def _free_bytes(path: str) -> int:
    try:
        facts = os.statvfs(path)
    except OSError:
        return 0
    return facts.f_bavail * facts.f_frsize


def written_bytes(directory: str, since: float) -> int:
    """Disk space of the files below ``directory`` changed after ``since``."""
    total = 0
    for folder, _, names in os.walk(directory):
        for name in names:
            try:
                facts = os.lstat(os.path.join(folder, name))
            except OSError:
                continue
            if facts.st_ctime >= since:
                total += facts.st_blocks * 512
    return total


def supervise(sock: socket.socket, mode: dict, confine: Any, mounts: Any, run_job: Any) -> None:
    """Serve one request on ``sock`` to its end. Never returns.

    The request is a 4-byte length, JSON (see ``spawner.request``) and ``stdin_bytes`` of input. The answer is one byte
    when it is understood, then a length, JSON and the captured bytes in the order of ``sizes``. ``confine`` and
    ``mounts`` are those modules; ``run_job(request, result_fd, trace_fd)`` runs in the confined process and does not return.
    """
    try:
        os.setsid()
        confine.prctl(confine.PR_SET_CHILD_SUBREAPER, 1)
        stay_ahead()
        request = json.loads(receive_exactly(sock, struct.unpack("<I", receive_exactly(sock, 4))[0]))
        stdin = receive_exactly(sock, request["stdin_bytes"])
        sock.sendall(b"+")
        report, captured = _Job(sock, request, stdin, mode, confine, mounts, run_job).run()
        report["sizes"] = [len(c.kept) for c in captured]
        header = json.dumps(report).encode()
        sock.setblocking(True)
        sock.sendall(struct.pack("<I", len(header)) + header + b"".join(bytes(c.kept) for c in captured))
        os._exit(0)
    except (EOFError, ConnectionError):
        os._exit(0)  # the server has lost interest; the job is dead by now
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(70)


def stay_ahead() -> None:
    """Ask to run before whatever the job starts, so that a fork bomb cannot keep its supervisor from ending it.

    Only root may; for others the kernel's limit on processes bounds the bomb (``confine.limit_resources``).
    """
    try:
        os.sched_setscheduler(0, os.SCHED_RR | os.SCHED_RESET_ON_FORK, os.sched_param(1))
    except PermissionError:
        return


class _Job:
    def __init__(
        self, sock: socket.socket, request: dict, stdin: bytes, mode: dict, confine: Any, mounts: Any, run_job: Any
    ) -> None:
        self.sock, self.request, self.stdin, self.mode = sock, request, stdin, mode
        self.confine, self.mounts, self.run_job = confine, mounts, run_job
        output = request["limits"]["output_bytes"]
        self.out, self.err = Capture(output), Capture(output)
        self.result, self.trace = Capture(RESULT_BYTES), Capture(TRACE_BYTES)
        self.status = Capture(1 << 16)
        self.captures = (self.out, self.err, self.result, self.trace, self.status)

    def run(self) -> tuple:
        if self.mode["pid"]:
            self.confine.enter_namespaces(self.request["network"], self.mode["user"])
            self.confine.die_with_parent()
        stdin_reader, self.stdin_writer = os.pipe()
        os.set_blocking(self.stdin_writer, False)
        lifeline_reader, lifeline_writer = os.pipe()
        inherited = memory_and_threads(os.getpid())[0] if self.request["argv"] is None else 0
        started = time.monotonic()
        self.request["deadline"] = started + self.request["limits"]["wall_seconds"]
        init = os.fork()
        if init == 0:
            os.close(lifeline_writer)
            os.close(self.stdin_writer)
            self._init(stdin_reader, lifeline_reader)
        for fd in [stdin_reader, lifeline_reader] + [c.writer for c in self.captures]:
            os.close(fd)
        usage = Usage(init, self.request["limits"], self.request["writable"], inherited)
        reason = self._watch(init, usage, self.request["deadline"])
        self._kill(init)
        for capture in self.captures:
            while capture.open and capture.read():
                pass
        report = {"reason": reason, "seconds": time.monotonic() - started, "peak_bytes": usage.peak}
        report["truncated"] = self.out.dropped or self.err.dropped
        report.update(self._facts())
        return report, (self.out, self.err, self.result, self.trace)

    def _watch(self, init: int, usage: Usage, deadline: float) -> str | None:
        """Until init has ended, or there is a reason to end it."""
        poller = select.poll()
        readers = {capture.reader: capture for capture in self.captures}
        for reader in readers:
            poller.register(reader, select.POLLIN)
        poller.register(self.sock, select.POLLIN | select.POLLRDHUP)
        pending = memoryview(self.stdin)
        if pending:
            poller.register(self.stdin_writer, select.POLLOUT)
        else:
            os.close(self.stdin_writer)
        parent = os.getppid()
        tick, next_check = 0.01, time.monotonic() + 0.01
        while True:
            now = time.monotonic()
            if now >= deadline:
                return "wall"
            if now >= next_check:
                over = usage.exceeded()
                if over:
                    return over
                if os.getppid() != parent:  # without a PID namespace nothing else says that the spawner was killed
                    self._kill(init)
                    raise EOFError
                tick = min(0.05, tick * 1.5)
                next_check = time.monotonic() + tick
            for fd, _ in poller.poll(max(0.0, min(deadline, next_check) - now) * 1000):
                if fd == self.sock.fileno():
                    self._kill(init)
                    raise EOFError
                elif fd in readers:
                    capture = readers[fd]
                    capture.read()
                    if not capture.open:
                        poller.unregister(fd)
                        if capture is self.status:
                            return None
                else:
                    pending = self._feed(pending)
                    if not pending:
                        poller.unregister(fd)
                        os.close(fd)

    def _feed(self, pending: memoryview) -> memoryview:
        try:
            return pending[os.write(self.stdin_writer, pending[:_CHUNK]) :]
        except BlockingIOError:
            return pending
        except OSError:
            return pending[:0]  # the job does not read its input

    def _kill(self, init: int) -> None:
        """End init and every descendant. With a PID namespace the kernel does it.

        Without, seccomp has kept them in one process group, which dies at a stroke; any that are left become children
        of this process when their parents die, and are killed until there is none.
        """
        if not self.mode["pid"]:
            self.status.read()
            facts = self._facts()
            if "job" in facts and "status" not in facts:
                _signal(os.killpg, facts["job"])
            kill_descendants(init)
            return
        _signal(os.kill, init)
        os.waitpid(init, 0)

    def _facts(self) -> dict:
        return {k: v for line in self.status.kept.splitlines() for k, v in json.loads(line).items()}

    def _init(self, stdin: int, lifeline: int) -> None:
        """Process 1 of the job: starts it, reaps until it ends, tells the supervisor how. Never returns."""
        try:
            self.confine.die_with_parent()
            if select.select([lifeline], [], [], 0)[0]:
                os._exit(0)  # the supervisor died before the request for a signal was made
            self.sock.close()
            for capture in self.captures:
                os.close(capture.reader)
            if self.mode["mounts"]:
                self._enter_mounts()
            job = os.fork()
            if job == 0:
                os.setsid()
                os.close(lifeline)
                self._become_job(stdin)
            for capture in (self.out, self.err, self.result, self.trace):
                os.close(capture.writer)
            os.close(stdin)
            self._tell({"job": job})
            if not self.mode["pid"]:
                os.waitid(os.P_PID, job, os.WEXITED | os.WNOWAIT)  # its group cannot be another's while it is a zombie
                _signal(os.killpg, job)
            while True:
                pid, status, used = os.wait4(-1, 0)
                if pid == job:
                    break
            facts = {"status": status, "cpu_seconds": used.ru_utime + used.ru_stime, "peak_rss": used.ru_maxrss << 10}
            self._tell(facts)
        except BaseException as error:
            self._tell_failure(error)
        os._exit(0)

    def _enter_mounts(self) -> None:
        self.mounts.enter()
        if self.mode["read_only"]:
            hidden = [] if self.mode["landlock"] else self.request["hidden"]
            self.mounts.restrict(self.request["readable"], hidden, self.request["writable"])
        if self.mode["proc"]:
            self.mounts.mount_proc()

    def _become_job(self, stdin: int) -> None:
        try:
            if not self.mode["pid"]:
                self.confine.die_with_parent()
            for fd, target in ((stdin, 0), (self.out.writer, 1), (self.err.writer, 2)):
                os.dup2(fd, target)
            keep = {0, 1, 2, self.status.writer, self.result.writer, self.trace.writer}
            for name in os.listdir("/proc/self/fd"):
                if int(name) not in keep:
                    try:
                        os.close(int(name))
                    except OSError:
                        pass  # the descriptor of the listing itself
            for number in (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            os.nice(5)
            os.chdir(self.request["cwd"])
            os.umask(0o077)
            self.confine.confine(self.request, self.mode)
            argv = self.request["argv"]
            if argv is None:
                os.close(self.status.writer)
                self.run_job(self.request, self.result.writer, self.trace.writer)
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            os.execve(self.request["executable"], argv, self.request["env"])
        except BaseException as error:
            self._tell_failure(error)
        os._exit(71)

    def _tell_failure(self, error: BaseException) -> None:
        self._tell({"failure": f"{type(error).__name__}: {error}", "errno": getattr(error, "errno", None)})

    def _tell(self, facts: dict) -> None:
        os.write(self.status.writer, json.dumps(facts).encode() + b"\n")


def _signal(send: Callable[[int, int], None], target: int) -> None:
    """Send SIGKILL by ``os.kill`` or ``os.killpg``; nothing happens when the target has just ended."""
    try:
        send(target, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def kill_descendants(first: int) -> None:
    """Kill every child, ``first`` last, then those that are adopted through it, until none is left."""
    while True:
        mine = children(os.getpid())
        for child in sorted((c for c in mine), key=lambda c: c == first):
            for grandchild in children(child):
                _signal(os.kill, grandchild)
            _signal(os.kill, child)
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.002)
        except ChildProcessError:
            return
