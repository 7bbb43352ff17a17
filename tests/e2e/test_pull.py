"""Diagnostics for clients that ask for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.e2e.conftest import COUNTER, Start
from tests.e2e.lsp_client import LspClient, pulling

BROKEN = COUNTER.replace("q + 4'd1", "cnt + 4'd1")


async def pull(client: LspClient, uri: str, known: str | None = None) -> dict[str, Any]:
    params = {"textDocument": {"uri": uri}, "previousResultId": known}
    return await client.request("textDocument/diagnostic", params)


async def test_a_client_that_asks_gets_each_diagnostic_once_and_unchanged_when_it_is(
    start: Start, project: Path
) -> None:
    client = await start(project, capabilities=pulling())
    provider = client.initialized["capabilities"]["diagnosticProvider"]
    assert provider["interFileDependencies"] and provider["workspaceDiagnostics"]
    uri = await client.open(project / "counter.v", BROKEN)
    report = await pull(client, uri)
    assert report["kind"] == "full" and any("cnt" in d["message"] for d in report["items"])
    again = await pull(client, uri, report["resultId"])
    assert again == {"kind": "unchanged", "resultId": report["resultId"]}
    await client.edit(uri, 7, 25, 28, "q")
    repaired = await pull(client, uri, report["resultId"])
    assert repaired["kind"] == "full" and not any("cnt" in d["message"] for d in repaired["items"])
    assert client.messages("textDocument/publishDiagnostics") == []


async def test_an_answer_is_about_the_newest_text(start: Start, project: Path) -> None:
    client = await start(project, capabilities=pulling())
    uri = await client.open(project / "counter.v")
    asked = []
    for letter in "abcdef":
        await client.edit(uri, 8, 0, 0, letter)
        asked.append(await client.send_request("textDocument/diagnostic", {"textDocument": {"uri": uri}}))
    last = await asked[-1][1]
    assert [d for d in last["items"] if d["severity"] == 1]


async def test_an_edited_header_makes_the_client_ask_again(start: Start, project: Path) -> None:
    (project / "widths.vh").write_text("`define WIDTH 4\n")
    text = '`include "widths.vh"\nmodule user(output [`WIDTH-1:0] q);\n  assign q = {`WIDTH{1\'b0}};\nendmodule\n'
    (project / "user.v").write_text(text)
    client = await start(project, capabilities=pulling())
    user = await client.open(project / "user.v")
    assert not [d for d in (await pull(client, user))["items"] if d["severity"] == 1]
    header = await client.open(project / "widths.vh")
    await client.edit(header, 0, 8, 13, "BREADTH")
    await client.wait_for(lambda: client.messages("workspace/diagnostic/refresh"))
    assert [d for d in (await pull(client, user))["items"] if d["severity"] == 1]


async def test_the_workspace_is_reported_in_parts_open_files_first(start: Start, project: Path) -> None:
    (project / "broken.v").write_text("module broken(output o);\n  assign o = nowhere;\nendmodule\n")
    (project / "tool.py").write_text("print(nothing)\n")
    (project / "build").mkdir()
    (project / "build" / "generated.v").write_text("module oops\n")
    client = await start(project, capabilities=pulling())
    uri = await client.open(project / "counter.v", BROKEN)
    params = {"previousResultIds": [], "partialResultToken": "parts"}
    rest = await client.request("workspace/diagnostic", params)
    parts = [p["value"]["items"] for p in client.messages("$/progress") if p["token"] == "parts"]
    reports = [report for part in parts for report in part] + rest["items"]
    assert reports[0]["uri"] == uri
    found = {Path(r["uri"]).name: r for r in reports}
    assert set(found) == {"counter.v", "broken.v"}
    assert any("nowhere" in d["message"] for d in found["broken.v"]["items"])
    known = [{"uri": r["uri"], "value": r["resultId"]} for r in reports]
    again = await client.request("workspace/diagnostic", {"previousResultIds": known})
    assert {r["kind"] for r in again["items"]} == {"unchanged"}
    (project / "broken.v").unlink()
    removed = await client.request("workspace/diagnostic", {"previousResultIds": known})
    assert [r["items"] for r in removed["items"] if r["uri"].endswith("broken.v")] == [[]]


async def test_a_workspace_beyond_the_limits_is_cut(start: Start, project: Path) -> None:
    for number in range(12):
        (project / f"unit_{number}.v").write_text(f"module unit_{number}; endmodule\n")
    client = await start(project, capabilities=pulling(), settings={"diagnostics": {"maxFiles": 5}})
    await client.wait_for(lambda: client.messages("workspace/configuration"))
    await client.diagnostics_settled()
    rest = await client.request("workspace/diagnostic", {"previousResultIds": []})
    assert len(rest["items"]) == 5


async def test_a_client_that_cannot_be_told_to_ask_again_is_pushed_everything(start: Start, project: Path) -> None:
    """What the real tools say comes after it has asked (Neovim 0.11 pulls so)."""
    client = await start(project, capabilities=pulling(refresh=False), trusted=True)
    assert "diagnosticProvider" not in client.initialized["capabilities"]
    uri = await client.open(project / "counter.v", BROKEN)
    assert any("cnt" in d["message"] for d in await client.diagnostics(uri, 1))
    await client.save(uri)
    await client.diagnostics_where(uri, lambda ds: any("icarus" in d["data"].get("also", ()) for d in ds))
