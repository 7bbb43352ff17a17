"""Sorting networks and medians of a few values."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design, combinational_design


def generate(rng: Random) -> Design:
    count = rng.choice([3, 4, 4])
    median = count == 3 and rng.random() < 0.7
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "median3|median_filter|median" if median else "sorter|sorting_network|sort_unit",
        "sorting network",
    )
    width = rng.choice([4, 8, 8])
    descending = not median and rng.random() < 0.3
    m.purpose = (
        "median of three values" if median else f"sorts {count} values, {'largest' if descending else 'smallest'} first"
    )
    m.parameter("WIDTH", width)
    registered = rng.random() < 0.4
    if registered:
        m.clock()
    for at in range(count):
        m.input(f"value{at}", "WIDTH")
    outputs = ["median"] if median else [f"sorted{at}" for at in range(count)]
    for name in outputs:
        m.output(name, "WIDTH", register=True)
    pairs = [(0, 1), (1, 2), (0, 1)] if count == 3 else [(0, 1), (2, 3), (0, 2), (1, 3), (1, 2)]
    for at in range(count):
        m.signal(f"lane{at}", "WIDTH")
    m.signal("swap", "WIDTH")
    sign = "<" if descending else ">"
    body = " ".join(f"lane{at} = value{at};" for at in range(count))
    for a, b in pairs:
        body += f" if (lane{a} {sign} lane{b}) begin swap = lane{a}; lane{a} = lane{b}; lane{b} = swap; end"
    body = "swap = 0; " + body
    taken = {"median": "lane1"} if median else {f"sorted{at}": f"lane{at}" for at in range(count)}
    if registered:
        m.combinational(body, "compare and swap")
        m.flip_flops(
            " ".join(f"{n} <= {v};" for n, v in taken.items()),
            " ".join(f"{n} <= {m.zero('WIDTH')};" for n in taken),
            "registered outputs",
        )
    else:
        m.combinational(body + " " + " ".join(f"{n} = {v};" for n, v in taken.items()), "compare and swap")

    def function(i: Values) -> Values:
        values = sorted((i[f"value{at}"] for at in range(count)), reverse=descending)
        return {"median": values[1]} if median else {f"sorted{at}": v for at, v in enumerate(values)}

    def vector(at: int) -> Values:
        return {f"value{k}": rng.choice([0, 1, rng.getrandbits(width), rng.getrandbits(width)]) for k in range(count)}

    if not registered:
        return combinational_design(m, function, [vector(at) for at in range(50)])

    def model() -> Step:
        held: Values = dict.fromkeys(outputs, 0)

        def step(i: Values) -> Values:
            nonlocal held
            out, held = held, function(i)
            return out

        return step

    return clocked_design(m, model, vector, 50)
