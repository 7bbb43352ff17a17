from __future__ import annotations

import pytest

from assistant.interface import Interface, compare, interface_of
from backends.environment import Domain, Environment, Role, SourceFile

MODULE = "module m #(parameter W = 4) (input clk, input [W-1:0] a, output reg [W-1:0] q);\nalways @(posedge clk) q <= a;\nendmodule\n"
KERNEL = "import triton\n@triton.jit\ndef add(x, y, n, BLOCK: 'c' = 64):\n    pass\n\nclass C:\n    def f(self, *, k=1): pass\n"
PART = (
    'import cadquery as cq\nbox = cq.Workplane().box(1, 2, 3)\nresult = box\nlid = box.faces(">Z")\nshow_object(lid)\n'
)


def environment(domain: Domain, *files: SourceFile) -> Environment:
    return Environment(domain, "/p/m.v" if domain is Domain.VERILOG else "/p/m.py", "/p", files=files)


def interface(code: str, domain: Domain = Domain.VERILOG, *files: SourceFile) -> Interface:
    return interface_of(code, environment(domain, *files))


def test_ports_and_parameters_are_read():
    unit = interface(MODULE).units["m"]
    assert [(m.name, m.form) for m in unit.members] == [
        ("clk", "input, 1 bit"),
        ("a", "input, 4 bit"),
        ("q", "output, 4 bit"),
        ("W", "parameter 4"),
    ]


def test_widths_may_come_from_a_package_of_the_project():
    package = SourceFile("/p/p.sv", "package p; localparam int N = 12; endpackage", Role.SOURCE)
    unit = interface("module m(input logic [p::N-1:0] a); endmodule", Domain.VERILOG, package).units["m"]
    assert unit.members[0].form == "input, 12 bit"


@pytest.mark.parametrize(
    ("domain", "before", "old", "new"),
    [
        (Domain.VERILOG, MODULE, "input [W-1:0] a", "input [W:0] a"),
        (Domain.VERILOG, MODULE, "input clk", "inout clk"),
        (Domain.VERILOG, MODULE, ", input [W-1:0] a", ""),
        (Domain.VERILOG, MODULE, "input clk,", "input clk, input rst,"),
        (Domain.VERILOG, MODULE, "input clk, input [W-1:0] a", "input [W-1:0] a, input clk"),
        (Domain.VERILOG, MODULE, "W = 4", "W = 5"),
        (Domain.VERILOG, MODULE, "module m", "module n"),
        (Domain.VERILOG, MODULE, "endmodule\n", "endmodule\nmodule extra; endmodule\n"),
        (Domain.VERILOG, MODULE, "input [W-1:0] a", "input signed [W-1:0] a"),
        (Domain.TRITON, KERNEL, "x, y", "y, x"),
        (Domain.TRITON, KERNEL, ", n", ""),
        (Domain.TRITON, KERNEL, "add", "sum"),
        (Domain.TRITON, KERNEL, "k=1", "k"),
        (Domain.TRITON, KERNEL, "= 64", "= 32"),
        (Domain.CADQUERY, PART, "result", "res"),
        (Domain.CADQUERY, PART, "lid", "cover"),
    ],
)
def test_a_change_that_others_would_see_breaks_the_interface(domain, before, old, new):
    assert old in before
    change = compare(interface(before, domain), interface(before.replace(old, new), domain), (), ())
    assert change.broken


@pytest.mark.parametrize(
    ("domain", "before", "old", "new"),
    [
        (Domain.VERILOG, MODULE, "output reg", "output logic"),
        (Domain.VERILOG, MODULE, "[W-1:0] q", "[(W - 1):0] q"),
        (Domain.VERILOG, MODULE.replace("= 4", "= 4 /* bits */"), " /* bits */", ""),
        (Domain.TRITON, KERNEL, "n,", "n: 'tl.constexpr',"),
        (Domain.CADQUERY, PART.replace("result = box\n", ""), "lid =", "result = box\nlid ="),
    ],
)
def test_a_change_that_nobody_sees_does_not(domain, before, old, new):
    assert old in before
    change = compare(interface(before, domain), interface(before.replace(old, new), domain), (), ())
    assert change == change.__class__()


def test_a_port_that_was_not_declared_cannot_be_compared_and_that_is_said():
    before = interface("module m(a, y); input a; assign y = a; endmodule")
    after = interface("module m(a, y); input a; output y; assign y = a; endmodule")
    change = compare(before, after, (), ())
    assert change.broken == change.doubtful == ()
    assert any("y" in part for part in change.not_checked)


def test_a_header_that_does_not_parse_is_compared_as_far_as_it_does():
    broken = "module m(input clk input a, output [3:0] y);\nassign y = {4{a & clk}};\nendmodule\n"
    fixed = broken.replace("clk input", "clk, input")
    change = compare(interface(broken), interface(fixed), (), ())
    assert change.broken == ()
    assert any("header did not parse" in part for part in change.not_checked)
    assert compare(interface(broken), interface(fixed.replace("[3:0]", "[4:0]")), (), ()).broken
    assert compare(interface(broken), interface(fixed.replace("input a", "input a, input b")), (), ()).broken


def test_a_name_may_be_a_keyword_of_systemverilog_only():
    unit = interface("module m(input do, output bit); assign bit = do; endmodule").units["m"]
    assert [(m.name, m.form) for m in unit.members] == [("do", "input, 1 bit"), ("bit", "output, 1 bit")]


def test_errors_in_the_body_do_not_hide_the_header():
    broken = MODULE.replace("q <= a;", "q <= a")
    assert interface(broken).units["m"] == interface(MODULE).units["m"]


def test_a_direction_that_the_error_is_about_is_doubtful():
    before = interface("module m(input a, input y); assign y = a; endmodule")
    after = interface("module m(input a, output y); assign y = a; endmodule")
    assert compare(before, after, (), ()).broken
    change = compare(before, after, ("y",), ())
    assert change.broken == ()
    assert "`y` of `m` was input, 1 bit, is output, 1 bit" in change.doubtful


def test_a_port_that_the_testbench_connects_may_be_added():
    before = interface("module m(input a, output y); assign y = a & en; endmodule")
    after = interface("module m(input a, input en, output y); assign y = a & en; endmodule")
    assert compare(before, after, (), ()).broken
    assert compare(before, after, (), ("en",)).broken == ()


def test_functions_of_a_file_that_does_not_parse_are_read_one_by_one():
    broken = KERNEL.replace("    pass\n", "    x = (1\n", 1)
    before = interface(broken, Domain.TRITON)
    assert not before.readable
    assert compare(before, interface(KERNEL, Domain.TRITON), (), ()).broken == ()
    assert compare(before, interface(KERNEL.replace(", n", ""), Domain.TRITON), (), ()).broken


@pytest.mark.parametrize(
    "code", ["", "\0", "module", "module m", "(" * 5000, "endmodule endmodule", "module m(a" + "," * 50]
)
def test_nonsense_has_an_interface_too(code):
    for domain in (Domain.VERILOG, Domain.TRITON, Domain.CADQUERY):
        compare(interface(code, domain), interface(code, domain), (), ())
