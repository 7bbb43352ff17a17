"""Magnitude comparators, unsigned and signed, with window and equality outputs."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Values, combinational_design


def generate(rng: Random) -> Design:
    m = Module(
        rng, __name__.rpartition(".")[2], "comparator|magnitude_comparator|compare|cmp_unit", "magnitude comparator"
    )
    width = rng.choice([4, 4, 8, 12])
    m.parameter("WIDTH", width)
    signed, window = rng.random() < 0.35, rng.random() < 0.3
    m.purpose = f"{'signed' if signed else 'unsigned'} magnitude comparator{' with a window' if window else ''}"
    m.input("operand_a", "WIDTH", signed=signed)
    m.input("operand_b", "WIDTH", signed=signed)
    outputs = {"less": "<", "equal": "==", "greater": ">"}
    form = rng.choice(["assign", "if", "vector"])
    registered = form == "if"
    for name in outputs:
        m.output(name, note=f"a {outputs[name]} b", register=registered)
    if form == "assign":
        for name, operator in outputs.items():
            m.assign(name, f"(operand_a {operator} operand_b)")
    elif form == "if":
        m.combinational(
            "less = 1'b0; equal = 1'b0; greater = 1'b0; "
            "if (operand_a < operand_b) less = 1'b1; else if (operand_a == operand_b) equal = 1'b1; else greater = 1'b1;",
            "exactly one is high",
        )
    else:
        m.assign("equal", "~|(operand_a ^ operand_b)")
        m.assign("less", "operand_a < operand_b")
        m.assign("greater", "~(less | equal)")
    if window:
        m.input("limit", "WIDTH", "half width of the window", signed=signed)
        m.output("inside", note="0 <= a - b < limit")
        m.signal("distance", "WIDTH+1", net=True, signed=signed)
        m.assign("distance", "operand_a - operand_b")
        m.assign("inside", "!less && (distance < limit)")
    top, mask = 1 << (width - 1), (1 << width) - 1

    def number(value: int) -> int:
        return value - (1 << width) if signed and value & top else value

    def function(i: Values) -> Values:
        a, b = number(i["operand_a"]), number(i["operand_b"])
        out = {"less": int(a < b), "equal": int(a == b), "greater": int(a > b)}
        if window:
            out["inside"] = int(a >= b and a - b < number(i["limit"]))
        return out

    vectors = []
    for _ in range(60):
        a = rng.choice([0, mask, top, top - 1, rng.randrange(mask)])
        b = rng.choice([a, a, (a + 1) & mask, (a - 1) & mask, rng.randrange(mask), top])
        vectors.append({"operand_a": a, "operand_b": b} | ({"limit": rng.randrange(1, 8)} if window else {}))
    reference = None if signed or window else {n: f"operand_a {o} operand_b" for n, o in outputs.items()}
    return combinational_design(m, function, vectors, reference)
