"""How the server starts and ends, however it is started and however it is ended."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

from tests.e2e.conftest import COUNTER, Start
from tests.e2e.lsp_client import SERVER, LspClient
from tests.e2e.test_confirmed_tier import ENDLESS, open_script

SHADOWS = (
    "server", "backends", "assistant", "icwm", "training", "logging", "asyncio", "json", "typing", "pygls", "lsprotocol",
    "pyslang", "dataclasses", "attrs", "cattrs", "sqlite3",
)  # fmt: skip


async def test_a_proper_end_has_status_0(start: Start, project: Path) -> None:
    client = await start(project)
    assert await client.stop() == 0


async def test_exit_without_shutdown_has_status_1(start: Start, project: Path) -> None:
    client = await start(project)
    await client.notify("exit")
    assert client.process is not None and await asyncio.wait_for(client.process.wait(), 10) == 1


async def test_a_closed_pipe_ends_it(start: Start, project: Path) -> None:
    client = await start(project)
    assert client.process is not None and client.process.stdin is not None
    client.process.stdin.close()
    assert await asyncio.wait_for(client.process.wait(), 10) == 1


async def test_it_ends_with_the_editor_that_started_it(project: Path) -> None:
    editor = await asyncio.create_subprocess_exec("sleep", "1000")
    client = await LspClient().start_stdio()
    await client.initialize(project, processId=editor.pid)
    assert client.process is not None
    editor.kill()
    await editor.wait()
    assert await asyncio.wait_for(client.process.wait(), 10) == 1


async def test_a_users_modules_do_not_shadow_ours(start: Start, project: Path) -> None:
    """PYTHONPATH and the current folder hold packages and modules with our names and with those of the library."""
    for name in SHADOWS:
        poison = f"raise ImportError('the {name} of the user was imported')\n"
        (project / f"{name}.py").write_text(poison)
        (project / "packages" / name).mkdir(parents=True)
        (project / "packages" / name / "__init__.py").write_text(poison)
    path = f"{project}{os.pathsep}{project / 'packages'}"
    client = await start(project, env={"PYTHONPATH": path}, cwd=project, trusted=True)
    uri = await client.open(project / "counter.v", COUNTER.replace("q + 4'd1", "cnt"))
    assert any("cnt" in d["message"] for d in await client.diagnostics(uri, 1))
    (project / "part").mkdir()
    part = await open_script(client, project / "part", "import cadquery as cq\nresult = cq.Workplane().box(1, 1, 1)\n")
    assert (await client.command("hardsight.confirm", part))["verdict"] == "passed: cadquery"
    outcomes = (await client.command("hardsight.confirm", uri))["outcomes"]
    assert outcomes and not any("Traceback" in o["log"] for o in outcomes)


async def test_the_command_line_is_isolated_too(project: Path) -> None:
    (project / "server.py").write_text("raise SystemExit(99)\n")
    (project / "json.py").write_text("raise SystemExit(98)\n")
    process = await asyncio.create_subprocess_exec(
        *SERVER[:-1], "check", "--static-only", "counter.v", cwd=project, env={**os.environ, "PYTHONPATH": str(project)}
    )
    assert await asyncio.wait_for(process.wait(), 30) == 0


async def test_killing_the_server_leaves_no_process(start: Start, project: Path) -> None:
    client = await start(project, trusted=True)
    assert client.process is not None
    uri = await open_script(client, project, ENDLESS)
    await client.send_request("workspace/executeCommand", {"command": "hardsight.confirm", "arguments": [uri]})
    family = await _until(lambda: (found := _descendants(client.process.pid)) and len(found) >= 2 and found)  # type: ignore[union-attr]
    client.process.kill()
    await client.process.wait()
    assert await _until(lambda: not [pid for pid in family if _alive(pid)])


async def test_killing_a_worker_is_an_answer_and_the_next_one_works(start: Start, project: Path) -> None:
    client = await start(project, trusted=True)
    assert client.process is not None
    uri = await open_script(client, project, ENDLESS)
    _, answer = await client.send_request(
        "workspace/executeCommand", {"command": "hardsight.confirm", "arguments": [uri]}
    )
    await asyncio.sleep(4)
    for pid in _descendants(client.process.pid):
        os.kill(pid, signal.SIGKILL)
    (outcome,) = (await asyncio.wait_for(answer, 60))["outcomes"]
    assert outcome["label"] != "PASS"
    await client.change(uri, "import cadquery as cq\nresult = cq.Workplane().box(1, 1, 1)\n")
    assert (await client.command("hardsight.confirm", uri))["verdict"] == "passed: cadquery"


async def _until(holds, seconds: float = 20):  # type: ignore[no-untyped-def]
    async with asyncio.timeout(seconds):
        while not (value := holds()):
            await asyncio.sleep(0.05)
    return value


def _descendants(pid: int) -> list[int]:
    found = []
    for directory in Path("/proc").iterdir():
        if directory.name.isdigit():
            try:
                parent = int((directory / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent == pid:
                found += [int(directory.name), *_descendants(int(directory.name))]
    return found


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False
