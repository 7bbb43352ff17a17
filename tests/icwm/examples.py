"""Trajectories for the store's tests."""

from __future__ import annotations

from backends.environment import Domain, Environment, Role, SourceFile
from backends.outcome import Diagnostic, Label, Metric, Outcome, Range, Severity, Stage
from backends.settings import ToolSettings, VerilogSettings
from icwm.trajectory import Trajectory, Turn, VerdictProvenance

BROKEN = "module m(output y);\n  assgn y = 1'b0; // µ 🙂\nendmodule\n"
FIXED = BROKEN.replace("assgn", "assign")


def environment(path: str = "/p/m.v", testbench: str = "module tb; m dut(); endmodule\n") -> Environment:
    return Environment(
        domain=Domain.VERILOG,
        path=path,
        root="/p",
        target="ice40",
        files=(SourceFile("/p/tb_m.v", testbench, Role.TESTBENCH),),
        settings=ToolSettings(verilog=VerilogSettings(top="m", defines={"W": "4"}), disabled=("nextpnr",)),
    )


def outcome(label: Label, tool: str = "icarus") -> Outcome:
    complaint = Diagnostic(Range.of(1, 2, 1, 7), Severity.ERROR, "syntax", "syntax error", tool, Stage.COMPILE)
    return Outcome(
        tool=tool,
        stage=Stage.COMPILE,
        label=label,
        diagnostics=(complaint,) if label.failed else (),
        metrics={"luts": Metric(3, "LUT"), "bounding_box": Metric((1.0, 2.0, 3.0), "mm")},
        log="m.v:2: syntax error\n" if label.failed else "",
        seconds=0.02,
        tool_version="11.0",
    )


def trajectory(path: str = "/p/m.v", broken: str = BROKEN, fixed: str = FIXED, **fields: object) -> Trajectory:
    turns = (
        Turn(broken, (outcome(Label.COMPILATION_ERROR),), proposer="user"),
        Turn(
            fixed,
            (outcome(Label.PASS),),
            reasoning="assgn is not a keyword",
            proposer="repair:misspelt-keyword",
            edits=({"range": Range.of(1, 2, 1, 7).to_json(), "newText": "assign"},),
            seconds=0.4,
        ),
    )
    return Trajectory(  # type: ignore[arg-type]
        environment(path), turns, "verified", VerdictProvenance.REAL, ("slang", "icarus"), ("timing",), **fields
    )
