"""Finds out which parts of the sandbox this system allows, by trying each in a process of its own.

Standalone, standard library only, loaded by path (see ``confine``).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

NO_LANDLOCK = "the kernel has no Landlock, or it is not enabled (boot parameter lsm=)"


def probe(confine: Any, mounts: Any, without: Iterable[str] = ()) -> dict:
    """The mode in which jobs run here.

    ``user`` and ``pid`` (with network and IPC) namespaces, ``mounts`` (a mount namespace), ``proc`` (its own /proc),
    ``landlock`` (the ABI, 0 for none), ``read_only`` (everything but the scratch directory, by mounts), ``seccomp``. ``why`` maps what does
    not work to the system's reason. Parts named in ``without`` are taken as not working.
    """
    mode = {"user": False, "pid": False, "mounts": False, "proc": False, "landlock": 0, "read_only": False}
    mode["seccomp"] = False
    why = dict.fromkeys(without, "switched off")

    def works(part: str, action: Callable[[], object]) -> bool:
        if part not in why:
            why[part] = _attempt(action)
        return not why[part]

    def mounted(step: Callable[[], object]) -> None:
        confine.enter_namespaces(False, mode["user"])
        _in_child(lambda: (mounts.enter(), step()))

    if works("user", lambda: confine.enter_namespaces(False, user=True)):
        mode["user"] = mode["pid"] = "pid" not in why
    elif os.geteuid() == 0 and works("pid", lambda: confine.enter_namespaces(False, user=False)):
        mode["pid"] = True
    why.setdefault("pid", "" if mode["pid"] else why["user"])
    if not mode["pid"]:
        why.setdefault("mounts", why["pid"])
    mode["mounts"] = works("mounts", lambda: mounted(lambda: None))
    if not mode["mounts"]:
        why.setdefault("proc", why["mounts"])
    mode["proc"] = works("proc", lambda: mounted(mounts.mount_proc))
    if "landlock" not in why:
        mode["landlock"] = confine.landlock_abi()
        why["landlock"] = "" if mode["landlock"] else NO_LANDLOCK
    if not mode["mounts"]:
        why.setdefault("read_only", why["mounts"])
    mode["read_only"] = works("read_only", lambda: mounted(lambda: mounts.restrict(["/"], [], ["/dev/shm"])))
    mode["seccomp"] = works("seccomp", lambda: _probe_seccomp(confine))
    return dict(mode, why=why)


def _probe_seccomp(confine: Any) -> None:
    confine.prctl(confine.PR_SET_NO_NEW_PRIVS, 1)
    confine.filter_syscalls(False, False, True)


def _in_child(action: Callable[[], object]) -> None:
    """A PID namespace is entered by the next child only."""
    reason = _attempt(action)
    if reason:
        raise OSError(reason)


def _attempt(action: Callable[[], object]) -> str:
    """The error of ``action`` in a forked child, or an empty string."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            action()
        except BaseException as error:
            os.write(writer, (str(error) or repr(error)).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        text = answer.read().decode()
    os.waitpid(child, 0)
    return text
