"""Parsers of a byte stream: start byte, length, payload, checksum."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._state_machine import declare_states
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "packet_parser|frame_parser|packet_rx|frame_decoder", "packet parser")
    start, add = rng.choice([0x7E, 0xAA, 0x55, 0xD5]), rng.random() < 0.6
    m.purpose = f"packets: 0x{start:02x}, length, payload, checksum ({'sum' if add else 'exclusive or'} of the payload)"
    m.clock()
    m.input("in_valid")
    m.input("in_data", 8)
    m.output("payload_valid", note="a byte of the payload", register=True)
    m.output("payload", 8, register=True)
    m.output("done", note="one cycle: a packet with a right checksum", register=True)
    m.output("error", note="one cycle: the checksum is wrong", register=True)
    m.constant("START_BYTE", f"8'h{start:02x}")
    m.signal("left", 4, "bytes of the payload to come")
    m.signal("check", 8)
    declare_states(m, ["HUNT", "LENGTH", "PAYLOAD", "CHECKSUM"])
    mix = "check + in_data" if add else "check ^ in_data"
    arms = (
        "HUNT: if (in_data == START_BYTE) state <= LENGTH; "
        "LENGTH: begin left <= in_data[3:0]; check <= 8'h00; state <= (in_data[3:0] == 4'd0) ? CHECKSUM : PAYLOAD; end "
        f"PAYLOAD: begin payload_valid <= 1'b1; payload <= in_data; check <= {mix}; left <= left - 1'b1; if (left == 4'd1) state <= CHECKSUM; end "
        "CHECKSUM: begin if (in_data == check) done <= 1'b1; else error <= 1'b1; state <= HUNT; end default: state <= HUNT;"
    )
    pulses = "payload_valid <= 1'b0; done <= 1'b0; error <= 1'b0;"
    m.flip_flops(
        f"{pulses} if (in_valid) begin case (state) {arms} endcase end",
        f"state <= HUNT; {pulses} payload <= 8'h00; left <= 4'd0; check <= 8'h00;",
        "one byte at a time",
    )

    def model() -> Step:
        at, left, check = "hunt", 0, 0
        shown = {"payload_valid": 0, "payload": 0, "done": 0, "error": 0}

        def step(i: Values) -> Values:
            nonlocal at, left, check, shown
            out = shown
            shown = {**shown, "payload_valid": 0, "done": 0, "error": 0}
            byte = i["in_data"]
            if not i["in_valid"]:
                return out
            if at == "hunt":
                at = "length" if byte == start else at
            elif at == "length":
                left, check = byte & 15, 0
                at = "payload" if left else "check"
            elif at == "payload":
                shown |= {"payload_valid": 1, "payload": byte}
                check = (check + byte) & 255 if add else check ^ byte
                left -= 1
                at = "payload" if left else "check"
            else:
                shown |= {"done": int(byte == check), "error": int(byte != check)}
                at = "hunt"
            return out

        return step

    stream: list[int] = []
    while len(stream) < 120:
        body = [rng.randrange(256) for _ in range(rng.choice([0, 1, 2, 3, 5]))]
        total = 0
        for byte in body:
            total = (total + byte) & 255 if add else total ^ byte
        wrong = rng.choice([0, 0, 1])
        stream += [*(rng.randrange(256) for _ in range(rng.randrange(2))), start, len(body), *body, total ^ wrong]
    place = 0

    def stimulus(cycle: int) -> Values:
        nonlocal place
        if rng.random() < 0.2:
            return {"in_valid": 0, "in_data": rng.choice([start, rng.randrange(256)])}
        place += 1
        return {"in_valid": 1, "in_data": stream[place - 1]}

    return clocked_design(m, model, stimulus, 110)
