"""Run-length encoders of a symbol stream."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "rle|run_length_encoder|rle_encoder|rl_encode", "run-length encoder")
    width, bits = rng.choice([1, 2, 4]), rng.choice([2, 3, 4])
    limit = (1 << bits) - 1
    m.purpose = f"run-length encoder, runs of at most {limit}"
    m.parameter("WIDTH", width)
    m.clock()
    m.input("in_valid")
    m.input("symbol", "WIDTH")
    m.input("flush", note="emit the run under way; no symbol in that cycle")
    m.output("out_valid", register=True)
    m.output("out_symbol", "WIDTH", register=True)
    m.output("run_length", bits, register=True)
    m.signal("current", "WIDTH")
    m.signal("count", bits, "0: no run")
    zero = m.number(0, bits)
    emit = "out_valid <= 1'b1; out_symbol <= current; run_length <= count;"
    m.flip_flops(
        f"out_valid <= 1'b0; if (flush) begin if (count != 0) begin {emit} count <= {zero}; end end else if (in_valid) begin "
        f"if (count == 0) begin current <= symbol; count <= {m.number(1, bits)}; end "
        f"else if ((symbol == current) && (count != {m.number(limit, bits)})) count <= count + 1'b1; "
        f"else begin {emit} current <= symbol; count <= {m.number(1, bits)}; end end",
        f"out_valid <= 1'b0; count <= {zero}; run_length <= {zero}; current <= {m.zero('WIDTH')}; out_symbol <= {m.zero('WIDTH')};",
        "a run ends with another symbol or at the limit",
    )

    def model() -> Step:
        current = count = 0
        shown = {"out_valid": 0, "out_symbol": 0, "run_length": 0}

        def step(i: Values) -> Values:
            nonlocal current, count, shown
            out, shown = shown, {**shown, "out_valid": 0}
            made = {"out_valid": 1, "out_symbol": current, "run_length": count}
            if i["flush"]:
                if count:
                    shown, count = made, 0
            elif i["in_valid"]:
                if count and (i["symbol"] != current or count == limit):
                    shown, current, count = made, i["symbol"], 1
                else:
                    current, count = i["symbol"], count + 1
            return out

        return step

    held = 0

    def stimulus(cycle: int) -> Values:
        nonlocal held
        if rng.random() < 0.2:
            held = rng.getrandbits(width)
        return {"in_valid": int(rng.random() < 0.85), "symbol": held, "flush": int(rng.random() < 0.06)}

    return clocked_design(m, model, stimulus, 100)
