"""Priority encoders, highest or lowest bit first, by casez, if chain or loop."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Values, combinational_design


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "priority_encoder|prio_enc|prio_encoder|encoder", "priority encoder")
    bits = rng.choice([2, 3, 3, 4])
    width = 1 << bits
    high = rng.random() < 0.6
    m.purpose = f"{width}-to-{bits} priority encoder, {'highest' if high else 'lowest'} bit first"
    m.input("request", width, "requests")
    m.output("index", bits, "number of the winner", register=True)
    m.output("valid", 1, "any request", register=True)
    form = rng.choice(["casez", "if", "for"]) if bits < 4 else rng.choice(["if", "for"])
    order = list(range(width - 1, -1, -1)) if high else list(range(width))
    if form == "casez":
        arms = ""
        for at in order:
            pattern = "".join("1" if b == at else ("0" if (b > at) == high else "?") for b in range(width - 1, -1, -1))
            arms += f"{width}'b{pattern}: index = {m.number(at, bits)}; "
        m.combinational(
            f"valid = |request; casez (request) {arms} default: index = {m.number(0, bits)}; endcase", "encode"
        )
    elif form == "if":
        chain = " else ".join(f"if (request[{at}]) index = {m.number(at, bits)};" for at in order)
        m.combinational(f"valid = (request != 0); {chain} else index = {m.number(0, bits)};", "encode")
    else:
        m.loop_variable("i")
        walk = f"i = 0; i < {width}; i = i + 1" if high else f"i = {width - 1}; i >= 0; i = i - 1"
        m.combinational(
            f"index = {m.number(0, bits)}; valid = 1'b0; for ({walk}) if (request[i]) begin index = i[{bits - 1}:0]; valid = 1'b1; end",
            "the last assignment wins",
        )

    def function(i: Values) -> Values:
        winner = next((at for at in order if i["request"] >> at & 1), 0)
        return {"index": winner, "valid": int(i["request"] != 0)}

    values = (
        list(range(256))
        if width <= 8
        else [rng.getrandbits(16) >> rng.randrange(16) << rng.randrange(6) for _ in range(80)]
        + [1 << b for b in range(16)]
        + [0]
    )
    values = values if len(values) <= 100 else [0, *rng.sample(values, 90)]
    return combinational_design(m, function, [{"request": v & ((1 << width) - 1)} for v in values])
