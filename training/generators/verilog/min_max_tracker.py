"""Trackers of the smallest and largest value of a stream."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "min_max|min_max_tracker|extrema|peak_detector",
        "tracks the smallest and largest value",
    )
    width, signed = rng.choice([4, 8, 8, 12]), rng.random() < 0.35
    spread, count = not signed and rng.random() < 0.4, rng.random() < 0.4
    m.parameter("WIDTH", width)
    m.clock()
    m.input("clear", note="start again")
    m.input("valid", note="data is taken")
    m.input("data", "WIDTH", signed=signed)
    m.output("minimum", "WIDTH", register=True, signed=signed)
    m.output("maximum", "WIDTH", register=True, signed=signed)
    top = (1 << width) - 1
    if signed:
        low, high = "{1'b0, {(WIDTH-1){1'b1}}}", "{1'b1, {(WIDTH-1){1'b0}}}"
    else:
        low, high = "{WIDTH{1'b1}}", "{WIDTH{1'b0}}"
    first = f"minimum <= {low}; maximum <= {high};"
    body = f"if (clear) begin {first} end else if (valid) begin if (data < minimum) minimum <= data; if (data > maximum) maximum <= data; end"
    m.flip_flops(body, first, "extremes so far")
    if spread:
        m.output("spread", "WIDTH", "largest minus smallest, 0 before the first value")
        m.assign("spread", "(maximum >= minimum) ? maximum - minimum : " + m.zero("WIDTH"))
    if count:
        m.output("samples", 8, "values taken", register=True)
        m.flip_flops(
            "if (clear) samples <= 8'd0; else if (valid && (samples != 8'hff)) samples <= samples + 1'b1;",
            "samples <= 8'd0;",
            "number of values",
        )

    def number(value: int) -> int:
        return value - (1 << width) if signed and value >> (width - 1) else value

    def model() -> Step:
        low_now, high_now = (top >> 1, -(top >> 1) - 1) if signed else (top, 0)
        least, most, seen = low_now, high_now, 0

        def step(i: Values) -> Values:
            nonlocal least, most, seen
            out = {"minimum": least, "maximum": most, "spread": most - least if most >= least else 0, "samples": seen}
            if i["clear"]:
                least, most, seen = low_now, high_now, 0
            elif i["valid"]:
                value = number(i["data"])
                least, most, seen = min(least, value), max(most, value), min(255, seen + 1)
            return out

        return step

    return clocked_design(
        m,
        model,
        lambda c: {"clear": int(c % 25 == 24), "valid": int(rng.random() < 0.7), "data": rng.getrandbits(width)},
        80,
    )
