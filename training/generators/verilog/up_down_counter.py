"""Counters that count up, down or both, with optional enable, load, saturation and terminal count."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "counter|up_counter|up_down_counter|event_counter",
        "up/down counter with enable",
    )
    width = rng.choice([3, 4, 5, 8])
    m.parameter("WIDTH", width)
    updown, load, saturate, flag = (rng.random() < p for p in (0.5, 0.5, 0.3, 0.5))
    m.clock()
    m.input("enable", note="count enable")
    if updown:
        m.input("up", note="1: count up, 0: count down")
    if load:
        m.input("load", note="synchronous load")
        m.input("load_data", "WIDTH", "value to load")
    m.output("count", "WIDTH", "current count", register=True)
    if flag:
        m.output("wrap", note="terminal count reached")
    top = (1 << width) - 1
    full, empty = m.rng.choice([("&count", "~|count"), ("count == {WIDTH{1'b1}}", f"count == {m.zero('WIDTH')}")])
    up = f"if (!({full})) count <= count + 1'b1;" if saturate else "count <= count + 1'b1;"
    down = f"if (!({empty})) count <= count - 1'b1;" if saturate else "count <= count - 1'b1;"
    body = f"if (up) begin {up} end else begin {down} end" if updown else up
    body = f"if (enable) begin {body} end"
    if load:
        body = f"if (load) count <= load_data; else {body}"
    m.flip_flops(body, f"count <= {m.zero('WIDTH')};", "count register")
    if flag:
        m.assign("wrap", f"enable && (up ? {full} : {empty})" if updown else f"enable && ({full})", "terminal count")

    def model() -> Step:
        count = 0

        def step(i: Values) -> Values:
            nonlocal count
            rising = bool(i.get("up", 1))
            at_end = count == (top if rising else 0)
            out = {"count": count, "wrap": int(i["enable"] and at_end)}
            if load and i["load"]:
                count = i["load_data"]
            elif i["enable"] and not (saturate and at_end):
                count = (count + (1 if rising else -1)) & top
            return out

        return step

    def stimulus(cycle: int) -> Values:
        values = {"enable": int(rng.random() < 0.85)}
        if updown:
            values["up"] = int(cycle // 25 % 2 == 0 or rng.random() < 0.1)
        if load:
            values |= {"load": int(rng.random() < 0.08), "load_data": rng.choice([0, top, top - 1, rng.randrange(top)])}
        return values

    return clocked_design(m, model, stimulus, 90)
