"""Small crossbar switches and packet routers."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design, combinational_design


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "crossbar|switch2x2|router|packet_switch", "crossbar switch")
    ports, width = rng.choice([2, 2, 3]), rng.choice([4, 8])
    m.purpose = f"crossbar of {ports} inputs and {ports} outputs; the lower input wins a conflict"
    bits = max(1, (ports - 1).bit_length())
    m.parameter("WIDTH", width)
    registered = rng.random() < 0.6
    if registered:
        m.clock()
    for at in range(ports):
        m.input(f"valid{at}")
        m.input(f"target{at}", bits, "number of the output")
        m.input(f"data{at}", "WIDTH")
    for at in range(ports):
        m.output(f"out_valid{at}", register=True)
        m.output(f"out_data{at}", "WIDTH", register=True)
    m.output("conflict", note="two inputs want the same output")
    pairs = [(a, b) for a in range(ports) for b in range(a + 1, ports)]
    m.assign("conflict", " || ".join(f"(valid{a} && valid{b} && (target{a} == target{b}))" for a, b in pairs))
    assign = "<=" if registered else "="
    zero = m.zero("WIDTH")
    body = ""
    for out in range(ports):
        chain = " else ".join(
            f"if (valid{at} && (target{at} == {m.number(out, bits, 'd')})) begin out_valid{out} {assign} 1'b1; out_data{out} {assign} data{at}; end"
            for at in range(ports)
        )
        hold = f"out_data{out} {assign} {zero};"
        body += f"{chain} else begin out_valid{out} {assign} 1'b0; {hold} end "
    if registered:
        m.flip_flops(
            body,
            " ".join(f"out_valid{k} <= 1'b0; out_data{k} <= {zero};" for k in range(ports)),
            "one multiplexer for each output",
        )
    else:
        m.combinational(body, "one multiplexer for each output")

    def function(i: Values) -> dict[str, int]:
        out = {}
        for k in range(ports):
            winner = next((at for at in range(ports) if i[f"valid{at}"] and i[f"target{at}"] == k), None)
            out[f"out_valid{k}"] = int(winner is not None)
            out[f"out_data{k}"] = 0 if winner is None else i[f"data{winner}"]
        out["conflict"] = int(
            any(i[f"valid{a}"] and i[f"valid{b}"] and i[f"target{a}"] == i[f"target{b}"] for a, b in pairs)
        )
        return out

    def vector(at: int) -> Values:
        made: dict[str, int] = {}
        for k in range(ports):
            made |= {
                f"valid{k}": int(rng.random() < 0.75),
                f"target{k}": rng.randrange(ports),
                f"data{k}": rng.getrandbits(width),
            }
        return made

    if not registered:
        return combinational_design(m, function, [vector(at) for at in range(50)])

    def model() -> Step:
        held = {f"out_valid{k}": 0 for k in range(ports)} | {f"out_data{k}": 0 for k in range(ports)}

        def step(i: Values) -> Values:
            nonlocal held
            now = function(i)
            out, held = {**held, "conflict": now["conflict"]}, now
            return out

        return step

    return clocked_design(m, model, vector, 50)
