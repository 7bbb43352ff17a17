"""Meters of pulse width, period and frequency."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    what = rng.choice(["width", "period", "frequency"])
    m = Module(
        rng, __name__.rpartition(".")[2], f"pulse_meter|{what}_meter|{what}_counter|measure_{what}", f"{what} meter"
    )
    bits = rng.choice([4, 5, 6])
    gate = rng.choice([8, 12, 16])
    m.purpose = {
        "width": "length of each high pulse in cycles",
        "period": "cycles between rising edges",
        "frequency": f"rising edges in {gate} cycles",
    }[what]
    m.parameter("WIDTH", bits)
    m.clock()
    m.input("signal_in")
    m.output("measured", "WIDTH", register=True)
    m.output("fresh", note="one cycle for each measurement", register=True)
    m.signal("before")
    m.signal("count", "WIDTH")
    m.signal("rising", net=True)
    m.assign("rising", "signal_in & ~before")
    zero = m.zero("WIDTH")
    top = (1 << bits) - 1
    more = "if (count != {WIDTH{1'b1}}) count <= count + 1'b1;"
    reset = f"before <= 1'b0; count <= {zero}; measured <= {zero}; fresh <= 1'b0;"
    if what == "width":
        body = f"if (signal_in) begin {more} end else if (before) begin measured <= count; fresh <= 1'b1; count <= {zero}; end"
    elif what == "period":
        m.signal("started")
        reset += " started <= 1'b0;"
        body = f"if (rising) begin started <= 1'b1; if (started) begin measured <= count; fresh <= 1'b1; end count <= {m.number(1, bits)}; end else begin {more} end"
    else:
        m.signal("gate", 4)
        reset += " gate <= 4'd0;"
        body = (
            f"if (gate == 4'd{gate - 1}) begin gate <= 4'd0; measured <= count + rising; fresh <= 1'b1; count <= {zero}; end "
            "else begin gate <= gate + 1'b1; if (rising) count <= count + 1'b1; end"
        )
    m.flip_flops(f"before <= signal_in; fresh <= 1'b0; {body}", reset, "measure")

    def model() -> Step:
        before = count = measured = fresh = started = at = 0

        def step(i: Values) -> Values:
            nonlocal before, count, measured, fresh, started, at
            out = {"measured": measured, "fresh": fresh}
            now = i["signal_in"]
            rising, fresh = now & ~before & 1, 0
            if what == "width":
                if now:
                    count = min(top, count + 1)
                elif before:
                    measured, fresh, count = count, 1, 0
            elif what == "period":
                if rising:
                    if started:
                        measured, fresh = count, 1
                    started, count = 1, 1
                else:
                    count = min(top, count + 1)
            else:
                at += 1
                if at == gate:
                    at, measured, fresh, count = 0, count + rising, 1, 0
                else:
                    count += rising
            before = now
            return out

        return step

    level = 0

    def stimulus(cycle: int) -> Values:
        nonlocal level
        if rng.random() < (0.35 if cycle // 40 % 2 == 0 else 0.1):
            level ^= 1
        return {"signal_in": level}

    return clocked_design(m, model, stimulus, 120)
