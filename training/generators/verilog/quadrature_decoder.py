"""Quadrature decoders with position, direction and error."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(
        rng, __name__.rpartition(".")[2], "quad_decoder|quadrature_decoder|encoder_counter|qdec", "quadrature decoder"
    )
    width = rng.choice([4, 6, 8])
    wrong = rng.random() < 0.5
    m.parameter("WIDTH", width)
    m.clock()
    m.input("phase_a")
    m.input("phase_b")
    m.output("position", "WIDTH", "counts every edge", register=True)
    m.output("forward", note="last direction", register=True)
    if wrong:
        m.output("error", note="both inputs changed at once", register=True)
    m.signal("previous", 2)
    up, down = ["4'b0010", "4'b1011", "4'b1101", "4'b0100"], ["4'b0001", "4'b0111", "4'b1110", "4'b1000"]
    bad = ["4'b0011", "4'b0110", "4'b1001", "4'b1100"]
    if rng.random() < 0.6:
        arms = f"{', '.join(up)}: begin position <= position + 1'b1; forward <= 1'b1; end {', '.join(down)}: begin position <= position - 1'b1; forward <= 1'b0; end "
        arms += f"{', '.join(bad)}: error <= 1'b1; " if wrong else ""
        body = f"previous <= {{phase_a, phase_b}}; {'error <= 1' + chr(39) + 'b0; ' if wrong else ''}case ({{previous, phase_a, phase_b}}) {arms} default: ; endcase"
    else:
        m.signal("step", net=True)
        m.signal("ahead", net=True)
        m.assign("step", "phase_a ^ previous[1] ^ phase_b ^ previous[0]", "exactly one input changed")
        m.assign("ahead", "phase_a ^ previous[0]", "a leads b")
        flag = "error <= (phase_a ^ previous[1]) & (phase_b ^ previous[0]);" if wrong else ""
        body = f"previous <= {{phase_a, phase_b}}; {flag} if (step) begin forward <= ahead; if (ahead) position <= position + 1'b1; else position <= position - 1'b1; end"
    m.flip_flops(
        body,
        f"previous <= 2'b00; position <= {m.zero('WIDTH')}; forward <= 1'b0;" + (" error <= 1'b0;" if wrong else ""),
        "four counts a period",
    )
    ring = [0, 2, 3, 1]

    def model() -> Step:
        before = position = forward = error = 0

        def step(i: Values) -> Values:
            nonlocal before, position, forward, error
            out = {"position": position, "forward": forward, "error": error}
            now = i["phase_a"] << 1 | i["phase_b"]
            turn = (ring.index(now) - ring.index(before)) % 4
            error = int(turn == 2)
            if turn == 1:
                position, forward = (position + 1) % (1 << width), 1
            elif turn == 3:
                position, forward = (position - 1) % (1 << width), 0
            before = now
            return out

        return step

    at = 0

    def stimulus(cycle: int) -> Values:
        nonlocal at
        move = rng.choice([0, 1, 1, 1]) if cycle // 20 % 2 == 0 else rng.choice([0, -1, -1, -1])
        at = (at + (2 if wrong and rng.random() < 0.05 else move)) % 4
        return {"phase_a": ring[at] >> 1, "phase_b": ring[at] & 1}

    return clocked_design(m, model, stimulus, 90)
