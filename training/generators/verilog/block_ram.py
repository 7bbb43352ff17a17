"""Single-port and simple dual-port memories with registered reads and byte enables."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Expected, Step, Values, clocked_design


def generate(rng: Random) -> Design:
    dual = rng.random() < 0.5
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "dual_port_ram|dpram|sdp_ram" if dual else "single_port_ram|spram|ram_sp|data_ram",
        "simple dual-port RAM" if dual else "single-port RAM",
    )
    bits, lanes = rng.choice([3, 4]), rng.choice([1, 1, 2])
    width = 8 * lanes
    depth = 1 << bits
    first = not dual and rng.random() < 0.4
    m.purpose += ", write first" if first else ", read first"
    m.parameter("WIDTH", width)
    m.parameter("ADDRESS", bits)
    m.clock(reset=False)
    m.input("write_enable", lanes, "one bit a byte" if lanes > 1 else "")
    if dual:
        m.input("write_address", "ADDRESS")
        m.input("read_address", "ADDRESS")
        m.input("read_enable")
    else:
        m.input("address", "ADDRESS")
    m.input("write_data", "WIDTH")
    m.output("read_data", "WIDTH", register=True)
    m.signal("memory", "WIDTH", depth=f"{depth}" if not m.style.parametrized else "(1<<ADDRESS)")
    to, of = ("write_address", "read_address") if dual else ("address", "address")
    if lanes == 1:
        writes = f"if (write_enable) memory[{to}] <= write_data;"
    else:
        writes = " ".join(
            f"if (write_enable[{k}]) memory[{to}][{8 * k + 7}:{8 * k}] <= write_data[{8 * k + 7}:{8 * k}];"
            for k in range(lanes)
        )
    if first and lanes == 1:
        body = f"if (write_enable) begin memory[{to}] <= write_data; read_data <= write_data; end else read_data <= memory[{of}];"
    else:
        first = False
        m.purpose = m.purpose.replace("write first", "read first")
        body = f"{writes} {'if (read_enable) ' if dual else ''}read_data <= memory[{of}];"
    if dual and rng.random() < 0.5:
        m.flip_flops(writes, note="write port")
        m.flip_flops(f"if (read_enable) read_data <= memory[{of}];", note="read port")
    else:
        m.flip_flops(body, note="write and read")

    def model() -> Step:
        cells: list[int | None] = [None] * depth
        held: int | None = None

        def step(i: Values) -> Expected:
            nonlocal held
            out = {"read_data": held}
            wrote, read = (i["write_address"], i["read_address"]) if dual else (i["address"], i["address"])
            if i.get("read_enable", 1):
                held = i["write_data"] if first and i["write_enable"] else cells[read]
            old = cells[wrote]
            if i["write_enable"]:
                mask = sum(255 << 8 * k for k in range(lanes) if i["write_enable"] >> k & 1)
                if old is not None or mask == (1 << width) - 1:
                    cells[wrote] = ((old or 0) & ~mask) | (i["write_data"] & mask)
            return out

        return step

    def stimulus(cycle: int) -> Values:
        filling = cycle < depth
        at = cycle % depth if filling else rng.randrange(depth)
        every = (1 << lanes) - 1
        values = {
            "write_enable": every if filling else rng.choice([0, 0, every, rng.randrange(1 << lanes)]),
            "write_data": rng.getrandbits(width),
        }
        if dual:
            return values | {
                "write_address": at,
                "read_address": rng.choice([at, rng.randrange(depth)]),
                "read_enable": int(rng.random() < 0.85),
            }
        return values | {"address": at}

    return clocked_design(m, model, stimulus, 90)
