"""Counters that wrap at a number that is no power of two."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(
        rng, __name__.rpartition(".")[2], "mod_counter|modulo_counter|mod_n_counter|divide_counter", "modulo-N counter"
    )
    modulus = rng.choice([5, 6, 7, 9, 10, 12, 13, 20, 24])
    width = (modulus - 1).bit_length()
    m.purpose = f"counts from 0 to {modulus - 1} and wraps"
    m.parameter("MODULUS", modulus)
    m.parameter("WIDTH", width)
    enable = rng.random() < 0.6
    m.clock()
    if enable:
        m.input("enable", note="count enable")
    m.output("count", "WIDTH", "current count", register=True)
    m.output("tick", note="high in the last state")
    last = rng.choice(["count == MODULUS - 1", "count == (MODULUS-1)", "count >= MODULUS - 1"])
    if rng.random() < 0.5:
        m.signal("last", net=True)
        m.assign("last", last)
        last = "last"
    body = f"if ({last}) count <= {m.zero('WIDTH')}; else count <= count + 1'b1;"
    m.flip_flops(
        f"if (enable) begin {body} end" if enable else body, f"count <= {m.zero('WIDTH')};", "wraps at the modulus"
    )
    m.assign("tick", f"enable && {last}" if enable else last, "end of the count")

    def model() -> Step:
        count = 0

        def step(i: Values) -> Values:
            nonlocal count
            on = i.get("enable", 1)
            out = {"count": count, "tick": int(on and count == modulus - 1)}
            if on:
                count = (count + 1) % modulus
            return out

        return step

    return clocked_design(m, model, lambda c: {"enable": int(rng.random() < 0.9)} if enable else {}, 80)
