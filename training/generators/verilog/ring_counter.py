"""Ring and Johnson counters."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    johnson = rng.random() < 0.5
    kind = "Johnson" if johnson else "ring"
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "johnson_counter|twisted_ring" if johnson else "ring_counter|one_hot_ring|ring",
        f"{kind} counter",
    )
    width = rng.choice([3, 4, 5, 6, 8])
    m.parameter("WIDTH", width)
    left, enable = rng.random() < 0.6, rng.random() < 0.6
    m.clock()
    if enable:
        m.input("enable", note="advance")
    m.output("ring", "WIDTH", f"{kind} state", register=True)
    top, mask = width - 1, (1 << width) - 1
    invert = "~" if johnson else ""
    move = f"{{ring[WIDTH-2:0], {invert}ring[WIDTH-1]}}" if left else f"{{{invert}ring[0], ring[WIDTH-1:1]}}"
    first = 0 if johnson else 1
    reset = m.zero("WIDTH") if johnson else rng.choice(["{{(WIDTH-1){1'b0}}, 1'b1}", "1"])
    body = f"ring <= {move};"
    m.flip_flops(f"if (enable) {body}" if enable else body, f"ring <= {reset};", f"{kind} shift register")

    def model() -> Step:
        ring = first

        def step(i: Values) -> Values:
            nonlocal ring
            out = {"ring": ring}
            if i.get("enable", 1):
                if left:
                    ring = (ring << 1 & mask) | (ring >> top ^ int(johnson))
                else:
                    ring = ring >> 1 | ((ring & 1) ^ int(johnson)) << top
            return out

        return step

    return clocked_design(m, model, lambda c: {"enable": int(rng.random() < 0.85)} if enable else {}, 60)
