"""Register banks behind a simple bus: control, status, sticky interrupts, byte scratch."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    apb = rng.random() < 0.6
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "apb_regs|apb_slave|apb_registers" if apb else "reg_block|csr_block|bus_regs",
        "register bank",
    )
    width = rng.choice([8, 16, 32])
    m.purpose = (
        f"{'APB' if apb else 'bus'} slave: 0 control, 1 status (read only), 2 interrupts (write 1 to clear), 3 scratch"
    )
    m.parameter("WIDTH", width)
    identity = rng.getrandbits(8)
    m.clock()
    if apb:
        for name in ("psel", "penable", "pwrite"):
            m.input(name)
        m.declare("psel", "penable", "pwrite", "paddr", "pwdata", "prdata", "pready")
        m.input("paddr", 4, "word address")
        m.input("pwdata", "WIDTH")
        m.output("prdata", "WIDTH", register=True)
        m.output("pready")
        for name in ("psel", "penable", "pwrite", "paddr", "pwdata", "prdata", "pready"):
            m.kinds[name] = "fixed"
        write, address, data, read = "psel && penable && pwrite", "paddr", "pwdata", "prdata"
        m.assign("pready", "1'b1", "no wait states")
    else:
        m.input("write_enable")
        m.input("address", 4)
        m.input("write_data", "WIDTH")
        m.output("read_data", "WIDTH", register=True)
        write, address, data, read = "write_enable", "address", "write_data", "read_data"
    m.input("events", 4, "each sets an interrupt bit")
    m.output("control", "WIDTH", register=True)
    m.output("irq", note="an enabled interrupt is set: bits 3..0 of control enable")
    m.signal("pending", 4)
    m.signal("scratch", "WIDTH")
    m.signal("bus_write", net=True)
    m.assign("bus_write", write)
    zero = m.zero("WIDTH")
    m.flip_flops(
        f"if (bus_write) begin case ({address}) 4'h0: control <= {data}; 4'h3: scratch <= {data}; default: ; endcase end",
        f"control <= {zero}; scratch <= {zero};",
        "writable registers",
    )
    m.flip_flops(
        f"if (bus_write && ({address} == 4'h2)) pending <= (pending & ~{data}[3:0]) | events; else pending <= pending | events;",
        "pending <= 4'b0000;",
        "an event wins over the clearing",
    )
    m.combinational(
        f"case ({address}) 4'h0: {read} = control; 4'h1: {read} = 8'h{identity:02x}; 4'h2: {read} = pending; 4'h3: {read} = scratch; default: {read} = {zero}; endcase",
        "read multiplexer",
    )
    m.assign("irq", rng.choice(["|(pending & control[3:0])", "(pending & control[3:0]) != 4'b0000"]))

    def model() -> Step:
        control = scratch = pending = 0

        def step(i: Values) -> Values:
            nonlocal control, scratch, pending
            at, value = i[address], i[data]
            shown = {0: control, 1: identity, 2: pending, 3: scratch}.get(at, 0)
            out = {read: shown, "control": control, "irq": int(pending & control & 15 > 0), "pready": 1}
            writes = i["psel"] and i["penable"] and i["pwrite"] if apb else i["write_enable"]
            cleared = value if writes and at == 2 else 0
            pending = (pending & ~cleared | i["events"]) & 15
            if writes and at == 0:
                control = value
            if writes and at == 3:
                scratch = value
            return out

        return step

    held: Values = {}

    def stimulus(cycle: int) -> Values:
        nonlocal held
        events = rng.choice([0, 0, 0, rng.randrange(16)])
        if apb and cycle % 2 and held.get("psel"):
            return {**held, "penable": 1, "events": events}
        held = {address: rng.choice([0, 1, 2, 3, rng.randrange(16)]), data: rng.getrandbits(width)}
        held = held | (
            {"psel": int(rng.random() < 0.85), "pwrite": int(rng.random() < 0.6)}
            if apb
            else {"write_enable": int(rng.random() < 0.5)}
        )
        return {**held, "events": events}

    return clocked_design(m, model, stimulus, 90)
