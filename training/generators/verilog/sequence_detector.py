"""Detectors of a bit pattern in a serial stream: Moore, Mealy or a shift register."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._state_machine import state_machine
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "seq_detector|sequence_detector|pattern_detect|bit_detector",
        "sequence detector",
    )
    pattern = rng.choice(["101", "110", "1011", "1101", "1001", "0110", "10110", "111", "0101"])
    overlap = rng.random() < 0.7
    form = rng.choice(["moore", "mealy", "shift"]) if overlap else rng.choice(["moore", "mealy"])
    m.purpose = f"detects {pattern} in a serial stream, {'overlapping' if overlap else 'not overlapping'}, {'' if form == 'shift' else form.capitalize()}".rstrip(
        ", "
    )
    m.clock()
    m.input("din", note="serial input")
    m.output("found", note="pattern seen")
    size = len(pattern)

    def follow(matched: int, bit: str) -> int:
        """Bits of the pattern matched after another one."""
        seen = pattern[:matched] + bit
        if matched == size and not overlap:
            seen = bit
        return next(k for k in range(min(size, len(seen)), -1, -1) if seen.endswith(pattern[:k]))

    if form == "shift":
        m.signal("history", size)
        m.signal("fill", 3)
        m.flip_flops(
            f"history <= {{history[{size - 2}:0], din}}; if (fill != 3'd{size}) fill <= fill + 1'b1;",
            f"history <= {m.number(0, size)}; fill <= 3'd0;",
            "last bits received",
        )
        m.assign("found", f"(fill == 3'd{size}) && (history == {size}'b{pattern})")
    else:
        count = size + 1 if form == "moore" else size
        states = {}
        for at in range(count):
            nexts = []
            for bit in "10":
                to = follow(at, bit)
                if form == "mealy" and to == size:
                    to = follow(size, "") if overlap else 0
                    if overlap:
                        seen = pattern[:at] + bit
                        to = next(k for k in range(size - 1, -1, -1) if seen.endswith(pattern[:k]))
                nexts.append(f"S{to}")
            states[f"S{at}"] = f"if (din) goto {nexts[0]}; else goto {nexts[1]};"
        if form == "moore":
            outputs = {"found": f"(state == S{size})"}
        else:
            test = "din" if pattern[-1] == "1" else "!din"
            outputs = {"found": f"(state == S{size - 1}) && {test}"}
        state_machine(m, states, outputs=outputs)

    def model() -> Step:
        seen = ""
        flag = 0

        def step(i: Values) -> Values:
            nonlocal seen, flag
            seen_now = seen + str(i["din"])
            hit = int(seen_now.endswith(pattern))
            out = {"found": hit if form == "mealy" else flag}
            flag = hit
            seen = "" if hit and not overlap else seen_now
            return out

        return step

    stream = "".join(rng.choice([pattern, pattern[1:], pattern[:-1], "01", rng.choice("01")]) for _ in range(40))
    return clocked_design(m, model, lambda c: {"din": int(stream[c % len(stream)])}, 90)
