"""Static facts against what the designs really hold."""

from __future__ import annotations

import ast

import pytest

from backends.environment import Domain, Environment, Role, SourceFile
from icwm.facts import cadquery, triton, verilog

COUNTER = """\
module counter #(parameter W = 8) (input clk, input rst, input en, output reg [W-1:0] q, output wire wrap);
  reg [15:0] mem [0:31];
  always @(posedge clk)
    if (rst) q <= 0;
    else if (en) q <= q + 1'b1;
  always @(posedge clk) if (en) mem[q[4:0]] <= {8'h0, q};
  assign wrap = (q == 8'hff);
endmodule
"""


def environment(code: str, *beside: SourceFile) -> Environment:
    return Environment(Domain.VERILOG, "/p/counter.v", "/p", None, beside)


def test_bits_stored_added_and_compared_are_counted_as_elaborated() -> None:
    facts = verilog.verilog_facts(COUNTER, environment(COUNTER))
    assert facts["elaborated"] == 1
    assert (facts["input_bits"], facts["output_bits"]) == (3, 9)
    assert facts["flip_flop_bits"] == 8
    assert (facts["memories"], facts["memory_bits"], facts["memory_words"]) == (1, 512, 32)
    assert facts["add_bits"] == 8
    assert facts["equality_bits"] == 8
    assert (facts["clocked_blocks"], facts["combinational_blocks"]) == (2, 0)


def test_a_parameter_changes_what_is_counted() -> None:
    wide = COUNTER.replace("W = 8", "W = 20")
    assert verilog.verilog_facts(wide, environment(wide))["flip_flop_bits"] == 20


def test_what_a_latch_and_mixed_assignments_look_like() -> None:
    code = "module l(input clk, en, d, output reg q, r);\n always @* if (en) q <= d;\n always @(posedge clk) r = d;\nendmodule\n"
    facts = verilog.verilog_facts(code, environment(code))
    assert (facts["open_conditions"], facts["nonblocking_when_combinational"], facts["blocking_when_clocked"]) == (
        1,
        1,
        1,
    )


RESET = """\
module r(input clk, input rst_n, input [1:0] s, input [3:0] d, output reg [3:0] q, output reg [3:0] p, output reg y);
  always @(posedge clk or negedge rst_n)
    if (!rst_n) begin q <= 0; p <= 0; end
    else begin q <= d; p <= q; end
  always @(s or d)
    case (s)
      0: y = d[0];
      1: y = d[1];
      2: y = d[2];
      default: y = d[3];
    endcase
endmodule
"""


@pytest.mark.parametrize(
    ("old", "new", "habit"),
    [
        ("!rst_n", "rst_n", "reset_polarity_mismatches"),
        ("negedge rst_n", "posedge rst_n", "reset_polarity_mismatches"),
        ("p <= 0; ", "", "not_reset"),
        ("p <= q; ", "", "only_reset"),
        ("s or d", "s", "unlisted_signals"),
        ("default: y = d[3];", "", "uncovered_case_items"),
        ("2: y = d[2];", "2: y = d[1];", "repeated_case_bodies"),
        ("1: y = d[1];", "0: y = d[1];", "repeated_case_labels"),
        ("[3:0] q", "[0:3] q", "ascending_ranges"),
        ("(!rst_n)", "(s == 1)", "edges_not_tested"),
        ("case (s)", "case (s == s)", "self_compares"),
        ("q <= d;", "q <= #1 d; if (q == 5'd20) q <= 0;", "constants_out_of_range"),
    ],
)
def test_a_broken_habit_is_counted_and_only_then(old: str, new: str, habit: str) -> None:
    broken = RESET.replace(old, new, 1)
    assert broken != RESET
    assert verilog.verilog_facts(RESET, environment(RESET))[habit] == 0
    assert verilog.verilog_facts(broken, environment(broken))[habit] >= 1


