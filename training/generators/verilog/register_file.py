"""Register files with two read ports, forwarding and a zero register as options."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "register_file|regfile|reg_bank|gpr_file",
        "register file, two read ports and one write port",
    )
    bits, width = rng.choice([2, 3, 3, 4]), rng.choice([8, 16, 32])
    depth = 1 << bits
    zero, forward = rng.random() < 0.4, rng.random() < 0.35
    m.parameter("WIDTH", width)
    m.parameter("ADDRESS", bits)
    m.parameter("DEPTH", depth)
    m.clock()
    m.input("write_enable")
    m.input("write_address", "ADDRESS")
    m.input("write_data", "WIDTH")
    for port in "ab":
        m.input(f"read_address_{port}", "ADDRESS")
        m.output(f"read_data_{port}", "WIDTH")
    m.signal("memory", "WIDTH", depth="DEPTH")
    m.loop_variable("i")
    guard = "write_enable && (write_address != 0)" if zero else "write_enable"
    m.flip_flops(
        f"if ({guard}) memory[write_address] <= write_data;",
        f"for (i = 0; i < DEPTH; i = i + 1) memory[i] <= {m.zero('WIDTH')};",
        "write port" + (", register 0 stays 0" if zero else ""),
    )
    for port in "ab":
        text = f"memory[read_address_{port}]"
        if forward:
            text = f"({guard} && (write_address == read_address_{port})) ? write_data : {text}"
        m.assign(
            f"read_data_{port}", text, ("read ports" + (" with forwarding" if forward else "")) if port == "a" else ""
        )

    def model() -> Step:
        cells = [0] * depth

        def step(i: Values) -> Values:
            writes = i["write_enable"] and not (zero and i["write_address"] == 0)
            out = {}
            for port in "ab":
                at = i[f"read_address_{port}"]
                out[f"read_data_{port}"] = (
                    i["write_data"] if forward and writes and at == i["write_address"] else cells[at]
                )
            if writes:
                cells[i["write_address"]] = i["write_data"]
            return out

        return step

    def stimulus(cycle: int) -> Values:
        at = cycle % depth if cycle < depth else rng.randrange(depth)
        return {
            "write_enable": int(cycle < depth or rng.random() < 0.6),
            "write_address": at,
            "write_data": rng.getrandbits(width),
            "read_address_a": rng.choice([at, rng.randrange(depth)]),
            "read_address_b": rng.randrange(depth),
        }

    return clocked_design(m, model, stimulus, 70)
