"""Parity generators and checkers, over words and over serial frames."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design, combinational_design


def generate(rng: Random) -> Design:
    serial = rng.random() < 0.5
    odd = rng.random() < 0.4
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "serial_parity|parity_serial" if serial else "parity_gen|parity_checker|parity",
        "parity",
    )
    width = rng.choice([4, 8, 8, 16])
    m.purpose = f"{'odd' if odd else 'even'} parity over {'serial frames of ' + str(width) + ' bits' if serial else str(width) + ' bits'}"
    if serial:
        bits = (width - 1).bit_length()
        m.clock()
        m.input("valid")
        m.input("bit_in")
        m.output("parity_bit", note="parity of the last frame", register=True)
        m.output("frame_done", note="one cycle after the last bit", register=True)
        m.signal("running")
        m.signal("count", bits)
        start = "1'b1" if odd else "1'b0"
        zero = m.number(0, bits)
        m.flip_flops(
            f"frame_done <= 1'b0; if (valid) begin if (count == {m.number(width - 1, bits)}) begin parity_bit <= running ^ bit_in; frame_done <= 1'b1; running <= {start}; count <= {zero}; end "
            "else begin running <= running ^ bit_in; count <= count + 1'b1; end end",
            f"parity_bit <= 1'b0; frame_done <= 1'b0; running <= {start}; count <= {zero};",
            "exclusive or of the bits so far",
        )

        def model() -> Step:
            running, count, shown = int(odd), 0, {"parity_bit": 0, "frame_done": 0}

            def step(i: Values) -> Values:
                nonlocal running, count, shown
                out, shown = shown, {**shown, "frame_done": 0}
                if i["valid"]:
                    running ^= i["bit_in"]
                    count += 1
                    if count == width:
                        shown = {"parity_bit": running, "frame_done": 1}
                        running, count = int(odd), 0
                return out

            return step

        return clocked_design(
            m, model, lambda c: {"valid": int(rng.random() < 0.85), "bit_in": rng.randrange(2)}, 8 * width
        )
    m.parameter("WIDTH", width)
    m.input("data", "WIDTH")
    m.input("received", note="parity bit that came with the data")
    m.output("parity_bit", note="parity bit to send")
    m.output("error", note="received does not fit")
    form = rng.choice(["reduce", "loop"])
    if form == "reduce":
        m.assign("parity_bit", "~^data" if odd else "^data")
    else:
        m.signal("folded")
        m.loop_variable("i")
        m.combinational(
            f"folded = {'1' + chr(39) + 'b1' if odd else '1' + chr(39) + 'b0'}; for (i = 0; i < WIDTH; i = i + 1) folded = folded ^ data[i];",
            "exclusive or of all bits",
        )
        m.assign("parity_bit", "folded")
    m.assign("error", "received ^ parity_bit")

    def function(i: Values) -> Values:
        parity = i["data"].bit_count() + int(odd) & 1
        return {"parity_bit": parity, "error": parity ^ i["received"]}

    reference = {"parity_bit": "~^data" if odd else "^data", "error": f"received ^ ({'~^' if odd else '^'}data)"}
    return combinational_design(
        m, function, [{"data": rng.getrandbits(width), "received": rng.randrange(2)} for _ in range(40)], reference
    )
