"""The outside of modules: ports and parameters in every style of writing them, also of code that does not compile."""

from __future__ import annotations

import pytest

from backends.verilog.interface import ModuleInterface, Port, module_interfaces


def only(code: str) -> ModuleInterface:
    (module,) = module_interfaces(code)
    return module


def outline(port: Port) -> tuple[str, str, str, bool, str, int | None]:
    return port.name, port.direction, port.kind, port.signed, port.width_text, port.width


def test_ports_in_the_header() -> None:
    module = only(
        "module m #(parameter W = 8, parameter integer D = 2*W, localparam L = W-1)\n"
        " (input clk, input wire signed [3:0] a, b, output reg [W-1:0] q, inout [0:7] io);\nendmodule\n"
    )
    assert (module.name, module.kind, module.ansi) == ("m", "module", True)
    assert [outline(p) for p in module.ports] == [
        ("clk", "input", "", False, "", 1),
        ("a", "input", "wire", True, "[3:0]", 4),
        ("b", "input", "wire", True, "[3:0]", 4),
        ("q", "output", "reg", False, "[W-1:0]", None),
        ("io", "inout", "", False, "[0:7]", 8),
    ]
    assert [(p.name, p.default, p.type_text, p.local) for p in module.parameters] == [
        ("W", "8", "", False),
        ("D", "2*W", "integer", False),
        ("L", "W-1", "", True),
    ]


def test_ports_in_the_body() -> None:
    module = only(
        "module m(a, q);\n  parameter N = 4;\n  input [3:0] a;\n  output [3:0] q;\n  reg [3:0] q;\n  localparam M = 1;\nendmodule\n"
    )
    assert not module.ansi
    assert [outline(p) for p in module.ports] == [
        ("a", "input", "", False, "[3:0]", 4),
        ("q", "output", "reg", False, "[3:0]", 4),
    ]
    assert [(p.name, p.local) for p in module.parameters] == [("N", False), ("M", True)]


def test_systemverilog_kinds() -> None:
    code = (
        "module m import p::*; (input logic clk, input state_t s, link.sink up, input logic [3:0][7:0] v, output int n, "
        "input logic [7:0] mem [4]);\nendmodule\n"
    )
    module = only(code)
    assert [(p.name, p.kind, p.width) for p in module.ports] == [
        ("clk", "logic", 1),
        ("s", "state_t", None),
        ("up", "link.sink", None),
        ("v", "logic", 32),
        ("n", "int", 32),
        ("mem", "logic", 8),
    ]
    assert module.ports[2].direction == "interface"
    assert module.ports[5].unpacked_text == "[4]"


def test_ranges_cover_the_names() -> None:
    code = "// größer\nmodule m(input /* µ */ a,\n  output [1:0] q);\nendmodule\n"
    module = only(code)
    lines = code.split("\n")

    def text(at) -> str:  # type: ignore[no-untyped-def]
        return lines[at.start.line][at.start.column : at.end.column]

    assert text(module.range) == "m"
    assert [text(p.range) for p in module.ports] == ["a", "q"]


def test_several_modules_interfaces_and_programs() -> None:
    code = "module a; endmodule\ninterface i(input clk); endinterface\nprogram p; endprogram\npackage k; endpackage\n"
    assert [(m.name, m.kind) for m in module_interfaces(code)] == [
        ("a", "module"),
        ("i", "interface"),
        ("p", "program"),
    ]


@pytest.mark.parametrize(
    "body", ["assign y = ;", "always @(posedge begin", "if (a ( y <= 1;", '`include "gone.vh"\nassign y = `GONE;', ""]
)
def test_a_broken_body_leaves_the_header(body: str) -> None:
    module = module_interfaces(f"module m(input a, output reg y);\n  {body}\nendmodule\n")[0]
    assert [(p.name, p.direction) for p in module.ports] == [("a", "input"), ("y", "output")]


def test_a_word_that_only_systemverilog_reserves_may_be_a_port() -> None:
    assert [p.name for p in only("module m(input bit, output do);\n  assign do = bit;\nendmodule\n").ports] == [
        "bit",
        "do",
    ]


@pytest.mark.parametrize(
    "code", ["", "module", "module (", "(" * 50_000, "begin " * 20_000, "\0\1\2", "module m(" + "input a, " * 10 + ");"]
)
def test_hostile_text_has_no_crash(code: str) -> None:
    assert isinstance(module_interfaces(code), tuple)
