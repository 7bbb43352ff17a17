"""Confirming with small backends that run real programs; the real backends have tests of their own."""

from __future__ import annotations

import asyncio
import tempfile
import uuid
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from backends import confirm as confirm_module
from backends.confirm import confirm, confirm_all, without_programs_of_the_project
from backends.environment import Domain, Environment
from backends.outcome import Label, Outcome, Stage
from backends.process import run_tool
from backends.protocol import ToolStatus
from backends.settings import CadQuerySettings, ToolSettings, TritonSettings
from tests.hostile.processes import alive_with, wait_for

ENVIRONMENT = Environment(Domain.VERILOG, "/p/top.v", "/p")


@dataclass
class ShellBackend:
    """Runs ``script`` with the code as its input; passes when it exits with 0."""

    name: str
    script: str = "cat"
    domain: Domain = Domain.VERILOG
    stage: Stage = Stage.COMPILE
    executes_user_code: bool = False
    on_demand: bool = False
    version: str = "1"
    appropriate: Callable[[str], bool] = lambda code: True
    runs: int = field(default=0)

    def probe(self) -> ToolStatus:
        return ToolStatus(self.name, "tests", "", where="/bin/sh", version=self.version)

    def applies(self, code: str, environment: Environment) -> bool:
        return self.appropriate(code)

    async def run(self, code: str, environment: Environment) -> Outcome:
        self.runs += 1
        with tempfile.TemporaryDirectory() as scratch:
            result = await run_tool(
                ["sh", "-c", self.script], cwd=scratch, limits=environment.settings.limits, stdin=code.encode()
            )
        label = Label.COMPILATION_ERROR if result.returncode else Label.PASS
        return Outcome(self.name, self.stage, label, log=result.output, seconds=result.seconds)


Registry = Callable[..., None]


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Registry:
    monkeypatch.setenv("HARDSIGHT_CACHE_DIR", str(tmp_path / "cache"))

    def install(*backends: object) -> None:
        monkeypatch.setattr(confirm_module, "backends", lambda domain: backends)

    return install


async def test_outcomes_come_soonest_first_and_all_come(registry: Registry) -> None:
    registry(ShellBackend("slow", "sleep 0.5"), ShellBackend("quick"))
    assert [o.tool async for o in confirm("x", ENVIRONMENT)] == ["quick", "slow"]
    assert [o.tool for o in await confirm_all("y", ENVIRONMENT)] == ["slow", "quick"]


async def test_a_second_time_the_cache_answers(registry: Registry) -> None:
    backend = ShellBackend("tool")
    registry(backend)
    first = await confirm_all("code", ENVIRONMENT)
    assert await confirm_all("code", ENVIRONMENT) == first
    assert backend.runs == 1
    await confirm_all("code", ENVIRONMENT, use_cache=False)
    assert backend.runs == 2
    await confirm_all("other code", ENVIRONMENT)
    assert backend.runs == 3
    backend.version = "2"
    await confirm_all("code", ENVIRONMENT)
    assert backend.runs == 4


async def test_equal_runs_under_way_are_one(registry: Registry) -> None:
    backend = ShellBackend("tool", "sleep 0.2; cat")
    registry(backend)
    answers = await asyncio.gather(*(confirm_all("code", ENVIRONMENT) for _ in range(3)))
    assert backend.runs == 1
    assert all([o.log for o in answer] == ["code"] for answer in answers)


async def test_one_caller_leaving_does_not_take_the_run_from_the_other(registry: Registry) -> None:
    registry(ShellBackend("tool", "sleep 0.3; cat"))
    leaving = asyncio.create_task(confirm_all("code", ENVIRONMENT))
    staying = asyncio.create_task(confirm_all("code", ENVIRONMENT))
    await asyncio.sleep(0.1)
    leaving.cancel()
    assert [o.label for o in await staying] == [Label.PASS]


async def test_what_does_not_apply_is_silent(registry: Registry) -> None:
    registry(ShellBackend("tool", appropriate=lambda code: "testbench" in code))
    assert await confirm_all("code", ENVIRONMENT) == []
    assert len(await confirm_all("testbench", ENVIRONMENT)) == 1


