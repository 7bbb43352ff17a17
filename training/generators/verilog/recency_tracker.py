"""Least-recently-used trackers by a matrix or by ages."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "lru|lru_tracker|lru_matrix|plru", "least recently used tracker")
    size = rng.choice([2, 3, 4])
    bits = max(1, (size - 1).bit_length())
    tree = size == 4 and rng.random() < 0.5
    m.purpose = (
        "pseudo least recently used way by a tree of bits, 4 ways"
        if tree
        else f"least recently used of {size} ways by a matrix"
    )
    m.clock()
    m.input("access", note="a way is used")
    m.input("way", bits)
    m.output("victim", bits, "way to replace", register=not tree)
    if tree:
        m.signal("tree", 3, "each bit points to the older half")
        m.flip_flops(
            "if (access) begin case (way) 2'd0: begin tree[0] <= 1'b1; tree[1] <= 1'b1; end 2'd1: begin tree[0] <= 1'b1; tree[1] <= 1'b0; end "
            "2'd2: begin tree[0] <= 1'b0; tree[2] <= 1'b1; end default: begin tree[0] <= 1'b0; tree[2] <= 1'b0; end endcase end",
            "tree <= 3'b000;",
            "point away from the used way",
        )
        m.assign("victim", "tree[0] ? {1'b1, tree[2]} : {1'b0, tree[1]}")
    else:
        for at in range(size):
            m.signal(f"newer{at}", size, f"ways used after way {at}" if at == 0 else "")
        arms = ""
        for at in range(size):
            own = f"newer{at} <= {m.number(0, size, 'b')};"
            others = " ".join(f"newer{k}[{at}] <= 1'b1;" for k in range(size) if k != at)
            arms += f"{m.number(at, bits, 'd')}: begin {own} {others} end "
        first = " ".join(
            f"newer{at} <= {m.number(((1 << size) - 1) ^ ((1 << (at + 1)) - 1), size, 'b')};" for at in range(size)
        )
        m.flip_flops(
            f"if (access) begin case (way) {arms} default: ; endcase end",
            first,
            "the used way is newer than all others",
        )
        chain = f"victim = {m.number(0, bits, 'd')}; "
        for at in range(size):
            full = ((1 << size) - 1) ^ (1 << at)
            chain += f"if (newer{at} == {m.number(full, size, 'b')}) victim = {m.number(at, bits, 'd')}; "
        m.combinational(chain, "all others are newer")

    def model() -> Step:
        order = list(range(size))
        bits_of_tree = [0, 0, 0]

        def step(i: Values) -> Values:
            victim = order[0]
            if tree:
                victim = 2 + bits_of_tree[2] if bits_of_tree[0] else bits_of_tree[1]
            way = i["way"]
            if i["access"] and way < size:
                order.remove(way)
                order.append(way)
                bits_of_tree[0] = int(way < 2)
                bits_of_tree[1 if way < 2 else 2] = 1 - way % 2
            return {"victim": victim}

        return step

    return clocked_design(m, model, lambda c: {"access": int(rng.random() < 0.8), "way": rng.randrange(size)}, 80)
