"""Documents whose name does not say what they are: never saved, or with a suffix of their own. The editor's language decides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import COUNTER, Start
from tests.e2e.lsp_client import LspClient

SYSTEMVERILOG = "module m (input logic clk, output logic q);\n    always_ff @(posedge clk) q <= ~q;\nendmodule\n"
PART = "import cadquery as cq\n\nresult = cq.Workplane('XY').box(10, 20, 5).edges('|Z').filet(1)\n"
USER = "module top (input clk, input rst_n, output [3:0] q);\n    counter u (.clk(clk), .rst_n(rst_n), .q(q));\nendmodule\n"


async def opened(client: LspClient, uri: str, language: str, text: str) -> list[dict[str, Any]]:
    client.documents[uri] = (1, text)
    item = {"uri": uri, "languageId": language, "version": 1, "text": text}
    await client.notify("textDocument/didOpen", {"textDocument": item})
    return await client.diagnostics(uri, 1)


def errors(found: list[dict[str, Any]]) -> list[str]:
    return [d["message"] for d in found if d["severity"] == 1]


@pytest.mark.parametrize("name", ["counter.vt", "counter", "counter.txt"])
async def test_a_file_with_another_suffix_is_what_the_editor_says(start: Start, project: Path, name: str) -> None:
    client = await start(project, trusted=True)
    uri = (project / name).as_uri()
    assert errors(await opened(client, uri, "verilog", COUNTER.replace("4'd1;", "4'd1"))) == ["Expected ';'"]
    await client.change(uri, SYSTEMVERILOG)
    answer = await client.command("hardsight.confirm", uri)
    assert "failed: " in answer["verdict"], "Verilog-2005 has no always_ff"


async def test_systemverilog_by_the_language_of_the_editor(start: Start, project: Path) -> None:
    client = await start(project, trusted=True)
    uri = (project / "m.vt").as_uri()
    assert errors(await opened(client, uri, "systemverilog", SYSTEMVERILOG)) == []
    answer = await client.command("hardsight.confirm", uri)
    assert answer["verdict"].startswith("passed: ") and "failed" not in answer["verdict"]


async def test_an_untitled_document_is_checked_confirmed_and_repaired(start: Start, project: Path) -> None:
    client = await start(project, trusted=True)
    uri = "untitled:Untitled-1"
    broken = USER.replace(".q(q)", ".qq(q)")
    (message,) = errors(await opened(client, uri, "verilog", broken))
    assert "qq" in message
    symbols = await client.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    assert [s["name"] for s in symbols] == ["top"]
    answer = await client.command("hardsight.confirm", uri)
    assert "icarus" in answer["verdict"].partition("failed: ")[2]
    edits: list[Any] = []
    client.answers["workspace/applyEdit"] = lambda params: edits.append(params["edit"]) or {"applied": True}
    answer = await client.command("hardsight.fixFile", uri)
    assert answer["status"] == "verified" and answer["code"] == USER
    assert [change["textDocument"]["uri"] for change in edits[0]["documentChanges"]] == [uri]
    await client.change(uri, USER)
    assert errors(await client.diagnostics(uri, 2)) == []
    assert (await client.command("hardsight.confirm", uri))["verdict"].startswith("passed: ")
    assert sorted(p.name for p in project.iterdir()) == ["counter.v"]


async def test_an_untitled_script_without_any_folder(start: Start) -> None:
    client = await start(trusted=True)
    uri = "untitled:Untitled-2"
    assert any("filet" in message for message in errors(await opened(client, uri, "python", PART)))
    await client.change(uri, PART.replace("filet(", "fillet("))
    answer = await client.command("hardsight.confirm", uri)
    assert answer["verdict"] == "passed: cadquery"


async def test_what_is_none_of_the_languages_stays_untouched(start: Start, project: Path) -> None:
    client = await start(project, trusted=True)
    uri = "untitled:Untitled-3"
    await client.notify(
        "textDocument/didOpen",
        {"textDocument": {"uri": uri, "languageId": "plaintext", "version": 1, "text": "module m;"}},
    )
    assert (await client.command("hardsight.confirm", uri))["outcomes"] == []
    assert not [p for p in client.messages("textDocument/publishDiagnostics") if p["diagnostics"]]