def test_the_testbench_tells_which_ports_do_not_fit() -> None:
    bench = (
        "module tb_counter;\n  reg clk, rst, en; wire [7:0] q; wire wrap;\n"
        "  counter dut(.clk(clk), .rst(rst), .en(en), .q(q), .wrap(wrap));\nendmodule\n"
    )
    beside = SourceFile("/p/tb_counter.v", bench, Role.TESTBENCH)
    fits = verilog.verilog_facts(COUNTER, environment(COUNTER, beside))
    assert (fits["errors_elaborated"], fits["warns_PortWidthExpand"], fits["flip_flop_bits"]) == (0, 0, 8)
    wide = COUNTER.replace("W = 8", "W = 20")
    facts = verilog.verilog_facts(wide, environment(wide, beside))
    assert facts["warns_PortWidthTruncate"] + facts["warns_PortWidthExpand"] == 1
    renamed = COUNTER.replace("wrap", "wrapped")
    assert verilog.verilog_facts(renamed, environment(renamed, beside))["errors_elaborated"] >= 1


def test_instances_of_neighbours_are_looked_into() -> None:
    top = "module top(input clk, input [7:0] d, output [7:0] q);\n  stage s(.clk(clk), .d(d), .q(q));\nendmodule\n"
    stage = "module stage(input clk, input [7:0] d, output reg [7:0] q);\n  always @(posedge clk) q <= d;\nendmodule\n"
    facts = verilog.verilog_facts(top, environment(top, SourceFile("/p/stage.v", stage, Role.SOURCE)))
    assert (facts["instances"], facts["flip_flop_bits"]) == (1, 8)


@pytest.mark.parametrize("code", ["", "module", "garbage (((", "module a; a a(); endmodule", "module m(" * 500])
def test_broken_text_gives_facts_too(code: str) -> None:
    assert set(verilog.verilog_facts(code, environment(code))) == set(verilog.NAMES)


def part(code: str) -> dict[str, float]:
    return cadquery.cadquery_facts(code, ast.parse(code))


def test_a_plate_with_holes_is_estimated_to_the_cubic_millimetre() -> None:
    facts = part(
        'import cadquery as cq\nw = 40\nresult = cq.Workplane("XY").box(w, 30, 5).faces(">Z").workplane()'
        ".rect(20, 20, forConstruction=True).vertices().hole(4)\n"
    )
    assert facts["estimated_volume"] == pytest.approx(40 * 30 * 5 - 4 * 3.14159265 * 4 * 5, rel=1e-6)
    assert (facts["estimated_dx"], facts["estimated_dy"], facts["estimated_dz"]) == (40, 30, 5)
    assert facts["calls_hole"] == 1


def test_functions_loops_classes_and_outlines_are_followed() -> None:
    code = (
        "import cadquery as cq\nclass P:\n    def __init__(self, n=3):\n        self.n = n\n"
        '    def build(self):\n        part = cq.Workplane("XY").moveTo(0, 0).lineTo(10, 0).lineTo(10, 10).lineTo(0, 10)'
        ".close().extrude(2)\n"
        '        for i in range(self.n):\n            part = part.union(cq.Workplane("XY").box(1, 1, 1))\n'
        "        return part\nshow_object(P(n=5).build())\n"
    )
    assert part(code)["estimated_volume"] == pytest.approx(205)


@pytest.mark.parametrize(
    "code",
    [
        "def f():\n    return f()\nresult = f()\n",
        "while True:\n    pass\n",
        "x = 10 ** 10 ** 10\n",
        "for i in range(10**12):\n    x = i\n",
        "for i in range(10**8):\n    x = i\n",
        "for i in range(0, 5, 0):\n    x = i\n",
        "for i in range(1, 2, 3, 4):\n    x = i\n",
        "import cadquery as cq\nr = cq.Workplane().box(1e308, 1e308, 1e308)\n",
        "import cadquery as cq\nr = cq.Workplane().sphere(1e200).hole(1e200)\n",
    ],
)
def test_hostile_scripts_end_in_finite_facts(code: str) -> None:
    facts = part(code)
    assert set(facts) == set(cadquery.NAMES)
    assert all(abs(value) < float("inf") for value in facts.values())


def test_operations_blocks_and_launch_options_of_a_kernel() -> None:
    code = (
        "import triton, triton.language as tl\n@triton.jit\ndef k(a, b, n, BM: tl.constexpr, BN: tl.constexpr, BK: tl.constexpr):\n"
        "    x = tl.load(a)\n    y = tl.load(b, mask=n > 0)\n    tl.store(a, tl.dot(x, y))\n"
        "def run(a, b):\n    BM = 64\n    k[(1,)](a, b, 4, BM=BM, BN=32, BK=16, num_warps=8, num_stages=3)\n"
    )
    facts = triton.triton_facts(code, ast.parse(code))
    assert (facts["kernels"], facts["launches"], facts["constexprs"]) == (1, 1, 3)
    assert (facts["unmasked_loads"], facts["unmasked_stores"], facts["calls_dot"]) == (1, 1, 1)
    assert (facts["num_warps"], facts["largest_block"], facts["block_product"]) == (8, 64, 64 * 32 * 16)
    assert facts["tile_bytes"] == (64 * 16 + 16 * 32) * 2


