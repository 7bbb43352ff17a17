"""Debouncers and glitch filters with a synchronizer in front."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "debouncer|debounce|button_filter|glitch_filter", "debouncer")
    limit, edge = rng.choice([3, 4, 5, 7, 8]), rng.random() < 0.5
    bits = (limit - 1).bit_length()
    m.purpose = f"debouncer: the input must be stable for {limit} cycles"
    m.parameter("LIMIT", limit)
    m.clock()
    m.input("noisy", note="raw input")
    m.output("clean", note="debounced level", register=True)
    if edge:
        m.output("pressed", note="one cycle at each rising edge of clean", register=True)
    m.signal("sync", 2, "two flip-flops against metastability")
    m.signal("count", bits)
    zero = m.number(0, bits)
    m.flip_flops("sync <= {sync[0], noisy};", "sync <= 2'b00;", "synchronizer")
    rise = "pressed <= sync[1];" if edge else ""
    m.flip_flops(
        ("pressed <= 1'b0; " if edge else "")
        + f"if (sync[1] == clean) count <= {zero}; else if (count == LIMIT - 1) begin clean <= sync[1]; count <= {zero}; {rise} end else count <= count + 1'b1;",
        f"clean <= 1'b0; count <= {zero};" + (" pressed <= 1'b0;" if edge else ""),
        "count the cycles that differ",
    )

    def model() -> Step:
        first = second = clean = count = pressed = 0

        def step(i: Values) -> Values:
            nonlocal first, second, clean, count, pressed
            out = {"clean": clean, "pressed": pressed}
            pressed = 0
            if second == clean:
                count = 0
            elif count == limit - 1:
                clean, count, pressed = second, 0, second
            else:
                count += 1
            first, second = i["noisy"], first
            return out

        return step

    level = 0

    def stimulus(cycle: int) -> Values:
        nonlocal level
        level = rng.randrange(2) if cycle % 30 < 8 else cycle // 30 % 2 ^ 1
        return {"noisy": level}

    return clocked_design(m, model, stimulus, 120)
