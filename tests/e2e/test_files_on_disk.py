"""Files that come, change and go outside the editor, and what the open ones are then told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.e2e.conftest import COUNTER, Start
from tests.e2e.lsp_client import LspClient
from tests.e2e.test_confirmed_tier import open_design, real

CREATED, CHANGED, DELETED = 1, 2, 3
TOP = "module top(input clk, input rst_n, output [3:0] q);\n  counter u (.clk(clk), .rst_n(rst_n), .q(q));\nendmodule\n"
USER = '`include "widths.vh"\nmodule user(output [`WIDTH-1:0] q);\n  assign q = {`WIDTH{1\'b0}};\nendmodule\n'


def errors(diagnostics: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [d for d in diagnostics if d["severity"] == 1]


async def tell(client: LspClient, path: Path, kind: int) -> None:
    await client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": path.as_uri(), "type": kind}]})


async def test_a_header_that_goes_and_comes_back(start: Start, project: Path) -> None:
    header = project / "widths.vh"
    header.write_text("`define WIDTH 4\n")
    client = await start(project)
    uri = await client.open(project / "user.v", USER)
    assert not errors(await client.diagnostics(uri, 1))
    header.unlink()
    await tell(client, header, DELETED)
    found = await client.diagnostics_where(uri, errors)
    assert any("widths.vh" in d["message"] for d in found)
    header.write_text("`define WIDTH 4\n")
    await tell(client, header, CREATED)
    await client.diagnostics_where(uri, lambda ds: not errors(ds))


async def test_an_instantiated_module_that_changes_goes_and_comes_under_another_name(
    start: Start, project: Path
) -> None:
    client = await start(project)
    uri = await client.open(project / "top.v", TOP)
    assert not errors(await client.diagnostics(uri, 1))
    module = project / "counter.v"
    module.write_text(COUNTER.replace("rst_n", "reset_n"))
    await tell(client, module, CHANGED)
    found = await client.diagnostics_where(uri, errors)
    assert any("rst_n" in d["message"] for d in found)
    module.unlink()
    await tell(client, module, DELETED)
    await client.diagnostics_where(uri, lambda ds: any("Unknown module 'counter'" in d["message"] for d in ds))
    (project / "up_counter.v").write_text(COUNTER)
    await tell(client, project / "up_counter.v", CREATED)
    await client.diagnostics_where(uri, lambda ds: ds == [])


async def test_a_deleted_testbench_takes_its_failure_with_it(start: Start, project: Path) -> None:
    client = await start(project, trusted=True)
    uri = await open_design(client, project, 'if (q !== 4\'d9) $error("q is %d", q); $finish;')
    bench = project / "tb_counter.v"
    await client.save(uri)
    await client.diagnostics_where(bench.as_uri(), real)
    await client.idle(uri)
    bench.unlink()
    await tell(client, bench, DELETED)
    await client.diagnostics_where(bench.as_uri(), lambda ds: ds == [])


async def test_a_renamed_file_takes_its_diagnostics_along(start: Start, project: Path) -> None:
    """Editors rename by closing the old name, opening the new one and telling of both on disk."""
    old, new = project / "counter.v", project / "renamed.v"
    broken = COUNTER.replace("q + 4'd1", "cnt")
    client = await start(project)
    before = await client.open(old, broken)
    assert errors(await client.diagnostics(before, 1))
    old.rename(new)
    await client.notify("textDocument/didClose", {"textDocument": {"uri": before}})
    after = await client.open(new, broken)
    await tell(client, old, DELETED)
    await tell(client, new, CREATED)
    assert errors(await client.diagnostics(after, 1))
    await client.diagnostics_where(before, lambda ds: ds == [])
    await client.diagnostics_settled()
    assert await client.diagnostics(before) == []
