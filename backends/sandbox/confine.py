"""Confines the current process: namespaces, Landlock, seccomp, resource limits, capabilities.

Standalone: only the standard library of Python 3.8 or newer, no import of ours, since it is loaded by path into whichever
interpreter a user names. Which steps a system allows is found out by ``probe``, in processes of its own.
Sources: user_namespaces(7), pid_namespaces(7), landlock(7), seccomp(2), capabilities(7), getrlimit(2).
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import stat
import struct

libc = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 22, 36, 38

CLONE_NEWIPC, CLONE_NEWUSER = 0x08000000, 0x10000000
CLONE_NEWPID, CLONE_NEWNET = 0x20000000, 0x40000000

DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
GPU_DEVICES = ("/dev/nvidia", "/dev/dri", "/dev/kfd")


def check(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def prctl(option: int, value: int = 0) -> None:
    check(libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0), "prctl")


def die_with_parent(signal_number: int = signal.SIGKILL) -> None:
    """Ask for ``signal_number`` when the parent thread ends. A change of user namespace clears it: call this after."""
    prctl(PR_SET_PDEATHSIG, signal_number)


# ---------------------------------------------------------------------------------------------------------- namespaces


def enter_namespaces(network: bool, user: bool = True) -> None:
    """Move this process to new user, network and IPC namespaces, and its next children to a new PID namespace.

    The user keeps their own uid and gid. Raises ``OSError`` when the kernel or a container forbids it; the process may
    then be half moved, so find out with ``probe`` in a process of its own first.
    """
    uid, gid = os.geteuid(), os.getegid()
    flags = CLONE_NEWPID | CLONE_NEWIPC | (0 if network else CLONE_NEWNET) | (CLONE_NEWUSER if user else 0)
    check(libc.unshare(flags), "unshare")
    if user:
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{uid} {uid} 1")
        _write("/proc/self/gid_map", f"{gid} {gid} 1")


def _write(path: str, text: str) -> None:
    fd = os.open(path, os.O_WRONLY)
    try:
        os.write(fd, text.encode())
    finally:
        os.close(fd)


# ------------------------------------------------------------------------------------------------------------ Landlock

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 1 << 1, 1 << 2, 1 << 3
_MAKE_CHAR, _MAKE_BLOCK, _REFER, _TRUNCATE, _IOCTL_DEV = 1 << 6, 1 << 11, 1 << 13, 1 << 14, 1 << 15
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_FILE_ONLY = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
_SCOPE_ABSTRACT_UNIX, _SCOPE_SIGNAL = 1, 2


def landlock_abi() -> int:
    """The kernel's Landlock version; 0 when it has none or it is switched off."""
    return max(0, libc.syscall(444, None, ctypes.c_size_t(0), ctypes.c_uint(1)))


def handled_accesses(abi: int) -> int:
    rights = (1 << 13) - 1
    for version, right in ((2, _REFER), (3, _TRUNCATE), (5, _IOCTL_DEV)):
        if abi >= version:
            rights |= right
    return rights


def restrict_files(readable: list, hidden: list, writable: list, network: bool, gpu: bool) -> None:
    """Landlock: read below ``readable`` but not below ``hidden`` (the deeper path wins), write below ``writable`` only.

    Also TCP unless ``network``, and signals and abstract sockets to processes outside. Needs ``no_new_privs``.
    """
    abi = landlock_abi()
    if abi == 0:
        raise OSError("the kernel has no Landlock, or it is not enabled (boot parameter lsm=)")
    handled = handled_accesses(abi)
    attributes = struct.pack(
        "=QQQ", handled, 3 if abi >= 4 and not network else 0, _SCOPE_SIGNAL | _SCOPE_ABSTRACT_UNIX if abi >= 6 else 0
    )[: 24 if abi >= 6 else 16 if abi >= 4 else 8]
    ruleset = check(libc.syscall(444, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint(0)), "landlock")
    try:
        for path in visible_paths(readable, hidden):
            _allow(ruleset, path, _READ & handled)
        change = handled & ~(_MAKE_CHAR | _MAKE_BLOCK | _IOCTL_DEV)
        for path in writable:
            _allow(ruleset, os.path.realpath(path), change)
        for path in DEVICES + (("/dev/shm",) if os.stat("/dev/shm").st_dev != os.stat("/dev").st_dev else ()):
            _allow(ruleset, path, change)
        if gpu:
            for name in os.listdir("/dev"):
                path = "/dev/" + name
                if path.startswith(GPU_DEVICES):
                    _allow(ruleset, path, (change | _IOCTL_DEV) & handled)
        check(libc.syscall(446, ctypes.c_int(ruleset), ctypes.c_uint(0)), "landlock_restrict_self")
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there or not reachable needs no permission
    try:
        if not stat.S_ISDIR(os.fstat(fd).st_mode):
            rights &= _FILE_ONLY
        rule = struct.pack("=Qi", rights, fd)
        if libc.syscall(445, ctypes.c_int(ruleset), ctypes.c_int(1), rule, ctypes.c_uint(0)) < 0:
            number = ctypes.get_errno()
            raise OSError(number, f"landlock_add_rule {path}: {os.strerror(number)}")
    finally:
        os.close(fd)


