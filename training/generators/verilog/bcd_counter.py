"""Counters in decimal digits: stopwatches and clocks."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    clock = rng.random() < 0.5
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "stopwatch|seconds_counter|minute_clock" if clock else "bcd_counter|decade_counter|decimal_counter",
        "decimal counter",
    )
    digits = rng.choice([2, 2, 3])
    tops = [9, 5, 9][:digits] if clock else [9] * digits
    m.purpose = f"{'stopwatch' if clock else 'BCD counter'}, {digits} digits, wraps after {''.join(str(t) for t in reversed(tops))}"
    m.clock()
    m.input("run", note="count")
    m.input("clear", note="back to zero")
    for at in range(digits):
        m.output(f"digit{at}", 4, f"digit {at}", register=True)
    m.output("carry", note="wraps with the next count")
    ends = " && ".join(f"(digit{at} == 4'd{tops[at]})" for at in range(digits))
    m.assign("carry", f"run && {ends}")

    def count_up(at: int) -> str:
        if at == digits - 1:
            return f"if (digit{at} == 4'd{tops[at]}) digit{at} <= 4'd0; else digit{at} <= digit{at} + 1'b1;"
        return f"if (digit{at} == 4'd{tops[at]}) begin digit{at} <= 4'd0; {count_up(at + 1)} end else digit{at} <= digit{at} + 1'b1;"

    zeros = " ".join(f"digit{at} <= 4'd0;" for at in range(digits))
    m.flip_flops(f"if (clear) begin {zeros} end else if (run) begin {count_up(0)} end", zeros, "digits with carry")

    def model() -> Step:
        values = [0] * digits

        def step(i: Values) -> Values:
            nonlocal values
            out = {f"digit{at}": v for at, v in enumerate(values)} | {"carry": int(i["run"] and values == tops)}
            if i["clear"]:
                values = [0] * digits
            elif i["run"]:
                for at in range(digits):
                    values[at] = 0 if values[at] == tops[at] else values[at] + 1
                    if values[at]:
                        break
            return out

        return step

    return clocked_design(
        m, model, lambda c: {"run": int(rng.random() < 0.97), "clear": int(c in (7, 8))}, 240 if digits == 2 else 300
    )