@pytest.mark.parametrize(
    "old, new", [("BLOCK=64", "BLOCK=64, num_warps=0"), ("BLOCK=64", "BLOCK=0"), ("(x, out", "(*x, out")]
)
def test_impossible_launches_have_facts_too(old: str, new: str) -> None:
    code = KERNEL.replace(old, new)
    assert code != KERNEL
    assert set(triton.triton_facts(code, ast.parse(code))) == set(triton.NAMES)


def test_a_text_that_does_not_parse_has_facts_of_nothing() -> None:
    assert set(triton.triton_facts("def (", None).values()) == {0.0}
    assert set(cadquery.cadquery_facts("def (", None).values()) == {0.0}


KERNEL = """\
import torch, triton
import triton.language as tl

@triton.jit
def scale(x_ptr, out_ptr, n, BLOCK: tl.constexpr):
    pid = tl.program_id(0)
    at = pid * BLOCK + tl.arange(0, BLOCK)
    mask = at < n
    x = tl.load(x_ptr + at, mask=mask, other=0.0)
    tl.store(out_ptr + at, x, mask=mask)

def run(x):
    out = torch.empty_like(x)
    scale[(triton.cdiv(x.numel(), 64),)](x, out, x.numel(), BLOCK=64)
    return out
"""


@pytest.mark.parametrize(
    ("old", "new", "habit"),
    [
        ("at < n", "at <= n", "inclusive_masks"),
        ("at < n", "at > n", "inverted_masks"),
        (", other=0.0", "", "loads_without_other"),
        ("pid * BLOCK", "pid * n", "offset_block_mismatches"),
        ("tl.arange(0, BLOCK)", "tl.arange(0, BLOCK) + 1", "offsets_with_constants"),
        ("tl.arange(0, BLOCK)", "tl.arange(1, BLOCK)", "aranges_from_elsewhere"),
        ("BLOCK=64", "BLOCK=60", "odd_sizes"),
        ("tl.store(out_ptr", "tl.store(x_ptr", "unstored_pointers"),
        ("(x, out, ", "(out, x, ", "crossed_arguments"),
        ("(x, out, x.numel(), BLOCK=64)", "(x, out, BLOCK=64)", "launch_arguments_missing"),
        ("triton.cdiv(x.numel(), 64)", "x.numel() // 64", "floor_in_grid"),
    ],
)
def test_a_broken_habit_of_a_kernel_is_counted_and_only_then(old: str, new: str, habit: str) -> None:
    broken = KERNEL.replace(old, new, 1)
    assert broken != KERNEL
    assert triton.triton_facts(KERNEL, ast.parse(KERNEL))[habit] == 0
    assert triton.triton_facts(broken, ast.parse(broken))[habit] >= 1


PLATE = 'import cadquery as cq\nr = cq.Workplane("XY").rect(40, 30).extrude(6).faces(">Z").workplane().hole(5).edges("|Z").fillet(2)\n'


@pytest.mark.parametrize(
    ("old", "new", "habit"),
    [
        (".rect(40, 30)", "", "extruded_nothing"),
        ("rect(40, 30)", "rect(40, -30)", "not_positive"),
        ("hole(5)", "hole(50)", "holes_too_wide"),
        ("fillet(2)", "fillet(20)", "fillets_too_large"),
        ("r = cq", "cq", "discarded_steps"),
        ("extrude(6)", "extrude(0)", "extruded_nothing"),
        ("hole(5)", 'hole("5")', "text_numbers"),
    ],
)
def test_a_broken_habit_of_a_script_is_counted_and_only_then(old: str, new: str, habit: str) -> None:
    broken = PLATE.replace(old, new, 1)
    assert broken != PLATE
    assert part(PLATE)[f"habit_{habit}"] == 0
    assert part(broken)[f"habit_{habit}"] >= 1
