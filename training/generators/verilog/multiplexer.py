"""Multiplexers: case, nested conditionals, indexed selects, trees of instances."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design, combinational_design


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "mux|multiplexer|data_mux|mux_n", "multiplexer")
    inputs = rng.choice([2, 4, 4, 8])
    bits = inputs.bit_length() - 1
    width = rng.choice([1, 4, 8, 16])
    m.purpose = f"{inputs}-to-1 multiplexer"
    m.parameter("WIDTH", width)
    form = rng.choice(["case", "conditional", "tree", "indexed"])
    registered = rng.random() < 0.3 and form == "case"
    if registered:
        m.clock()
    m.input("select", bits, "which input")
    if form == "indexed":
        m.input("packed_in", width * inputs, "all inputs side by side")
    else:
        for at in range(inputs):
            m.input(f"data_in{at}", "WIDTH")
    m.output("data_out", "WIDTH", "chosen input", register=form == "case")
    if form == "case":
        assign = "<=" if registered else "="
        arms = " ".join(f"{m.number(at, bits)}: data_out {assign} data_in{at};" for at in range(inputs))
        last = rng.choice([f"data_out {assign} {m.zero('WIDTH')};", f"data_out {assign} data_in0;"])
        body = f"case (select) {arms} default: {last} endcase"
        if registered:
            m.flip_flops(body, f"data_out <= {m.zero('WIDTH')};", "registered choice")
        else:
            m.combinational(body, "choice")
    elif form == "conditional":
        text = f"data_in{inputs - 1}"
        for at in range(inputs - 2, -1, -1):
            text = f"(select == {m.number(at, bits)}) ? data_in{at} : {text}"
        m.assign("data_out", text, "chain of choices")
    elif form == "indexed":
        m.assign(
            "data_out",
            "packed_in[select*WIDTH +: WIDTH]" if m.style.parametrized else f"packed_in[select*{width} +: {width}]",
            "part of the packed inputs",
        )
    else:
        cell = Module(rng, m.family, "mux2|mux_2to1", "two-way multiplexer", m.style)
        cell.parameters["WIDTH"] = width
        cell.kinds["WIDTH"] = "parameter"
        cell.input("choice")
        cell.input("low_in", "WIDTH")
        cell.input("high_in", "WIDTH")
        cell.output("picked", "WIDTH")
        cell.assign(
            "picked",
            rng.choice(["choice ? high_in : low_in", "({WIDTH{choice}} & high_in) | ({WIDTH{~choice}} & low_in)"]),
        )
        m.submodules.append(cell)
        layer = [f"data_in{at}" for at in range(inputs)]
        for level in range(bits):
            following = []
            for pair in range(len(layer) // 2):
                name = "data_out" if len(layer) == 2 else f"node{level}_{pair}"
                if name != "data_out":
                    m.signal(name, "WIDTH", net=True)
                override = " #(.WIDTH(WIDTH))" if m.style.parametrized else ""
                m.text(
                    f"{cell.name}{override} u{level}_{pair} (.choice(select[{level}]), .low_in({layer[2 * pair]}), .high_in({layer[2 * pair + 1]}), .picked({name}));"
                )
                following.append(name)
            layer = following

    def function(i: Values) -> Values:
        if form == "indexed":
            return {"data_out": i["packed_in"] >> (width * i["select"])}
        return {"data_out": i[f"data_in{i['select']}"]}

    def vector(at: int) -> Values:
        if form == "indexed":
            return {"select": at % inputs, "packed_in": rng.getrandbits(width * inputs)}
        return {"select": at % inputs} | {f"data_in{k}": rng.getrandbits(width) for k in range(inputs)}

    if not registered:
        return combinational_design(m, function, [vector(at) for at in range(6 * inputs)])

    def model() -> Step:
        held = 0

        def step(i: Values) -> Values:
            nonlocal held
            out, held = {"data_out": held}, function(i)["data_out"]
            return out

        return step

    return clocked_design(m, model, vector, 50)
