"""UART transmitters with optional parity and two stop bits."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._state_machine import declare_states
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "uart_tx|uart_transmitter|serial_tx|uart_send", "UART transmitter")
    divisor, parity, stops = (
        rng.choice([2, 3, 4, 6]),
        rng.choice(["none", "none", "even", "odd"]),
        rng.choice([1, 1, 2]),
    )
    width = rng.choice([8, 8, 7])
    m.purpose = f"UART transmitter, {width} data bits, {parity} parity, {stops} stop bit{'s' * (stops - 1)}"
    m.parameter("CLKS_PER_BIT", divisor)
    m.clock()
    m.input("send", note="starts a frame when idle")
    m.input("data", width, "byte to send, bit 0 first")
    m.output("tx", note="serial line, idles high", register=True)
    m.output("busy", note="a frame is under way")
    bits = max(1, (divisor - 1).bit_length())
    m.signal("timer", bits, "cycles in this bit")
    m.signal("shift", width)
    m.signal("index", 3, "number of the data bit")
    m.signal("bit_done", net=True)
    m.assign("bit_done", "(timer == CLKS_PER_BIT - 1)")
    states = [
        "IDLE",
        "START",
        "DATA",
        *(["PARITY"] if parity != "none" else []),
        "STOP",
        *(["STOP2"] if stops == 2 else []),
    ]
    declare_states(m, states)
    m.assign("busy", "(state != IDLE)")
    zero = m.number(0, bits)
    after = "PARITY" if parity != "none" else "STOP"
    start_parity = ""
    if parity != "none":
        m.signal("parity_bit")
        start_parity = f"parity_bit <= {'~' if parity == 'odd' else ''}(^data);"
    last = "STOP2" if stops == 2 else "IDLE"
    arms = (
        f"IDLE: begin tx <= 1'b1; timer <= {zero}; index <= 3'd0; if (send) begin shift <= data; {start_parity} tx <= 1'b0; state <= START; end end "
        "START: if (bit_done) begin tx <= shift[0]; state <= DATA; end "
        f"DATA: if (bit_done) begin if (index == 3'd{width - 1}) begin tx <= {'parity_bit' if parity != 'none' else chr(49) + chr(39) + 'b1'}; state <= {after}; end "
        "else begin index <= index + 1'b1; shift <= shift >> 1; tx <= shift[1]; end end "
    )
    if parity != "none":
        arms += "PARITY: if (bit_done) begin tx <= 1'b1; state <= STOP; end "
    arms += f"STOP: if (bit_done) state <= {last}; "
    if stops == 2:
        arms += "STOP2: if (bit_done) state <= IDLE; "
    arms += "default: state <= IDLE;"
    m.flip_flops(
        f"if (bit_done) timer <= {zero}; else timer <= timer + 1'b1; case (state) {arms} endcase",
        f"state <= IDLE; tx <= 1'b1; timer <= {zero}; index <= 3'd0; shift <= {m.number(0, width)};"
        + (" parity_bit <= 1'b0;" if start_parity else ""),
        "one state for each part of the frame",
    )

    def model() -> Step:
        line: list[int] = []

        def step(i: Values) -> Values:
            nonlocal line
            out = {"tx": line[0] if line else 1, "busy": int(bool(line))}
            if line:
                line = line[1:]
            elif i["send"]:
                frame = [0, *(i["data"] >> k & 1 for k in range(width))]
                if parity != "none":
                    frame.append(sum(frame) & 1 ^ int(parity == "odd"))
                line = [b for b in [*frame, *[1] * stops] for _ in range(divisor)]
            return out

        return step

    return clocked_design(
        m, model, lambda c: {"send": int(rng.random() < 0.15 or c == 2), "data": rng.getrandbits(width)}, 60 * divisor
    )
