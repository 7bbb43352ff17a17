"""Trees of adder instances that sum several values, with or without a register between the levels."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design, combinational_design


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "adder_tree|sum_tree|add4|tree_adder", "adder tree")
    width, count = rng.choice([4, 6, 8]), rng.choice([4, 4, 8])
    piped = rng.random() < 0.5
    m.style = replace(m.style, parametrized=True)
    m.purpose = f"sum of {count} values by a tree of adders{', a register after each level' if piped else ''}"
    cell = Module(rng, m.family, "add2|adder_node|sum_node", "adder of two values", m.style)
    cell.parameter("WIDTH", width)
    if piped:
        cell.clock()
    cell.input("left", "WIDTH")
    cell.input("right", "WIDTH")
    cell.output("total", "WIDTH+1", register=piped)
    if piped:
        cell.flip_flops("total <= left + right;", "total <= 0;")
    else:
        cell.assign("total", "left + right")
    m.submodules.append(cell)
    m.parameter("WIDTH", width)
    if piped:
        m.clock()
    for at in range(count):
        m.input(f"value{at}", "WIDTH")
    levels = count.bit_length() - 1
    m.output("sum", f"WIDTH+{levels}")
    layer = [f"value{at}" for at in range(count)]
    clocks = ".clk(clk), .rst(rst), " if piped else ""
    for level in range(levels):
        following = []
        for pair in range(len(layer) // 2):
            name = "sum" if len(layer) == 2 else f"node{level}_{pair}"
            if name != "sum":
                m.signal(name, f"WIDTH+{level + 1}", net=True)
            size = "WIDTH" if level == 0 else f"WIDTH+{level}"
            m.text(
                f"{cell.name} #(.WIDTH({size})) u{level}_{pair} ({clocks}.left({layer[2 * pair]}), .right({layer[2 * pair + 1]}), .total({name}));"
            )
            following.append(name)
        layer = following

    def function(i: Values) -> Values:
        return {"sum": sum(i[f"value{at}"] for at in range(count))}

    def vector(at: int) -> Values:
        return {
            f"value{k}": rng.choice([(1 << width) - 1, rng.getrandbits(width), rng.getrandbits(width)])
            for k in range(count)
        }

    if not piped:
        return combinational_design(m, function, [vector(at) for at in range(30)])

    def model() -> Step:
        stages: list[int] = [0] * levels

        def step(i: Values) -> Values:
            nonlocal stages
            out = {"sum": stages[-1]}
            stages = [function(i)["sum"], *stages[:-1]]
            return out

        return step

    return clocked_design(m, model, vector, 40)
