"""The command line through its real entry point."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HARDSIGHT = str(Path(sys.executable).with_name("hardsight"))
GOOD = "module good(input a, output y);\n  assign y = ~a;\nendmodule\n"
BROKEN = "module broken(output y);\n  assign /*🚀*/ y = nowhere;\nendmodule\n"


def run(
    *arguments: str, cwd: Path | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [HARDSIGHT, *arguments], capture_output=True, text=True, cwd=cwd, timeout=120, env={**os.environ, **(env or {})}
    )


def objects(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.v").write_text(GOOD)
    (tmp_path / "broken.v").write_text(BROKEN)
    (tmp_path / "tool.py").write_text("import os\n")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "x.v").write_text("module oops")
    return tmp_path


def test_one_json_object_a_file_with_utf16_ranges_and_status_1_for_problems(folder: Path) -> None:
    done = run("check", "--format", "json", "--static-only", str(folder))
    assert done.returncode == 1
    broken, good = objects(done)
    assert set(broken) == {"file", "domain", "target", "outcomes"}
    assert (broken["file"], broken["domain"]) == (str(folder / "broken.v"), "verilog")
    (outcome,) = broken["outcomes"]
    assert {"tool", "stage", "provenance", "probability", "label", "diagnostics", "metrics", "seconds"} <= set(outcome)
    assert (outcome["tool"], outcome["provenance"], outcome["label"]) == ("slang", "real", "COMPILATION_ERROR")
    found = next(d for d in outcome["diagnostics"] if "nowhere" in d["message"])
    assert set(found) >= {"range", "severity", "code", "message", "source"}
    assert found["range"]["start"] == {"line": 1, "character": 20}
    assert good["outcomes"][0]["label"] == "PASS"


def test_a_clean_file_has_status_0_and_a_named_file_of_no_language_is_said(folder: Path) -> None:
    done = run("check", "--static-only", str(folder / "good.v"), str(folder / "tool.py"))
    assert done.returncode == 0 and "nothing to check" in done.stdout


def test_people_read_place_message_and_tool(folder: Path) -> None:
    done = run("check", "--static-only", "broken.v", cwd=folder)
    assert f"{folder / 'broken.v'}:2:20: error:" in done.stdout and "[slang:" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "missing.v"],
        ["check"],
        ["check", "--format", "xml", "good.v"],
        ["check", "--tool", "vivado", "good.v"],
        ["check", ""],
        ["check", "--nope", "good.v"],
        ["check", "good.v/inside"],
        ["check", "/proc/self/mem"],
        ["check", "pipe.v"],
        ["predict", "missing.v"],
        ["fix", "missing.v"],
        ["fix", "--write"],
        ["doctor", "--format", "xml"],
        ["data", "show", "nothing-of-this-name"],
        ["data", "forget"],
        ["schema", "extra"],
        ["demo", "--out", "good.v/inside"],
        ["serve", "--tcp", "nonsense"],
        ["nonsense"],
        [],
    ],
)
def test_what_makes_no_sense_has_status_2(folder: Path, arguments: list[str]) -> None:
    os.mkfifo(folder / "pipe.v")
    done = run(*arguments, cwd=folder)
    assert done.returncode == 2 and (done.stderr or done.stdout)
    assert "Traceback" not in done.stderr


def test_without_a_model_predict_says_so_with_status_3(folder: Path) -> None:
    (folder / "no model").mkdir()
    environment = {**os.environ, "HARDSIGHT_WEIGHTS": str(folder / "no model")}
    done = run("predict", "--format", "json", str(folder / "good.v"), env=environment)
    assert done.returncode == 3
    (answer,) = objects(done)
    assert answer["outcomes"][0]["label"] == "UNAVAILABLE" and "model" in answer["outcomes"][0]["log"]


def test_untrusted_executes_nothing_and_is_no_error(tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    script = tmp_path / "part.py"
    script.write_text(f"import cadquery as cq\nopen({str(marker)!r}, 'w')\nresult = cq.Workplane().box(1, 1, 1)\n")
    done = run("check", "--untrusted", "--format", "json", str(script))
    assert done.returncode == 0 and not marker.exists()
    labels = {o["tool"]: o["label"] for o in objects(done)[0]["outcomes"]}
    assert labels["cadquery"] == "UNAVAILABLE"


def test_odd_files_have_clear_answers(tmp_path: Path) -> None:
    (tmp_path / "empty.v").touch()
    (tmp_path / "binary.v").write_bytes(b"\x7fELF\0\0\0")
    (tmp_path / "latin1.v").write_bytes(GOOD.encode() + b"// \xe9\n")
    done = run("check", "--static-only", "--format", "json", str(tmp_path))
    answers = {Path(a["file"]).name: a for a in objects(done)}
    assert done.returncode == 1
    assert run("predict", str(tmp_path / "binary.v")).returncode == 1
    assert "binary" in answers["binary.v"]["outcomes"][0]["diagnostics"][0]["message"]
    assert "not UTF-8" in answers["latin1.v"]["outcomes"][0]["diagnostics"][0]["message"]
    assert answers["empty.v"]["domain"] == "verilog"


def test_settings_of_the_project_count_and_wrong_ones_are_named_with_their_place(folder: Path) -> None:
    settings = folder / "hardsight.toml"
    settings.write_text('disabled = ["slang"]\n[confirm]\non = "never"\n')
    done = run("check", "--static-only", str(folder / "broken.v"))
    assert done.returncode == 0 and f"{settings}:3: confirm.on: must be one of" in done.stderr
    settings.write_text("[confirm\n")
    done = run("check", "--static-only", str(folder / "broken.v"))
    assert done.returncode == 1 and f"{settings}:1: not valid TOML" in done.stderr


def test_a_tool_that_cannot_be_used_has_status_3(folder: Path) -> None:
    (folder / "hardsight.toml").write_text('disabled = ["yosys"]\n')
    done = run("check", "--tool", "yosys", str(folder / "good.v"))
    assert done.returncode == 3 and "yosys: not run: disabled in the settings" in done.stdout


def test_a_folder_with_nothing_of_ours_is_said(tmp_path: Path) -> None:
    for command in ("check", "predict"):
        done = run(command, str(tmp_path))
        assert done.returncode == 0 and "no Verilog, Triton or CadQuery file" in done.stderr


def test_each_cause_is_printed_once_with_the_tools_that_found_it(folder: Path) -> None:
    done = run("check", "broken.v", cwd=folder)
    (line,) = [line for line in done.stdout.splitlines() if "nowhere" in line]
    assert "[slang: UndeclaredIdentifier; also " in line and "icarus" in line and "verilator" in line


def test_what_the_settings_hide_is_not_printed(folder: Path) -> None:
    (folder / "compare.v").write_text(
        "module m(input [3:0] a, output y);\n  integer n = 3;\n  assign y = a < n;\nendmodule\n"
    )
    assert "SignCompare" not in run("check", "--static-only", "compare.v", cwd=folder).stdout
    (folder / "hardsight.toml").write_text("[diagnostics]\nhide = []\n")
    assert "SignCompare" in run("check", "--static-only", "compare.v", cwd=folder).stdout


def test_options_for_verilog_count(folder: Path) -> None:
    (folder / "macro.v").write_text("module macro(output y);\n  assign y = `VALUE;\nendmodule\n")
    assert run("check", "--static-only", str(folder / "macro.v")).returncode == 1
    assert run("check", "--static-only", "--define", "VALUE=1'b1", str(folder / "macro.v")).returncode == 0


def test_doctor_lists_every_tool_and_the_sandbox() -> None:
    done = run("doctor", "--format", "json")
    found = json.loads(done.stdout)
    tools = {t["name"]: t for t in found["tools"]}
    assert {"slang", "icarus", "verilator", "yosys", "cadquery"} <= set(tools)
    for tool in tools.values():
        assert tool["enables"] and (tool["where"] and tool["version"] if tool["found"] else tool["install"])
    assert found["sandbox"] and all(p["what"] and p["why"] for p in found["sandbox"])
    text = run("doctor").stdout
    assert all(name in text for name in tools)


def test_a_reader_that_leaves_is_no_failure(folder: Path) -> None:
    command = f"{HARDSIGHT} schema | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, timeout=60)
    assert done.stdout == "{\n" and "Traceback" not in done.stderr


def test_help_lists_the_commands() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert all(name in done.stdout for name in ("serve", "check", "predict", "fix", "doctor", "data", "bench"))
