"""From the light bulb to the kept trajectory, with real tools and a real database."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from icwm.store import TrajectoryStore
from icwm.trajectory import Feedback
from tests.e2e.conftest import COUNTER, Start
from tests.e2e.lsp_client import CAPABILITIES, LspClient
from tests.e2e.test_confirmed_tier import BAD, open_script, real

BENCH = """\
module tb_counter;
    reg clk = 0, rst_n = 0;
    wire [3:0] q;
    counter dut (.clk(clk), .rst_n(rst_n), .q(q));
    always #5 clk = ~clk;
    initial begin
        #12 rst_n = 1;
        repeat (3) @(posedge clk);
        #1 if (q !== 4'd3) $error("q is %d, not 3", q);
        $finish;
    end
endmodule
"""
MISSPELT = 'import cadquery as cq\n\nresult = cq.Workplane("XY").box(10, 10, 10).edges().chamferr(1)\n'


def applied(text: str, edits: list[dict[str, Any]]) -> str:
    """The text after LSP text edits (ASCII)."""
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]

    def offset(position: dict[str, int]) -> int:
        return starts[position["line"]] + position["character"]

    for edit in sorted(edits, key=lambda e: offset(e["range"]["start"]), reverse=True):
        text = text[: offset(edit["range"]["start"])] + edit["newText"] + text[offset(edit["range"]["end"]) :]
    return text


def edits_of(workspace_edit: dict[str, Any], uri: str) -> list[dict[str, Any]]:
    (change,) = workspace_edit["documentChanges"]
    assert change["textDocument"]["uri"] == uri
    return change["edits"]


async def light_bulb(client: LspClient, uri: str, line: int, only: list[str] | None = None) -> list[dict[str, Any]]:
    shown = [d for d in await client.diagnostics(uri) if d["range"]["start"]["line"] == line]
    place = {"start": {"line": line, "character": 0}, "end": {"line": line, "character": 0}}
    context = {"diagnostics": shown, **({"only": only} if only else {})}
    return await client.request(
        "textDocument/codeAction", {"textDocument": {"uri": uri}, "range": place, "context": context}
    )


def store() -> TrajectoryStore:
    return TrajectoryStore(Path(os.environ["HARDSIGHT_DATA_DIR"]))


def kinds(trajectory: str) -> list[Feedback]:
    with store() as opened:
        return [event.kind for event in opened.feedback(trajectory)]


async def test_a_fix_is_listed_verified_applied_and_kept(start: Start, project: Path) -> None:
    client = await start(project, trusted=True)
    uri = await open_script(client, project, BAD)
    await client.command("hardsight.confirm", uri)
    assert real(await client.diagnostics(uri))
    actions = await light_bulb(client, uri, 3)
    quick = [a for a in actions if a["kind"] == "quickfix" and "fix" in a.get("data", {})]
    assert quick and all("edit" not in a for a in quick)
    assert quick[0]["diagnostics"][0]["source"] == "cadquery"

    resolved = await client.request("codeAction/resolve", quick[0])
    assert "verified: " in resolved["title"] and "cadquery" in resolved["title"]
    repaired = applied(BAD, edits_of(resolved["edit"], uri))
    version = await client.change(uri, repaired)
    await client.diagnostics(uri, version)
    kept = await client.command("hardsight.acceptFix", *resolved["command"]["arguments"])
    answer = await client.command("hardsight.confirm", uri)
    assert answer["verdict"] == "passed: cadquery"

    trajectory = kept["trajectory_id"]
    assert kinds(trajectory) == [Feedback.OFFERED, Feedback.SHOWN, Feedback.ACCEPTED]
    with store() as opened:
        turns = opened.get(trajectory).turns
    assert turns[0].code == BAD and turns[-1].code == repaired
    assert turns[0].proposer == "user" and turns[-1].proposer.startswith("repair:")
    assert turns[0].outcomes and turns[-1].outcomes

    # Somebody corrects the repaired line within a minute: that is kept too.
    line = next(n for n, text in enumerate(repaired.split("\n")) if "fillet" in text)
    column = repaired.split("\n")[line].index("fillet(") + 7
    await client.edit(uri, line, column, column + 1, "1")
    async with asyncio.timeout(20):
        while Feedback.EDITED not in kinds(trajectory):
            await asyncio.sleep(0.2)


async def test_a_rejected_fix_is_kept_as_rejected(start: Start, project: Path) -> None:
    client = await start(project, trusted=True)
    uri = await open_script(client, project, MISSPELT)
    await client.diagnostics(uri, 1)
    (action, *_) = [a for a in await light_bulb(client, uri, 2) if "fix" in a.get("data", {})]
    await client.request("codeAction/resolve", action)
    kept = await client.command("hardsight.rejectFix", action["data"]["fix"])
    assert kinds(kept["trajectory_id"])[-1] is Feedback.REJECTED


async def test_a_fix_for_an_older_text_is_refused_with_the_reason(start: Start, project: Path) -> None:
    client = await start(project, trusted=True)
    uri = await open_script(client, project, MISSPELT)
    await client.diagnostics(uri, 1)
    (action, *_) = [a for a in await light_bulb(client, uri, 2) if "fix" in a.get("data", {})]
    await client.edit(uri, 1, 0, 0, "# a comment\n")
    refused = await client.request("codeAction/resolve", action)
    assert "changed" in refused["disabled"]["reason"] and "edit" not in refused


async def test_the_whole_file_is_repaired_verified_and_applied_by_one_command(start: Start, project: Path) -> None:
    edits: list[dict[str, Any]] = []

    def apply(params: dict[str, Any]) -> dict[str, bool]:
        edits.extend(params["edit"]["documentChanges"][0]["edits"])
        return {"applied": True}

    broken = MISSPELT.replace("cq.Workplane", "cq.Workplan")
    client = await start(project, trusted=True, answers={"workspace/applyEdit": apply})
    uri = await open_script(client, project, broken)
    answer = await client.command("hardsight.fixFile", uri)
    assert answer["status"] == "verified" and answer["applied"] is True
    assert applied(broken, edits) == answer["code"] and answer["diff"]
    assert "cadquery" in answer["checked"]
    assert Feedback.ACCEPTED in kinds(answer["trajectory_id"])
    kinds_of_progress = [p["value"]["kind"] for p in client.messages("$/progress")]
    assert kinds_of_progress[0] == "begin" and kinds_of_progress[-1] == "end"


async def test_a_header_that_must_change_is_part_of_the_edit(start: Start, project: Path) -> None:
    changes: dict[str, Any] = {}

    def apply(params: dict[str, Any]) -> dict[str, bool]:
        for change in params["edit"]["documentChanges"]:
            changes[change["textDocument"]["uri"]] = (change["textDocument"]["version"], change["edits"])
        return {"applied": True}

    torn = "localparam STEP = 1\n"
    header, part = project / "step.vh", project / "part.v"
    header.write_text(torn)
    part.write_text('module part (output [3:0] q);\n`include "step.vh"\n  assign q = STEP;\nendmodule\n')
    client = await start(project, trusted=True, answers={"workspace/applyEdit": apply})
    uri = await client.open(part)
    answer = await client.command("hardsight.fixFile", uri)
    assert answer["status"] == "verified" and answer["applied"] is True
    ((other, (version, edits)),) = changes.items()
    assert other == header.as_uri() and version is None
    assert applied(torn, edits) == "localparam STEP = 1;\n" == answer["other_files"][0]["code"]


async def test_a_clean_file_is_said_to_be_clean(start: Start, project: Path) -> None:
    client = await start(project, trusted=True)
    uri = await open_script(client, project, MISSPELT.replace("chamferr", "chamfer"))
    answer = await client.command("hardsight.fixFile", uri)
    assert answer["status"] == "clean" and answer["applied"] is False
    assert not client.messages("workspace/applyEdit")


UNKNOWN_WORD = MISSPELT.replace(".chamferr(1)", ".chamfer(1)").replace("10)", "10, centered=true)", 1)


async def test_safe_fixes_come_as_one_source_action(start: Start, project: Path) -> None:
    client = await start(project, trusted=True)
    uri = await open_script(client, project, UNKNOWN_WORD)
    await client.diagnostics(uri, 1)
    (action,) = await light_bulb(client, uri, 0, ["source.fixAll"])
    assert action["kind"] == "source.fixAll.hardsight" and "edit" not in action
    resolved = await client.request("codeAction/resolve", action)
    assert applied(UNKNOWN_WORD, edits_of(resolved["edit"], uri)) == UNKNOWN_WORD.replace("true", "True")
    assert await light_bulb(client, uri, 0, ["refactor"]) == []


@pytest.mark.parametrize("literals", [True, False])
async def test_a_client_that_cannot_resolve_gets_a_command_that_applies(
    start: Start, project: Path, literals: bool
) -> None:
    edits: list[dict[str, Any]] = []

    def apply(params: dict[str, Any]) -> dict[str, bool]:
        edits.extend(params["edit"]["changes"][uri])
        return {"applied": True}

    actions = {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}} if literals else {}
    capabilities = {
        **CAPABILITIES,
        "workspace": {"applyEdit": True},
        "textDocument": {**CAPABILITIES["textDocument"], "codeAction": actions},
    }
    client = await start(project, trusted=True, capabilities=capabilities, answers={"workspace/applyEdit": apply})
    uri = await open_script(client, project, MISSPELT)
    await client.diagnostics(uri, 1)
    found = await light_bulb(client, uri, 2)
    commands = [a["command"] if literals else a for a in found]
    (command, *_) = [c for c in commands if c["command"] == "hardsight.applyFix"]
    answer = await client.command(command["command"], *command["arguments"])
    assert answer["applied"] and applied(MISSPELT, edits) == MISSPELT.replace("chamferr", "chamfer")
    assert kinds(answer["trajectory_id"])[-1] is Feedback.ACCEPTED


async def test_a_verilog_fix_from_keystroke_to_trajectory(start: Start, project: Path) -> None:
    """Static answer, confirmation with a failing testbench run, light bulb, verified edit, kept turns."""
    broken = COUNTER.replace("q + 4'd1", "qq + 4'd1")
    (project / "counter.v").write_text(broken)
    (project / "tb_counter.v").write_text(BENCH)
    client = await start(project, trusted=True)
    uri = await client.open(project / "counter.v")
    (static,) = [d for d in await client.diagnostics(uri, 1) if d["severity"] == 1]
    assert static["source"] == "slang"

    confirmed = await client.command("hardsight.confirm", uri)
    assert {o["tool"]: o["label"] for o in confirmed["outcomes"]}["icarus"] == "COMPILATION_ERROR"
    shown = [d for d in await client.diagnostics(uri) if d["severity"] == 1]
    assert [d["source"] for d in shown] == ["slang"], "three tools naming one cause are one diagnostic"
    assert {"icarus", "verilator"} <= set(shown[0]["data"]["also"])

    actions = [a for a in await light_bulb(client, uri, 7) if "fix" in a.get("data", {})]
    resolved = [await client.request("codeAction/resolve", action) for action in actions]
    (best,) = [a for a in resolved if a.get("edit") and "(verified: " in a["title"]]
    assert "icarus" in best["title"] and "testbench" in best["title"]
    assert applied(broken, edits_of(best["edit"], uri)) == COUNTER

    await client.change(uri, COUNTER)
    kept = await client.command("hardsight.acceptFix", *best["command"]["arguments"])
    with store() as opened:
        turns = opened.get(kept["trajectory_id"]).turns
    assert (turns[0].code, turns[-1].code) == (broken, COUNTER)
    labels = {o.tool: str(o.label) for o in turns[-1].outcomes}
    assert labels["icarus"] == labels["icarus-simulation"] == "PASS"
