"""Numerically controlled oscillators: square, saw-tooth and triangle waves."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    wave = rng.choice(["square", "saw", "triangle", "sine"])
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        f"nco|dds|{wave}_gen|oscillator",
        f"numerically controlled oscillator, {wave} wave",
    )
    width, bits = rng.choice([8, 10, 12]), rng.choice([4, 6, 8])
    bits = 5 if wave == "sine" else bits
    m.parameter("WIDTH", width)
    m.clock()
    m.input("enable")
    m.input("step", "WIDTH", "phase advance of one cycle")
    sync = rng.random() < 0.4
    if sync:
        m.input("sync", note="phase back to zero")
    m.output("wave", 1 if wave == "square" else bits, register=wave == "sine")
    m.signal("phase", "WIDTH")
    zero = m.zero("WIDTH")
    body = "if (enable) phase <= phase + step;"
    m.flip_flops(f"if (sync) phase <= {zero}; else {body}" if sync else body, f"phase <= {zero};", "phase accumulator")
    table = [0, 6, 11, 14, 15, 14, 11, 6]
    if wave == "square":
        m.assign("wave", "phase[WIDTH-1]")
    elif wave == "saw":
        m.assign("wave", f"phase[WIDTH-1:WIDTH-{bits}]", "upper bits of the phase")
    elif wave == "triangle":
        m.assign(
            "wave",
            f"phase[WIDTH-1] ? ~phase[WIDTH-2:WIDTH-{bits + 1}] : phase[WIDTH-2:WIDTH-{bits + 1}]"
            if bits + 1 <= width
            else "0",
            "up and down",
        )
    else:
        arms = " ".join(f"3'd{k}: wave = phase[WIDTH-1] ? 5'd{16 - v} : 5'd{16 + v}; " for k, v in enumerate(table))
        m.combinational(
            f"case (phase[WIDTH-2:WIDTH-4]) {arms} default: wave = 5'd16; endcase", "half a wave in a table"
        )
    mask = (1 << width) - 1

    def model() -> Step:
        phase = 0

        def step(i: Values) -> Values:
            nonlocal phase
            high = phase >> (width - 1)
            if wave == "square":
                value = high
            elif wave == "saw":
                value = phase >> (width - bits)
            elif wave == "triangle":
                value = phase >> (width - bits - 1) & ((1 << bits) - 1)
                value = value ^ ((1 << bits) - 1) if high else value
            else:
                part = table[phase >> (width - 4) & 7]
                value = 16 - part if high else 16 + part
            if sync and i["sync"]:
                phase = 0
            elif i["enable"]:
                phase = (phase + i["step"]) & mask
            return {"wave": value}

        return step

    def stimulus(cycle: int) -> Values:
        values = {"enable": int(rng.random() < 0.95), "step": (mask // 17, mask // 5, mask // 9 + 3)[cycle // 25 % 3]}
        return values | ({"sync": int(cycle % 30 == 29)} if sync else {})

    return clocked_design(m, model, stimulus, 80)
