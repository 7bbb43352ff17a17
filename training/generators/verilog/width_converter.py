"""Stream width converters: bytes into words and words into bytes."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Expected, Step, Values, clocked_design


def generate(rng: Random) -> Design:
    up = rng.random() < 0.5
    ratio, width = rng.choice([2, 4, 4]), rng.choice([4, 8])
    little = rng.random() < 0.6
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "upsizer|packer|width_up" if up else "downsizer|unpacker|serializer",
        "stream width converter",
    )
    m.purpose = f"{'joins' if up else 'splits'} {ratio} words of {width} bits, the {'lowest' if little else 'highest'} part first"
    bits = ratio.bit_length() - 1
    wide = ratio * width
    m.clock()
    m.input("in_valid")
    m.input("in_data", width if up else wide)
    if not up:
        m.output("in_ready", note="idle")
    m.output("out_valid", register=True)
    m.output("out_data", wide if up else width, register=up)
    m.signal("count", bits, "parts done")
    last = f"{bits}'d{ratio - 1}"
    zero = m.number(0, bits)
    if up:
        m.signal("shift", wide - width)
        joined = "{in_data, shift}" if little else "{shift, in_data}"
        follow = (
            (
                f"{{in_data, shift[{wide - width - 1}:{width}]}}"
                if little
                else f"{{shift[{wide - 2 * width - 1}:0], in_data}}"
            )
            if ratio > 2
            else "in_data"
        )
        m.flip_flops(
            f"out_valid <= 1'b0; if (in_valid) begin count <= count + 1'b1; if (count == {last}) begin out_valid <= 1'b1; out_data <= {joined}; count <= {zero}; end else shift <= {follow}; end",
            f"count <= {zero}; shift <= 0; out_valid <= 1'b0; out_data <= 0;",
            "collect the parts",
        )
    else:
        m.signal("shift", wide)
        m.assign("in_ready", "!out_valid")
        m.assign("out_data", f"shift[{width - 1}:0]" if little else f"shift[{wide - 1}:{wide - width}]")
        move = f"shift >> {width}" if little else f"shift << {width}"
        m.flip_flops(
            f"if (!out_valid) begin if (in_valid) begin shift <= in_data; out_valid <= 1'b1; count <= {zero}; end end "
            f"else if (count == {last}) out_valid <= 1'b0; else begin shift <= {move}; count <= count + 1'b1; end",
            f"count <= {zero}; shift <= 0; out_valid <= 1'b0;",
            "send the parts",
        )

    def model() -> Step:
        parts: list[int] = []
        word = valid = 0

        def step(i: Values) -> Expected:
            nonlocal parts, word, valid
            if up:
                out: Expected = {"out_valid": valid, "out_data": word if valid else None}
                valid = 0
                if i["in_valid"]:
                    parts = [*parts, i["in_data"]]
                    if len(parts) == ratio:
                        order = parts if little else parts[::-1]
                        word, valid, parts = sum(p << width * k for k, p in enumerate(order)), 1, []
                return out
            out = {"in_ready": int(not parts), "out_valid": int(bool(parts)), "out_data": parts[0] if parts else None}
            if parts:
                parts = parts[1:]
            elif i["in_valid"]:
                parts = [i["in_data"] >> width * k & ((1 << width) - 1) for k in range(ratio)]
                parts = parts if little else parts[::-1]
            return out

        return step

    return clocked_design(
        m,
        model,
        lambda c: {"in_valid": int(rng.random() < 0.75), "in_data": rng.getrandbits(width if up else wide)},
        80,
    )
