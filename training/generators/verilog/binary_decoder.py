"""Binary decoders and demultiplexers with enables."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Values, combinational_design


def generate(rng: Random) -> Design:
    m = Module(
        rng, __name__.rpartition(".")[2], "decoder|binary_decoder|address_decoder|onehot_decoder", "binary decoder"
    )
    bits = rng.choice([2, 3, 3, 4])
    size = 1 << bits
    low, enable = rng.random() < 0.25, rng.random() < 0.75
    m.purpose = f"{bits}-to-{size} decoder{', outputs active low' if low else ''}"
    form = rng.choice(["case", "shift", "for"]) if bits < 4 else rng.choice(["shift", "for"])
    if enable:
        m.input("enable", note="no output is selected without it")
    m.input("select", bits, "number of the output")
    m.output("decoded", size, "one-hot selection", register=form != "shift")
    idle = (1 << size) - 1 if low else 0
    sign = "~" if low else ""
    if form == "case":
        arms = " ".join(
            f"{bits}'b{at:0{bits}b}: decoded = {m.number(1 << at ^ idle, size, 'b')};" for at in range(size)
        )
        body = f"case (select) {arms} default: decoded = {m.number(idle, size, 'b')}; endcase"
        if enable:
            body = f"if (enable) begin {body} end else decoded = {m.number(idle, size, 'b')};"
        m.combinational(body, "decode")
    elif form == "for":
        m.loop_variable("i")
        test = "enable && (select == i)" if enable else "select == i"
        m.combinational(
            f"decoded = {m.number(idle, size)}; for (i = 0; i < {size}; i = i + 1) decoded[i] = {'!(' if low else ''}{test}{')' if low else ''};",
            "decode",
        )
    else:
        one = f"({size}'d1 << select)"
        m.assign("decoded", f"enable ? {sign}{one} : {m.number(idle, size)}" if enable else f"{sign}{one}", "decode")

    def function(i: Values) -> Values:
        return {"decoded": (1 << i["select"] if i.get("enable", 1) else 0) ^ idle}

    vectors = [{"select": s} | ({"enable": e} if enable else {}) for e in (1, 0, 1) for s in range(size)]
    return combinational_design(m, function, vectors)
