"""What a user sees while typing, pushed by a real server over stdio."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.conftest import COUNTER, Start
from tests.e2e.lsp_client import CAPABILITIES


async def test_an_undeclared_name_is_shown_where_it_stands_and_goes_when_it_is_repaired(
    start: Start, project: Path
) -> None:
    client = await start(project)
    uri = await client.open(project / "counter.v", COUNTER.replace("q + 4'd1", "cnt + 4'd1"))
    (found,) = [d for d in await client.diagnostics(uri, 1) if d["severity"] == 1]
    assert found["source"] == "slang" and "cnt" in found["message"]
    assert found["range"] == {"start": {"line": 7, "character": 25}, "end": {"line": 7, "character": 28}}
    version = await client.edit(uri, 7, 25, 28, "q")
    assert not [d for d in await client.diagnostics(uri, version) if d["severity"] == 1]


@pytest.mark.parametrize(("encoding", "character"), [("utf-16", 16), ("utf-8", 20), ("utf-32", 14)])
async def test_columns_after_emoji_are_in_the_negotiated_encoding(
    start: Start, project: Path, encoding: str, character: int
) -> None:
    capabilities = {**CAPABILITIES, "general": {"positionEncodings": [encoding]}}
    client = await start(project, capabilities=capabilities)
    assert client.initialized["capabilities"]["positionEncoding"] == encoding
    text = "module m(output o);\n  assign /*🚀🚀*/o = nowhere;\nendmodule\n"
    assert text.split("\n")[1].index("o =") == 15 - 1 + 1
    uri = await client.open(project / "emoji.v", text)
    (found,) = [d for d in await client.diagnostics(uri, 1) if "nowhere" in d["message"]]
    assert found["range"]["start"]["character"] == character + 5


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "utf-32"])
async def test_edits_after_emoji_reach_the_right_place(start: Start, project: Path, encoding: str) -> None:
    client = await start(project, capabilities={**CAPABILITIES, "general": {"positionEncodings": [encoding]}})
    path = project / "emoji.v"
    uri = await client.open(path, "module m(output o); /* 🚀🚀 */ assign o = 1'b0\nendmodule\n")
    assert [d for d in await client.diagnostics(uri, 1) if d["severity"] == 1]
    width = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    name = encoding if width == 1 else f"{encoding}-le"
    end = len("module m(output o); /* 🚀🚀 */ assign o = 1'b0".encode(name)) // width
    span = {"start": {"line": 0, "character": end}, "end": {"line": 0, "character": end}}
    change = {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"range": span, "text": ";"}]}
    await client.notify("textDocument/didChange", change)
    assert not [d for d in await client.diagnostics(uri, 2) if d["severity"] == 1]


async def test_many_edits_at_once_end_in_the_diagnostics_of_the_last(start: Start, project: Path) -> None:
    client = await start(project)
    uri = await client.open(project / "counter.v")
    await client.diagnostics(uri, 1)
    for letter in "abcdefghij":
        last = await client.edit(uri, 8, 0, 0, letter)
    assert [d for d in await client.diagnostics(uri, last) if d["severity"] == 1]
    pushed = [p for p in client.messages("textDocument/publishDiagnostics") if p["uri"] == uri]
    assert [p["version"] for p in pushed] == sorted(p["version"] for p in pushed)


async def test_other_python_and_other_languages_are_left_in_peace(start: Start, project: Path) -> None:
    client = await start(project)
    uri = await client.open(project / "tool.py", "import os\nprint(undefined_name)\ndef (:\n", "python")
    await client.open(project / "notes.txt", "module m; oops", "plaintext")
    await client.diagnostics(await client.open(project / "counter.v"), 1)
    named = {p["uri"] for p in client.messages("textDocument/publishDiagnostics")}
    assert uri not in named and not any(name.endswith(".txt") for name in named)
    assert await client.request("textDocument/codeLens", {"textDocument": {"uri": uri}}) == []


async def test_an_edited_header_rechecks_its_user(start: Start, project: Path) -> None:
    (project / "widths.vh").write_text("`define WIDTH 4\n")
    text = '`include "widths.vh"\nmodule user(output [`WIDTH-1:0] q);\n  assign q = {`WIDTH{1\'b0}};\nendmodule\n'
    (project / "user.v").write_text(text)
    client = await start(project)
    user = await client.open(project / "user.v")
    assert not [d for d in await client.diagnostics(user, 1) if d["severity"] == 1]
    header = await client.open(project / "widths.vh")
    await client.edit(header, 0, 8, 13, "BREADTH")
    await client.diagnostics_where(user, lambda ds: any(d["severity"] == 1 for d in ds))
    await client.edit(header, 0, 8, 15, "WIDTH")
    await client.diagnostics_where(user, lambda ds: not any(d["severity"] == 1 for d in ds))


async def test_a_closed_file_shows_nothing(start: Start, project: Path) -> None:
    client = await start(project)
    uri = await client.open(project / "counter.v", "module m; oops\nendmodule\n")
    assert await client.diagnostics(uri, 1)
    await client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    await client.diagnostics_where(uri, lambda ds: ds == [])


async def test_the_outline_is_there_for_whoever_asks(start: Start, project: Path) -> None:
    client = await start(project)
    uri = await client.open(project / "counter.v")
    (module,) = await client.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    assert module["name"] == "counter" and module["kind"] == 2
    assert [c["name"] for c in module["children"]][:3] == ["clk", "rst_n", "q"]
    assert module["selectionRange"]["start"] == {"line": 0, "character": 7}


async def test_hover_explains_a_diagnostic(start: Start, project: Path) -> None:
    client = await start(project)
    uri = await client.open(project / "counter.v", COUNTER.replace("q + 4'd1", "cnt + 4'd1"))
    place = {"textDocument": {"uri": uri}, "position": {"line": 7, "character": 26}}
    await client.diagnostics(uri, 1)
    hover = await client.request("textDocument/hover", place)
    assert "slang" in hover["contents"]["value"] and "cnt" in hover["contents"]["value"]
    assert await client.request("textDocument/hover", {**place, "position": {"line": 8, "character": 1}}) is None
