"""Scripts that loop, multiply, hide from their parent, attack other processes or take all memory."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from backends.sandbox import supervise
from backends.settings import Limits
from tests.hostile.conftest import Sandbox
from tests.hostile.processes import alive_with, wait_for

DAEMON = """
import os, subprocess, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        null = os.open(os.devnull, os.O_RDWR)
        for fd in (0, 1, 2):
            os.dup2(null, fd)
        os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(60)", sys.argv[1]])
    os._exit(0)
os.wait()
"""


async def test_an_infinite_loop_is_stopped_at_the_wall_time(sandbox: Sandbox) -> None:
    result = await sandbox.run("while True: pass", wall_seconds=0.5)
    assert result.timed_out and result.exceeded == "wall"


async def test_sleeping_for_ever_is_too(sandbox: Sandbox) -> None:
    result = await sandbox.run(
        "import signal\nsignal.signal(15, signal.SIG_IGN)\nwhile True: signal.pause()", wall_seconds=0.5
    )
    assert result.timed_out and result.exceeded == "wall"


async def test_an_infinite_loop_is_stopped_at_the_cpu_time(sandbox: Sandbox) -> None:
    result = await sandbox.run("while True: pass", cpu_seconds=1)
    assert result.timed_out and result.exceeded == "cpu"


async def test_a_fork_bomb_is_ended_and_leaves_nothing(sandbox: Sandbox, token: str) -> None:
    bomb = """
    import os, sys, time
    end = time.monotonic() + 8  # should the sandbox fail, the test still ends
    while time.monotonic() < end:
        try:
            os.fork()
        except OSError:
            time.sleep(0.01)
    """
    result = await sandbox.run(textwrap.dedent(bomb), token)
    assert result.exceeded == "processes"
    assert alive_with(token) == []


async def test_a_thread_bomb_is_ended(sandbox: Sandbox) -> None:
    bomb = """
    import threading, time
    threading.stack_size(1 << 16)
    end = time.monotonic() + 8
    while time.monotonic() < end:
        threading.Thread(target=time.sleep, args=(8,), daemon=True).start()
    """
    result = await sandbox.run(textwrap.dedent(bomb))
    assert result.returncode != 0 and not result.timed_out


async def test_one_large_allocation_fails(sandbox: Sandbox) -> None:
    result = await sandbox.run("x = bytearray(1 << 30)")
    assert result.memory_exceeded and "MemoryError" in result.stderr


async def test_memory_of_many_processes_counts_together(sandbox: Sandbox, token: str) -> None:
    hogs = "import os, time\nfor _ in range(8):\n if os.fork() == 0: x = bytearray(os.urandom(1)) * (60 << 20); time.sleep(10); os._exit(0)\ntime.sleep(10)"
    result = await sandbox.run(hogs, token)
    assert result.memory_exceeded
    assert alive_with(token) == []


async def test_shared_memory_counts(sandbox: Sandbox) -> None:
    hog = "import mmap, time\nm = mmap.mmap(-1, 1 << 30)\nfor i in range(0, 1 << 30, 4096):\n m[i] = 1\n if i % (1 << 24) == 0: time.sleep(0.02)"
    assert (await sandbox.run(hog)).memory_exceeded


async def test_memory_files_outside_every_limit_are_refused(sandbox: Sandbox) -> None:
    result = await sandbox.run("import os; os.memfd_create('x')")
    assert "Function not implemented" in result.stderr


async def test_a_daemon_dies_with_the_run(sandbox: Sandbox, token: str) -> None:
    result = await sandbox.run(DAEMON, token)
    assert result.returncode == 0, result.stderr
    assert alive_with(token) == []


async def test_a_daemon_dies_when_the_run_is_cancelled(sandbox: Sandbox, token: str) -> None:
    run = asyncio.create_task(sandbox.run(DAEMON + "\ntime.sleep(60)", token))
    assert len(await wait_for(token, alive=True)) >= 1
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    assert alive_with(token) == []


async def test_a_background_process_that_holds_the_output_does_not_hold_the_run(sandbox: Sandbox, token: str) -> None:
    code = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(30)', sys.argv[1]]); print('done')"
    result = await sandbox.run(code, token)
    assert result.stdout == "done\n" and result.seconds < 20
    assert alive_with(token) == []


async def test_it_cannot_kill_its_parent_or_any_other_process(sandbox: Sandbox, token: str) -> None:
    victim = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", token])
    code = """
    import os, signal, sys
    for target in (int(sys.argv[1]), int(sys.argv[2]), os.getppid(), -1):
        try:
            os.kill(target, signal.SIGKILL if target != os.getppid() or target > 1 else 0)
            print("SENT", target)
        except OSError as error:
            print(type(error).__name__, target)
    print("end")
    """
    try:
        result = await sandbox.run(textwrap.dedent(code), victim.pid, os.getpid())
        assert result.stdout.endswith("end\n"), result.output
        assert victim.poll() is None
    finally:
        victim.kill()
        victim.wait()


async def test_the_worker_serves_on_after_every_attack(sandbox: Sandbox) -> None:
    await sandbox.run("import os; os.kill(os.getppid(), 9)")
    assert (await sandbox.run("print(6 * 7)")).stdout == "42\n"


async def test_gigabytes_of_output_are_cut_and_dropped(sandbox: Sandbox) -> None:
    code = "import os\nchunk = b'x' * 65536\nwhile True: os.write(1, chunk)"
    result = await sandbox.run(code, wall_seconds=1, output_bytes=1000)
    assert result.stdout == "x" * 1000
    assert result.truncated and result.timed_out


async def test_a_tool_that_prints_much_still_ends_normally(sandbox: Sandbox) -> None:
    result = await sandbox.run("import sys\nfor i in range(200000): print(i)\nsys.exit(3)", output_bytes=100)
    assert result.returncode == 3 and result.truncated
    assert result.stdout.startswith("0\n1\n2\n")


DRIVER = """
import asyncio, sys
sys.path.insert(0, sys.argv[1])
from backends.process import run_tool
from backends.settings import Limits

