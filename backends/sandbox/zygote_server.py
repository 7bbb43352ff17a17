"""The process that forks jobs: ``python -I zygote_server.py FD OPTIONS [JOBFILE]``.

Standalone, standard library only: it runs in whichever interpreter a user names. It imports the job file and the modules of
its ``PRELOAD``, says so on the socket FD, and then forks a supervisor (see ``supervise``) for each socket it is sent.
It reads nothing else, so no client can hold it up. Without a job file it serves tools only.

It ends when FD is closed (the server's death closes it), or after the idle time in OPTIONS without a job.
``zygote_server.py probe`` only prints what this system enforces, as JSON.
"""

from __future__ import annotations

import array
import faulthandler
import gc
import importlib
import json
import os
import resource
import select
import signal
import socket
import struct
import sys
import sysconfig
import time
import traceback
import types
from collections.abc import Callable
from typing import Any

_HERE = os.path.dirname(os.path.realpath(__file__))
OUR_PACKAGES = frozenset({"server", "training", "assistant", "icwm", "backends"})


def load(path: str, name: str) -> types.ModuleType:
    """The module in ``path``, known to nobody else: not in ``sys.modules``."""
    module = types.ModuleType(name)
    module.__file__ = path
    with open(path, "rb") as source:
        exec(compile(source.read(), path, "exec"), module.__dict__)
    return module


confine = load(os.path.join(_HERE, "confine.py"), "confine")
mounts = load(os.path.join(_HERE, "mounts.py"), "mounts")
probe = load(os.path.join(_HERE, "probe.py"), "probe")
supervise = load(os.path.join(_HERE, "supervise.py"), "supervise")


# ------------------------------------------------------------------------------------------------- what a job can import


class HideOurPackages:
    """First on ``sys.meta_path``: a user's ``server`` or ``backends`` is found, Hardsight's own never is."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name not in OUR_PACKAGES or path is not None:
            return None
        from importlib.machinery import PathFinder

        spec = PathFinder.find_spec(name, [entry for entry in sys.path if not holds_hardsight(entry)])
        if spec is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return spec


def holds_hardsight(entry: str) -> bool:
    """True for the directory of an installation, of whichever copy: this file, in its place, is the sign."""
    return os.path.isfile(os.path.join(entry, "backends", "sandbox", "zygote_server.py"))


def module_path(user_path: list) -> list:
    """``sys.path`` of a job: the user's directories, the standard library, the interpreter's packages."""
    own = [e for e in sys.path if os.path.realpath(e or ".") != _HERE and not e.startswith("__editable__.hardsight")]
    own += [e for e in user_site() if e not in own]
    return list(user_path) + own


def user_site() -> list:
    """``pip install --user`` packages, which isolated mode leaves out; none inside a virtual environment."""
    if sys.prefix != sys.base_prefix:
        return []
    import site

    folder = site.getusersitepackages()
    return [folder] if os.path.isdir(folder) else []


def hide_ourselves() -> None:
    sys.meta_path[:] = [
        f
        for f in sys.meta_path
        if not getattr(f, "__module__", type(f).__module__).startswith("__editable___hardsight")
    ]
    sys.meta_path.insert(0, HideOurPackages())
    for name in list(sys.modules):
        if name.split(".")[0] in OUR_PACKAGES or name.startswith("__editable___hardsight"):
            del sys.modules[name]


def enter_job(request: dict) -> None:
    """Give the fork the environment, module path and streams that the request asks for."""
    os.environ.clear()
    os.environ.update(request["env"])
    sys.path[:] = module_path(request["path"])
    sys.path_importer_cache.clear()
    hide_ourselves()
    sys.modules["__main__"] = types.ModuleType("__main__")
    sys.argv[:] = [""]
    sys.stdin = open(0, encoding="utf-8", errors="replace", closefd=False)
    sys.stdout = open(1, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)
    sys.stderr = open(2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)
    if "tempfile" in sys.modules:
        vars(sys.modules["tempfile"])["tempdir"] = None


def run_job(job_file: types.ModuleType) -> Callable[[dict, int, int], None]:
    """The last step in a confined fork: run the job file's ``main`` and write what it returns."""

    def run(request: dict, result_fd: int, trace_fd: int) -> None:
        try:
            faulthandler.enable(trace_fd)
            faulthandler.register(signal.SIGXCPU, trace_fd, all_threads=True, chain=True)
            faulthandler.dump_traceback_later(max(0.05, request["deadline"] - time.monotonic() - 0.2), file=trace_fd)
            enter_job(request)
            answer = {"value": job_file.main(request["payload"])}
            raw = json.dumps(answer).encode()
        except MemoryError:
            raw = b'{"death": "memory"}'
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else int(error.code is not None)
            raw = json.dumps({"death": f"exit {code}"}).encode()
        except BaseException:
            traceback.print_exc()
            raw = b'{"death": "exception"}'
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                pass  # the user's code closed it
        with os.fdopen(result_fd, "wb") as result:
            result.write(raw)
        os._exit(0)

    return run


