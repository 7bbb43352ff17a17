"""SPI masters, mode 0, most significant bit first."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "spi_master|spi_controller|spi_ctrl|spi_shift", "SPI master, mode 0")
    width, lsb = rng.choice([4, 8, 8]), rng.random() < 0.25
    m.purpose = f"SPI master, mode 0, {'least' if lsb else 'most'} significant bit first"
    bits = width.bit_length()
    m.clock()
    m.input("start", note="begins a transfer when idle")
    m.input("tx_data", width, "word to send")
    m.input("miso")
    m.output("sclk", register=True)
    m.output("mosi")
    m.output("cs_n", note="chip select, active low", register=True)
    m.output("rx_data", width, "word received", register=True)
    m.output("done", note="one cycle at the end", register=True)
    m.signal("shift", width)
    m.signal("count", bits, "bits left")
    out_bit, move = (
        ("shift[0]", f"{{sample, shift[{width - 1}:1]}}")
        if lsb
        else (f"shift[{width - 1}]", f"{{shift[{width - 2}:0], sample}}")
    )
    m.signal("sample", note="miso at the rising edge")
    m.assign("mosi", out_bit, "the slave reads at the rising edge")
    m.flip_flops(
        f"done <= 1'b0; if (cs_n) begin if (start) begin cs_n <= 1'b0; shift <= tx_data; count <= {m.number(width, bits, 'd')}; end end "
        f"else if (!sclk) begin if (count == 0) begin cs_n <= 1'b1; rx_data <= shift; done <= 1'b1; end else begin sclk <= 1'b1; sample <= miso; end end "
        f"else begin sclk <= 1'b0; shift <= {move}; count <= count - 1'b1; end",
        f"cs_n <= 1'b1; sclk <= 1'b0; done <= 1'b0; sample <= 1'b0; count <= {m.number(0, bits, 'd')}; shift <= {m.number(0, width)}; rx_data <= {m.number(0, width)};",
        "sample at the rising edge, shift at the falling one",
    )

    def model() -> Step:
        active = clock = done = received = left = sample = 0
        word = 0

        def step(i: Values) -> Values:
            nonlocal active, clock, done, received, left, word, sample
            out = {
                "sclk": clock,
                "mosi": word & 1 if lsb else word >> (width - 1),
                "cs_n": 1 - active,
                "rx_data": received,
                "done": done,
            }
            done = 0
            if not active:
                if i["start"]:
                    active, word, left = 1, i["tx_data"], width
            elif clock:
                clock, left = 0, left - 1
                word = word >> 1 | sample << (width - 1) if lsb else (word << 1 | sample) & ((1 << width) - 1)
            elif left:
                clock, sample = 1, i["miso"]
            else:
                active, received, done = 0, word, 1
            return out

        return step

    def stimulus(cycle: int) -> Values:
        return {"start": int(rng.random() < 0.3), "tx_data": rng.getrandbits(width), "miso": rng.randrange(2)}

    return clocked_design(m, model, stimulus, 16 * width)
