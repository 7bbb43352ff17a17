"""Edge detectors and pulse stretchers."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    stretch = rng.random() < 0.4
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "pulse_stretcher|pulse_extend|one_shot" if stretch else "edge_detector|edge_detect|edge_finder",
        "edge detector",
    )
    kind = rng.choice(["rising", "falling", "both"])
    length = rng.choice([3, 4, 5, 6])
    width = 1 if stretch else rng.choice([1, 1, 4, 8])
    m.purpose = (
        f"stretches each {kind if kind != 'both' else 'rising or falling'} edge to {length} cycles"
        if stretch
        else f"{kind} edge detector"
    )
    m.clock()
    m.input("level", width, "signal to watch")
    m.output("pulse", width, "one at each edge", register=stretch or rng.random() < 0.5)
    registered = m.ports[-1].register and not stretch
    m.signal("previous", width)
    m.flip_flops("previous <= level;", f"previous <= {m.number(0, width)};", "last value")
    edge = {"rising": "level & ~previous", "falling": "~level & previous", "both": "level ^ previous"}[kind]
    bits = length.bit_length()
    if stretch:
        m.signal("count", bits)
        m.flip_flops(
            f"if ({edge}) begin pulse <= 1'b1; count <= {m.number(length - 1, bits)}; end else if (count != 0) count <= count - 1'b1; else pulse <= 1'b0;",
            f"pulse <= 1'b0; count <= {m.number(0, bits)};",
            "keep the pulse up; a new edge starts again",
        )
    elif registered:
        m.flip_flops(f"pulse <= {edge};", f"pulse <= {m.number(0, width)};", "registered pulse")
    else:
        m.assign("pulse", edge)

    def model() -> Step:
        before = left = held = 0

        def step(i: Values) -> Values:
            nonlocal before, left, held
            now, mask = i["level"], (1 << width) - 1
            found = {"rising": now & ~before, "falling": ~now & before, "both": now ^ before}[kind] & mask
            out = {"pulse": int(left > 0) if stretch else held if registered else found}
            held = found
            left = length if found else max(0, left - 1)
            before = now
            return out

        return step

    value = 0

    def stimulus(cycle: int) -> Values:
        nonlocal value
        if rng.random() < (0.12 if stretch else 0.5):
            value = rng.getrandbits(width) if width > 1 else value ^ 1
        return {"level": value}

    return clocked_design(m, model, stimulus, 80)
