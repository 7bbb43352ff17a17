"""Shift registers: serial in, parallel load, both directions, serial out."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "shift_register|shift_reg|piso|sipo|universal_shift", "shift register")
    width = rng.choice([4, 6, 8, 12])
    m.parameter("WIDTH", width)
    load, direction, parallel = rng.random() < 0.6, rng.random() < 0.4, rng.random() < 0.7
    left = rng.random() < 0.6
    m.purpose = f"shift register, {'left or right' if direction else 'left' if left else 'right'}{', parallel load' if load else ''}"
    m.clock()
    m.input("enable", note="shift by one")
    m.input("serial_in")
    if load:
        m.input("load", note="takes load_data, before shifting")
        m.input("load_data", "WIDTH")
    if direction:
        m.input("left", note="direction")
    m.output("serial_out", note="the bit that leaves next")
    if parallel:
        m.output("parallel_out", "WIDTH", "all bits")
    m.signal("shift", "WIDTH")
    to_left, to_right = "shift <= {shift[WIDTH-2:0], serial_in};", "shift <= {serial_in, shift[WIDTH-1:1]};"
    body = f"if (left) {to_left} else {to_right}" if direction else to_left if left else to_right
    body = f"if (enable) begin {body} end"
    if load:
        body = f"if (load) shift <= load_data; else {body}"
    m.flip_flops(body, f"shift <= {m.zero('WIDTH')};", "shift register")
    m.assign(
        "serial_out", "left ? shift[WIDTH-1] : shift[0]" if direction else "shift[WIDTH-1]" if left else "shift[0]"
    )
    if parallel:
        m.assign("parallel_out", "shift")
    mask = (1 << width) - 1

    def model() -> Step:
        value = 0

        def step(i: Values) -> Values:
            nonlocal value
            to = i["left"] if direction else left
            out = {"serial_out": value >> (width - 1) if to else value & 1, "parallel_out": value}
            if load and i["load"]:
                value = i["load_data"]
            elif i["enable"]:
                value = (value << 1 & mask) | i["serial_in"] if to else value >> 1 | i["serial_in"] << (width - 1)
            return out

        return step

    def stimulus(cycle: int) -> Values:
        values = {"enable": int(rng.random() < 0.8), "serial_in": rng.randrange(2)}
        if load:
            values |= {"load": int(rng.random() < 0.12), "load_data": rng.randrange(mask + 1)}
        if direction:
            values["left"] = int(rng.random() < 0.6)
        return values

    return clocked_design(m, model, stimulus, 80)
