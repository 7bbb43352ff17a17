"""Whatever a file holds or a client sends, the server goes on and says clearly what is wrong."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import COUNTER, Start
from tests.e2e.lsp_client import LspClient


async def still_works(client: LspClient, folder: Path) -> None:
    uri = await client.open(folder / "after.v", COUNTER.replace("q + 4'd1", "cnt"))
    assert any("cnt" in d["message"] for d in await client.diagnostics(uri, 1))


TEXTS = {
    "empty": "",
    "newline": "\n",
    "binary": "\0\1\2" * 1000,
    "byte-order-mark": "\ufeff" + COUNTER,
    "returns": COUNTER.replace("\n", "\r"),
    "words": "module " * 20_000,
    "parentheses": "(" * 100_000,
    "begins": "begin " * 50_000,
    "digits": "module m; wire [" + "9" * 5000 + ":0] a; endmodule",
    "includes-itself": '`include "includes-itself.v"\n' + COUNTER,
    "macro-of-itself": "`define A `A\nmodule m; wire x = `A; endmodule",
    "emoji": "// " + "🚀" * 50_000 + "\n" + COUNTER,
    "surrogate": 'module m; initial $display("\ud83d"); endmodule',
}


async def test_any_text_is_answered(start: Start, project: Path) -> None:
    client = await start(project)
    for name, text in TEXTS.items():
        uri = await client.open(project / f"{name}.v", text)
        await client.diagnostics(uri, 1, timeout=60)
        for method in ("textDocument/documentSymbol", "textDocument/codeLens"):
            await client.request(method, {"textDocument": {"uri": uri}})
        place = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 9}}
        await client.request(
            "textDocument/codeAction", {"textDocument": {"uri": uri}, "range": place, "context": {"diagnostics": []}}
        )
    await still_works(client, project)


async def test_binary_is_said_to_be_binary(start: Start, project: Path) -> None:
    client = await start(project)
    uri = await client.open(project / "elf.v", "\x7fELF\0\0")
    (found,) = await client.diagnostics(uri, 1)
    assert "binary" in found["message"]


async def test_ten_megabytes_block_nobody_and_say_what_is_not_done(start: Start, project: Path) -> None:
    client = await start(project)
    small = await client.open(project / "counter.v")
    await client.diagnostics(small, 1)
    line = "  assign a = b & c;  // nothing of interest, over and over again\n"
    text = "module big;\n" + line * (10 * 2**20 // len(line)) + "endmodule\n"
    uri = await client.open(project / "big.v", text)
    found = await client.diagnostics(uri, 1, timeout=60)
    assert any("MiB is more than is analysed while typing" in d["message"] for d in found)
    began = time.monotonic()
    version = await client.edit(uri, 5, 0, 0, "x")
    await client.diagnostics(uri, version, timeout=60)
    version = await client.edit(small, 8, 0, 0, "x")
    await client.diagnostics(small, version)
    assert time.monotonic() - began < 10


async def test_headers_that_include_each_other(start: Start, project: Path) -> None:
    (project / "a.vh").write_text('`include "b.vh"\n')
    (project / "b.vh").write_text('`include "a.vh"\n')
    client = await start(project)
    await client.open(project / "top.v", '`include "a.vh"\n' + COUNTER)
    found = await client.diagnostics((project / "b.vh").as_uri())
    assert any("include" in d["message"].lower() for d in found)
    await still_works(client, project)


async def test_garbage_on_the_wire(project: Path) -> None:
    client = await LspClient().start_stdio()
    await client.initialize(project)
    assert client.process is not None and client.process.stdin is not None
    wire = client.process.stdin
    wire.write(b"GET / HTTP/1.1\r\n\r\n")
    wire.write(b"Content-Length: banana\r\n\r\n")
    wire.write(b"\x00\x01\x02\xff\xfe\n" * 50)
    wire.write(b"Content-Length: 9\r\n\r\n\xff\xff\xff\xff\xff\xff\xff\xff\xff")
    wire.write(b"Content-Length: 2\r\n\r\n[]Content-Length: 4\r\n\r\nnull")
    for method, params in (
        ("textDocument/didChange", {"textDocument": {"uri": "file:///nowhere.v", "version": 1}, "contentChanges": []}),
        ("textDocument/didOpen", {"textDocument": {"uri": "not a uri \0", "languageId": "", "version": 1, "text": "x"}}),
        ("textDocument/didOpen", {"textDocument": {"uri": "untitled:Untitled-1", "languageId": "verilog", "version": 1, "text": "module m;"}}),
        ("$/setTrace", {"value": "nonsense"}),
        ("no/such/notification", {}),
        ("workspace/didChangeConfiguration", {"settings": 5}),
        ("workspace/didChangeWatchedFiles", {"changes": [{"uri": "file:///x", "type": 99}]}),
        ("window/workDoneProgress/cancel", {"token": "never heard of"}),
    ):  # fmt: skip
        await client.notify(method, params)
    wrong: tuple[list[Any] | None, ...] = (None, [], [None], [{}], ["file:///nowhere.v"], [5, 5, 5, 5])
    for arguments in wrong:
        for command in (
            "hardsight.confirm",
            "hardsight.fixFile",
            "hardsight.acceptFix",
            "hardsight.explain",
            "hardsight.nope",
        ):
            with pytest.raises(Exception, match=r"-3260[23]"):
                await client.request("workspace/executeCommand", {"command": command, "arguments": arguments})
    await still_works(client, project)
    assert [r["id"] for r in client.responses if r["id"] is not None] == sorted(
        {r["id"] for r in client.responses if r["id"]}
    )
    assert await client.stop() == 0


async def test_a_client_with_capabilities_nobody_knows_is_served(project: Path) -> None:
    client = await LspClient().start_stdio()
    capabilities = {
        "general": {"positionEncodings": ["ebcdic"], "markdown": {"parser": 5}},
        "textDocument": {"hover": {"contentFormat": "markdown"}, "publishDiagnostics": {"relatedInformation": True}, "newThing": {"a": []}},
        "workspace": {"configuration": "yes"},
        "experimental": [1, 2, 3],
    }  # fmt: skip
    result = await client.initialize(project, capabilities=capabilities)
    assert result["capabilities"]["positionEncoding"] == "utf-16"
    await still_works(client, project)
    await client.stop()


async def test_a_client_that_does_not_read_for_a_while_loses_nothing(start: Start, project: Path) -> None:
    client = await start(project)
    uri = await client.open(project / "counter.v")
    for _ in range(200):
        await client.raw(
            json.dumps(
                {"jsonrpc": "2.0", "id": next(client._ids), "method": "textDocument/documentSymbol", "params": {"textDocument": {"uri": uri}}}
            ).encode()
        )  # fmt: skip
    await asyncio.sleep(0)
    last = await client.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    assert last and len([r for r in client.responses if "result" in r]) >= 201
