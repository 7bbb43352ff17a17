"""Command files as simulators read them: what they name, where paths start, what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends.outcome import Severity
from backends.verilog.filelist import FileList, read_filelists


def project(root: Path, **files: str) -> Path:
    """Write files by path (``rtl__top_v`` is ``rtl/top.v``) under ``root``."""
    for name, text in files.items():
        folders, _, suffix = name.replace("__", "/").rpartition("_")
        path = root / f"{folders}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def read(root: Path, name: str = "files.f", **variables: str) -> FileList:
    return read_filelists([name], str(root), {}, variables)


def relative(root: Path, paths: tuple[str, ...]) -> list[str]:
    return [str(Path(p).relative_to(root)) for p in paths]


def only_problem(found: FileList) -> tuple[str, str, str, int]:
    """(code, message, name of the list, line) of the one problem."""
    (problem,) = found.problems
    return problem.code, problem.message, Path(problem.path or "").name, problem.range.start.line


def test_sources_keep_their_order_and_comments_are_skipped(tmp_path: Path) -> None:
    project(tmp_path, rtl__b_v="", rtl__a_v="", rtl__c_v="")
    (tmp_path / "files.f").write_text(
        '// all of it\nrtl/b.v  # the second first\n/* rtl/gone.v\n   rtl/gone2.v */ rtl/a.v\n"rtl/c.v"\n'
    )
    found = read(tmp_path)
    assert relative(tmp_path, found.sources) == ["rtl/b.v", "rtl/a.v", "rtl/c.v"]
    assert found.problems == ()


def test_the_options_every_simulator_shares(tmp_path: Path) -> None:
    project(tmp_path, rtl__a_v="", cells__nand2_v="", inc1__x_vh="", inc2__x_vh="", lib__y_v="")
    (tmp_path / "files.f").write_text(
        "+incdir+inc1+inc2\n+define+WIDTH=16+SYNTH\n-y lib\n-v cells/nand2.v\n+libext+.v+.vlib\n--top-module a\nrtl/a.v\n"
    )
    found = read(tmp_path)
    assert relative(tmp_path, found.include_dirs) == ["inc1", "inc2"]
    assert found.defines == {"WIDTH": "16", "SYNTH": ""}
    assert relative(tmp_path, found.library_dirs) == ["lib"]
    assert relative(tmp_path, found.library_files) == ["cells/nand2.v"]
    assert found.library_extensions == (".v", ".vlib")
    assert found.top == "a"
    assert found.problems == ()


@pytest.mark.parametrize("text", ["-I inc\n-D N=4\n-s a\nrtl/a.v\n", "-Iinc -DN=4 -top a rtl/a.v"])
def test_options_in_either_spelling(tmp_path: Path, text: str) -> None:
    project(tmp_path, rtl__a_v="", inc__x_vh="")
    (tmp_path / "files.f").write_text(text)
    found = read(tmp_path)
    assert (relative(tmp_path, found.include_dirs), found.defines, found.top) == (["inc"], {"N": "4"}, "a")
    assert relative(tmp_path, found.sources) == ["rtl/a.v"]


def test_options_of_one_simulator_do_not_become_sources(tmp_path: Path) -> None:
    project(tmp_path, a_v="")
    (tmp_path / "files.f").write_text("-o out.vvp -timescale 1ns/1ps --std 1800-2017 -Wall +notimingchecks\na.v\n")
    found = read(tmp_path)
    assert relative(tmp_path, found.sources) == ["a.v"]
    assert found.problems == ()


def test_small_f_keeps_the_base_and_large_f_moves_it(tmp_path: Path) -> None:
    project(tmp_path, ip__uart_v="", ip__spi_v="", top_v="", ip__here_f="uart.v\n", ip__there_f="ip/spi.v\n")
    (tmp_path / "files.f").write_text("-F ip/here.f\n-f ip/there.f\ntop.v\n")
    found = read(tmp_path)
    assert relative(tmp_path, found.sources) == ["ip/uart.v", "ip/spi.v", "top.v"]
    assert relative(tmp_path, found.lists) == ["files.f", "ip/here.f", "ip/there.f"]


def test_a_list_written_to_be_run_in_its_own_folder_is_understood(tmp_path: Path) -> None:
    project(tmp_path, sim__files_f="../rtl/a.v\n+incdir+../inc\n", rtl__a_v="", inc__x_vh="")
    found = read(tmp_path, "sim/files.f")
    assert relative(tmp_path, found.sources) == ["rtl/a.v"]
    assert relative(tmp_path, found.include_dirs) == ["inc"]
    assert found.problems == ()


def test_variables_in_all_their_spellings(tmp_path: Path) -> None:
    project(tmp_path, ip__a_v="", ip__b_v="", ip__c_v="")
    (tmp_path / "files.f").write_text("$IP/a.v\n${IP}/b.v\n$(IP)/c.v\n")
    found = read(tmp_path, IP=str(tmp_path / "ip"))
    assert relative(tmp_path, found.sources) == ["ip/a.v", "ip/b.v", "ip/c.v"]


def test_an_unset_variable_is_named_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "files.f").write_text("\n  $NOWHERE/a.v\n")
    found = read(tmp_path)
    assert [p.code for p in found.problems] == ["undefined-variable", "missing-source"]
    problem = found.problems[0]
    assert "NOWHERE is not set" in problem.message
    assert (problem.range.start.line, problem.range.start.column) == (1, 2)


def test_patterns(tmp_path: Path) -> None:
    project(tmp_path, rtl__a_v="", rtl__b_v="", rtl__deep__c_v="")
    (tmp_path / "files.f").write_text("rtl/*.v\nrtl/**/c.v\nnone/*.v\n")
    found = read(tmp_path)
    assert relative(tmp_path, found.sources) == ["rtl/a.v", "rtl/b.v", "rtl/deep/c.v"]
    code, message, _, line = only_problem(found)
    assert (code, line) == ("missing-source", 2)
    assert "no file matches" in message


def test_a_source_named_twice_counts_once(tmp_path: Path) -> None:
    project(tmp_path, a_v="")
    (tmp_path / "files.f").write_text("a.v\n./a.v\n")
    assert relative(tmp_path, read(tmp_path).sources) == ["a.v"]


def test_a_missing_source_is_an_error_at_its_word(tmp_path: Path) -> None:
    (tmp_path / "files.f").write_text("+define+A\n  rtl/gone.v\n")
    (problem,) = read(tmp_path).problems
    assert (problem.code, problem.severity, problem.source) == ("missing-source", Severity.ERROR, "filelist")
    assert problem.path == str(tmp_path / "files.f")
    assert (problem.range.start.line, problem.range.start.column, problem.range.end.column) == (1, 2, 12)


def test_a_missing_directory_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "files.f").write_text("+incdir+gone\n")
    (problem,) = read(tmp_path).problems
    assert (problem.code, problem.severity) == ("missing-directory", Severity.WARNING)


def test_a_list_that_names_a_missing_list(tmp_path: Path) -> None:
    (tmp_path / "files.f").write_text("\n-f gone.f\n")
    code, message, where, line = only_problem(read(tmp_path))
    assert (code, where, line) == ("missing-filelist", "files.f", 1)
    assert str(tmp_path / "gone.f") in message


def test_a_configured_list_that_is_missing(tmp_path: Path) -> None:
    code, message, *_ = only_problem(read(tmp_path))
    assert code == "missing-filelist"
    assert "settings" in message


def test_an_option_without_its_argument(tmp_path: Path) -> None:
    (tmp_path / "files.f").write_text("-f\n")
    code, message, *_ = only_problem(read(tmp_path))
    assert code == "filelist-syntax" and "-f" in message


def test_lists_that_include_each_other_end(tmp_path: Path) -> None:
    project(tmp_path, a_v="", a_f="-f b.f\na.v\n", b_f="-f a.f\n")
    found = read(tmp_path, "a.f")
    assert relative(tmp_path, found.sources) == ["a.v"]
    code, message, where, line = only_problem(found)
    assert (code, where, line) == ("cyclic-filelist", "b.f", 0)
    assert "includes itself" in message


def test_lists_that_nest_without_end(tmp_path: Path) -> None:
    for n in range(60):
        (tmp_path / f"{n}.f").write_text(f"-f {n + 1}.f\n")
    code, *_ = only_problem(read(tmp_path, "0.f"))
    assert code == "filelist-nesting"


def test_the_text_of_the_editor_wins(tmp_path: Path) -> None:
    project(tmp_path, a_v="", b_v="")
    path = tmp_path / "files.f"
    path.write_text("a.v\n")
    found = read_filelists(["files.f"], str(tmp_path), {str(path): "b.v\nunsaved.v\n", str(tmp_path / "unsaved.v"): ""})
    assert relative(tmp_path, found.sources) == ["b.v", "unsaved.v"]


def test_bytes_that_are_not_utf_8_are_a_missing_source_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "files.f").write_bytes(b"\xff\xfe\x00a.v\n")
    assert read(tmp_path).problems
