"""Serial line codes: Manchester, NRZI and bit stuffing."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    code = rng.choice(["manchester", "nrzi", "stuffing"])
    names = {
        "manchester": "manchester_encoder|manchester_tx",
        "nrzi": "nrzi_encoder|nrzi",
        "stuffing": "bit_stuffer|bit_stuffing",
    }
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        names[code],
        {"manchester": "Manchester encoder", "nrzi": "NRZI encoder", "stuffing": "bit stuffer"}[code],
    )
    m.clock()
    m.input("data_in")
    m.input("valid")
    if code == "manchester":
        ieee = rng.random() < 0.6
        m.purpose = f"Manchester encoder, a one is {'low then high' if ieee else 'high then low'}, two cycles a bit"
        m.output("line", register=True)
        m.output("ready", note="a bit is taken in this cycle")
        m.signal("second", note="second half of the bit")
        m.signal("held")
        m.assign("ready", "!second")
        first, then = ("~data_in", "held") if ieee else ("data_in", "~held")
        m.flip_flops(
            f"if (second) begin line <= {then}; second <= 1'b0; end else if (valid) begin line <= {first}; held <= data_in; second <= 1'b1; end else line <= 1'b0;",
            "line <= 1'b0; second <= 1'b0; held <= 1'b0;",
            "half a bit a cycle",
        )

        def model() -> Step:
            line = second = held = 0

            def step(i: Values) -> Values:
                nonlocal line, second, held
                out = {"line": line, "ready": 1 - second}
                if second:
                    line, second = held ^ int(not ieee), 0
                elif i["valid"]:
                    held, second = i["data_in"], 1
                    line = held ^ int(ieee)
                else:
                    line = 0
                return out

            return step

    elif code == "nrzi":
        on_zero = rng.random() < 0.5
        m.purpose = f"NRZI encoder: the line changes for a {'zero' if on_zero else 'one'}"
        m.output("line", register=True)
        m.flip_flops(f"if (valid && {'!' if on_zero else ''}data_in) line <= ~line;", "line <= 1'b1;", "toggle or keep")

        def model() -> Step:
            line = 1

            def step(i: Values) -> Values:
                nonlocal line
                out = {"line": line}
                if i["valid"] and i["data_in"] != int(on_zero):
                    line ^= 1
                return out

            return step

    else:
        limit = rng.choice([3, 5, 6])
        m.purpose = f"bit stuffer: a zero after {limit} ones"
        m.output("line", register=True)
        m.output("ready", note="low while a stuffed bit is sent")
        m.signal("ones", 3, "ones in a row")
        m.assign("ready", f"(ones != 3'd{limit})")
        m.flip_flops(
            f"if (ones == 3'd{limit}) begin line <= 1'b0; ones <= 3'd0; end else if (valid) begin line <= data_in; if (data_in) ones <= ones + 1'b1; else ones <= 3'd0; end",
            "line <= 1'b0; ones <= 3'd0;",
            "count the ones",
        )

        def model() -> Step:
            line = ones = 0

            def step(i: Values) -> Values:
                nonlocal line, ones
                out = {"line": line, "ready": int(ones != limit)}
                if ones == limit:
                    line = ones = 0
                elif i["valid"]:
                    line = i["data_in"]
                    ones = ones + 1 if line else 0
                return out

            return step

    return clocked_design(
        m, model, lambda c: {"data_in": int(rng.random() < 0.7), "valid": int(rng.random() < 0.9)}, 90
    )
