"""Delay lines: chains of register instances made by a generate loop, shift memories, tapped delays."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "delay_line|pipeline_delay|shift_delay|latency_match", "delay line")
    width, depth = rng.choice([1, 4, 8]), rng.choice([2, 3, 4, 5])
    form = rng.choice(["instances", "memory", "packed"])
    enable = form != "packed" and rng.random() < 0.5
    m.purpose = f"delays its input by {depth} cycles"
    if form == "instances":
        m.style = replace(m.style, parametrized=True)
    m.parameter("WIDTH", width)
    m.parameter("DEPTH", depth)
    m.clock()
    if enable:
        m.input("enable")
    m.input("data_in", "WIDTH")
    m.output("data_out", "WIDTH")
    if form == "instances":
        cell = Module(rng, m.family, "delay_cell|reg_stage|dff_stage", "one register", m.style)
        cell.parameter("WIDTH", width)
        cell.clock()
        if enable:
            cell.input("enable")
        cell.input("given", "WIDTH")
        cell.output("taken", "WIDTH", register=True)
        cell.flip_flops(
            "if (enable) taken <= given;" if enable else "taken <= given;", f"taken <= {cell.zero('WIDTH')};"
        )
        m.submodules.append(cell)
        m.signal("chain", "WIDTH*(DEPTH+1)", net=True)
        m.assign("chain[WIDTH-1:0]", "data_in")
        m.declare("i", "stages")
        m.text("genvar i;", declaration=True)
        extra = ".enable(enable), " if enable else ""
        m.text(
            f"generate for (i = 0; i < DEPTH; i = i + 1) begin : stages {cell.name} #(.WIDTH(WIDTH)) u_cell (.clk(clk), .rst(rst), {extra}"
            ".given(chain[i*WIDTH +: WIDTH]), .taken(chain[(i+1)*WIDTH +: WIDTH])); end endgenerate",
            "one register for each cycle",
        )
        m.assign("data_out", "chain[DEPTH*WIDTH +: WIDTH]")
    elif form == "memory":
        m.signal("stages", "WIDTH", depth="DEPTH")
        m.loop_variable("i")
        body = "stages[0] <= data_in; for (i = 1; i < DEPTH; i = i + 1) stages[i] <= stages[i-1];"
        m.flip_flops(
            f"if (enable) begin {body} end" if enable else body,
            f"for (i = 0; i < DEPTH; i = i + 1) stages[i] <= {m.zero('WIDTH')};",
            "shift",
        )
        m.assign("data_out", "stages[DEPTH-1]")
    else:
        total = width * depth
        m.signal("line", total)
        m.flip_flops(
            f"line <= {{line[{total - width - 1}:0], data_in}};",
            f"line <= {m.number(0, total, 'h')};",
            "newest value at the bottom",
        )
        m.assign("data_out", f"line[{total - 1}:{total - width}]")

    def model() -> Step:
        held = [0] * depth

        def step(i: Values) -> Values:
            nonlocal held
            out = {"data_out": held[-1]}
            if i.get("enable", 1):
                held = [i["data_in"], *held[:-1]]
            return out

        return step

    def stimulus(cycle: int) -> Values:
        return {"data_in": rng.getrandbits(width)} | ({"enable": int(rng.random() < 0.8)} if enable else {})

    return clocked_design(m, model, stimulus, 50)