async def test_slow_tools_run_only_when_named(registry: Registry) -> None:
    registry(ShellBackend("usual"), ShellBackend("slow", on_demand=True))
    assert [o.tool for o in await confirm_all("code", ENVIRONMENT)] == ["usual"]
    assert [o.tool for o in await confirm_all("code", ENVIRONMENT, tools=["slow"])] == ["slow"]


async def test_disabled_tools_do_not_run(registry: Registry) -> None:
    backend = ShellBackend("tool")
    registry(backend)
    environment = replace(ENVIRONMENT, settings=ToolSettings(disabled=("tool",)))
    assert await confirm_all("code", environment) == []
    (answer,) = await confirm_all("code", environment, tools=["tool"])
    assert answer.label is Label.UNAVAILABLE and "disabled" in answer.log
    assert backend.runs == 0


async def test_an_untrusted_workspace_executes_nothing_of_the_users(registry: Registry) -> None:
    script, compiler = ShellBackend("script", executes_user_code=True), ShellBackend("compiler")
    registry(script, compiler)
    answers = {o.tool: o for o in await confirm_all("code", ENVIRONMENT, trusted=False)}
    assert answers["compiler"].label is Label.PASS
    assert answers["script"].label is Label.UNAVAILABLE and "not trusted" in answers["script"].log
    assert script.runs == 0


async def test_an_untrusted_workspace_does_not_see_a_trusted_ones_answer(registry: Registry) -> None:
    registry(ShellBackend("script", executes_user_code=True))
    await confirm_all("code", ENVIRONMENT)
    (answer,) = await confirm_all("code", ENVIRONMENT, trusted=False)
    assert answer.label is Label.UNAVAILABLE


def test_an_untrusted_project_cannot_bring_its_own_tools(tmp_path: Path) -> None:
    settings = ToolSettings(
        tools={"iverilog": "bin/evil", "yosys": str(tmp_path / "evil"), "verilator": "/opt/verilator"},
        triton=TritonSettings(interpreter=".venv/bin/python"),
        cadquery=CadQuerySettings(interpreter="/usr/bin/python3"),
    )
    left = without_programs_of_the_project(
        Environment(Domain.VERILOG, "x.v", str(tmp_path), settings=settings)
    ).settings
    assert left.tools == {"verilator": "/opt/verilator"}
    assert left.triton.interpreter is None
    assert left.cadquery.interpreter == "/usr/bin/python3"


@pytest.mark.parametrize("where", ["applies", "probe", "run"])
async def test_a_bug_in_a_backend_is_an_answer_not_a_crash(
    registry: Registry, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    broken = ShellBackend("broken")

    def fail(*_: object) -> None:
        raise KeyError("a mistake of ours")

    monkeypatch.setattr(broken, where, fail)
    registry(broken, ShellBackend("sound"))
    answers = {o.tool: o for o in await confirm_all("code", ENVIRONMENT)}
    assert answers["broken"].label is Label.UNAVAILABLE
    assert "a mistake of ours" in answers["broken"].log and "Traceback" in answers["broken"].log
    assert answers["sound"].label is Label.PASS


async def test_closing_the_iterator_kills_what_still_runs(registry: Registry) -> None:
    token = f"confirm-{uuid.uuid4().hex}"
    registry(ShellBackend("quick"), ShellBackend("slow", f"sleep 60 # {token}"))
    async with aclosing(confirm("code", ENVIRONMENT)) as answers:
        async for outcome in answers:
            assert outcome.tool == "quick"
            assert await wait_for(token, alive=True)
            break
    assert alive_with(token) == []


async def test_cancelling_the_task_does_too(registry: Registry) -> None:
    token = f"confirm-{uuid.uuid4().hex}"
    registry(ShellBackend("slow", f"sleep 60 # {token}"))
    task = asyncio.create_task(confirm_all("code", ENVIRONMENT))
    assert await wait_for(token, alive=True)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert alive_with(token) == []


async def test_no_more_tools_run_at_once_than_there_are_cores(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirm_module.os, "sched_getaffinity", lambda pid: {0, 1})
    running, most = 0, 0

    class Counting(ShellBackend):
        async def run(self, code: str, environment: Environment) -> Outcome:
            nonlocal running, most
            running += 1
            most = max(most, running)
            outcome = await super().run(code, environment)
            running -= 1
            return outcome

    registry(*(Counting(f"tool{i}", "sleep 0.05") for i in range(6)))
    assert len(await confirm_all("code", ENVIRONMENT)) == 6
    assert most == 2
