from __future__ import annotations

import pytest

from server.checked_path import checked_path


@pytest.mark.parametrize(
    ("path", "language", "expected"),
    [
        ("/p/fifo.v", "verilog", "/p/fifo.v"),
        ("/p/fifo.sv", "verilog", "/p/fifo.sv"),
        ("/p/fifo.V", "systemverilog", "/p/fifo.V"),
        ("/p/fifo.vt", "verilog", "/p/fifo.vt.v"),
        ("/p/fifo", "systemverilog", "/p/fifo.sv"),
        ("/p/part.txt", "python", "/p/part.txt.py"),
        ("/p/part.txt", "plaintext", "/p/part.txt"),
        ("untitled:Untitled-1", "verilog", "/root/Untitled-1.v"),
        ("untitled:Untitled-1", "SystemVerilog", "/root/Untitled-1.sv"),
        ("untitled:/q/new.sv", "verilog", "/root/new.sv"),
        ("untitled:new file?#", "python", "/root/new_file_.py"),
        ("untitled:", "python", "/root/unsaved.py"),
        ("inmemory://model/1", "verilog", "/root/1.v"),
        ("git:/p/fifo.vt?{}", "verilog", "git:/p/fifo.vt?{}"),
    ],
)
def test_the_suffix_decides_and_where_it_says_nothing_the_language_of_the_editor(
    path: str, language: str, expected: str
) -> None:
    assert checked_path(path, language, "/root") == expected
