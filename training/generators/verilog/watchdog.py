"""Watchdog timers with kick, window and lock-out."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "watchdog|wdt|watchdog_timer|wd_timer", "watchdog timer")
    limit, window = rng.choice([8, 10, 12, 16, 20]), rng.random() < 0.35
    early = limit // 4
    bits = limit.bit_length()
    m.purpose = f"watchdog: expires {limit} cycles after the last kick{f', a kick before {early} cycles is an error' if window else ''}"
    m.parameter("LIMIT", limit)
    m.clock()
    m.input("enable")
    m.input("kick", note="the software is alive")
    m.output("expired", note="sticky until reset", register=True)
    warn = rng.random() < 0.5
    m.signal("count", bits)
    if warn:
        m.output("warning", note="half of the time is over")
        m.assign("warning", f"(count >= {'LIMIT/2' if m.style.parametrized else limit // 2})")
    zero = m.number(0, bits)
    kick = f"if (kick) begin {f'if (count < {early}) expired <= {chr(49)}{chr(39)}b1;' if window else ''} count <= {zero}; end"
    m.flip_flops(
        f"if (!enable) count <= {zero}; else {kick} else if (count == LIMIT) expired <= 1'b1; else count <= count + 1'b1;",
        f"count <= {zero}; expired <= 1'b0;",
        "time since the last kick",
    )

    def model() -> Step:
        count = expired = 0

        def step(i: Values) -> Values:
            nonlocal count, expired
            out = {"expired": expired, "warning": int(count >= limit // 2)}
            if not i["enable"]:
                count = 0
            elif i["kick"]:
                expired |= int(window and count < early)
                count = 0
            elif count == limit:
                expired = 1
            else:
                count += 1
            return out

        return step

    last = 0

    def stimulus(cycle: int) -> Values:
        nonlocal last
        gap = cycle - last
        kick = gap >= early + 2 and (gap >= limit - 1 or rng.random() < 0.12) and cycle % 75 < 45
        if cycle % 75 > 70 and rng.random() < 0.3:
            kick = True
        if kick or cycle % 75 == 0:
            last = cycle
        return {"enable": int(rng.random() < 0.97), "kick": int(kick)}

    return clocked_design(m, model, stimulus, 110)