# ------------------------------------------------------------------------------------------------------------ the server


def send(sock: socket.socket, message: dict) -> None:
    raw = json.dumps(message).encode()
    sock.sendall(struct.pack("<I", len(raw)) + raw)


def receive_descriptor(sock: socket.socket) -> int | None:
    """The next socket of a job; ``None`` when the server is gone."""
    data, ancillary, _, _ = sock.recvmsg(1, socket.CMSG_SPACE(4))
    if not data:
        return None
    fds = array.array("i")
    for level, kind, raw in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            fds.frombytes(raw[: len(raw) - len(raw) % fds.itemsize])
    return fds[0] if fds else -1


def preload(path: str) -> types.ModuleType:
    job_file = load(path, "hardsight_job")
    for name in getattr(job_file, "PRELOAD", ()):
        importlib.import_module(name)
    if hasattr(job_file, "warm"):
        job_file.warm()
    return job_file


def interpreter_facts() -> dict:
    prefixes = {sys.prefix, sys.base_prefix, sys.exec_prefix, os.path.dirname(os.path.realpath(sys.executable))}
    prefixes.update(sysconfig.get_paths().values())
    prefixes.update(user_site())
    prefixes.update(e for e in sys.path if e)
    threads = len(os.listdir("/proc/self/task"))
    return {"pid": os.getpid(), "version": sys.version.split()[0], "prefixes": sorted(prefixes), "threads": threads}


def main() -> None:
    if sys.argv[1] == "probe":
        json.dump(probe.probe(confine, mounts), sys.stdout)
        return
    sock = socket.socket(fileno=int(sys.argv[1]))
    options = json.loads(sys.argv[2])
    confine.die_with_parent()  # while it imports; afterwards the closing of the socket says the same
    if select.select([sock], [], [], 0)[0]:
        return  # the server died before the request for a signal was made
    mode = probe.probe(confine, mounts, options["without"])
    job_file = None
    try:
        if len(sys.argv) > 3:
            job_file = preload(sys.argv[3])
    except BaseException as error:
        missing = getattr(error, "name", None) if isinstance(error, ModuleNotFoundError) else None
        send(sock, {"error": traceback.format_exc(), "missing": missing, "version": sys.version.split()[0]})
        return
    gc.collect()
    gc.freeze()
    confine.prctl(confine.PR_SET_CHILD_SUBREAPER, 1)
    send(sock, dict(interpreter_facts(), mode=mode))
    confine.prctl(confine.PR_SET_PDEATHSIG, 0)
    serve(sock, mode, run_job(job_file) if job_file else None, options["idle_seconds"])


def serve(sock: socket.socket, mode: dict, run: Any, idle_seconds: float | None) -> None:
    wake_reader, wake_writer = os.pipe()
    os.set_blocking(wake_reader, False)
    os.set_blocking(wake_writer, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake_writer, warn_on_full_buffer=False)
    poller = select.poll()
    poller.register(sock, select.POLLIN)
    poller.register(wake_reader, select.POLLIN)
    supervisors: set = set()
    last_use = time.monotonic()
    while True:
        events = poller.poll(None if idle_seconds is None else 1000)
        for fd, _ in events:
            if fd == wake_reader:
                os.read(wake_reader, 4096)
                reap(supervisors)
                last_use = time.monotonic()
                continue
            job = receive_descriptor(sock)
            if job is None:
                return
            child = os.fork() if job >= 0 else -1
            if child == 0:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                for held in (wake_reader, wake_writer):
                    os.close(held)
                sock.close()
                supervise.supervise(socket.socket(fileno=job), mode, confine, mounts, run)
            if child > 0:
                supervisors.add(child)
            os.close(job)
            last_use = time.monotonic()
        if idle_seconds is not None and not supervisors and time.monotonic() - last_use > idle_seconds:
            return


def reap(supervisors: set) -> None:
    """Collect ended supervisors; kill what a supervisor that was itself killed left to us."""
    while True:
        try:
            child = os.waitpid(-1, os.WNOHANG)[0]
        except ChildProcessError:
            break
        if child == 0:
            break
        supervisors.discard(child)
    for orphan in set(supervise.children(os.getpid())) - supervisors:
        try:
            os.kill(orphan, signal.SIGKILL)
        except ProcessLookupError:
            continue


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    main()
    sys.stdout.flush()
    os._exit(0)  # heavy modules take their time to finalize, and nobody is left to wait
