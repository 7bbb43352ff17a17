"""Seven-segment decoders, hexadecimal or decimal, with blanking."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Values, combinational_design

SEGMENTS = (0x3F, 0x06, 0x5B, 0x4F, 0x66, 0x6D, 0x7D, 0x07, 0x7F, 0x6F, 0x77, 0x7C, 0x39, 0x5E, 0x79, 0x71)


def generate(rng: Random) -> Design:
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "seven_seg|seven_segment|hex_display|sevenseg_decoder|bcd_7seg",
        "seven-segment decoder",
    )
    hexadecimal, low, blank, point = rng.random() < 0.6, rng.random() < 0.5, rng.random() < 0.5, rng.random() < 0.3
    count = 16 if hexadecimal else 10
    m.purpose = f"seven-segment decoder, {'hexadecimal' if hexadecimal else 'decimal'}, segments gfedcba active {'low' if low else 'high'}"
    m.input("digit", 4, "value to show")
    if blank:
        m.input("blank", note="all segments off")
    if point:
        m.input("dot", note="decimal point")
    m.output("segments", 8 if point else 7, "g..a" if not point else "point, g..a", register=True)
    flip = 0x7F if low else 0
    radix = rng.choice(["b", "b", "h"])
    target = "segments[6:0]" if point else "segments"
    arms = " ".join(
        f"4'{'h' if hexadecimal else 'd'}{at:x}: {target} = {m.number(SEGMENTS[at] ^ flip, 7, radix)};"
        for at in range(count)
    )
    arms += f" default: {target} = {m.number(flip, 7, radix)};"
    body = f"case (digit) {arms} endcase"
    if point:
        body += f" segments[7] = {'~' if low else ''}dot;"
    if blank:
        body += f" if (blank) {target} = {m.number(flip, 7, radix)};"
    m.combinational(body, "gfedcba")

    def function(i: Values) -> Values:
        lit = 0 if i.get("blank", 0) or i["digit"] >= count else SEGMENTS[i["digit"]]
        return {"segments": (lit ^ flip) | (((i["dot"] ^ int(low)) << 7) if point else 0)}

    vectors = []
    for at in range(36):
        vectors.append(
            {"digit": at % 16}
            | ({"blank": int(at % 7 == 6)} if blank else {})
            | ({"dot": rng.randrange(2)} if point else {})
        )
    return combinational_design(m, function, vectors)
