"""Counts of ones, leading zeros and trailing zeros."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Values, combinational_design


def generate(rng: Random) -> Design:
    form = rng.choice(["ones", "leading", "trailing"])
    names = {
        "ones": "popcount|count_ones|bit_counter",
        "leading": "clz|leading_zeros|lzc",
        "trailing": "ctz|trailing_zeros|find_first_set",
    }
    purposes = {"ones": "number of ones", "leading": "number of leading zeros", "trailing": "number of trailing zeros"}
    m = Module(rng, __name__.rpartition(".")[2], names[form], purposes[form])
    width = rng.choice([4, 8, 8, 16])
    bits = width.bit_length()
    m.parameter("WIDTH", width)
    m.input("data", "WIDTH")
    m.output("count", bits, purposes[form], register=True)
    if form == "ones":
        way = rng.choice(["for", "sum", "function"])
        if way == "for":
            m.loop_variable("i")
            m.combinational(
                f"count = {m.number(0, bits)}; for (i = 0; i < WIDTH; i = i + 1) count = count + data[i];",
                "add the bits up",
            )
        elif way == "sum":
            m.combinational("count = " + " + ".join(f"data[{k}]" for k in range(width)) + ";", "add the bits up")
        else:
            m.declare("ones", "word", "k")
            m.text(
                f"function [{bits - 1}:0] ones; input [WIDTH-1:0] word; integer k; begin ones = 0; "
                "for (k = 0; k < WIDTH; k = k + 1) if (word[k]) ones = ones + 1'b1; end endfunction",
                declaration=True,
            )
            m.combinational("count = ones(data);", "count")
    else:
        leading = form == "leading"
        way = rng.choice(["for", "casez"]) if width <= 8 else "for"
        if way == "for":
            m.loop_variable("i")
            walk = "i = 0; i < WIDTH; i = i + 1" if leading else "i = WIDTH - 1; i >= 0; i = i - 1"
            value = "WIDTH - 1 - i" if leading else "i"
            m.combinational(f"count = WIDTH; for ({walk}) if (data[i]) count = {value};", "the last one found wins")
        else:
            arms = ""
            for zeros in range(width):
                pattern = "0" * zeros + "1" + "?" * (width - zeros - 1)
                arms += f"{width}'b{pattern if leading else pattern[::-1]}: count = {m.number(zeros, bits)}; "
            m.combinational(
                f"casez (data) {arms} default: count = {m.number(width, bits)}; endcase", "find the first one"
            )

    def function(i: Values) -> Values:
        text = f"{i['data']:0{width}b}"
        if form == "ones":
            return {"count": text.count("1")}
        text = text if form == "leading" else text[::-1]
        return {"count": len(text) - len(text.lstrip("0"))}

    values = [rng.getrandbits(width) >> rng.randrange(width) << rng.randrange(width) for _ in range(50)]
    return combinational_design(
        m, function, [{"data": v & ((1 << width) - 1)} for v in (0, 1, (1 << width) - 1, 1 << (width - 1), *values)]
    )
