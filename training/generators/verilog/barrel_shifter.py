"""Barrel shifters and rotators, by stages or by operators."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Values, combinational_design


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "barrel_shifter|shifter|rotator|barrel_shift", "barrel shifter")
    bits = rng.choice([2, 3, 3, 4])
    width = 1 << bits
    rotate, both = rng.random() < 0.4, rng.random() < 0.5
    arithmetic = not rotate and rng.random() < 0.3
    left_only = rng.random() < 0.5
    what = "rotate" if rotate else "arithmetic shift" if arithmetic else "shift"
    m.purpose = (
        f"{width}-bit {what} {'left and right' if both else 'left' if left_only and not arithmetic else 'right'}"
    )
    m.input("data_in", width, "value to shift")
    m.input("amount", bits, "number of places")
    if both:
        m.input("right", note="1: to the right")
    m.output("data_out", width, "shifted value", register=True)
    fill = f"data_in[{width - 1}]" if arithmetic else "1'b0"

    def stage(source: str, places: int, right: bool) -> str:
        if rotate:
            kept, moved = (
                (f"{source}[{places - 1}:0]", f"{source}[{width - 1}:{places}]")
                if right
                else (
                    f"{source}[{width - places - 1}:0]",
                    f"{source}[{width - 1}:{width - places}]",
                )
            )
            return f"{{{kept}, {moved}}}"
        if right:
            return f"{{{{{places}{{{fill}}}}}, {source}[{width - 1}:{places}]}}"
        return f"{{{source}[{width - places - 1}:0], {{{places}{{1'b0}}}}}}"

    right_only = not both and (arithmetic or not left_only)
    if rotate or arithmetic or rng.random() < 0.5:
        m.signal("stage", width)
        body = "stage = data_in; "
        for at in range(bits):
            if both:
                body += f"if (amount[{at}]) begin if (right) stage = {stage('stage', 1 << at, True)}; else stage = {stage('stage', 1 << at, False)}; end "
            else:
                body += f"if (amount[{at}]) stage = {stage('stage', 1 << at, right_only)}; "
        m.combinational(body + "data_out = stage;", "one stage for each bit of the amount")
    elif both:
        m.combinational("if (right) data_out = data_in >> amount; else data_out = data_in << amount;", "shift")
    else:
        m.combinational(f"data_out = data_in {'>>' if right_only else '<<'} amount;", "shift")
    mask = (1 << width) - 1

    def function(i: Values) -> Values:
        value, places = i["data_in"], i["amount"]
        right = i["right"] if both else right_only
        if rotate:
            places = (width - places) % width if right else places
            return {"data_out": (value << places | value >> (width - places)) & mask}
        if not right:
            return {"data_out": value << places & mask}
        sign = mask << (width - places) & mask if arithmetic and value >> (width - 1) else 0
        return {"data_out": value >> places | sign}

    vectors = []
    for at in range(40):
        vectors.append(
            {"data_in": rng.randrange(1 << width), "amount": at % width} | ({"right": rng.randrange(2)} if both else {})
        )
    return combinational_design(m, function, vectors)