async def main():
    await run_tool([sys.executable, "-I", "-S", "-c", sys.argv[3], sys.argv[4]], cwd=sys.argv[2], limits=Limits())

asyncio.run(main())
"""
REPOSITORY = str(Path(__file__).resolve().parents[2])


async def test_kill_9_of_the_server_leaves_no_orphan(tmp_path: Path, token: str) -> None:
    arguments = [REPOSITORY, str(tmp_path), DAEMON + "\ntime.sleep(60)", token]
    driver = subprocess.Popen([sys.executable, "-I", "-c", DRIVER, *arguments])
    try:
        assert await _count(token, 3)  # driver, script, daemon
        workers = supervise.children(driver.pid)
        assert workers
    finally:
        driver.kill()
        driver.wait()
    assert await wait_for(token, alive=False) == []
    for worker in workers:
        assert await _gone(worker)


ZYGOTE_DRIVER = """
import asyncio, pathlib, sys
sys.path.insert(0, sys.argv[1])
from backends.settings import Limits
from backends.zygote import Zygote

async def main():
    await Zygote(pathlib.Path(sys.argv[3])).run({"code": sys.argv[4]}, limits=Limits(), cwd=sys.argv[2])

asyncio.run(main())
"""


async def test_nor_does_it_leave_a_warm_interpreter_or_its_job(tmp_path: Path, token: str) -> None:
    jobs = tmp_path / token
    jobs.mkdir()
    shutil.copy(Path(REPOSITORY) / "tests/backends/jobs/execute.py", jobs)
    code = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'import time; time.sleep(60)', '{token}'])"
    arguments = [REPOSITORY, str(tmp_path), str(jobs / "execute.py"), code]
    driver = subprocess.Popen([sys.executable, "-I", "-c", ZYGOTE_DRIVER, *arguments])
    try:
        assert await _count(token, 6)  # driver, interpreter, supervisor, init, job, its subprocess
    finally:
        driver.kill()
        driver.wait()
    assert await wait_for(token, alive=False) == []


async def test_nor_an_interpreter_that_is_still_importing(tmp_path: Path, token: str) -> None:
    jobs = tmp_path / token
    jobs.mkdir()
    shutil.copy(Path(REPOSITORY) / "tests/backends/jobs/slow_to_start.py", jobs)
    arguments = [REPOSITORY, str(tmp_path), str(jobs / "slow_to_start.py"), ""]
    driver = subprocess.Popen([sys.executable, "-I", "-c", ZYGOTE_DRIVER, *arguments])
    try:
        assert await _count(token, 2)
    finally:
        driver.kill()
        driver.wait()
    assert await wait_for(token, alive=False) == []


async def _count(token: str, processes: int) -> bool:
    for _ in range(500):
        if len(alive_with(token)) >= processes:
            return True
        await asyncio.sleep(0.02)
    return False


async def test_kill_9_of_the_worker_ends_the_run_and_the_next_one_works(sandbox: Sandbox, token: str) -> None:
    run = asyncio.create_task(sandbox.run(DAEMON + "\ntime.sleep(60)", token))
    await wait_for(token, alive=True)
    assert sandbox.spawner.pid is not None
    os.kill(sandbox.spawner.pid, signal.SIGKILL)
    result = await run
    assert result.returncode == -signal.SIGKILL
    assert await wait_for(token, alive=False) == []
    assert (await sandbox.run("print(1)")).stdout == "1\n"


async def test_kill_9_of_a_supervisor_leaves_no_orphan(sandbox: Sandbox, token: str) -> None:
    run = asyncio.create_task(sandbox.run(DAEMON + "\ntime.sleep(60)", token))
    await wait_for(token, alive=True)
    assert sandbox.spawner.pid is not None
    for supervisor in supervise.children(sandbox.spawner.pid):
        os.kill(supervisor, signal.SIGKILL)
    result = await run
    assert result.returncode == -signal.SIGKILL and "killed" in result.stderr
    assert await wait_for(token, alive=False) == []


async def _gone(pid: int) -> bool:
    for _ in range(500):
        if not Path(f"/proc/{pid}").exists():
            return True
        await asyncio.sleep(0.02)
    return False


def test_the_default_limits_allow_a_parallel_build() -> None:
    assert Limits().processes >= 16