def visible_paths(readable: list, hidden: list) -> list:
    """The paths to allow so that everything below ``readable`` is visible except ``hidden``; the deeper entry wins.

    Landlock can only allow, so a directory with something hidden in it is replaced by its other entries. Symbolic links
    met there are left out: what they point to is allowed, or not, by its own place.
    """
    roots = {os.path.realpath(p) for p in readable}
    dark = {os.path.realpath(p) for p in hidden} - roots
    found = []
    pending = list(roots)
    while pending:
        path = pending.pop()
        prefix = path.rstrip("/") + "/"
        if not any(d.startswith(prefix) for d in dark):
            found.append(path)
            continue
        try:
            entries = list(os.scandir(path))
        except OSError:
            continue
        pending += [e.path for e in entries if not e.is_symlink() and e.path not in dark]
    return found


# ------------------------------------------------------------------------------------------------------------- seccomp

# Numbers in asm/unistd_64.h and asm-generic/unistd.h: (x86_64, aarch64); None where the call does not exist.
_DENIED = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "pidfd_getfd": (438, 438), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "move_mount": (429, 429), "open_tree": (428, 428), "fsopen": (430, 430), "fsconfig": (431, 431),
    "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442), "unshare": (272, 97), "setns": (308, 268),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218), "bpf": (321, 280),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282), "init_module": (175, 105), "finit_module": (313, 273),
    "delete_module": (176, 106), "kexec_load": (246, 104), "kexec_file_load": (320, 294), "reboot": (169, 142),
    "swapon": (167, 224), "swapoff": (168, 225), "acct": (163, 89), "quotactl": (179, 60), "syslog": (103, 116),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171), "iopl": (172, None),
    "ioperm": (173, None), "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
}  # fmt: skip
_ABSENT = {"io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "clone3": (435, 435)}
_MEMORY_FILES = {"memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194)}
_LEAVE_GROUP = {"setsid": (112, 157), "setpgid": (109, 154)}
_SOCKET, _CLONE, _KILL = (41, 198), (56, 220), (62, 129)
_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_NEW_NAMESPACES = 0x7E020080
_EPERM, _EACCES, _ENOSYS = 1, 13, 38


def filter_syscalls(network: bool, gpu: bool, alone: bool) -> None:
    """seccomp: no sockets (socket pairs stay), no tracing, mounts, namespaces, keys or kernel modules.

    ``clone3`` and ``io_uring`` look absent, so that their arguments need no inspection; anonymous memory files too
    unless ``gpu``, as no limit counts them. Unless the job is ``alone`` in a PID namespace, ``kill(-1)`` is refused and
    leaving its process group seems to succeed but does not happen: killing the group is then what ends a fork bomb.
    """
    column, audit_arch = _ARCHITECTURES.get(platform.machine(), (-1, 0))
    if column < 0:
        raise OSError("no system call table for " + platform.machine())
    load, jump_equal, jump_any_bit, ret = 0x20, 0x15, 0x45, 0x06
    errno_of = 0x00050000

    def refuse(number: int, code: int) -> list:
        return [(jump_equal, 0, 1, number), (ret, 0, 0, errno_of | code)]

    program = [(load, 0, 0, 4), (jump_equal, 1, 0, audit_arch), (ret, 0, 0, errno_of | _EPERM), (load, 0, 0, 0)]
    if column == 0:  # the x32 calls share the architecture and would slip through
        program += [(0x35, 0, 1, 0x40000000), (ret, 0, 0, errno_of | _ENOSYS)]
    for numbers in _DENIED.values():
        number = numbers[column]
        if number is not None:
            program += refuse(number, _EPERM)
    for numbers in list(_ABSENT.values()) + ([] if gpu else list(_MEMORY_FILES.values())):
        program += refuse(numbers[column], _ENOSYS)
    if not network:
        program += refuse(_SOCKET[column], _EACCES)
    inspected = [(_CLONE, jump_any_bit, _NEW_NAMESPACES)]
    if not alone:
        inspected.append((_KILL, jump_equal, 0xFFFFFFFF))
        for numbers in _LEAVE_GROUP.values():
            program += refuse(numbers[column], 0)
    for numbers, test, value in inspected:
        program += [(jump_equal, 0, 4, numbers[column]), (load, 0, 0, 16), (test, 0, 1, value)]
        program += [(ret, 0, 0, errno_of | _EPERM), (load, 0, 0, 0)]
    program += [(ret, 0, 0, 0x7FFF0000)]
    raw = b"".join(struct.pack("=HBBI", *instruction) for instruction in program)
    code = ctypes.create_string_buffer(raw, len(raw))
    header = struct.pack("@HP", len(program), ctypes.addressof(code))
    check(libc.prctl(PR_SET_SECCOMP, ctypes.c_ulong(2), header, 0, 0), "seccomp")


# --------------------------------------------------------------------------------------------- limits and capabilities


def limit_resources(limits: dict, in_user_namespace: bool) -> None:
    """Per-process limits: ``cpu_seconds``, ``memory_bytes`` and ``file_bytes``; no core files.

    Memory is counted as private writable pages above what the process already has (RLIMIT_DATA), so that a large
    interpreter may fork and a runtime may reserve address space that it does not use.
    """
    cpu = max(1, int(limits["cpu_seconds"] + 0.999))
    _set_limit(resource.RLIMIT_CPU, cpu, cpu + 2)
    _set_limit(resource.RLIMIT_DATA, data_bytes() + int(limits["memory_bytes"]))
    _set_limit(resource.RLIMIT_FSIZE, int(limits["file_bytes"]))
    _set_limit(resource.RLIMIT_CORE, 0)
    _set_limit(resource.RLIMIT_NOFILE, 4096)
    most = 8 * int(limits["processes"])
    if in_user_namespace and kernel_version() >= (5, 14):  # counted per namespace since then, before per user
        _set_limit(resource.RLIMIT_NPROC, most)
    elif os.getuid() != 0:  # whom it does not bind
        _set_limit(resource.RLIMIT_NPROC, tasks_of(os.getuid()) + most)


def tasks_of(uid: int) -> int:
    """How many processes and threads a user has."""
    count = 0
    for name in os.listdir("/proc"):
        try:
            if name.isdigit() and os.stat("/proc/" + name).st_uid == uid:
                count += len(os.listdir("/proc/" + name + "/task"))
        except OSError:
            continue  # it has just ended
    return count


def _set_limit(which: int, soft: int, hard: int | None = None) -> None:
    old = resource.getrlimit(which)[1]
    hard = soft if hard is None else hard
    if old != resource.RLIM_INFINITY:
        hard = min(hard, old)
    resource.setrlimit(which, (min(soft, hard), hard))


def data_bytes() -> int:
    """Private writable memory of this process, in bytes (``VmData``)."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[5]) * os.sysconf("SC_PAGESIZE")


def kernel_version() -> tuple:
    numbers = platform.release().split(".")[:2]
    return tuple(int("".join(c for c in n if c.isdigit()) or 0) for n in numbers)


def drop_capabilities() -> None:
    """No capabilities; with ``no_new_privs``, root does not regain them by ``exec`` either."""
    header = struct.pack("=Ii", 0x20080522, 0)
    check(libc.capset(header, bytes(24)), "capset")


def confine(spec: dict, mode: dict) -> None:
    """Everything a process can do to itself, in the order in which each step still has the rights it needs.

    ``spec`` has ``limits``, ``readable``, ``hidden``, ``writable``, ``network``, ``gpu``; ``mode`` is the answer of
    ``probe``, and steps that it found impossible are left out.
    """
    try:
        _write("/proc/self/oom_score_adj", "500")
    except OSError:
        pass  # only a preference for who is killed first when the machine runs out of memory
    limit_resources(spec["limits"], mode["user"])
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    if mode["landlock"]:
        restrict_files(spec["readable"], spec["hidden"], spec["writable"], spec["network"], spec["gpu"])
    drop_capabilities()
    if mode["seccomp"]:
        filter_syscalls(spec["network"], spec["gpu"], alone=mode["pid"])
