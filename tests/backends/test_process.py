from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from backends.process import Policy, run_tool
from backends.settings import Limits
from tests.hostile.processes import wait_for

LIMITS = Limits(wall_seconds=20)


async def test_output_errors_and_exit_status_come_back(tmp_path: Path) -> None:
    result = await run_tool(["sh", "-c", "echo out; echo err >&2; exit 3"], cwd=str(tmp_path), limits=LIMITS)
    assert (result.returncode, result.stdout, result.stderr) == (3, "out\n", "err\n")
    assert result.output == "out\nerr\n"
    assert not (result.timed_out or result.truncated or result.memory_exceeded or result.exceeded)
    assert 0 < result.seconds < 20


async def test_a_signal_is_a_negative_status(tmp_path: Path) -> None:
    assert (await run_tool(["sh", "-c", "kill -SEGV $$"], cwd=str(tmp_path), limits=LIMITS)).returncode == -11


async def test_input_is_fed_even_when_it_is_large(tmp_path: Path) -> None:
    data = b"x" * 300_000
    result = await run_tool(["wc", "-c"], cwd=str(tmp_path), limits=LIMITS, stdin=data)
    assert result.stdout.strip() == "300000"


async def test_a_tool_that_ignores_its_input_does_not_hang(tmp_path: Path) -> None:
    result = await run_tool(["true"], cwd=str(tmp_path), limits=LIMITS, stdin=b"x" * 300_000)
    assert result.returncode == 0


async def test_output_that_is_not_utf_8_is_replaced(tmp_path: Path) -> None:
    result = await run_tool(["printf", r"a\377b"], cwd=str(tmp_path), limits=LIMITS)
    assert result.stdout == "a�b"


async def test_variables_are_added(tmp_path: Path) -> None:
    result = await run_tool(["sh", "-c", "echo $X $HOME"], cwd=str(tmp_path), limits=LIMITS, env={"X": "1"})
    assert result.stdout == f"1 {tmp_path}\n"


async def test_a_program_that_does_not_exist_raises(tmp_path: Path) -> None:
    for name in ("no-such-tool", "/no/such/tool", "./tool"):
        with pytest.raises(FileNotFoundError, match="no such program"):
            await run_tool([name], cwd=str(tmp_path), limits=LIMITS)


async def test_a_file_that_is_no_program_raises(tmp_path: Path) -> None:
    (tmp_path / "tool").write_bytes(b"\x7fELF, but not really")
    (tmp_path / "tool").chmod(0o755)
    with pytest.raises(OSError, match="could not be started"):
        await run_tool(["./tool"], cwd=str(tmp_path), limits=LIMITS)


async def test_a_program_compiled_in_the_scratch_directory_runs(tmp_path: Path) -> None:
    (tmp_path / "tool").write_text("#!/bin/sh\necho $0 $1\n")
    (tmp_path / "tool").chmod(0o755)
    result = await run_tool(["./tool", "x"], cwd=str(tmp_path), limits=LIMITS)
    assert result.stdout.split()[1] == "x"


async def test_a_tool_in_the_home_directory_finds_its_own_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, scratch = tmp_path / "home", tmp_path / "scratch"
    suite = home / ".oss-suite"
    (suite / "bin").mkdir(parents=True)
    (suite / "share").mkdir()
    (suite / "share" / "cells.v").write_text("CELLS\n")
    (suite / "bin" / "synth").write_text(f"#!/bin/sh\ncat {suite}/share/cells.v\n")
    (suite / "bin" / "synth").chmod(0o755)
    scratch.mkdir()
    monkeypatch.setenv("HOME", str(home))
    result = await run_tool([str(suite / "bin" / "synth")], cwd=str(scratch), limits=LIMITS)
    assert result.stdout == "CELLS\n", result.stderr


async def test_many_tools_run_at_once(tmp_path: Path) -> None:
    runs = [run_tool(["sh", "-c", f"sleep 0.1; echo {i}"], cwd=str(tmp_path), limits=LIMITS) for i in range(10)]
    assert [r.stdout for r in await asyncio.gather(*runs)] == [f"{i}\n" for i in range(10)]


async def test_cancelling_kills_the_tree_before_it_propagates(tmp_path: Path) -> None:
    token = f"cancel-{id(tmp_path)}"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)', '{token}'])"
    run = asyncio.create_task(run_tool([sys.executable, "-I", "-c", code], cwd=str(tmp_path), limits=LIMITS))
    assert await wait_for(token, alive=True)
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    assert await wait_for(token, alive=False, seconds=0) == []


async def test_cancelling_at_any_moment_leaves_nothing_behind(tmp_path: Path) -> None:
    token = f"early-{id(tmp_path)}"
    for step in range(20):
        run = asyncio.create_task(run_tool(["sh", "-c", f"sleep 60 # {token}"], cwd=str(tmp_path), limits=LIMITS))
        await asyncio.sleep(step * 0.002)
        run.cancel()
        with pytest.raises(asyncio.CancelledError):
            await run
        assert await wait_for(token, alive=False, seconds=0) == []


async def test_the_event_loop_is_free_while_a_tool_runs(tmp_path: Path) -> None:
    ticks = 0
    run = asyncio.create_task(run_tool(["sh", "-c", "yes | head -c 50000000"], cwd=str(tmp_path), limits=LIMITS))
    while not run.done():
        await asyncio.sleep(0.001)
        ticks += 1
    assert (await run).truncated and ticks > 10


async def test_the_network_is_there_when_the_policy_allows_it(tmp_path: Path) -> None:
    server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    code = f"import socket; socket.create_connection(('127.0.0.1', {port}), 5); print('connected')"
    argv = [sys.executable, "-I", "-c", code]
    async with server:
        allowed = await run_tool(argv, cwd=str(tmp_path), limits=LIMITS, policy=Policy(network=True))
        refused = await run_tool(argv, cwd=str(tmp_path), limits=LIMITS)
    assert allowed.stdout == "connected\n", allowed.stderr
    assert refused.returncode == 1 and "PermissionError" in refused.stderr


def test_it_serves_one_event_loop_after_another(tmp_path: Path) -> None:
    for _ in range(2):
        assert asyncio.run(run_tool(["echo", "1"], cwd=str(tmp_path), limits=LIMITS)).stdout == "1\n"
