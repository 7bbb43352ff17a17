"""Moving averages and FIR filters over the last samples."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    fir = rng.random() < 0.5
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "fir|fir_filter|fir4" if fir else "moving_average|boxcar|avg_filter",
        "FIR filter" if fir else "moving average",
    )
    width, taps = rng.choice([4, 6, 8]), rng.choice([3, 4]) if fir else rng.choice([2, 4, 8])
    weights = [rng.choice([1, 2, 3, 5]) for _ in range(taps)] if fir else [1] * taps
    if fir and rng.random() < 0.5:
        weights = weights[: (taps + 1) // 2] + weights[: taps // 2][::-1]
    grown = width + sum(weights).bit_length()
    bits = taps.bit_length() - 1
    m.purpose = (
        f"FIR filter with weights {', '.join(map(str, weights))}" if fir else f"average of the last {taps} samples"
    )
    m.parameter("WIDTH", width)
    m.clock()
    m.input("valid", note="a new sample")
    m.input("sample", "WIDTH")
    m.output("filtered", grown if fir else "WIDTH", register=fir)
    recursive = not fir and rng.random() < 0.5
    if recursive:
        m.signal("history", "WIDTH", depth=taps)
        m.signal("sum", grown)
        m.loop_variable("i")
        body = f"sum <= sum + sample - history[{taps - 1}]; history[0] <= sample; for (i = 1; i < {taps}; i = i + 1) history[i] <= history[i-1];"
        wipe = f"sum <= 0; for (i = 0; i < {taps}; i = i + 1) history[i] <= {m.zero('WIDTH')};"
        m.flip_flops(f"if (valid) begin {body} end", wipe, "add the new sample, take the oldest away")
        m.assign("filtered", f"sum[{width + bits - 1}:{bits}]", "divided by the number of samples")
    else:
        for at in range(taps):
            m.signal(f"delay{at}", "WIDTH")
        shifts = " ".join(f"delay{at} <= {'sample' if at == 0 else f'delay{at - 1}'};" for at in range(taps))
        m.flip_flops(
            f"if (valid) begin {shifts} end",
            " ".join(f"delay{at} <= {m.zero('WIDTH')};" for at in range(taps)),
            "delay line",
        )
        if fir:
            terms = " + ".join(
                f"delay{at} * {m.number(weight, 3, 'd')}" if weight > 1 else f"delay{at}"
                for at, weight in enumerate(weights)
            )
            m.flip_flops(f"filtered <= {terms};", "filtered <= 0;", "weighted sum")
        else:
            m.signal("sum", grown, net=True)
            m.assign("sum", " + ".join(f"delay{at}" for at in range(taps)))
            m.assign(
                "filtered",
                rng.choice([f"sum[{width + bits - 1}:{bits}]", f"sum >> {bits}"]),
                "divided by the number of samples",
            )

    def model() -> Step:
        history = [0] * taps
        held = 0

        def step(i: Values) -> Values:
            nonlocal history, held
            total = sum(w * s for w, s in zip(weights, history, strict=True))
            out = {"filtered": held if fir else total // taps}
            held = total
            if i["valid"]:
                history = [i["sample"], *history[:-1]]
            return out

        return step

    return clocked_design(
        m,
        model,
        lambda c: {"valid": int(rng.random() < 0.8), "sample": rng.choice([(1 << width) - 1, rng.getrandbits(width)])},
        70,
    )
