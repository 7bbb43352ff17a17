"""Errors that only the placeholder values of parameters make are warnings; those of a real instance are errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends.domains import environment_for
from backends.environment import Domain
from backends.outcome import Severity
from backends.registry import static_backends
from backends.settings import ToolSettings

FILL = "module fill #(parameter W = 0)(output [3:0] o);\n  assign o = {W{1'b0}};\nendmodule\n"
FIXED = "module fill(output [3:0] o);\n  localparam W = 0;\n  assign o = {W{1'b0}};\nendmodule\n"
WRONGLY_USED = FILL + "module user(output [3:0] o);\n  fill #(.W(0)) u(.o(o));\nendmodule\n"


@pytest.mark.parametrize(
    ("code", "severity"), [(FILL, Severity.WARNING), (FIXED, Severity.ERROR), (WRONGLY_USED, Severity.ERROR)]
)
def test_only_values_that_count_make_an_error(tmp_path: Path, code: str, severity: Severity) -> None:
    path = str(tmp_path / "fill.v")
    environment = environment_for(Domain.VERILOG, path, code, str(tmp_path), ToolSettings())
    (front_end,) = static_backends(Domain.VERILOG)
    found = front_end.analyze(code, environment).diagnostics
    assert [d.severity for d in found if d.code == "ReplicationZeroOutsideConcat"] == [severity]


def test_a_used_module_with_its_real_values_has_no_fault(tmp_path: Path) -> None:
    code = FILL + "module user(output [3:0] o);\n  fill #(.W(4)) u(.o(o));\nendmodule\n"
    environment = environment_for(Domain.VERILOG, str(tmp_path / "a.v"), code, str(tmp_path), ToolSettings())
    (front_end,) = static_backends(Domain.VERILOG)
    assert not front_end.analyze(code, environment).errors
