"""UART receivers that sample in the middle of each bit."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._state_machine import declare_states
from training.generators.verilog._testbench import check_of, written_design


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "uart_rx|uart_receiver|serial_rx|uart_recv", "UART receiver")
    divisor = rng.choice([4, 6, 8])
    bits = divisor.bit_length()
    m.parameter("CLKS_PER_BIT", divisor)
    framing = rng.random() < 0.6
    m.clock()
    m.input("rx", note="serial line, idles high")
    m.output("data", 8, "received byte", register=True)
    m.output("valid", note="one cycle for each byte", register=True)
    if framing:
        m.output("frame_error", note="the stop bit was low", register=True)
    m.signal("timer", bits)
    m.signal("index", 3)
    m.signal("shift", 8)
    declare_states(m, ["IDLE", "START", "DATA", "STOP"])
    zero = m.number(0, bits)
    half = "CLKS_PER_BIT/2 - 1" if m.style.parametrized else str(divisor // 2 - 1)
    end = "frame_error <= ~rx; valid <= rx;" if framing else "valid <= rx;"
    arms = (
        f"IDLE: begin timer <= {zero}; index <= 3'd0; if (!rx) state <= START; end "
        f"START: if (timer == {half}) begin timer <= {zero}; state <= rx ? IDLE : DATA; end else timer <= timer + 1'b1; "
        f"DATA: if (timer == CLKS_PER_BIT - 1) begin timer <= {zero}; shift <= {{rx, shift[7:1]}}; if (index == 3'd7) state <= STOP; else index <= index + 1'b1; end else timer <= timer + 1'b1; "
        f"STOP: if (timer == CLKS_PER_BIT - 1) begin data <= shift; {end} state <= IDLE; end else timer <= timer + 1'b1; "
        "default: state <= IDLE;"
    )
    clear = "valid <= 1'b0;" + (" frame_error <= 1'b0;" if framing else "")
    m.flip_flops(
        f"{clear} case (state) {arms} endcase",
        f"state <= IDLE; {clear} timer <= {zero}; index <= 3'd0; shift <= 8'h00; data <= 8'h00;",
        "receive one frame",
    )

    checks = check_of(m, "data", "sent[slot]")
    sent = [rng.choice([0x55, 0xA5, 0x00, 0xFF, rng.randrange(256), rng.randrange(256)]) for _ in range(6)]
    fill = " ".join(f"sent[{at}] = 8'h{v:02x};" for at, v in enumerate(sent))
    body = (
        f"{fill} rx = 1'b1; repeat (5) @(negedge clk); for (slot = 0; slot < 6; slot = slot + 1) begin pulses = 0; send_byte(sent[slot]); repeat (3) @(negedge clk); "
        f'if (pulses !== 1) $fatal(1, "valid was raised %0d times for byte %0d", pulses, slot); {checks} end'
    )
    tasks = (
        f"task send_bit(input level); begin rx = level; repeat ({divisor}) @(negedge clk); end endtask "
        "task send_byte(input [7:0] value); integer k; begin send_bit(1'b0); for (k = 0; k < 8; k = k + 1) send_bit(value[k]); send_bit(1'b1); end endtask "
        "always @(posedge clk) if (valid) pulses = pulses + 1; "
    )
    return written_design(m, "reg [7:0] sent [0:5]; integer slot; integer pulses;", body, tasks=tasks)
