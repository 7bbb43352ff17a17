from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import sysconfig
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backends.process import Policy
from backends.settings import Limits
from backends.zygote import JobResult, Zygote, ZygoteError, zygote_for
from tests.hostile.processes import wait_for

JOBS = Path(__file__).parent / "jobs"
LIMITS = Limits(wall_seconds=20, cpu_seconds=20, memory_bytes=256 << 20, processes=24)
OUR_PACKAGES = ("server", "training", "assistant", "icwm", "backends")


@pytest.fixture
async def zygote() -> AsyncIterator[Zygote]:
    zygote = Zygote(JOBS / "execute.py")
    yield zygote
    await zygote.close()


async def execute(
    zygote: Zygote,
    code: str,
    cwd: Path,
    *,
    limits: Limits = LIMITS,
    path: tuple[str, ...] = (),
    file: str = "script.py",
) -> JobResult:
    return await zygote.run({"code": code, "file": file}, limits=limits, cwd=str(cwd), path=path)


async def test_a_job_returns_what_main_returns_and_what_it_printed(zygote: Zygote, tmp_path: Path) -> None:
    result = await execute(
        zygote, "import sys\nprint('out ü')\nprint('err', file=sys.stderr)\nanswer = [1, 'zwei']", tmp_path
    )
    assert result.value == {"answer": [1, "zwei"]}
    assert (result.stdout, result.stderr, result.death) == ("out ü\n", "err\n", None)


async def test_preloaded_modules_are_there_before_the_first_job(zygote: Zygote, tmp_path: Path) -> None:
    result = await execute(zygote, "import sys\nanswer = 'colorsys' in sys.modules", tmp_path)
    assert result.value == {"answer": True}


async def test_jobs_start_from_the_same_state(zygote: Zygote, tmp_path: Path) -> None:
    await execute(zygote, "import sys, os\nsys.stain = 1\nos.environ['STAIN'] = '1'", tmp_path)
    result = await execute(zygote, "import sys, os\nanswer = hasattr(sys, 'stain') or 'STAIN' in os.environ", tmp_path)
    assert result.value == {"answer": False}


async def test_the_scratch_directory_is_current_and_home(zygote: Zygote, tmp_path: Path) -> None:
    code = "import os, tempfile\nanswer = [os.getcwd(), os.environ['HOME'], tempfile.gettempdir()]"
    assert (await execute(zygote, code, tmp_path)).value == {"answer": [str(tmp_path)] * 3}


async def test_variables_are_added_to_the_environment(zygote: Zygote, tmp_path: Path) -> None:
    code = "import os\nanswer = os.environ['TRITON_CACHE_DIR']"
    result = await zygote.run({"code": code}, limits=LIMITS, cwd=str(tmp_path), env={"TRITON_CACHE_DIR": "/x"})
    assert result.value == {"answer": "/x"}


@pytest.mark.parametrize("name", OUR_PACKAGES)
async def test_our_packages_cannot_be_imported(zygote: Zygote, tmp_path: Path, name: str) -> None:
    code = (
        f"try:\n import {name}\n answer = {name}.__file__\nexcept ModuleNotFoundError as error:\n answer = error.name"
    )
    assert (await execute(zygote, code, tmp_path)).value == {"answer": name}


@pytest.mark.parametrize("name", OUR_PACKAGES)
async def test_a_user_module_of_the_same_name_can(zygote: Zygote, tmp_path: Path, name: str) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / f"{name}.py").write_text("whose = 'mine'")
    result = await execute(zygote, f"import {name}\nanswer = {name}.whose", tmp_path, path=(str(project),))
    assert result.value == {"answer": "mine"}, result.stderr


async def test_a_user_package_of_the_same_name_with_submodules_can(zygote: Zygote, tmp_path: Path) -> None:
    (tmp_path / "server" / "routes").mkdir(parents=True)
    (tmp_path / "server" / "routes" / "home.py").write_text("whose = 'mine'")
    code = "from server.routes.home import whose\nanswer = whose"
    assert (await execute(zygote, code, tmp_path, path=(str(tmp_path),))).value == {"answer": "mine"}


async def test_the_users_directories_come_first_and_nothing_of_ours_is_on_the_path(
    zygote: Zygote, tmp_path: Path
) -> None:
    result = await execute(zygote, "import sys\nanswer = sys.path", tmp_path, path=("/somewhere", "/else"))
    assert result.value is not None
    found = result.value["answer"]
    assert found[:2] == ["/somewhere", "/else"]
    assert sysconfig.get_paths()["purelib"] in found
    repository = Path(__file__).resolve().parents[2]
    assert not [e for e in found if Path(e) == repository or Path(e) == repository / "backends" / "sandbox"]


