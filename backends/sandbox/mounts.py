"""The mount namespace of a job: a ``/proc`` and ``/dev/shm`` of its own and, where there is no Landlock, a read-only tree.

Standalone, standard library only, loaded by path (see ``confine``). Sources: mount_namespaces(7), mount_setattr(2).
"""

from __future__ import annotations

import ctypes
import os
import struct

_libc = ctypes.CDLL(None, use_errno=True)

_CLONE_NEWNS = 0x20000
_NOSUID, _NODEV, _NOEXEC, _BIND, _REC, _PRIVATE = 2, 4, 8, 4096, 16384, 1 << 18
_MOUNT_SETATTR, _AT_FDCWD, _AT_RECURSIVE, _ATTR_RDONLY = 442, -100, 0x8000, 1
SHM_BYTES = 256 << 20


def enter() -> None:
    """A mount namespace of this process, from which nothing spreads, with a small private ``/dev/shm``."""
    _check(_libc.unshare(_CLONE_NEWNS), "unshare(mount)")
    _mount("none", "/", None, _REC | _PRIVATE)
    _mount("tmpfs", "/dev/shm", "tmpfs", _NOSUID | _NODEV, f"size={SHM_BYTES},mode=1777")


def mount_proc() -> None:
    """``/proc`` of the PID namespace that this process is in. Containers that mask parts of ``/proc`` refuse it."""
    _mount("proc", "/proc", "proc", _NOSUID | _NODEV | _NOEXEC)


def restrict(readable: list, hidden: list, writable: list) -> None:
    """Change nothing but what is below ``writable``, not even permissions or times, which Landlock leaves open.

    Also cover ``hidden``, except the ``readable`` paths in it: where there is no Landlock this takes its place.
    """
    writable = sorted({os.path.realpath(p) for p in writable if os.path.exists(p)}, key=len)
    covered = {os.path.realpath(p) for p in hidden} - {"/dev", *map(os.path.realpath, readable)}
    kept = [os.path.realpath(p) for p in [*readable, *writable]]
    kept = sorted({p for p in kept if any(p.startswith(c + "/") for c in covered) and os.path.exists(p)}, key=len)
    held = [(path, os.open(path, os.O_PATH)) for path in kept]
    for path in writable:
        _mount(path, path, None, _BIND | _REC)
    _set_read_only("/", True)
    for path in [*writable, "/dev/shm"]:
        _set_writable(path)
    tops = [c for c in sorted(covered, key=len) if not any(c.startswith(o + "/") for o in covered)]
    for path in tops:
        if os.path.isdir(path):
            _cover_directory(path, [(p, fd) for p, fd in held if p.startswith(path + "/")])
        elif os.path.exists(path):
            _mount("/dev/null", path, None, _BIND)
    for path in writable:
        if path in kept:
            _set_writable(path)
    for _, fd in held:
        os.close(fd)


def _cover_directory(path: str, inside: list) -> None:
    """An empty directory over ``path``, with the paths that stay visible bound into it."""
    _mount("tmpfs", path, "tmpfs", _NOSUID | _NODEV, "size=64k,mode=755")
    for target, fd in inside:
        source = f"/proc/self/fd/{fd}"
        if os.path.isdir(source):
            os.makedirs(target, exist_ok=True)
        elif not os.path.exists(target):
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "w"):
                pass
        _mount(source, target, None, _BIND | _REC)
    _set_read_only(path, True)


def _mount(source: str, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    encoded = [None if x is None else x.encode() for x in (source, target, kind, data)]
    _check(_libc.mount(encoded[0], encoded[1], encoded[2], ctypes.c_ulong(flags), encoded[3]), "mount " + target)


def _set_writable(path: str) -> None:
    try:
        _set_read_only(path, False)
    except PermissionError:
        return  # it is on a file system that is read-only for everybody here


def _set_read_only(path: str, on: bool) -> None:
    attributes = struct.pack("=QQQQ", _ATTR_RDONLY if on else 0, 0 if on else _ATTR_RDONLY, 0, 0)
    result = _libc.syscall(
        _MOUNT_SETATTR, _AT_FDCWD, path.encode(), ctypes.c_uint(_AT_RECURSIVE), attributes, ctypes.c_size_t(32)
    )
    _check(result, "mount_setattr " + path)


def _check(result: int, what: str) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
