"""Accumulators and multiply-accumulate units, wrapping or saturating, signed or unsigned."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    multiply, saturate, signed = rng.random() < 0.45, rng.random() < 0.5, rng.random() < 0.4
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "mac|mac_unit|multiply_accumulate" if multiply else "accumulator|accum|sat_acc",
        "accumulator",
    )
    m.purpose = f"{'signed' if signed else 'unsigned'} {'multiply-' if multiply else ''}accumulator, {'saturates' if saturate else 'wraps'} at the limits"
    width = rng.choice([4, 6, 8])
    total = 2 * width if multiply else width + rng.choice([2, 4])
    m.parameter("WIDTH", width)
    m.clock()
    m.input("clear", note="sets the sum to zero")
    m.input("enable", note="add one value")
    m.input("data_a", "WIDTH", signed=signed)
    if multiply:
        m.input("data_b", "WIDTH", signed=signed)
    m.output("sum", total, "running sum", register=True, signed=signed)
    m.signal("term", total, net=True, signed=signed)
    m.assign("term", "data_a * data_b" if multiply else "data_a", "value to add")
    low, high = (-(1 << (total - 1)), (1 << (total - 1)) - 1) if signed else (0, (1 << total) - 1)
    if saturate:
        m.output("saturated", note="the sum was clipped", register=True)
        m.signal("wide_sum", total + 1, net=True, signed=signed)
        m.assign("wide_sum", "sum + term", "one bit more than the sum")
        if signed:
            clip = (
                f"if (wide_sum[{total}] != wide_sum[{total - 1}]) begin saturated <= 1'b1; sum <= wide_sum[{total}] ? {{1'b1, {{{total - 1}{{1'b0}}}}}} : {{1'b0, {{{total - 1}{{1'b1}}}}}}; end "
                f"else sum <= wide_sum[{total - 1}:0];"
            )
        else:
            clip = f"if (wide_sum[{total}]) begin saturated <= 1'b1; sum <= {{{total}{{1'b1}}}}; end else sum <= wide_sum[{total - 1}:0];"
        body = f"if (clear) begin sum <= 0; saturated <= 1'b0; end else if (enable) begin {clip} end"
        m.flip_flops(body, "sum <= 0; saturated <= 1'b0;", "saturating sum")
    else:
        m.flip_flops("if (clear) sum <= 0; else if (enable) sum <= sum + term;", "sum <= 0;", "running sum")
    mask = (1 << width) - 1

    def number(value: int) -> int:
        return value - (1 << width) if signed and value >> (width - 1) else value

    def model() -> Step:
        held = clipped = 0

        def step(i: Values) -> Values:
            nonlocal held, clipped
            out = {"sum": held, "saturated": clipped}
            if i["clear"]:
                held = clipped = 0
            elif i["enable"]:
                held += number(i["data_a"]) * (number(i["data_b"]) if multiply else 1)
                if not low <= held <= high:
                    if saturate:
                        held, clipped = max(low, min(high, held)), 1
                    else:
                        held = (held - low) % (1 << total) + low
            return out

        return step

    def stimulus(cycle: int) -> Values:
        big = [mask, mask >> 1, (mask >> 1) - 1] if cycle // 20 % 2 == 0 else [mask // 2 + 1, mask // 2 + 2, 1]
        values = {
            "clear": int(rng.random() < 0.03),
            "enable": int(rng.random() < 0.9),
            "data_a": rng.choice([*big, rng.randrange(mask)]),
        }
        return values | ({"data_b": rng.choice([mask >> 1, rng.randrange(mask)])} if multiply else {})

    return clocked_design(m, model, stimulus, 90)
