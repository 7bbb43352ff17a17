"""Histograms: bins that count values, with clear and read out."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "histogram|bin_counter|hist_unit|event_histogram", "histogram")
    bits, width, shift = rng.choice([2, 3]), rng.choice([3, 4, 6]), rng.choice([0, 1, 2])
    bins = 1 << bits
    saturate = rng.random() < 0.6
    m.purpose = (
        f"histogram with {bins} bins of {1 << shift} value{'s' * (shift > 0)}{', counts saturate' if saturate else ''}"
    )
    m.parameter("WIDTH", width)
    m.clock()
    m.input("valid")
    m.input("sample", bits + shift)
    m.input("clear", note="all bins to zero")
    m.input("read_index", bits)
    m.output("read_count", "WIDTH")
    m.output("total", 8, "samples taken", register=True)
    m.signal("bins", "WIDTH", depth=bins)
    m.signal("bin_index", bits, net=True)
    m.assign("bin_index", f"sample[{bits + shift - 1}:{shift}]")
    m.assign("read_count", "bins[read_index]")
    m.loop_variable("i")
    guard = " && (bins[bin_index] != {WIDTH{1'b1}})" if saturate else ""
    wipe = f"for (i = 0; i < {bins}; i = i + 1) bins[i] <= {m.zero('WIDTH')};"
    m.flip_flops(
        f"if (clear) begin {wipe} end else if (valid{guard}) bins[bin_index] <= bins[bin_index] + 1'b1;", wipe, "bins"
    )
    m.flip_flops("if (clear) total <= 8'd0; else if (valid) total <= total + 1'b1;", "total <= 8'd0;")
    top = (1 << width) - 1

    def model() -> Step:
        counts = [0] * bins
        total = 0

        def step(i: Values) -> Values:
            nonlocal counts, total
            out = {"read_count": counts[i["read_index"]], "total": total}
            if i["clear"]:
                counts, total = [0] * bins, 0
            elif i["valid"]:
                at = i["sample"] >> shift
                counts[at] = min(top, counts[at] + 1) if saturate else (counts[at] + 1) & top
                total += 1
            return out

        return step

    usual = rng.getrandbits(bits + shift)

    def stimulus(cycle: int) -> Values:
        sample = rng.choice([usual, usual, rng.getrandbits(bits + shift)])
        return {
            "valid": int(rng.random() < 0.8),
            "sample": sample,
            "clear": int(cycle == 75),
            "read_index": rng.choice([sample >> shift, rng.randrange(bins)]),
        }

    return clocked_design(m, model, stimulus, 120)
