"""Which files stand around a checked one: what it instantiates, imports and includes, from settings, file lists and folders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from backends.domains import environment_for
from backends.environment import Domain, Environment, Role
from backends.outcome import Label, Outcome
from backends.settings import ToolSettings, VerilogSettings
from backends.verilog.project import users_of
from backends.verilog.slang_front_end import SlangFrontEnd

TOP = "module top(input a, output y);\n  leaf u(.a(a), .y(y));\nendmodule\n"
LEAF = "module leaf(input a, output y);\n  assign y = a;\nendmodule\n"


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def environment(root: Path, name: str, overlay: dict[str, str] | None = None, **verilog: Any) -> Environment:
    settings = ToolSettings(verilog=VerilogSettings(**verilog))
    held = {str(root / path): text for path, text in (overlay or {}).items()}
    text = held.get(str(root / name)) or (root / name).read_text()
    return environment_for(Domain.VERILOG, str(root / name), text, str(root), settings, held)


def around(env: Environment, *roles: Role) -> list[str]:
    return [str(Path(f.path).relative_to(env.root)) for f in env.of_role(*(roles or tuple(Role)))]


def analyze(env: Environment) -> Outcome:
    return SlangFrontEnd().analyze(Path(env.path).read_text(), env)


def test_only_what_is_needed_is_gathered(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"rtl/top.v": TOP, "rtl/leaf.v": LEAF.replace("assign y = a", "deep d(.a(a), .y(y))"), "rtl/cells.v": LEAF.replace("leaf", "deep"),
         "rtl/unused.v": "module unused; endmodule\n"},
    )  # fmt: skip
    env = environment(tmp_path, "rtl/top.v")
    assert around(env) == ["rtl/cells.v", "rtl/leaf.v"]
    assert analyze(env).diagnostics == ()


def test_the_nearest_of_several_definitions_is_meant(tmp_path: Path) -> None:
    write(tmp_path, {"a/top.v": TOP, "a/cells.v": LEAF, "b/leaf.v": LEAF.replace("input a", "input other")})
    assert around(environment(tmp_path, "a/top.v")) == ["a/cells.v"]


def test_packages_come_before_their_users(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "zz_types.sv": "package types;\n  typedef logic [3:0] nibble_t;\nendpackage\n",
            "ops.sv": "package ops;\n  import types::*;\n  function automatic nibble_t inv(nibble_t a); return ~a; endfunction\nendpackage\n",
            "top.sv": "module top import types::*; (input nibble_t a, output nibble_t y);\n  assign y = ops::inv(a);\nendmodule\n",
        },
    )
    env = environment(tmp_path, "top.sv")
    assert around(env) == ["zz_types.sv", "ops.sv"]
    assert analyze(env).diagnostics == ()


def test_what_the_editor_holds_wins_over_the_disk(tmp_path: Path) -> None:
    write(tmp_path, {"top.v": TOP, "leaf.v": LEAF})
    env = environment(tmp_path, "top.v", {"leaf.v": LEAF.replace("output y", "output z")})
    assert [d.code for d in analyze(env).errors] == ["PortDoesNotExist"]


def test_a_module_in_an_unsaved_file_is_found(tmp_path: Path) -> None:
    write(tmp_path, {"top.v": TOP})
    env = environment(tmp_path, "top.v", {"new.v": LEAF})
    assert around(env) == ["new.v"]
    assert analyze(env).diagnostics == ()


def test_headers_of_configured_directories_and_defines(tmp_path: Path) -> None:
    code = '`include "width.vh"\nmodule m(input [`WIDTH-1:0] a, output [`WIDTH-1:0] y);\n  assign y = a ^ `MASK;\nendmodule\n'
    write(
        tmp_path, {"rtl/m.v": code, "inc/width.vh": "`define WIDTH 4\n", "other/width.vh": "`define WIDTH nonsense\n"}
    )
    env = environment(tmp_path, "rtl/m.v", include_dirs=("inc", "other"), defines={"MASK": "4'hf"})
    assert around(env, Role.INCLUDE) == ["inc/width.vh"]
    assert analyze(env).diagnostics == ()
    unset = analyze(environment(tmp_path, "rtl/m.v", include_dirs=("inc",)))
    assert next((d.code, d.range.start.line) for d in unset.errors) == ("UnknownDirective", 2)


def test_a_header_is_found_by_name_when_nobody_configured_its_directory(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "rtl/m.v": '`include "bus/width.vh"\nmodule m(input [`WIDTH-1:0] a);\nendmodule\n',
            "hdr/bus/width.vh": "`define WIDTH 4\n",
        },
    )
    env = environment(tmp_path, "rtl/m.v")
    assert env.settings.verilog.include_dirs == ("hdr",)
    assert analyze(env).errors == ()


def test_a_header_that_is_nowhere_is_one_error_at_its_line(tmp_path: Path) -> None:
    write(tmp_path, {"m.v": 'module m;\n  `include "gone.vh"\n  wire [`W-1:0] a = `X;\nendmodule\n'})
    (error,) = analyze(environment(tmp_path, "m.v")).errors
    assert (error.code, error.range.start.line, error.range.start.column) == ("CouldNotOpenIncludeFile", 1, 11)


def test_library_directories_in_their_order(tmp_path: Path) -> None:
    write(tmp_path, {"rtl/top.v": TOP, "fast/leaf.v": LEAF, "slow/leaf.v": LEAF, "rtl/leaf2.v": ""})
    env = environment(tmp_path, "rtl/top.v", library_dirs=("slow", "fast"))
    assert around(env, Role.LIBRARY) == ["slow/leaf.v"]
    env = environment(tmp_path, "rtl/top.v", library_dirs=("fast", "slow"), library_extensions=(".sv", ".v"))
    assert around(env, Role.LIBRARY) == ["fast/leaf.v"]


def test_a_configured_file_list_says_what_there_is(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"rtl/top.v": TOP, "rtl/leaf.v": LEAF, "chosen/leaf.v": LEAF, "files.f": "+define+N=3\n+incdir+inc\nchosen/leaf.v\nrtl/top.v\n", "inc/x.vh": ""},
    )  # fmt: skip
    env = environment(tmp_path, "rtl/top.v", filelists=("files.f",), defines={"N": "4"})
    assert around(env) == ["chosen/leaf.v"]
    assert env.settings.verilog.include_dirs == ("inc",)
    assert env.settings.verilog.defines == {"N": "4"}, "what the user set wins"


def test_a_module_that_the_file_list_lacks_is_an_error_and_else_a_warning(tmp_path: Path) -> None:
    write(tmp_path, {"rtl/top.v": TOP})
    (unknown,) = analyze(environment(tmp_path, "rtl/top.v")).diagnostics
    assert (unknown.code, unknown.severity, unknown.data["name"]) == ("UnknownModule", "warning", "leaf")
    write(tmp_path, {"files.f": "rtl/top.v\n"})
    (unknown,) = analyze(environment(tmp_path, "rtl/top.v", filelists=("files.f",))).errors
    assert (unknown.range.start.line, unknown.range.start.column, unknown.range.end.column) == (1, 2, 6)


def test_the_only_file_list_of_the_project_is_taken_when_it_names_the_file(tmp_path: Path) -> None:
    write(tmp_path, {"rtl/top.v": TOP, "a/leaf.v": LEAF, "z/leaf.v": LEAF, "all.f": "z/leaf.v\nrtl/top.v\n"})
    assert around(environment(tmp_path, "rtl/top.v")) == ["z/leaf.v"]
    write(tmp_path, {"sim.f": "a/leaf.v\nrtl/top.v\n"})
    assert around(environment(tmp_path, "a/leaf.v")) == []


def test_a_missing_source_of_the_file_list_is_told_in_the_list(tmp_path: Path) -> None:
    write(tmp_path, {"top.v": TOP, "leaf.v": LEAF, "files.f": "leaf.v\ntop.v\nrtl/gone.v\n"})
    outcome = analyze(environment(tmp_path, "top.v", filelists=("files.f",)))
    (problem,) = outcome.errors
    assert (problem.path, problem.code, problem.range.start.line) == (str(tmp_path / "files.f"), "missing-source", 2)
    assert str(tmp_path / "rtl/gone.v") in problem.message


def test_macros_of_files_named_before_it_in_the_list(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "defs.v": "`define WIDTH 4\n",
            "m.v": "module m(input [`WIDTH-1:0] a, output y);\n  assign y = ^a;\nendmodule\n",
            "f.f": "defs.v\nm.v\n",
        },
    )
    env = environment(tmp_path, "m.v", filelists=("f.f",))
    assert around(env, Role.SOURCE) == ["defs.v"]


def test_the_users_of_a_header_through_other_headers(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "inc/base.vh": "`define A 1\n",
            "inc/all.vh": '`include "base.vh"\n',
            "rtl/m.v": '`include "all.vh"\nmodule m(output y);\n  assign y = `A;\nendmodule\n',
            "rtl/other.v": "module other; endmodule\n",
        },
    )
    settings = VerilogSettings(include_dirs=("inc",))
    assert users_of(str(tmp_path / "inc/base.vh"), str(tmp_path), settings) == (str(tmp_path / "rtl/m.v"),)


def test_an_edited_header_is_checked_through_its_user(tmp_path: Path) -> None:
    user = 'module m(input [3:0] a, output y);\n  `include "mask.vh"\n  assign y = ^(a & MASK);\nendmodule\n'
    good, bad = "localparam MASK = 4'd3;\n", "localparam MASK 4'd3;\n"
    write(tmp_path, {"mask.vh": good, "m.v": user})
    env = environment(tmp_path, "mask.vh")
    assert around(env, Role.SOURCE) == ["m.v"]
    assert SlangFrontEnd().analyze(good, env).errors == ()
    broken = SlangFrontEnd().analyze(bad, environment(tmp_path, "mask.vh", {"mask.vh": bad}))
    assert broken.label is Label.COMPILATION_ERROR
    assert (broken.errors[0].path, broken.errors[0].range.start.line) == (None, 0)


def test_a_lone_file_in_a_huge_place_indexes_only_its_folder(tmp_path: Path) -> None:
    write(tmp_path, {"top.v": TOP, "leaf.v": LEAF})
    env = environment_for(Domain.VERILOG, str(tmp_path / "top.v"), TOP, "/", ToolSettings())
    assert [Path(f.path).name for f in env.files] == ["leaf.v"]


def test_the_same_project_in_another_place_has_the_same_digest(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(tmp_path / name, {"rtl/top.v": TOP, "rtl/leaf.v": LEAF, "inc/x.vh": ""})
    one, two = (environment(tmp_path / name, "rtl/top.v", include_dirs=("inc",)) for name in ("one", "two"))
    assert one.digest() == two.digest()
    write(tmp_path / "two", {"rtl/leaf.v": LEAF.replace("= a", "= ~a")})
    assert environment(tmp_path / "two", "rtl/top.v", include_dirs=("inc",)).digest() != one.digest()
