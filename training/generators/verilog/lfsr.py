"""Linear feedback shift registers, Fibonacci and Galois."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design

TAPS = {
    3: (3, 2),
    4: (4, 3),
    5: (5, 3),
    6: (6, 5),
    7: (7, 6),
    8: (8, 6, 5, 4),
    9: (9, 5),
    12: (12, 6, 4, 1),
    16: (16, 15, 13, 4),
}


def generate(rng: Random) -> Design:
    m = Module(
        rng, __name__.rpartition(".")[2], "lfsr|prbs|random_generator|lfsr_gen", "linear feedback shift register"
    )
    width = rng.choice(list(TAPS))
    taps = TAPS[width]
    galois, enable, load = rng.random() < 0.35, rng.random() < 0.6, rng.random() < 0.4
    m.purpose = f"{width}-bit {'Galois' if galois else 'Fibonacci'} LFSR, taps {', '.join(map(str, taps))}"
    m.clock()
    if enable:
        m.input("enable", note="shift enable")
    if load:
        m.input("load", note="load a seed")
        m.input("seed", width)
    m.output("lfsr", width, "pseudo-random value", register=True)
    mask = (1 << width) - 1
    start = rng.choice([1, mask, rng.randrange(1, mask)])
    poly = sum(1 << (t - 1) for t in taps)
    if galois:
        shifted = f"(lfsr >> 1) ^ (lfsr[0] ? {m.number(poly, width, 'h')} : {m.number(0, width, 'h')})"
        if rng.random() < 0.5:
            shifted = f"lfsr[0] ? (lfsr >> 1) ^ {m.number(poly, width, 'h')} : lfsr >> 1"
    else:
        m.signal("feedback", net=True)
        m.assign("feedback", " ^ ".join(f"lfsr[{t - 1}]" for t in taps), "feedback of the taps")
        shifted = f"{{lfsr[{width - 2}:0], feedback}}"
    body = f"lfsr <= {shifted};"
    body = f"if (enable) {body}" if enable else body
    if load:
        body = f"if (load) lfsr <= seed; else {body}"
    m.flip_flops(body, f"lfsr <= {m.number(start, width)};", "shift")

    def model() -> Step:
        value = start

        def step(i: Values) -> Values:
            nonlocal value
            out = {"lfsr": value}
            if load and i["load"]:
                value = i["seed"]
            elif i.get("enable", 1):
                if galois:
                    value = value >> 1 ^ (poly if value & 1 else 0)
                else:
                    value = (value << 1 & mask) | sum(value >> (t - 1) & 1 for t in taps) & 1
            return out

        return step

    def stimulus(cycle: int) -> Values:
        values = {"enable": int(rng.random() < 0.9)} if enable else {}
        if load:
            values |= {"load": int(rng.random() < 0.06), "seed": rng.randrange(1, mask + 1)}
        return values

    return clocked_design(m, model, stimulus, 70)
