"""Clock dividers and enable generators with even, odd or programmable ratios."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(
        rng, __name__.rpartition(".")[2], "clock_divider|clk_div|tick_gen|freq_divider|strobe_gen", "clock divider"
    )
    ratio = rng.choice([3, 4, 5, 6, 8, 10, 12])
    program = rng.random() < 0.35
    square = not program and ratio % 2 == 0 and rng.random() < 0.6
    m.purpose = (
        "programmable tick generator"
        if program
        else f"divides by {ratio}" + (", square wave" if square else ", one tick a period")
    )
    limit = ratio // 2 if square else ratio
    bits = 4 if program else max(1, (limit - 1).bit_length())
    m.parameter("RATIO", ratio)
    m.clock()
    if program:
        m.input("period", 4, "cycles between ticks, less one")
    m.output("clk_out" if square else "tick", register=True)
    m.signal("count", bits)
    zero = m.number(0, bits)
    if square:
        last = rng.choice(["RATIO/2 - 1", str(limit - 1)]) if m.style.parametrized else str(limit - 1)
        m.flip_flops(
            f"if (count == {last}) begin count <= {zero}; clk_out <= ~clk_out; end else count <= count + 1'b1;",
            f"count <= {zero}; clk_out <= 1'b0;",
            "toggle at each half",
        )
    else:
        last = "count >= period" if program else "count == RATIO - 1"
        if rng.random() < 0.5:
            body = f"if ({last}) begin count <= {zero}; tick <= 1'b1; end else begin count <= count + 1'b1; tick <= 1'b0; end"
        else:
            body = f"tick <= 1'b0; count <= count + 1'b1; if ({last}) begin tick <= 1'b1; count <= {zero}; end"
        m.flip_flops(body, f"count <= {zero}; tick <= 1'b0;", "count and strobe")

    def model() -> Step:
        count = level = 0

        def step(i: Values) -> Values:
            nonlocal count, level
            out = {"clk_out" if square else "tick": level}
            end = count >= i["period"] if program else count == limit - 1
            count = 0 if end else count + 1
            level = level ^ int(end) if square else int(end)
            return out

        return step

    return clocked_design(m, model, lambda c: {"period": (2, 5, 3, 9)[c // 25 % 4]} if program else {}, 80)
