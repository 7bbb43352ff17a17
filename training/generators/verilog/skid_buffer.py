"""Elastic stages between a valid/ready source and sink: skid buffers and pipeline registers."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Expected, Step, Values, clocked_design


def generate(rng: Random) -> Design:
    skid = rng.random() < 0.6
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "skid_buffer|skid|elastic_buffer" if skid else "pipe_stage|pipeline_register|register_slice",
        "skid buffer" if skid else "pipeline register with valid and ready",
    )
    width = rng.choice([4, 8, 16])
    m.parameter("WIDTH", width)
    m.clock()
    m.input("in_valid")
    m.input("in_data", "WIDTH")
    m.input("out_ready")
    m.output("in_ready", note="a word can be taken", register=False)
    m.output("out_valid", register=True)
    m.output("out_data", "WIDTH", register=True)
    zero = m.zero("WIDTH")
    if not skid:
        m.assign(
            "in_ready",
            rng.choice(["!out_valid || out_ready", "out_ready | ~out_valid"]),
            "empty, or emptied in this cycle",
        )
        m.flip_flops(
            "if (in_ready) begin out_valid <= in_valid; if (in_valid) out_data <= in_data; end",
            f"out_valid <= 1'b0; out_data <= {zero};",
            "one word",
        )
    else:
        m.signal("held_valid", note="the second word is in use")
        m.signal("held_data", "WIDTH")
        m.assign("in_ready", "!held_valid", "does not depend on out_ready")
        m.flip_flops(
            "if (!out_valid || out_ready) begin if (held_valid) begin out_valid <= 1'b1; out_data <= held_data; held_valid <= 1'b0; end "
            "else begin out_valid <= in_valid; if (in_valid) out_data <= in_data; end end "
            "else if (in_valid && in_ready) begin held_valid <= 1'b1; held_data <= in_data; end",
            f"out_valid <= 1'b0; held_valid <= 1'b0; out_data <= {zero}; held_data <= {zero};",
            "the word that comes while the sink stalls is kept",
        )

    def model() -> Step:
        words: list[int] = []

        def step(i: Values) -> Expected:
            nonlocal words
            ready = len(words) < 2 if skid else not words or i["out_ready"]
            out = {"in_ready": int(ready), "out_valid": int(bool(words)), "out_data": words[0] if words else None}
            if words and i["out_ready"]:
                words = words[1:]
            if i["in_valid"] and ready:
                words = [*words, i["in_data"]]
            return out

        return step

    def stimulus(cycle: int) -> Values:
        busy = cycle // 20 % 3
        return {
            "in_valid": int(rng.random() < (0.9, 0.5, 0.95)[busy]),
            "in_data": rng.getrandbits(width),
            "out_ready": int(rng.random() < (0.9, 0.7, 0.3)[busy]),
        }

    return clocked_design(m, model, stimulus, 90)
