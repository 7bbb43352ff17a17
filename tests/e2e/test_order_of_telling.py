"""What is told, how much of it, and in which order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.e2e.conftest import COUNTER, Start
from tests.e2e.test_confirmed_tier import open_design, open_script

MANY_ERRORS = "module many(output y);\n" + "".join(f"  assign y = name_{n};\n" for n in range(150)) + "endmodule\n"
KERNEL = """\
import triton
import triton.language as tl


@triton.jit
def copy(x_ptr: "*fp32", y_ptr: "*fp32", n: "i32", BLOCK: tl.constexpr = 100):
    offsets = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
    tl.store(y_ptr + offsets, tl.load(x_ptr + offsets, mask=offsets < n), mask=offsets < n)
"""


async def test_the_end_is_told_after_all_diagnostics(start: Start, project: Path) -> None:
    """Whoever waits for "idle" or for the end of the progress has seen everything."""
    client = await start(project, trusted=True)
    uri = await open_design(client, project, 'if (q !== 4\'d9) $error("q is %d", q); $finish;')
    await client.diagnostics(uri, 1)
    before = len(client.received)
    answer = await client.command("hardsight.confirm", uri)
    await client.idle(uri)
    await client.diagnostics_settled()

    def what(message: dict[str, Any]) -> str:
        params = message.get("params") or {}
        if message["method"] == "$/progress":
            return f"progress {params['value']['kind']}"
        return params["state"] if message["method"] == "$/hardsight/status" else message["method"]

    told = [what(m) for m in client.received[before:]]
    last = max(n for n, t in enumerate(told) if t == "textDocument/publishDiagnostics")
    assert told.index("idle") > last and told.index("progress end") > last
    assert told.count("idle") == told.count("progress end") == 1
    assert {o["label"] for o in answer["outcomes"]} >= {"PASS", "WRONG_OUTPUT"}


async def test_no_more_than_the_limit_is_shown_and_the_rest_is_counted(start: Start, project: Path) -> None:
    client = await start(project, settings={"diagnostics": {"maxPerFile": 20}})
    await client.wait_for(lambda: client.messages("workspace/configuration"))
    await client.diagnostics_settled()
    uri = await client.open(project / "many.v", MANY_ERRORS)
    shown = await client.diagnostics(uri, 1)
    assert len(shown) == 20 and "more diagnostics of this file are not shown" in shown[-1]["message"]
    assert [d["range"]["start"]["line"] for d in shown[:19]] == sorted(d["range"]["start"]["line"] for d in shown[:19])


async def test_by_default_a_hundred_are_shown(start: Start, project: Path) -> None:
    client = await start(project)
    uri = await client.open(project / "many.v", MANY_ERRORS)
    assert len(await client.diagnostics(uri, 1)) == 100


async def test_one_missing_semicolon_is_one_error_whatever_the_tools_make_of_it(start: Start, project: Path) -> None:
    client = await start(project, trusted=True)
    broken = COUNTER.replace("q <= 4'd0;", "q <= 4'd0")
    uri = await client.open(project / "counter.v", broken)
    await client.command("hardsight.confirm", uri)
    (error,) = [d for d in await client.diagnostics(uri) if d["severity"] == 1]
    assert error["source"] == "slang" and set(error["data"]["also"]) >= {"icarus", "verilator", "yosys"}
    assert len(error["relatedInformation"]) >= 3


async def test_what_fails_for_every_architecture_is_one_error(start: Start, project: Path) -> None:
    client = await start(project, trusted=True)
    uri = await open_script(client, project, KERNEL, "copy.py")
    answer = await client.command("hardsight.confirm", uri)
    failed = [o["target"] for o in answer["outcomes"] if o["label"] == "COMPILATION_ERROR" and o["target"]]
    assert sorted(failed) == ["gfx942", "sm_80", "sm_90"]
    (error,) = [d for d in await client.diagnostics(uri) if d["severity"] == 1]
    assert "power of 2" in error["message"]
    assert error["data"].get("targets", failed) and all(error["message"].count(t) <= 1 for t in failed)


async def test_hidden_checks_are_shown_when_the_settings_say_so(start: Start, project: Path) -> None:
    compare = "module m(input [3:0] a, output y);\n  integer n = 3;\n  assign y = a < n;\nendmodule\n"
    (project / "hardsight.toml").write_text("[diagnostics]\nhide = []\n")
    client = await start(project)
    uri = await client.open(project / "m.v", compare)
    assert "SignCompare" in [d["code"] for d in await client.diagnostics(uri, 1)]
    (project / "hardsight.toml").unlink()
    await client.notify(
        "workspace/didChangeWatchedFiles", {"changes": [{"uri": (project / "hardsight.toml").as_uri(), "type": 3}]}
    )
    await client.diagnostics_where(uri, lambda ds: "SignCompare" not in [d["code"] for d in ds])