async def test_exceptions_that_leave_main_are_a_bug_of_the_job_file(zygote: Zygote, tmp_path: Path) -> None:
    result = await execute(zygote, "1 / 0", tmp_path)
    assert result.value is None and result.death == "exception"
    assert "ZeroDivisionError" in result.stderr


@pytest.mark.parametrize(
    ("code", "death"),
    [
        ("raise SystemExit(3)", "exit 3"),
        ("import os; os._exit(5)", "exit 5"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "signal 9"),
        ("import os; os.abort()", "signal 6"),
        ("x = bytearray(1 << 30)", "memory"),
        ("import os, time\nfor _ in range(60): os.fork() or time.sleep(5)\ntime.sleep(5)", "processes"),
    ],
)
async def test_the_death_of_a_job_is_told(zygote: Zygote, tmp_path: Path, code: str, death: str) -> None:
    result = await execute(zygote, code, tmp_path)
    assert (result.value, result.death) == (None, death)


async def test_a_crash_names_the_users_line(zygote: Zygote, tmp_path: Path) -> None:
    result = await execute(zygote, "import ctypes\n\nctypes.string_at(0)", tmp_path, file="bracket.py")
    assert result.death == "signal 11"
    assert 'File "bracket.py", line 3' in result.trace


async def test_an_endless_loop_names_the_users_line(zygote: Zygote, tmp_path: Path) -> None:
    code = "def spin():\n    while True:\n        pass\n\nspin()"
    result = await execute(zygote, code, tmp_path, limits=Limits(wall_seconds=0.6), file="bracket.py")
    assert result.death == "timeout"
    assert "in spin" in result.trace and 'File "bracket.py", line 5' in result.trace


async def test_so_does_running_out_of_cpu_time(zygote: Zygote, tmp_path: Path) -> None:
    result = await execute(zygote, "while True: pass", tmp_path, limits=Limits(cpu_seconds=1), file="bracket.py")
    assert result.death == "timeout"
    assert 'File "bracket.py", line 1' in result.trace


async def test_many_jobs_run_at_once_and_keep_apart(zygote: Zygote, tmp_path: Path) -> None:
    codes = [f"import time\ntime.sleep(0.2)\nprint({i})\nanswer = {i}" for i in range(8)]
    results = await asyncio.gather(*(execute(zygote, code, tmp_path) for code in codes))
    assert [r.value for r in results] == [{"answer": i} for i in range(8)]
    assert [r.stdout for r in results] == [f"{i}\n" for i in range(8)]


async def test_a_large_answer_arrives_whole(zygote: Zygote, tmp_path: Path) -> None:
    result = await execute(zygote, "answer = 'x' * (8 << 20)", tmp_path)
    assert result.value == {"answer": "x" * (8 << 20)}


async def test_output_beyond_the_limit_is_dropped(zygote: Zygote, tmp_path: Path) -> None:
    result = await execute(
        zygote, "for i in range(100000): print(i)\nanswer = 1", tmp_path, limits=Limits(output_bytes=10)
    )
    assert result.stdout == "0\n1\n2\n3\n4\n" and result.value == {"answer": 1}


async def test_cancelling_kills_the_job_and_what_it_started(zygote: Zygote, tmp_path: Path) -> None:
    token = f"zygote-cancel-{os.getpid()}"
    code = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'import time; time.sleep(60)', '{token}'])"
    job = asyncio.create_task(execute(zygote, code, tmp_path))
    assert await wait_for(token, alive=True)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert await wait_for(token, alive=False, seconds=0) == []
    assert (await execute(zygote, "answer = 1", tmp_path)).value == {"answer": 1}


async def test_it_starts_again_when_it_was_killed(zygote: Zygote, tmp_path: Path) -> None:
    await zygote.start()
    assert zygote.pid is not None
    os.kill(zygote.pid, signal.SIGKILL)
    assert (await execute(zygote, "answer = 1", tmp_path)).value == {"answer": 1}


async def test_being_killed_during_a_job_is_told(zygote: Zygote, tmp_path: Path) -> None:
    job = asyncio.create_task(execute(zygote, "import time\nopen('begun', 'w')\ntime.sleep(60)", tmp_path))
    while not (tmp_path / "begun").exists():
        await asyncio.sleep(0.01)
    assert zygote.pid is not None
    os.kill(zygote.pid, signal.SIGKILL)
    assert (await job).death == "lost"


async def test_close_ends_the_interpreter(zygote: Zygote) -> None:
    await zygote.start()
    pid = zygote.pid
    assert zygote.running
    await zygote.close()
    assert not zygote.running and not Path(f"/proc/{pid}").exists()


