from __future__ import annotations

import pytest

from assistant.weakening import weakenings
from backends.environment import Domain

COUNTER = """// counter
module counter #(parameter W = 4) (input clk, input rst, output reg [W-1:0] q, output tick);
    wire [W-1:0] d = q + 1;
    always @(posedge clk)
        if (rst) q <= 0;
        else q <= d;
    assign tick = (q == {W{1'b1}});
endmodule
"""
BENCH = """module tb;
    reg [3:0] q, expected;
    integer errors = 0;
    initial begin
        #10 if (q !== expected) begin
            $display("FAIL: q=%d", q);
            $error("q is wrong");
            errors = errors + 1;
        end
        assert (q < 4'd12) else $fatal(1, "q too large");
        if (errors == 0) $display("done");
    end
endmodule
"""
KERNEL = """import triton
import triton.language as tl

@triton.jit
def add(x, y, out, n, BLOCK: tl.constexpr):
    at = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
    tl.store(out + at, tl.load(x + at) + tl.load(y + at))

def test():
    result = run(3)
    assert torch.allclose(result, reference, atol=1e-3)
"""
PART = """import cadquery as cq
box = cq.Workplane("XY").box(10, 20, 5)
result = box.edges("|Z").fillet(4).faces(">Z").hole(3)
"""


def without(text: str, part: str) -> tuple[str, str]:
    assert part in text
    return text, text.replace(part, "")


def changed(text: str, old: str, new: str) -> tuple[str, str]:
    assert old in text
    return text, text.replace(old, new)


WEAKER = [
    (Domain.VERILOG, *without(COUNTER, "        else q <= d;\n")),
    (Domain.VERILOG, *without(COUNTER, "    assign tick = (q == {W{1'b1}});\n")),
    (Domain.VERILOG, *changed(COUNTER, "    assign tick", "    // assign tick")),
    (Domain.VERILOG, *changed(COUNTER, "assign tick = (q == {W{1'b1}});", "assign tick = 0;")),
    (Domain.VERILOG, *changed(COUNTER, "if (rst) q <= 0;\n        else q <= d;", "if (rst) q <= 0;")),
    (Domain.VERILOG, *changed(COUNTER, "module counter", "/* verilator lint_off WIDTH */\nmodule counter")),
    (Domain.VERILOG, *changed(COUNTER, "    assign tick", "`ifdef NEVER\n    assign tick")),
    (Domain.VERILOG, *changed(COUNTER, "if (rst)", "if (1'b0)")),
    (Domain.VERILOG, *without(BENCH, '            $error("q is wrong");\n')),
    (Domain.VERILOG, *changed(BENCH, "q !== expected", "q === expected")),
    (Domain.VERILOG, *changed(BENCH, "q !== expected", "0")),
    (Domain.VERILOG, *changed(BENCH, "4'd12", "4'd15")),
    (Domain.VERILOG, *changed(BENCH, "$fatal", "$display")),
    (Domain.VERILOG, *changed(BENCH, "    initial begin\n", "    initial begin\n        $finish;\n")),
    (Domain.VERILOG, *changed(BENCH, "    initial begin\n", '    initial begin\n        $display("TEST PASSED");\n')),
    (Domain.VERILOG, *changed(COUNTER, "if (rst) q <= 0;\n        else q <= d;", "begin end")),
    (Domain.VERILOG, *changed("module t; always @*\n#1 y = a;\nendmodule", "#1 y = a;", "// 1 y = a;")),
    (Domain.TRITON, *without(KERNEL, "    tl.store(out + at, tl.load(x + at) + tl.load(y + at))\n")),
    (Domain.TRITON, *without(KERNEL, "    assert torch.allclose(result, reference, atol=1e-3)\n")),
    (Domain.TRITON, *changed(KERNEL, "1e-3", "1e3")),
    (Domain.TRITON, *changed(KERNEL, "    assert", "    # assert")),
    (
        Domain.TRITON,
        *changed(
            KERNEL, "    result = run(3)", "    try:\n        result = run(3)\n    except Exception:\n        return"
        ),
    ),
    (Domain.CADQUERY, *without(PART, '.edges("|Z").fillet(4)')),
    (Domain.CADQUERY, *without(PART, ".hole(3)")),
    (Domain.CADQUERY, *changed(PART, 'result = box.edges("|Z").fillet(4).faces(">Z").hole(3)', "result = box")),
]

