from __future__ import annotations

from pathlib import Path

import pytest

from backends.outcome import Position
from server.glob_patterns import Excluded
from server.settings import DiagnosticsSettings
from server.source_text import read_source


def test_a_byte_order_mark_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "a.v").write_bytes(b"\xef\xbb\xbfmodule")
    assert read_source(tmp_path / "a.v").text == "module"


def test_what_is_not_utf8_is_read_as_latin1_and_said(tmp_path: Path) -> None:
    (tmp_path / "a.v").write_bytes(b"module m;\n// \xe9\nendmodule\n")
    source = read_source(tmp_path / "a.v")
    assert source.text == "module m;\n// é\nendmodule\n" and source.usable
    (remark,) = source.remarks
    assert remark.range.start == Position(1, 3) and "not UTF-8" in remark.message


def test_binary_is_no_source_text(tmp_path: Path) -> None:
    (tmp_path / "a.v").write_bytes(b"\x7fELF\0\0")
    source = read_source(tmp_path / "a.v")
    assert not source.usable and source.remarks[0].code == "binary"


def test_empty_is_text(tmp_path: Path) -> None:
    (tmp_path / "a.v").touch()
    assert read_source(tmp_path / "a.v").usable


@pytest.mark.parametrize(
    "path", [".git/x.v", "a/.venv/b/c.py", "node_modules/x.v", "rtl/build/x.v", "rtl/obj_dir/deep/x.v"]
)
def test_the_usual_folders_are_left_out(path: str) -> None:
    assert Excluded(DiagnosticsSettings().exclude).file(path)


def test_whole_folders_are_not_entered() -> None:
    excluded = Excluded(["**/build/**", "vendor/*.v", "*.{tmp,bak}"])
    assert excluded.directory("rtl/build") and not excluded.directory("rtl")
    assert excluded.file("vendor/x.v") and not excluded.file("vendor/sub/x.v")
    assert excluded.file("x.bak") and not excluded.file("x.v")
