"""Converters between binary and Gray code, and Gray counters."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design, combinational_design


def generate(rng: Random) -> Design:
    form = rng.choice(["to_gray", "to_binary", "counter"])
    names = {
        "to_gray": "bin2gray|binary_to_gray",
        "to_binary": "gray2bin|gray_to_binary",
        "counter": "gray_counter|gray_cnt",
    }
    purposes = {"to_gray": "binary to Gray code", "to_binary": "Gray code to binary", "counter": "counter in Gray code"}
    m = Module(rng, __name__.rpartition(".")[2], names[form], purposes[form])
    width = rng.choice([3, 4, 5, 8])
    m.parameter("WIDTH", width)
    if form == "counter":
        m.clock()
        m.input("enable", note="advance")
        m.output("gray", "WIDTH", "Gray code of the count")
        m.signal("count", "WIDTH", "binary count")
        m.flip_flops("if (enable) count <= count + 1'b1;", f"count <= {m.zero('WIDTH')};", "binary counter")
        m.assign("gray", "count ^ (count >> 1)", "each step changes one bit")

        def model() -> Step:
            count = 0

            def step(i: Values) -> Values:
                nonlocal count
                out = {"gray": count ^ count >> 1}
                count = (count + i["enable"]) % (1 << width)
                return out

            return step

        return clocked_design(m, model, lambda c: {"enable": int(rng.random() < 0.8)}, 60)
    given, made = ("binary", "gray") if form == "to_gray" else ("gray", "binary")
    loop = form == "to_binary" and rng.random() < 0.6
    m.input(given, "WIDTH")
    m.output(made, "WIDTH", register=loop)
    if form == "to_gray":
        m.assign(
            "gray",
            rng.choice(["binary ^ (binary >> 1)", "{binary[WIDTH-1], binary[WIDTH-1:1] ^ binary[WIDTH-2:0]}"]),
            "neighbouring bits differ",
        )
    elif loop:
        m.loop_variable("i")
        m.combinational(
            "binary[WIDTH-1] = gray[WIDTH-1]; for (i = WIDTH - 2; i >= 0; i = i - 1) binary[i] = binary[i+1] ^ gray[i];",
            "from the top bit down",
        )
    else:
        m.declare("i", "bits")
        m.text("genvar i;", declaration=True)
        m.text(
            "generate for (i = 0; i < WIDTH; i = i + 1) begin : bits assign binary[i] = ^(gray >> i); end endgenerate",
            "parity of the bits above",
        )

    def function(i: Values) -> Values:
        if form == "to_gray":
            return {"gray": i["binary"] ^ i["binary"] >> 1}
        value, shifted = 0, i["gray"]
        while shifted:
            value ^= shifted
            shifted >>= 1
        return {"binary": value}

    values = range(1 << width) if width < 6 else [rng.getrandbits(width) for _ in range(50)]
    reference = {"gray": "binary ^ (binary >> 1)"} if form == "to_gray" else None
    return combinational_design(m, function, [{given: v} for v in values], reference)