HARMLESS = [
    (Domain.VERILOG, "missing ;", *changed(COUNTER.replace("q + 1;", "q + 1"), "q + 1", "q + 1;")),
    (Domain.VERILOG, "extra ;", *changed(COUNTER.replace("q + 1;", "q + 1;;"), ";;", ";")),
    (Domain.VERILOG, "extra end", *without(COUNTER.replace("else q <= d;", "else q <= d; end"), " end")),
    (Domain.VERILOG, "misspelt keyword", *changed(COUNTER.replace("assign", "assgin"), "assgin", "assign")),
    (Domain.VERILOG, "said twice", *changed(COUNTER.replace("assign", "assign assign"), "assign assign", "assign")),
    (Domain.VERILOG, "declared twice", *without(COUNTER.replace("    always", "    reg [W-1:0] q;\n    always"), "    reg [W-1:0] q;\n")),
    (Domain.VERILOG, "reg of an output", *changed(COUNTER.replace("output reg", "output"), "output [W-1:0]", "output reg [W-1:0]")),
    (Domain.VERILOG, "operator of C", *changed(COUNTER.replace("q <= d;", "q++;"), "q++;", "q <= q + 1;")),
    (Domain.VERILOG, "braces of C", *changed(COUNTER.replace("        if (rst) q <= 0;\n        else q <= d;", "    { q <= d; }"), "{ q <= d; }", "begin q <= d; end")),
    (Domain.VERILOG, "sensitivity list", *changed(COUNTER.replace("posedge clk", "d or rst"), "always @(d or rst)", "always @*")),
    (Domain.VERILOG, "always_comb", *changed(COUNTER.replace("posedge clk", "d or rst"), "always @(d or rst)", "always_comb")),
    (Domain.VERILOG, "code fence", *changed("```verilog\n" + COUNTER + "```\n", "```verilog\n" + COUNTER + "```\n", COUNTER)),
    (Domain.VERILOG, "prose", *changed("Here is the counter module you want:\n" + COUNTER, "Here is the counter module you want:\n", "")),
    (Domain.VERILOG, "duplicate connection", *changed("module t; sub u(.a(x), .b(y), .a(x)); endmodule", ", .a(x))", ")")),
    (Domain.VERILOG, "moved", *changed("module t; assign y = a; wire a = b; endmodule", "assign y = a; wire a = b;", "wire a = b; assign y = a;")),
    (Domain.VERILOG, "misspelt task", *changed(BENCH.replace("$display(\"done\")", "$finsh"), "$finsh", "$finish")),
    (Domain.VERILOG, "word operator", *changed("module t; assign y = a and not b; endmodule", "and not", "& ~")),
    (Domain.VERILOG, "conditional", *changed("module t; assign y = if (s) a else b; endmodule", "if (s) a else b", "s ? a : b")),
    (Domain.VERILOG, "nested conditional", *changed("module t; assign y = if (s) a else if (t) b else c; endmodule", "if (s) a else if (t) b else c", "(s) ? a : (t) ? b : c")),
    (Domain.VERILOG, "misspelt type", *changed(COUNTER.replace("wire", "wier"), "wier", "wire")),
    (Domain.VERILOG, "misspelt end", *changed(COUNTER.replace("endmodule", "endmodul"), "endmodul", "endmodule")),
    (Domain.VERILOG, "assign in a procedure", *changed("module t; always @* begin assign y = a; end endmodule", "assign y", "y")),
    (Domain.VERILOG, "comment of VHDL", *changed("module t; -- the sum\nassign y = a + b; endmodule", "--", "//")),
    (Domain.VERILOG, "comment of Python", *changed("module t;\n# the sum\nassign y = a + b; endmodule", "#", "//")),
    (Domain.VERILOG, "end if", *changed("module t; always @* begin if (a) then y = b; end if; end endmodule", "then y = b; end if;", "begin y = b; end")),
    (Domain.VERILOG, "number of C", *changed("module t; assign y = 0x1F; endmodule", "0x1F", "'h1F")),
    (Domain.VERILOG, "switch", "always @* switch (s) { case 0: y = a; break; case 1: y = b; break; }", "always @* case (s) 0: y = a; 1: y = b; endcase"),
    (Domain.TRITON, "mask", *changed(KERNEL, "tl.load(x + at)", "tl.load(x + at, mask=at < n)")),
    (Domain.TRITON, "misspelt", *changed(KERNEL.replace("tl.arange", "tl.arrange"), "tl.arrange", "tl.arange")),
    (Domain.TRITON, "and", *changed("m = (a < n) and (b < n)\n", "and", "&")),
    (Domain.CADQUERY, "radius", *changed(PART, "fillet(4)", "fillet(2.4)")),
    (Domain.CADQUERY, "close", *changed('w = cq.Workplane("XY").lineTo(1, 0).extrude(2)\n', ".extrude", ".close().extrude")),
]  # fmt: skip


@pytest.mark.parametrize(("domain", "before", "after"), WEAKER)
def test_what_weakens_is_found(domain, before, after):
    assert weakenings(before, after, domain)


@pytest.mark.parametrize(("domain", "what", "before", "after"), HARMLESS, ids=[h[1] for h in HARMLESS])
def test_what_only_repairs_is_let_through(domain, what, before, after):
    assert before != after
    assert weakenings(before, after, domain) == ()


def test_a_misspelt_name_in_a_check_may_be_put_right():
    before, after = changed(BENCH.replace("q !== expected", "q !== expcted"), "expcted", "expected")
    assert weakenings(before, after, Domain.VERILOG) != ()
    assert weakenings(before, after, Domain.VERILOG, ["expcted"]) == ()


def test_it_says_what_was_removed():
    (sentence,) = weakenings(*without(COUNTER, "    assign tick = (q == {W{1'b1}});\n"), Domain.VERILOG)
    assert "assign tick" in sentence


def test_an_argument_that_the_tools_refuse_may_go_and_nothing_else():
    before = "add[grid](x, y, n, BLOCK=64, num_warps=4)\n"
    span = (before.index("BLOCK"), before.index(", num_warps"))
    after = before.replace(" BLOCK=64,", "")
    assert weakenings(before, after, Domain.TRITON) != ()
    assert weakenings(before, after, Domain.TRITON, refused=[span]) == ()
    assert weakenings(before, after.replace(", num_warps=4", ""), Domain.TRITON, refused=[span]) != ()
    assert weakenings(before, after.replace(" n,", ""), Domain.TRITON, refused=[span]) != ()
