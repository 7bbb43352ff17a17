from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.repair import Edit, apply_edits
from backends.environment import Domain
from backends.outcome import Range
from backends.registry import backends
from icwm.store import TrajectoryStore
from server.cli import main

COUNTER = """// counter with an enable: µ
module counter (input clk, input rst, input enable, output reg [3:0] count);
  wire [3:0] following = count + 1;
  always @(posedge clk)
    if (rst) count <= 0;
    else if (enable) count <= following;
endmodule
"""
BROKEN = COUNTER.replace("+ 1;", "+ 1").replace("enable: µ", "enable: µ 🙂")
FIXED = COUNTER.replace("enable: µ", "enable: µ 🙂")
BENCH = """module tb_counter;
  reg clk = 0, rst = 1, enable = 1;
  wire [3:0] count;
  counter dut (.clk(clk), .rst(rst), .enable(enable), .count(count));
  always #5 clk = ~clk;
  initial begin
    repeat (2) @(negedge clk);
    rst = 0;
    repeat (5) @(negedge clk);
    if (count !== 4'd5) $error("count is %d, not 5", count);
    $finish;
  end
endmodule
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HARDSIGHT_DATA_DIR", str(tmp_path / "data"))
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "counter.v").write_text(BROKEN)
    (folder / "tb_counter.v").write_text(BENCH)
    monkeypatch.chdir(folder)
    return folder


def documents(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_json_contract(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", "counter.v", "--format", "json"]) == 0
    (document,) = documents(capsys)
    assert document["file"] == str(project / "counter.v")
    assert document["status"] == "verified", document["reasons"]
    assert document["proposer"].startswith("repair:")
    assert document["turns"] == 1
    assert document["code"] == FIXED
    assert {"slang", "interface", "testbench"} <= set(document["checked"])
    assert "timing" in document["not_checked"]
    assert document["thinking"] and document["seconds"] > 0
    assert "+  wire [3:0] following = count + 1;" in document["diff"].splitlines()
    assert not document["written"]
    edits = [Edit(Range.from_json(e["range"]), e["newText"]) for e in document["edits"]]
    assert apply_edits(BROKEN, edits) == FIXED
    assert (project / "counter.v").read_text() == BROKEN
    with TrajectoryStore() as store:
        assert store.get(document["trajectory_id"]).turns[-1].code == FIXED


def test_ranges_count_utf16_code_units(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "counter.v").write_text(COUNTER.replace("+ 1;", "+ /* 🙂 */ 1"))
    assert main(["fix", "counter.v", "--format", "json"]) == 0
    (document,) = documents(capsys)
    (edit,) = document["edits"]
    line = COUNTER.replace("+ 1;", "+ /* 🙂 */ 1").splitlines()[2]
    assert edit["range"]["start"] == {"line": 2, "character": len(line.encode("utf-16-le")) // 2}


def test_write_keeps_everything_else_as_it_was(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "counter.v"
    path.write_bytes(b"\xef\xbb\xbf" + BROKEN.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    assert main(["fix", "counter.v", "--write"]) == 0
    assert path.read_bytes() == b"\xef\xbb\xbf" + FIXED.replace("\n", "\r\n").encode()
    assert path.stat().st_mode & 0o777 == 0o640
    shown = capsys.readouterr().out
    assert "verified: slang" in shown and "written" in shown
    with TrajectoryStore() as store:
        assert store.summaries()[0].feedback == ("offered", "accepted")
    assert main(["fix", "counter.v"]) == 0
    assert "clean" in capsys.readouterr().out


def test_diff_is_for_patch(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", "--diff", "counter.v"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("--- a/") and lines[1].startswith("+++ b/")
    assert [line for line in lines if line.startswith("+ ")] == ["+  wire [3:0] following = count + 1;"]


def test_problems_that_remain_are_status_1_and_nothing_is_written(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = COUNTER.replace("count + 1", "count - 1")
    (project / "counter.v").write_text(wrong)
    assert main(["fix", "counter.v", "--write", "--format", "json"]) == 1
    (document,) = documents(capsys)
    assert document["status"] in ("none", "unverified")
    assert document["reasons"]
    assert (project / "counter.v").read_text() == wrong


def test_what_is_not_verified_is_written_only_when_accepted(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # The testbench fails for a reason that no repair knows; that it compiles again is still worth having.
    (project / "counter.v").write_text(BROKEN.replace("count + 1", "count - 1"))
    assert main(["fix", "counter.v", "--write"]) == 1
    assert "not verified because" in capsys.readouterr().out
    assert main(["fix", "counter.v", "--write", "--accept-unverified"]) == 0
    assert (project / "counter.v").read_text() == FIXED.replace("count + 1", "count - 1")


def test_untrusted_code_is_not_run(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", "counter.v", "--untrusted", "--format", "json"]) == 1
    (document,) = documents(capsys)
    assert document["status"] == "unverified"
    assert document["code"] == FIXED
    assert "testbench" not in document["checked"]


def test_a_testbench_can_be_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "tb_counter.v").rename(project / "exercise.v")
    assert main(["fix", "counter.v", "--format", "json", "--testbench", "exercise.v"]) == 0
    assert "testbench" in documents(capsys)[0]["checked"]


def test_includes_and_macros_are_given_as_to_any_other_tool(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "inc").mkdir()
    (project / "inc" / "width.vh").write_text("`define WIDTH 4\n")
    text = '`include "width.vh"\n' + BROKEN.replace("[3:0]", "[`WIDTH-`ONE:0]")
    (project / "counter.v").write_text(text)
    assert main(["fix", "counter.v", "--include", "inc", "--define", "ONE=1", "--format", "json"]) == 0
    assert documents(capsys)[0]["status"] == "verified"


def test_several_files_are_several_lines(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "other.v").write_text("module other (input a, output y);\n  assign y = ~a;\nendmodule\n")
    assert main(["fix", "counter.v", "other.v", "--format", "json"]) == 0
    assert [d["status"] for d in documents(capsys)] == ["verified", "clean"]


def test_files_that_are_none_of_ours(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "notes.txt").write_text("hello")
    (project / "binary.v").write_bytes(b"\0\1\2")
    assert main(["fix", "notes.txt"]) == 0
    assert "nothing done" in capsys.readouterr().out
    assert main(["fix", "binary.v", "--format", "json"]) == 1
    (document,) = documents(capsys)
    assert document["status"] == "none" and "binary" in document["reasons"][0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["absent.v"], "no such file"),
        (["counter.v", "--budget-seconds", "0"], "more than 0"),
        (["counter.v", "--accept-unverified"], "needs --write"),
    ],
)
def test_wrong_use_is_status_2(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert main(["fix", *arguments]) == 2
    assert message in capsys.readouterr().err


def test_nothing_is_kept_when_the_settings_say_so(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "hardsight.toml").write_text("[feedback]\nrecord = false\n")
    assert main(["fix", "counter.v", "--format", "json"]) == 0
    assert documents(capsys)[0]["trajectory_id"] is None
    with TrajectoryStore() as store:
        assert store.summaries() == []


def test_when_the_tools_are_missing_it_says_what_to_install(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    others = [b.name for b in backends(Domain.VERILOG) if b.name != "verilator"]
    (project / "hardsight.toml").write_text(
        f'disabled = {json.dumps(others)}\n[tools]\nverilator = "/nowhere/verilator"\n'
    )
    assert main(["fix", "counter.v", "--format", "json"]) == 3
    (document,) = documents(capsys)
    assert document["status"] == "unverified"
    assert any(each.startswith("verilator (") for each in document["not_checked"])


def test_progress_goes_to_standard_error(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", "counter.v", "--format", "json", "--progress"]) == 0
    captured = capsys.readouterr()
    assert "verify: candidate 1" in captured.err
    assert len(captured.out.splitlines()) == 1


def test_other_files_that_must_change_are_shown_and_written_with_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "width.vh").write_text("// 🙂\n`define WIDTH 4\nlocalparam STEP = 1\n")
    (project / "counter.v").write_text(COUNTER.replace("wire [3:0]", '`include "width.vh"\n  wire [3:0]'))
    assert main(["fix", "counter.v", "--diff"]) == 0
    assert "+localparam STEP = 1;" in capsys.readouterr().out
    assert main(["fix", "counter.v", "--write", "--format", "json"]) == 0
    (document,) = documents(capsys)
    assert document["written"] is True and document["edits"] == []
    (other,) = document["other_files"]
    assert other["file"] == str(project / "width.vh")
    assert (project / "width.vh").read_text() == other["code"] == "// 🙂\n`define WIDTH 4\nlocalparam STEP = 1;\n"
    assert main(["fix", "counter.v"]) == 0
    assert "clean" in capsys.readouterr().out
