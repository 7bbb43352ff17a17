"""Iterative units: integer square root and greatest common divisor."""

from __future__ import annotations

from math import gcd
from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._state_machine import declare_states
from training.generators.verilog._testbench import Values, operation_design


def generate(rng: Random) -> Design:
    root = rng.random() < 0.5
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "isqrt|square_root|sqrt_unit" if root else "gcd|gcd_unit|euclid",
        "integer square root" if root else "greatest common divisor by subtraction",
    )
    width = rng.choice([6, 8, 8])
    m.clock()
    m.input("start", note="begins when idle")
    if root:
        m.input("radicand", width)
        m.output("root", width // 2, register=True)
        m.output("done", note="one cycle", register=True)
        half = width // 2
        m.signal("busy")
        m.signal("rest", width + 1)
        m.signal("odd", width + 1, "next odd number")
        body = (
            "done <= 1'b0; if (busy) begin if (rest >= odd) begin rest <= rest - odd; odd <= odd + 2; root <= root + 1'b1; end else begin busy <= 1'b0; done <= 1'b1; end end "
            f"else if (start) begin busy <= 1'b1; rest <= {{1'b0, radicand}}; odd <= 1; root <= {m.number(0, half)}; end"
        )
        m.flip_flops(
            body,
            f"busy <= 1'b0; done <= 1'b0; rest <= 0; odd <= 1; root <= {m.number(0, half)};",
            "subtract odd numbers",
        )

        def function(i: Values) -> Values:
            return {"root": int(i["radicand"] ** 0.5)}

        operations: list[Values] = [
            {"radicand": v} for v in (0, 1, 4, 15, 16, (1 << width) - 1, *(rng.getrandbits(width) for _ in range(10)))
        ]
        return operation_design(m, function, operations, limit=(1 << half) + 8)
    m.input("value_a", width)
    m.input("value_b", width)
    m.output("result", width, register=True)
    m.output("done", note="one cycle", register=True)
    m.signal("left", width)
    m.signal("right", width)
    declare_states(m, ["IDLE", "WORK", "FINISH"])
    arms = (
        "IDLE: if (start) begin left <= value_a; right <= value_b; state <= WORK; end "
        "WORK: if (left == right) state <= FINISH; else if (left > right) left <= left - right; else right <= right - left; "
        "FINISH: begin result <= left; done <= 1'b1; state <= IDLE; end default: state <= IDLE;"
    )
    m.flip_flops(
        f"done <= 1'b0; case (state) {arms} endcase",
        "state <= IDLE; done <= 1'b0; left <= 0; right <= 0; result <= 0;",
        "subtract the smaller from the larger",
    )

    def divisor(i: Values) -> Values:
        return {"result": gcd(i["value_a"], i["value_b"])}

    operations = []
    for _ in range(12):
        base = rng.randrange(1, 9)
        operations.append({"value_a": base * rng.randrange(1, 7), "value_b": base * rng.randrange(1, 7)})
    return operation_design(m, divisor, operations, limit=80)
