"""Stacks with push, pop and overflow flags."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Expected, Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "stack|lifo|lifo_stack|return_stack", "last-in first-out stack")
    width, bits = rng.choice([4, 8, 16]), rng.choice([2, 3])
    depth = 1 << bits
    m.parameter("WIDTH", width)
    m.parameter("DEPTH", depth)
    m.parameter("ADDRESS", bits)
    errors = rng.random() < 0.5
    m.clock()
    m.input("push", note="store data_in")
    m.input("pop", note="drop the top")
    m.input("data_in", "WIDTH")
    m.output("top", "WIDTH", "topmost word")
    m.output("full")
    m.output("empty")
    m.signal("memory", "WIDTH", depth="DEPTH")
    m.signal("level", "ADDRESS+1", "words held")
    m.signal("last", "ADDRESS", net=True)
    m.assign("full", "(level == DEPTH)", "flags")
    m.assign("empty", "(level == 0)")
    m.assign("last", "level[ADDRESS-1:0] - 1'b1", "index of the top")
    m.assign("top", "memory[last]")
    body = "if (push && !full) begin memory[level[ADDRESS-1:0]] <= data_in; level <= level + 1'b1; end else if (pop && !empty) level <= level - 1'b1;"
    reset = f"level <= {m.zero('ADDRESS+1')};"
    if errors:
        m.output("overflow", note="sticky: a push when full or a pop when empty", register=True)
        body += " if ((push && full) || (pop && !push && empty)) overflow <= 1'b1;"
        reset += " overflow <= 1'b0;"
    m.flip_flops(body, reset, "push goes before pop")

    def model() -> Step:
        held: list[int] = []
        wrong = 0

        def step(i: Values) -> Expected:
            nonlocal wrong
            n = len(held)
            out = {"top": held[-1] if held else None, "full": int(n == depth), "empty": int(n == 0), "overflow": wrong}
            if (i["push"] and n == depth) or (i["pop"] and not i["push"] and n == 0):
                wrong = 1
            if i["push"] and n < depth:
                held.append(i["data_in"])
            elif i["pop"] and n:
                held.pop()
            return out

        return step

    def stimulus(cycle: int) -> Values:
        filling = cycle // (depth + 3) % 2 == 0
        return {
            "push": int(rng.random() < (0.85 if filling else 0.15)),
            "pop": int(rng.random() < (0.15 if filling else 0.9)),
            "data_in": rng.getrandbits(width),
        }

    return clocked_design(m, model, stimulus, 90)
