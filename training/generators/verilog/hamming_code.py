"""Hamming (7,4) encoders and decoders that correct one error."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Values, combinational_design

POSITIONS = (3, 5, 6, 7)


def encoded(data: int) -> int:
    """Bits of position 1 to 7, position 1 in bit 0; parity at 1, 2 and 4."""
    word = sum((data >> k & 1) << (p - 1) for k, p in enumerate(POSITIONS))
    for parity in (1, 2, 4):
        bit = sum(word >> (p - 1) & 1 for p in range(1, 8) if p & parity) & 1
        word |= bit << (parity - 1)
    return word


def generate(rng: Random) -> Design:
    if rng.random() < 0.4:
        m = Module(
            rng, __name__.rpartition(".")[2], "hamming_encoder|hamming74_enc|ecc_encode", "Hamming (7,4) encoder"
        )
        m.input("data", 4, "four data bits")
        m.output("code", 7, "code word, parity at bits 0, 1 and 3")
        for at, taps in ((0, (0, 1, 3)), (1, (0, 2, 3)), (3, (1, 2, 3))):
            m.assign(f"code[{at}]", " ^ ".join(f"data[{t}]" for t in taps), "parity" if at == 0 else "")
        for k, p in enumerate(POSITIONS):
            m.assign(f"code[{p - 1}]", f"data[{k}]")
        return combinational_design(
            m, lambda i: {"code": encoded(i["data"])}, [{"data": v} for v in (*range(16), *range(15, -1, -3))]
        )
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "hamming_decoder|hamming74_dec|ecc_correct",
        "Hamming (7,4) decoder with single error correction",
    )
    m.input("code", 7, "received word")
    m.output("data", 4, "corrected data")
    m.output("syndrome", 3, "position of the error, 0 for none")
    flag = rng.random() < 0.6
    if flag:
        m.output("corrected", note="an error was corrected")
    for at, checks in enumerate(((0, 2, 4, 6), (1, 2, 5, 6), (3, 4, 5, 6))):
        m.assign(f"syndrome[{at}]", " ^ ".join(f"code[{t}]" for t in checks), "parity checks" if at == 0 else "")
    if rng.random() < 0.5:
        m.signal("fixed", 7)
        m.combinational(
            "fixed = code; if (syndrome != 3'd0) fixed[syndrome - 3'd1] = ~code[syndrome - 3'd1];",
            "flip the bit the syndrome names",
        )
    else:
        m.signal("fixed", 7, net=True)
        m.signal("flip", 8, net=True)
        m.assign("flip", "8'd1 << syndrome")
        m.assign("fixed", "code ^ flip[7:1]", "flip the bit the syndrome names")
    m.assign("data", "{fixed[6], fixed[5], fixed[4], fixed[2]}")
    if flag:
        m.assign("corrected", rng.choice(["|syndrome", "(syndrome != 0)"]))

    def function(i: Values) -> Values:
        word, syndrome = i["code"], 0
        for p in range(1, 8):
            if word >> (p - 1) & 1:
                syndrome ^= p
        if syndrome:
            word ^= 1 << (syndrome - 1)
        return {
            "data": sum((word >> (p - 1) & 1) << k for k, p in enumerate(POSITIONS)),
            "syndrome": syndrome,
            "corrected": int(syndrome > 0),
        }

    words = [encoded(rng.randrange(16)) ^ rng.choice([0, *(1 << b for b in range(7))]) for _ in range(50)]
    return combinational_design(m, function, [{"code": w} for w in words])
