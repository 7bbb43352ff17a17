"""PWM generators, edge aligned or centre aligned."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "pwm|pwm_generator|pwm_gen|pwm_channel", "PWM generator")
    width = rng.choice([3, 4, 4, 5])
    centre, period, invert, buffered = rng.random() < 0.3, rng.random() < 0.35, rng.random() < 0.2, rng.random() < 0.5
    period = period and not centre
    m.purpose = f"{'centre' if centre else 'edge'} aligned PWM{', output inverted' if invert else ''}"
    m.parameter("WIDTH", width)
    m.clock()
    m.input("duty", "WIDTH", "cycles the output is on")
    if period:
        m.input("top", "WIDTH", "last count of the period")
    m.output("pwm_out")
    m.signal("count", "WIDTH")
    zero = m.zero("WIDTH")
    top = (1 << width) - 1
    limit = "top" if period else "{WIDTH{1'b1}}"
    compare = "duty"
    if buffered:
        m.signal("duty_held", "WIDTH", "duty of this period")
        compare = "duty_held"
    if centre:
        m.signal("down")
        body = f"if (!down) begin if (count == {limit}) begin down <= 1'b1; count <= count - 1'b1; end else count <= count + 1'b1; end else begin if (count == {zero}) begin down <= 1'b0; count <= count + 1'b1; end else count <= count - 1'b1; end"
        m.flip_flops(body, f"count <= {zero}; down <= 1'b0;", "up and down")
    else:
        m.flip_flops(
            f"if (count >= {limit}) count <= {zero}; else count <= count + 1'b1;", f"count <= {zero};", "period counter"
        )
    if buffered:
        m.flip_flops(
            f"if (count == {zero}) duty_held <= duty;", f"duty_held <= {zero};", "taken at the start of a period"
        )
    m.assign("pwm_out", f"~(count < {compare})" if invert else f"(count < {compare})")

    def model() -> Step:
        count = held = down = 0

        def step(i: Values) -> Values:
            nonlocal count, held, down
            end = i["top"] if period else top
            used = held if buffered else i["duty"]
            out = {"pwm_out": int(count < used) ^ int(invert)}
            if count == 0:
                held = i["duty"]
            if centre:
                if not down:
                    down, count = (1, count - 1) if count == top else (0, count + 1)
                else:
                    down, count = (0, count + 1) if count == 0 else (1, count - 1)
            else:
                count = 0 if count >= end else count + 1
            return out

        return step

    fixed = rng.randrange(3, top + 1)
    duty = 0

    def stimulus(cycle: int) -> Values:
        nonlocal duty
        if cycle % (top // 2 + 3) == 0:
            duty = rng.choice([0, 1, top, rng.randrange(top)])
        return {"duty": duty} | ({"top": fixed} if period else {})

    return clocked_design(m, model, stimulus, 6 * top + 30)
