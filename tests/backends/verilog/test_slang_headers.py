"""Headers that come and go between two analyses of a file that includes them."""

from __future__ import annotations

from pathlib import Path

from backends.domains import environment_for
from backends.environment import Domain
from backends.settings import ToolSettings
from backends.verilog.slang_front_end import SlangFrontEnd

USER = '`include "widths.vh"\nmodule user(output [`WIDTH-1:0] q);\n  assign q = {`WIDTH{1\'b0}};\nendmodule\n'


def codes(folder: Path) -> set[str]:
    path = str(folder / "user.v")
    environment = environment_for(Domain.VERILOG, path, USER, str(folder), ToolSettings())
    return {d.code for d in SlangFrontEnd().analyze(USER, environment).diagnostics}


def test_a_header_that_is_gone_is_missed_and_one_that_is_back_is_found(tmp_path: Path) -> None:
    header = tmp_path / "widths.vh"
    for _ in range(2):
        header.write_text("`define WIDTH 4\n")
        assert codes(tmp_path) == set()
        header.unlink()
        assert codes(tmp_path) == {"CouldNotOpenIncludeFile"}
