"""Instances in a row: synchronizer, filter, edge detector, event counter."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "input_conditioner|event_input|button_counter|conditioned_input",
        "synchronizes, filters and counts an input",
    )
    length, width = rng.choice([2, 3, 4]), rng.choice([3, 4])
    rising = rng.random() < 0.7
    sync = Module(rng, m.family, "synchronizer|sync_2ff|bit_sync", "two flip-flops", m.style)
    sync.clock()
    sync.input("raw")
    sync.output("stable")
    sync.signal("stages", 2)
    sync.flip_flops("stages <= {stages[0], raw};", "stages <= 2'b00;")
    sync.assign("stable", "stages[1]")
    smooth = Module(
        rng,
        m.family,
        "majority_filter|sample_filter|glitch_remover",
        f"follows the input when {length} samples agree",
        m.style,
    )
    smooth.clock()
    smooth.input("stable")
    smooth.output("level", register=True)
    smooth.signal("history", length)
    smooth.flip_flops(
        (f"history <= {{history[{length - 2}:0], stable}}; " if length > 1 else "")
        + "if (&history) level <= 1'b1; else if (~|history) level <= 1'b0;",
        f"history <= {m.number(0, length, 'b')}; level <= 1'b0;",
    )
    m.submodules += [sync, smooth]
    m.purpose = f"synchronizes an input, filters it over {length} samples and counts its {'rising' if rising else 'falling'} edges"
    m.clock()
    m.input("raw")
    m.output("level")
    m.output("events", width, register=True)
    m.output("edge_seen")
    m.signal("stable", net=True)
    m.signal("before")
    m.text(f"{sync.name} u_sync (.clk(clk), .rst(rst), .raw(raw), .stable(stable));")
    m.text(f"{smooth.name} u_filter (.clk(clk), .rst(rst), .stable(stable), .level(level));")
    m.assign("edge_seen", "level & ~before" if rising else "~level & before")
    m.flip_flops(
        "before <= level; if (edge_seen) events <= events + 1'b1;",
        f"before <= 1'b0; events <= {m.number(0, width)};",
        "count the edges",
    )

    def model() -> Step:
        first = second = level = before = events = 0
        history = [0] * length

        def step(i: Values) -> Values:
            nonlocal first, second, level, before, events, history
            edge = level & ~before & 1 if rising else before & ~level & 1
            out = {"level": level, "events": events, "edge_seen": edge}
            events = (events + edge) % (1 << width)
            before = level
            if all(history):
                level = 1
            elif not any(history):
                level = 0
            history = [*history[1:], second]
            first, second = i["raw"], first
            return out

        return step

    level_now = 0

    def stimulus(cycle: int) -> Values:
        nonlocal level_now
        if rng.random() < 0.2:
            level_now ^= 1
        return {"raw": level_now}

    return clocked_design(m, model, stimulus, 120)
