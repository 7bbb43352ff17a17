"""Which project a file belongs to when no editor has said."""

from __future__ import annotations

from pathlib import Path

from backends.registry import static_backends
from server.checked_files import checked_files, folders_for_command_line


def test_a_file_of_a_working_copy_belongs_to_it(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "rtl" / "core").mkdir(parents=True)
    assert folders_for_command_line(True).of(str(tmp_path / "rtl" / "core" / "alu.v")).root == str(tmp_path)


def test_a_settings_file_is_nearer_than_the_working_copy(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "rtl").mkdir()
    (tmp_path / "rtl" / "hardsight.toml").write_text("")
    assert folders_for_command_line(True).of(str(tmp_path / "rtl" / "alu.v")).root == str(tmp_path / "rtl")


def test_a_lone_file_is_its_own_project(tmp_path: Path) -> None:
    assert folders_for_command_line(True).of(str(tmp_path / "alu.v")).root == str(tmp_path)


def test_a_header_elsewhere_in_a_large_working_copy_is_found(tmp_path: Path) -> None:
    """A command waits until the project has been read; an editor would be answered at once, and again later."""
    (tmp_path / ".git").mkdir()
    for name in ("a_rtl", "z_headers"):
        (tmp_path / name).mkdir()
    for n in range(1500):
        (tmp_path / "a_rtl" / f"m{n}.v").write_text(f"module m{n}(input wire a); endmodule\n" + "// filler\n" * 40)
    (tmp_path / "z_headers" / "widths.vh").write_text("`define WIDTH 8\n")
    user = tmp_path / "a_rtl" / "user.v"
    user.write_text('`include "widths.vh"\nmodule user(input wire [`WIDTH-1:0] a); endmodule\n')
    (file,) = checked_files([str(user)], folders_for_command_line(True))
    assert file.domain is not None
    (front_end,) = static_backends(file.domain)
    assert not front_end.analyze(file.source.text, file.environment()).errors
