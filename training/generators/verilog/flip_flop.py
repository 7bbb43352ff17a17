"""Single storage elements: D, T, JK and SR flip-flops with enables, sets and resets."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    kind = rng.choice(["d", "t", "jk", "sr"])
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        f"{kind}_flip_flop|{kind}ff|{kind}_ff|{kind}_register",
        f"{kind.upper()} flip-flop",
    )
    enable, inverse = rng.random() < 0.6, rng.random() < 0.6
    width = rng.choice([1, 1, 4, 8]) if kind in "dt" else 1
    clear = rng.random() < 0.4
    m.clock()
    if enable:
        m.input("enable")
    if clear:
        m.input("clear", note="synchronous clear, before everything else")
    inputs = {"d": ["din"], "t": ["toggle"], "jk": ["j_in", "k_in"], "sr": ["set_in", "reset_in"]}[kind]
    for name in inputs:
        m.input(name, width)
    m.output("q_out", width, register=True)
    if inverse:
        m.output("q_bar", width)
        m.assign("q_bar", "~q_out")
    zero = m.number(0, width)
    if kind == "d":
        body = "q_out <= din;"
    elif kind == "t":
        body = (
            rng.choice(["q_out <= q_out ^ toggle;", "if (toggle) q_out <= ~q_out;"])
            if width == 1
            else "q_out <= q_out ^ toggle;"
        )
    elif kind == "jk":
        body = rng.choice(
            [
                "case ({j_in, k_in}) 2'b00: q_out <= q_out; 2'b01: q_out <= 1'b0; 2'b10: q_out <= 1'b1; 2'b11: q_out <= ~q_out; endcase",
                "q_out <= (j_in & ~q_out) | (~k_in & q_out);",
            ]
        )
    else:
        body = "if (reset_in) q_out <= 1'b0; else if (set_in) q_out <= 1'b1;"
    if enable:
        body = f"if (enable) begin {body} end"
    if clear:
        body = f"if (clear) q_out <= {zero}; else {body}"
    m.flip_flops(body, f"q_out <= {zero};")
    mask = (1 << width) - 1

    def model() -> Step:
        held = 0

        def step(i: Values) -> Values:
            nonlocal held
            out = {"q_out": held, "q_bar": held ^ mask}
            if clear and i["clear"]:
                held = 0
            elif i.get("enable", 1):
                if kind == "d":
                    held = i["din"]
                elif kind == "t":
                    held ^= i["toggle"]
                elif kind == "jk":
                    held = i["j_in"] & ~held & 1 | ~i["k_in"] & held & 1
                else:
                    held = 0 if i["reset_in"] else 1 if i["set_in"] else held
            return out

        return step

    def stimulus(cycle: int) -> Values:
        values = {name: rng.getrandbits(width) for name in inputs}
        return (
            values
            | ({"enable": int(rng.random() < 0.7)} if enable else {})
            | ({"clear": int(rng.random() < 0.1)} if clear else {})
        )

    return clocked_design(m, model, stimulus, 50)
