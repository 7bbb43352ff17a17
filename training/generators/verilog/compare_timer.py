"""Timers with compare match, auto reload, one-shot mode and prescaler."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(
        rng, __name__.rpartition(".")[2], "timer|compare_timer|timer_unit|interval_timer", "timer with compare match"
    )
    width, scale = rng.choice([4, 5, 6]), rng.choice([1, 1, 2, 3])
    shot = rng.random() < 0.5
    m.purpose = (
        f"timer with compare match{', one-shot mode' if shot else ''}{f', prescaler {scale}' if scale > 1 else ''}"
    )
    m.parameter("WIDTH", width)
    m.clock()
    m.input("run", note="counts while high")
    m.input("compare", "WIDTH", "last count")
    if shot:
        m.input("one_shot", note="stop after one match")
    m.input("acknowledge", note="clears the interrupt")
    m.output("count", "WIDTH", register=True)
    m.output("irq", note="match, until acknowledged", register=True)
    step_now = "run"
    if scale > 1:
        m.signal("prescaler", 2)
        m.flip_flops(
            f"if (!run) prescaler <= 2'd0; else if (prescaler == 2'd{scale - 1}) prescaler <= 2'd0; else prescaler <= prescaler + 1'b1;",
            "prescaler <= 2'd0;",
            "prescaler",
        )
        m.signal("advance", net=True)
        m.assign("advance", f"run && (prescaler == 2'd{scale - 1})")
        step_now = "advance"
    if shot:
        m.signal("stopped")
        step_now += " && !stopped"
    zero = m.zero("WIDTH")
    stop = "if (one_shot) stopped <= 1'b1;" if shot else ""
    restart = "if (!run) stopped <= 1'b0; " if shot else ""
    m.flip_flops(
        f"if (acknowledge) irq <= 1'b0; {restart}if ({step_now}) begin if (count == compare) begin count <= {zero}; irq <= 1'b1; {stop} end else count <= count + 1'b1; end",
        f"count <= {zero}; irq <= 1'b0;" + (" stopped <= 1'b0;" if shot else ""),
        "a match wins over the acknowledge",
    )

    def model() -> Step:
        count = irq = pre = stopped = 0

        def step(i: Values) -> Values:
            nonlocal count, irq, pre, stopped
            out = {"count": count, "irq": irq}
            tick = i["run"] and pre == scale - 1 and not stopped
            pre = (pre + 1) % scale if i["run"] else 0
            if i["acknowledge"]:
                irq = 0
            if not i["run"]:
                stopped = 0
            if tick:
                if count == i["compare"]:
                    count, irq = 0, 1
                    stopped |= int(shot and i["one_shot"])
                else:
                    count = (count + 1) % (1 << width)
            return out

        return step

    def stimulus(cycle: int) -> Values:
        values = {
            "run": int(cycle % 40 > 1),
            "compare": (3, 5, 2, 9)[cycle // 40 % 4],
            "acknowledge": int(rng.random() < 0.2),
        }
        return values | ({"one_shot": int(cycle // 40 % 3 == 1)} if shot else {})

    return clocked_design(m, model, stimulus, 150)