async def test_an_idle_interpreter_ends_and_comes_back(tmp_path: Path) -> None:
    zygote = Zygote(JOBS / "execute.py", idle_seconds=0.1)
    await execute(zygote, "answer = 1", tmp_path)
    async with asyncio.timeout(10):
        while zygote.running:
            await asyncio.sleep(0.05)
    assert (await execute(zygote, "answer = 2", tmp_path)).value == {"answer": 2}
    await zygote.close()


async def test_a_missing_module_says_how_to_install_it_and_where() -> None:
    with pytest.raises(ZygoteError) as error:
        await Zygote(JOBS / "needs_missing_module.py").start()
    assert "cadquery_of_another_planet" in str(error.value)
    assert f"{sys.executable} -m pip install" in str(error.value)


async def test_a_missing_interpreter_is_named() -> None:
    with pytest.raises(ZygoteError, match="/no/such/python"):
        await Zygote(JOBS / "execute.py", "/no/such/python").start()


async def test_the_users_own_interpreter_with_its_own_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A virtual environment inside the home directory, which is otherwise hidden."""
    home = tmp_path / "home"
    venv = home / "venvs" / "cad"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    packages = next((venv / "lib").glob("python*")) / "site-packages"
    (packages / "only_here.py").write_text("fact = 'from the venv'")
    monkeypatch.setenv("HOME", str(home))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    zygote = Zygote(JOBS / "execute.py", str(venv / "bin" / "python"))
    code = "import only_here, sys\nanswer = [only_here.fact, sys.prefix]"
    result = await execute(zygote, code, scratch)
    await zygote.close()
    assert result.value == {"answer": ["from the venv", str(venv)]}, result.stderr


async def test_another_installation_of_ours_is_hidden_too(tmp_path: Path) -> None:
    venv, scratch = tmp_path / "venv", tmp_path / "scratch"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    packages = next((venv / "lib").glob("python*")) / "site-packages"
    for name in ("backends/sandbox/zygote_server.py", "backends/__init__.py", "server/__init__.py", "theirs.py"):
        (packages / name).parent.mkdir(parents=True, exist_ok=True)
        (packages / name).write_text("")
    scratch.mkdir()
    zygote = Zygote(JOBS / "execute.py", str(venv / "bin" / "python"))
    code = "import theirs\ntry:\n import server\nexcept ModuleNotFoundError as error:\n answer = error.name"
    result = await execute(zygote, code, scratch)
    await zygote.close()
    assert result.value == {"answer": "server"}


async def test_secrets_of_the_server_never_reach_the_interpreter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_TOKEN", "SECRET-IN-ENVIRONMENT")
    zygote = Zygote(JOBS / "execute.py")
    code = "import os\nanswer = [open('/proc/self/environ').read(), repr(os.environ)]"
    result = await execute(zygote, code, tmp_path)
    await zygote.close()
    assert result.value is not None and "PATH" in "".join(result.value["answer"])
    assert "SECRET-IN-ENVIRONMENT" not in "".join(result.value["answer"])


async def test_the_rest_of_the_home_directory_is_hidden_from_scripts(
    zygote: Zygote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, diary, scratch = tmp_path / "home" / "project", tmp_path / "home" / "diary.txt", tmp_path / "scratch"
    project.mkdir(parents=True)
    scratch.mkdir()
    diary.write_text("DIARY")
    (project / "part.step").write_text("STEP")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    code = f"print(open('{project}/part.step').read())\nprint(open('{diary}').read())"
    result = await execute(zygote, code, scratch, path=(str(project),))
    assert result.stdout == "STEP\n" and "PermissionError" in result.stderr
    policy = Policy(readable=(str(diary),))
    result = await zygote.run({"code": code}, limits=LIMITS, cwd=str(scratch), path=(str(project),), policy=policy)
    assert result.stdout == "STEP\nDIARY\n"


async def test_the_shared_zygote_is_one_per_job_file_and_interpreter() -> None:
    one = zygote_for(JOBS / "execute.py")
    assert zygote_for(JOBS / "execute.py") is one
    assert zygote_for(JOBS / "execute.py", "/usr/bin/python3") is not one
    assert not one.running


async def test_two_starts_at_once_make_one_interpreter(zygote: Zygote) -> None:
    await asyncio.gather(zygote.start(), zygote.start(), zygote.start())
    pid = zygote.pid
    await zygote.start()
    assert pid is not None and zygote.pid == pid


def test_it_serves_one_event_loop_after_another(tmp_path: Path) -> None:
    zygote = Zygote(JOBS / "execute.py")
    for number in range(2):
        result = asyncio.run(execute(zygote, f"answer = {number}", tmp_path))
        assert result.value == {"answer": number}
    asyncio.run(zygote.close())
