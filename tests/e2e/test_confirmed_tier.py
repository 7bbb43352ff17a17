"""What the real tools say, on save, on request and when idle; real CadQuery scripts in the real kernel."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Start
from tests.e2e.lsp_client import LspClient

GOOD = 'import cadquery as cq\n\nresult = cq.Workplane("XY").box(40, 30, 10)\n'
BAD = 'import cadquery as cq\n\nbase = cq.Workplane("XY").box(10, 10, 10)\nresult = base.edges().fillet(8)\n'
TESTBENCH = """\
module tb_counter;
    wire [3:0] q;
    reg clk = 0, rst_n = 0;
    counter dut (.clk(clk), .rst_n(rst_n), .q(q));
    initial begin
        {stimulus}
    end
endmodule
"""
ENDLESS_STIMULUS = "while (1) rst_n = ~rst_n;"
ENDLESS = "import cadquery as cq\n\nwhile True:\n    pass\n"


def real(diagnostics: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of the kernel, not of the front end."""
    return [d for d in diagnostics if d["data"]["stage"] != "static" and d["data"].get("tool") != "hardsight"]


async def open_script(client: LspClient, folder: Path, text: str, name: str = "part.py") -> str:
    (folder / name).write_text(text)
    return await client.open(folder / name, language="python")


async def test_saving_asks_the_real_kernel_shows_progress_and_its_words_at_the_line(
    start: Start, project: Path
) -> None:
    client = await start(project, trusted=True)
    uri = await open_script(client, project, BAD)
    await client.diagnostics(uri, 1)
    await client.save(uri)
    (found,) = real(await client.diagnostics_where(uri, real))
    assert found["source"] == "cadquery" and "fillet" in found["message"] and found["range"]["start"]["line"] == 3
    await client.idle(uri)
    kinds = [p["value"]["kind"] for p in client.messages("$/progress")]
    assert kinds[0] == "begin" and kinds[-1] == "end" and "report" in kinds
    assert client.messages("$/progress")[0]["value"]["cancellable"] is True

    # After an edit elsewhere the words move with their line and say that they are of the text before …
    await client.notify(
        "textDocument/didChange",
        {
            "textDocument": {"uri": uri, "version": 2},
            "contentChanges": [
                {"range": {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 0}}, "text": "\n\n"}
            ],
        },
    )
    (moved,) = real(await client.diagnostics(uri, 2))
    assert moved["range"]["start"]["line"] == 5
    assert moved["data"]["stale"] and "before the edit" in moved["source"]

    # … and after an edit of their line they are gone.
    client.documents[uri] = (2, BAD.replace("\n\n", "\n\n\n\n", 1))
    version = await client.edit(uri, 5, 29, 30, "2")
    assert not real(await client.diagnostics(uri, version))
    await client.save(uri)
    await client.idle(uri, 2)
    assert not real(await client.diagnostics(uri))


async def test_the_numbers_are_shown_in_lens_hint_and_hover(start: Start, project: Path) -> None:
    client = await start(project, trusted=True, clientInfo={"name": "Visual Studio Code"})
    uri = await open_script(client, project, GOOD)
    document = {"textDocument": {"uri": uri}}
    (before,) = await client.request("textDocument/codeLens", document)
    assert before["command"]["command"] == "hardsight.confirm" and before["range"]["start"]["line"] == 2
    answer = await client.command("hardsight.confirm", uri)
    assert "passed: cadquery" in answer["verdict"]
    assert answer["outcomes"][0]["metrics"]["volume"]["value"] == pytest.approx(12000)
    (lens,) = await client.request("textDocument/codeLens", document)
    assert "passed: cadquery" in lens["command"]["title"] and "40 × 30 × 10 mm" in lens["command"]["title"]
    everything = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}
    (hint,) = await client.request("textDocument/inlayHint", {**document, "range": everything})
    assert hint["position"] == {"line": 2, "character": len(GOOD.split("\n")[2])} and "mm³" in hint["label"]
    hover = await client.request("textDocument/hover", {**document, "position": {"line": 2, "character": 2}})
    text = hover["contents"]["value"]
    assert "| cadquery | pass |" in text and "](data:image/" in text
    assert client.messages("workspace/codeLens/refresh") and client.messages("workspace/inlayHint/refresh")

    # Numbers of an older text are not taken for those of the new one.
    await client.edit(uri, 2, len(GOOD.split("\n")[2]), len(GOOD.split("\n")[2]), ".translate((0, 0, 1))")
    assert await client.request("textDocument/inlayHint", {**document, "range": everything}) == []
    titles = [lens["command"]["title"] for lens in await client.request("textDocument/codeLens", document)]
    assert titles[0].startswith("before the edit") and titles[1] == "confirm now"


async def open_design(client: LspClient, folder: Path, stimulus: str) -> str:
    """The counter with a testbench of this stimulus."""
    (folder / "tb_counter.v").write_text(TESTBENCH.format(stimulus=stimulus))
    return await client.open(folder / "counter.v")


async def test_the_log_and_the_explanation_can_be_read(start: Start, project: Path) -> None:
    client = await start(project, trusted=True)
    uri = await open_design(
        client, project, '$display("hello from the testbench"); $display("ERROR: q is wrong"); $finish;'
    )
    await client.command("hardsight.confirm", uri)
    explained = await client.command("hardsight.explain", uri)
    assert "q is wrong" in explained["text"] and "| yosys" in explained["text"]
    logged = await client.command("hardsight.showLog", uri)
    assert "hello from the testbench" in logged["text"]
    shown = [p["uri"] for p in client.messages("window/showDocument")]
    assert shown == [explained["uri"], logged["uri"]]
    assert Path(shown[0].removeprefix("file://")).read_text() == explained["text"]


