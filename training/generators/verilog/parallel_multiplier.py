"""Combinational and pipelined multipliers: partial products, generate arrays, signed products."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design, combinational_design


def generate(rng: Random) -> Design:
    m = Module(
        rng, __name__.rpartition(".")[2], "array_multiplier|mult_array|multiplier_comb|fast_mult", "parallel multiplier"
    )
    width = rng.choice([3, 4, 4, 6])
    form = rng.choice(["array", "loop", "operator", "pipeline"])
    signed = form in ("operator", "pipeline") and rng.random() < 0.5
    m.purpose = f"{width} by {width} bit {'signed ' if signed else ''}multiplier{', two pipeline stages' if form == 'pipeline' else ''}"
    m.parameter("WIDTH", width)
    if form == "pipeline":
        m.clock()
        m.input("in_valid")
    m.input("operand_a", "WIDTH", signed=signed)
    m.input("operand_b", "WIDTH", signed=signed)
    m.output("product", "2*WIDTH", register=form in ("loop", "pipeline"), signed=signed)
    if form == "array":
        for at in range(width):
            m.signal(f"partial{at}", "2*WIDTH", net=True)
        for at in range(width):
            m.assign(
                f"partial{at}",
                f"operand_b[{at}] ? ({{{{WIDTH{{1'b0}}}}, operand_a}} << {at}) : {{(2*WIDTH){{1'b0}}}}",
                "partial products" if at == 0 else "",
            )
        m.assign("product", " + ".join(f"partial{at}" for at in range(width)), "sum")
    elif form == "loop":
        m.loop_variable("i")
        m.combinational(
            "product = 0; for (i = 0; i < WIDTH; i = i + 1) if (operand_b[i]) product = product + (operand_a << i);",
            "add the shifted operand for each one",
        )
    elif form == "operator":
        m.assign("product", "operand_a * operand_b")
    else:
        m.output("out_valid", register=True)
        m.signal("held_a", "WIDTH", signed=signed)
        m.signal("held_b", "WIDTH", signed=signed)
        m.signal("held_valid")
        zero = m.zero("WIDTH")
        m.flip_flops(
            "held_a <= operand_a; held_b <= operand_b; held_valid <= in_valid; product <= held_a * held_b; out_valid <= held_valid;",
            f"held_a <= {zero}; held_b <= {zero}; held_valid <= 1'b0; product <= 0; out_valid <= 1'b0;",
            "operands, then product",
        )
    top = 1 << (width - 1)

    def number(value: int) -> int:
        return value - 2 * top if signed and value & top else value

    def function(i: Values) -> Values:
        return {"product": number(i["operand_a"]) * number(i["operand_b"])}

    def vector(at: int) -> Values:
        return {n: rng.choice([2 * top - 1, top, 1, rng.getrandbits(width)]) for n in ("operand_a", "operand_b")}

    if form != "pipeline":
        return combinational_design(m, function, [vector(at) for at in range(50)])

    def model() -> Step:
        stages: list[tuple[int, int]] = [(0, 0), (0, 0)]

        def step(i: Values) -> Values:
            nonlocal stages
            out = {"product": stages[1][0], "out_valid": stages[1][1]}
            stages = [(function(i)["product"], i["in_valid"]), stages[0]]
            return out

        return step

    return clocked_design(m, model, lambda c: {**vector(c), "in_valid": rng.randrange(2)}, 50)
