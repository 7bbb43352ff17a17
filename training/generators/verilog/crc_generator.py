"""CRC generators: bit serial and byte parallel by a loop."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design

POLYNOMIALS = {4: 0x3, 5: 0x05, 8: 0x07, 16: 0x1021}


def generate(rng: Random) -> Design:
    parallel = rng.random() < 0.5
    width = rng.choice([4, 5, 8, 8, 16])
    polynomial, start = POLYNOMIALS[width], rng.choice([0, (1 << width) - 1])
    m = Module(rng, __name__.rpartition(".")[2], f"crc{width}|crc{width}_gen|crc_calc|crc_unit", "CRC generator")
    m.purpose = f"CRC-{width}, polynomial 0x{polynomial:x}, start value {'all ones' if start else 'zero'}, {'a byte' if parallel else 'a bit'} a cycle"
    m.clock()
    m.input("clear", note="start a new message")
    m.input("valid", note="data is taken")
    m.input("data", 8 if parallel else 1)
    m.output("crc", width, register=True)
    poly = m.number(polynomial, width, "h")
    first = m.number(start, width, "h")
    if parallel:
        m.declare("next_crc", "word", "value", "k", "mix")
        m.text(
            f"function [{width - 1}:0] next_crc; input [{width - 1}:0] value; input [7:0] word; integer k; reg [{width - 1}:0] mix; begin mix = value; "
            f"for (k = 7; k >= 0; k = k - 1) begin if (mix[{width - 1}] ^ word[k]) mix = (mix << 1) ^ {poly}; else mix = mix << 1; end next_crc = mix; end endfunction",
            "most significant bit first",
        )
        follow = "next_crc(crc, data)"
    else:
        m.signal("feedback", net=True)
        m.assign("feedback", f"crc[{width - 1}] ^ data")
        follow = f"{{crc[{width - 2}:0], 1'b0}} ^ (feedback ? {poly} : {m.number(0, width, 'h')})"
        if rng.random() < 0.5:
            follow = f"(crc << 1) ^ ({{{width}{{feedback}}}} & {poly})"
    m.flip_flops(f"if (clear) crc <= {first}; else if (valid) crc <= {follow};", f"crc <= {first};", "remainder")

    def model() -> Step:
        value = start

        def step(i: Values) -> Values:
            nonlocal value
            out = {"crc": value}
            if i["clear"]:
                value = start
            elif i["valid"]:
                for k in range(7 if parallel else 0, -1, -1):
                    carry = value >> (width - 1) ^ (i["data"] >> k & 1)
                    value = (value << 1 & ((1 << width) - 1)) ^ (polynomial if carry else 0)
            return out

        return step

    return clocked_design(
        m,
        model,
        lambda c: {"clear": int(c % 30 == 29), "valid": int(rng.random() < 0.85), "data": rng.getrandbits(8)},
        80,
    )
