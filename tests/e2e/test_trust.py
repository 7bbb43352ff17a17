"""Nothing of the user's is executed until somebody said that it may, and the server says so."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.conftest import COUNTER, Start
from tests.e2e.test_confirmed_tier import open_design, open_script

SCRIPT = 'import cadquery as cq\nresult = cq.Workplane("XY").box(1, 2, 3)\n'


def choose(title: str) -> dict[str, object]:
    return {"window/showMessageRequest": lambda params: next(a for a in params["actions"] if a["title"] == title)}


async def test_without_a_word_it_asks_once_and_remembers_the_answer(start: Start, project: Path) -> None:
    client = await start(project, answers=choose("Trust and run"))
    uri = await open_script(client, project, SCRIPT)
    await client.save(uri)
    question = (await client.wait_for(lambda: client.messages("window/showMessageRequest")))[0]
    assert str(project) in question["message"] and "executes code" in question["message"]
    await client.idle(uri, 2)
    assert "passed: cadquery" in (await client.command("hardsight.status", uri))["files"][0]["verdict"]
    assert len(client.messages("window/showMessageRequest")) == 1

    later = await start(project)
    uri = await open_script(later, project, SCRIPT)
    answer = await later.command("hardsight.confirm", uri)
    assert answer["verdict"] == "passed: cadquery" and not later.messages("window/showMessageRequest")


async def test_not_now_means_nothing_runs_and_it_is_said(start: Start, project: Path) -> None:
    client = await start(project, answers=choose("Not now"))
    marker = project / "ran"
    uri = await open_script(client, project, f"import cadquery as cq\nopen({str(marker)!r}, 'w')\n{SCRIPT}")
    await client.save(uri)
    (remark,) = [d for d in await client.diagnostics_where(uri, lambda ds: ds) if d.get("code") == "untrusted"]
    assert remark["severity"] == 3 and "cadquery" in remark["message"]
    lenses = await client.request("textDocument/codeLens", {"textDocument": {"uri": uri}})
    assert "hardsight.trust" in [lens["command"]["command"] for lens in lenses]
    actions = await client.request(
        "textDocument/codeAction",
        {"textDocument": {"uri": uri}, "range": remark["range"], "context": {"diagnostics": [remark]}},
    )
    assert "hardsight.trust" in [a.get("command", {}).get("command") for a in actions]
    await client.save(uri)
    await client.idle(uri, 2)
    assert len(client.messages("window/showMessageRequest")) == 1 and not marker.exists()

    await client.command("hardsight.trust", str(project))
    await client.idle(uri, 3)
    assert not [d for d in await client.diagnostics(uri) if d.get("code") == "untrusted"]


async def test_an_editor_that_says_untrusted_is_obeyed_without_a_question(start: Start, project: Path) -> None:
    client = await start(project, trusted=False)
    uri = await open_script(client, project, SCRIPT)
    answer = await client.command("hardsight.confirm", uri)
    assert [o["label"] for o in answer["outcomes"]] == ["UNAVAILABLE"]
    assert not client.messages("window/showMessageRequest")


async def test_tools_that_execute_nothing_need_no_trust(start: Start, project: Path) -> None:
    client = await start(project, trusted=False)
    uri = await open_design(client, project, "$finish;")
    outcomes = {o["tool"]: o["label"] for o in (await client.command("hardsight.confirm", uri))["outcomes"]}
    assert outcomes["icarus"] == "PASS" and outcomes["verilator"] == "PASS" and outcomes["yosys"] == "PASS"
    assert "UNAVAILABLE" in outcomes.values()


async def test_an_untrusted_project_cannot_bring_its_own_interpreter(start: Start, project: Path) -> None:
    marker = project / "ran"
    evil = project / "evil"
    evil.write_text(f"#!/bin/sh\ntouch {marker}\n")
    evil.chmod(0o755)
    (project / "hardsight.toml").write_text('[cadquery]\ninterpreter = "./evil"\n[tools]\niverilog = "./evil"\n')
    client = await start(project, trusted=False)
    uri = await client.open(project / "counter.v", COUNTER)
    warnings = await client.diagnostics_where((project / "hardsight.toml").as_uri(), lambda ds: len(ds) == 2)
    assert all("until the folder is trusted" in w["message"] for w in warnings)
    assert [w["range"]["start"]["line"] for w in warnings] == [1, 2]
    await client.command("hardsight.confirm", uri)
    assert not marker.exists()