async def test_a_failing_testbench_is_shown_where_it_failed_and_goes_when_it_passes(
    start: Start, project: Path
) -> None:
    client = await start(project, trusted=True)
    uri = await open_design(client, project, 'if (q !== 4\'d9) $error("q is %d", q); $finish;')
    bench = (project / "tb_counter.v").as_uri()
    await client.save(uri)
    (found,) = real(await client.diagnostics_where(bench, real))
    assert "q is" in found["message"] and found["range"]["start"]["line"] == 5
    await client.idle(uri)
    (project / "tb_counter.v").write_text(TESTBENCH.format(stimulus="$finish;"))
    await client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": bench, "type": 2}]})
    await client.diagnostics_where(bench, lambda ds: not real(ds))


async def test_an_edit_stops_what_runs_for_the_text_before(start: Start, project: Path) -> None:
    client = await start(project, trusted=True)
    uri = await open_design(client, project, ENDLESS_STIMULUS)
    await client.save(uri)
    await client.wait_for(lambda: client.messages("$/progress"))
    await asyncio.sleep(1)
    began = time.monotonic()
    await client.edit(uri, 0, 0, 0, " ")
    await client.idle(uri)
    assert time.monotonic() - began < 5
    assert client.messages("$/progress")[-1]["value"]["kind"] == "end"


async def test_the_cancel_button_stops_the_tools(start: Start, project: Path) -> None:
    client = await start(project, trusted=True)
    uri = await open_design(client, project, ENDLESS_STIMULUS)
    await client.save(uri)
    begun = await client.wait_for(lambda: client.messages("$/progress"))
    await asyncio.sleep(0.5)
    await client.notify("window/workDoneProgress/cancel", {"token": begun[0]["token"]})
    await client.idle(uri)
    status = await client.command("hardsight.status", uri)
    assert status["files"][0]["state"] == "idle"


async def test_a_cancelled_request_is_answered_at_once_and_the_server_goes_on(start: Start, project: Path) -> None:
    client = await start(project, trusted=True)
    uri = await open_design(client, project, ENDLESS_STIMULUS)
    command = {"command": "hardsight.confirm", "arguments": [uri]}
    number, answer = await client.send_request("workspace/executeCommand", command)
    await asyncio.sleep(1)
    await client.cancel(number)
    with pytest.raises(Exception, match="-32800"):
        await asyncio.wait_for(answer, 5)
    await client.idle(uri)
    assert [r["id"] for r in client.responses].count(number) == 1
    assert (await client.command("hardsight.status"))["files"][0]["state"] == "idle"


async def test_an_endless_simulation_ends_with_a_message(start: Start, project: Path) -> None:
    client = await start(project, trusted=True, settings={"limits": {"wallSeconds": 2}})
    uri = await open_design(client, project, ENDLESS_STIMULUS)
    await client.diagnostics_settled()
    answer = await client.command("hardsight.confirm", uri)
    assert "TIMEOUT" in [o["label"] for o in answer["outcomes"]]
    said = [d for p in client.messages("textDocument/publishDiagnostics") for d in real(p["diagnostics"])]
    assert any("2 s" in d["message"] for d in said)


async def test_when_idle_it_confirms_by_itself_if_asked_to(start: Start, project: Path) -> None:
    client = await start(project, trusted=True, settings={"confirm": {"on": "idle", "idleSeconds": 0.3}})
    uri = await client.open(project / "counter.v")
    await client.diagnostics_settled()
    await client.edit(uri, 0, 0, 0, " ")
    await client.idle(uri)
    assert "passed: " in (await client.command("hardsight.status", uri))["files"][0]["verdict"]


async def test_by_hand_only_nothing_runs_on_save(start: Start, project: Path) -> None:
    client = await start(project, trusted=True, settings={"confirm": {"on": "manual"}})
    uri = await client.open(project / "counter.v")
    await client.diagnostics_settled()
    await client.save(uri)
    await asyncio.sleep(1)
    assert not client.messages("$/progress")
    assert "passed: " in (await client.command("hardsight.confirm", uri))["verdict"]


async def test_what_was_confirmed_before_is_answered_from_the_cache(start: Start, project: Path) -> None:
    client = await start(project, trusted=True)
    uri = await client.open(project / "counter.v")

    async def seconds(**options: Any) -> dict[str, float]:
        outcomes = (await client.command("hardsight.confirm", uri, options))["outcomes"]
        return {o["tool"]: o["seconds"] for o in outcomes}

    first = await seconds()
    assert await seconds() == first
    assert await seconds(cache=False) != first


async def test_one_tool_can_be_asked_alone(start: Start, project: Path) -> None:
    client = await start(project, trusted=True)
    uri = await client.open(project / "counter.v")
    answer = await client.command("hardsight.confirm", uri, {"tools": ["yosys"]})
    assert [o["tool"] for o in answer["outcomes"]] == ["yosys"]
    assert answer["outcomes"][0]["metrics"]["flip_flops"]["value"] == 4
    await client.command("hardsight.confirm", uri, {"tools": ["icarus"]})
    verdict = (await client.command("hardsight.status", uri))["files"][0]["verdict"]
    assert verdict == "passed: yosys, icarus", "what yosys said of this text still holds"
