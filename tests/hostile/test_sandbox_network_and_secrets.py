"""Scripts that open sockets, read the environment's secrets, or use the kernel against the sandbox."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from tests.hostile.conftest import Sandbox

CONNECT = """
import socket, sys
family, address = sys.argv[1], sys.argv[2]
try:
    if family == "inet":
        s = socket.socket(); s.settimeout(2); s.connect(("127.0.0.1", int(address)))
    elif family == "udp":
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.sendto(b"x", ("127.0.0.1", int(address)))
    else:
        s = socket.socket(socket.AF_UNIX); s.connect(address.replace("@", chr(0)))
    print("CONNECTED")
except OSError as error:
    print(type(error).__name__)
"""


@pytest.mark.parametrize("kind", ["inet", "udp", "unix", "abstract"])
async def test_no_socket_reaches_a_listener(sandbox: Sandbox, tmp_path: Path, kind: str) -> None:
    family = socket.AF_INET if kind in ("inet", "udp") else socket.AF_UNIX
    with socket.socket(family, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM) as listener:
        path = str(tmp_path / "listener.sock")
        name = f"@hardsight-{os.getpid()}-{sandbox.form.replace(' ', '')}"
        listener.bind({"unix": path, "abstract": name.replace("@", "\0")}.get(kind, ("127.0.0.1", 0)))
        if kind != "udp":
            listener.listen()
        address = {"unix": path, "abstract": name}.get(kind) or listener.getsockname()[1]
        result = await sandbox.run(CONNECT, "unix" if kind == "abstract" else kind, address)
        assert "CONNECTED" not in result.stdout
        assert "Error" in result.stdout, result.output


async def test_socket_pairs_inside_the_job_still_work(sandbox: Sandbox) -> None:
    result = await sandbox.run("import socket; a, b = socket.socketpair(); a.send(b'hi'); print(b.recv(2))")
    assert result.stdout == "b'hi'\n"


async def test_secrets_are_not_in_its_environment(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "SECRET-IN-ENVIRONMENT")
    monkeypatch.setenv("HTTPS_PROXY", "http://user:SECRET-IN-ENVIRONMENT@proxy")
    result = await sandbox.run("import os; print(dict(os.environ))")
    assert "'PATH'" in result.stdout
    assert "SECRET-IN-ENVIRONMENT" not in result.output


async def test_nor_can_they_be_read_from_another_process(sandbox: Sandbox) -> None:
    code = """
import os, sys
seen = 0
for pid in [p for p in os.listdir("/proc") if p.isdigit()] + ["self", sys.argv[1]]:
    for name in ("environ", "mem", "root/etc/hostname"):
        try:
            with open(f"/proc/{pid}/{name}", "rb") as f:
                seen += name == "environ" and pid not in ("self", str(os.getpid()), "1") and os.stat(f.name).st_size >= 0
                if b"PYTEST_CURRENT_TEST" in f.read(1 << 16):
                    print("SECRET")
        except OSError:
            pass
print("end")
"""
    result = await sandbox.run(code, os.getpid())
    assert result.stdout == "end\n", result.output


@pytest.mark.parametrize(
    "attack",
    [
        "libc.ptrace(16, int(sys.argv[1]), 0, 0)",
        "libc.unshare(0x10000000)",
        "libc.mount(b'none', b'/mnt', b'tmpfs', 0, None)",
        "libc.chroot(b'/')",
        "libc.syscall(250, 0, 0, 0)" if os.uname().machine == "x86_64" else "libc.syscall(219, 0, 0, 0)",
    ],
)
async def test_the_kernel_refuses_what_no_tool_needs(sandbox: Sandbox, attack: str) -> None:
    code = f"import ctypes, os, sys\nlibc = ctypes.CDLL(None, use_errno=True)\nprint({attack}, os.strerror(ctypes.get_errno()))"
    result = await sandbox.run(code, os.getpid())
    assert result.stdout == "-1 Operation not permitted\n", result.output


async def test_root_has_no_power_in_it(sandbox: Sandbox) -> None:
    code = "print([l for l in open('/proc/self/status') if l.startswith(('CapEff', 'CapPrm', 'CapBnd', 'NoNewPrivs'))])"
    result = await sandbox.run(code)
    assert "CapEff:\\t0000000000000000" in result.stdout
    assert "CapPrm:\\t0000000000000000" in result.stdout
    assert "NoNewPrivs:\\t1" in result.stdout
