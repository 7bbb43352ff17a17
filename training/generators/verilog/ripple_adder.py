"""Adders and subtractors: ripple of full-adder instances, generate loops, carry select."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Values, combinational_design


def generate(rng: Random) -> Design:
    m = Module(
        rng, __name__.rpartition(".")[2], "adder|ripple_adder|rca|add_sub|adder_subtractor", "binary adder with carry"
    )
    width = rng.choice([4, 6, 8, 16])
    form = rng.choice(["instances", "generate", "select", "behavioural"])
    subtract = form in ("generate", "behavioural") and rng.random() < 0.5
    m.parameter("WIDTH", width)
    m.input("operand_a", "WIDTH")
    m.input("operand_b", "WIDTH")
    m.input("subtract" if subtract else "carry_in", note="1: a - b" if subtract else "carry in")
    m.output("sum", "WIDTH", "sum")
    m.output("carry_out", note="carry out")
    if form == "instances":
        cell = Module(rng, m.family, "full_adder|fa|full_add", "full adder", m.style)
        cell.input("x")
        cell.input("y")
        cell.input("z", note="carry in")
        cell.output("s")
        cell.output("c", note="carry out")
        cell.assign("s", "x ^ y ^ z")
        cell.assign("c", rng.choice(["(x & y) | (z & (x ^ y))", "(x & y) | (x & z) | (y & z)"]))
        m.submodules.append(cell)
        m.signal("carry", "WIDTH+1", net=True)
        m.assign("carry[0]", "carry_in")
        m.declare("i", "stage")
        m.text("genvar i;", declaration=True)
        m.text(
            f"generate for (i = 0; i < WIDTH; i = i + 1) begin : stage {cell.name} u_cell (.x(operand_a[i]), .y(operand_b[i]), "
            ".z(carry[i]), .s(sum[i]), .c(carry[i+1])); end endgenerate",
            "ripple carry chain",
        )
        m.assign("carry_out", "carry[WIDTH]")
    elif form == "generate":
        m.signal("carry", "WIDTH+1", net=True)
        m.signal("addend", "WIDTH", net=True)
        m.assign("addend", "operand_b ^ {WIDTH{subtract}}" if subtract else "operand_b")
        m.assign("carry[0]", "subtract" if subtract else "carry_in")
        m.declare("i", "bit_slice")
        m.text("genvar i;", declaration=True)
        m.text(
            "generate for (i = 0; i < WIDTH; i = i + 1) begin : bit_slice assign sum[i] = operand_a[i] ^ addend[i] ^ carry[i]; "
            "assign carry[i+1] = (operand_a[i] & addend[i]) | (carry[i] & (operand_a[i] ^ addend[i])); end endgenerate",
            "one full adder for each bit",
        )
        m.assign("carry_out", "carry[WIDTH]")
    elif form == "select":
        half = width // 2
        for name in ("low", "high_zero", "high_one"):
            m.signal(name, half + 1, net=True)
        m.assign("low", f"operand_a[{half - 1}:0] + operand_b[{half - 1}:0] + carry_in", "lower half")
        m.assign("high_zero", f"operand_a[WIDTH-1:{half}] + operand_b[WIDTH-1:{half}]", "upper half for both carries")
        m.assign("high_one", f"operand_a[WIDTH-1:{half}] + operand_b[WIDTH-1:{half}] + 1'b1")
        m.assign("sum", f"{{low[{half}] ? high_one[{half - 1}:0] : high_zero[{half - 1}:0], low[{half - 1}:0]}}")
        m.assign("carry_out", f"low[{half}] ? high_one[{half}] : high_zero[{half}]")
    elif subtract:
        m.assign("{carry_out, sum}", "subtract ? operand_a + {1'b0, ~operand_b} + 1'b1 : operand_a + {1'b0, operand_b}")
    else:
        m.assign("{carry_out, sum}", "operand_a + operand_b + carry_in")
    mask = (1 << width) - 1

    def function(i: Values) -> Values:
        if subtract:
            total = i["operand_a"] + ((i["operand_b"] ^ mask) + 1 if i["subtract"] else i["operand_b"])
        else:
            total = i["operand_a"] + i["operand_b"] + i["carry_in"]
        return {"sum": total, "carry_out": total >> width}

    last = "subtract" if subtract else "carry_in"
    vectors = []
    for _ in range(50):
        a, b = (rng.choice([0, mask, 1, rng.randrange(mask), rng.randrange(mask)]) for _ in range(2))
        vectors.append({"operand_a": a, "operand_b": b, last: rng.randrange(2)})
    reference = None
    if not subtract:
        whole = f"({{{width}'d0, operand_a}} + operand_b + carry_in)"
        reference = {"sum": whole, "carry_out": f"{whole} >> {width}"}
    return combinational_design(m, function, vectors, reference)
