"""Cascaded counters: instances of one parametrized counter, each enabled by the wrap of the one before."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(
        rng, __name__.rpartition(".")[2], "counter_chain|clock_hhmm|digit_chain|cascade_counter", "cascade of counters"
    )
    m.style = replace(m.style, parametrized=True)
    limits = rng.choice([(5, 3), (9, 5), (3, 3, 2), (6, 4, 3), (7, 5)])
    m.purpose = f"{len(limits)} counters in a chain, modulo {', '.join(str(x + 1) for x in limits)}"
    cell = Module(rng, m.family, "digit_counter|mod_counter|stage_counter", "counter that wraps after LAST", m.style)
    cell.parameter("LAST", 9)
    cell.clock()
    cell.input("advance")
    cell.output("number", 4, register=True)
    cell.output("wrap", note="wraps with the next step")
    cell.flip_flops(
        "if (advance) begin if (number == LAST) number <= 4'd0; else number <= number + 1'b1; end", "number <= 4'd0;"
    )
    cell.assign("wrap", "advance && (number == LAST)")
    m.submodules.append(cell)
    m.clock()
    m.input("enable")
    for at in range(len(limits)):
        m.output(f"digit{at}", 4)
    m.output("carry", note="the whole chain wraps")
    for at, last in enumerate(limits):
        m.signal(f"wrap{at}", net=True)
        step = "enable" if at == 0 else f"wrap{at - 1}"
        m.text(
            f"{cell.name} #(.LAST({last})) u_digit{at} (.clk(clk), .rst(rst), .advance({step}), .number(digit{at}), .wrap(wrap{at}));"
        )
    m.assign("carry", f"wrap{len(limits) - 1}")

    def model() -> Step:
        values = [0] * len(limits)

        def step(i: Values) -> Values:
            out = {f"digit{at}": v for at, v in enumerate(values)}
            carry = i["enable"]
            for at, last in enumerate(limits):
                following = int(carry and values[at] == last)
                if carry:
                    values[at] = 0 if values[at] == last else values[at] + 1
                carry = following
            return out | {"carry": carry}

        return step

    total = 1
    for last in limits:
        total *= last + 1
    return clocked_design(m, model, lambda c: {"enable": int(rng.random() < 0.95)}, 3 * total // 2 + 60)
