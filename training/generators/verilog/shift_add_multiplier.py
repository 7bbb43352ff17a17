"""Sequential multipliers: shift and add, one bit a cycle."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Values, operation_design


def generate(rng: Random) -> Design:
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "multiplier|shift_add_mult|seq_multiplier|serial_mul",
        "shift-and-add multiplier, one bit a cycle",
    )
    width = rng.choice([4, 6, 8])
    bits = width.bit_length()
    m.parameter("WIDTH", width)
    m.clock()
    m.input("start", note="begins when idle")
    m.input("multiplicand", "WIDTH")
    m.input("multiplier", "WIDTH")
    m.output("product", "2*WIDTH", register=True)
    m.output("done", note="one cycle", register=True)
    m.output("busy", register=True)
    m.signal("count", bits)
    wide = rng.random() < 0.5
    clear = m.number(0, bits)
    end = f"if (count == {m.number(width - 1, bits)}) begin busy <= 1'b0; done <= 1'b1; end"
    if wide:
        m.signal("addend", "2*WIDTH")
        m.signal("rest", "WIDTH")
        body = f"if (rest[0]) product <= product + addend; addend <= addend << 1; rest <= rest >> 1; count <= count + 1'b1; {end}"
        load = f"product <= 0; addend <= {{{{WIDTH{{1'b0}}}}, multiplicand}}; rest <= multiplier; count <= {clear};"
        reset = "addend <= 0; rest <= 0;"
    else:
        m.signal("held", "WIDTH")
        m.signal("partial", "WIDTH+1", net=True)
        m.assign(
            "partial",
            "product[2*WIDTH-1:WIDTH] + (product[0] ? held : {WIDTH{1'b0}})",
            "upper half plus the multiplicand",
        )
        body = f"product <= {{partial, product[WIDTH-1:1]}}; count <= count + 1'b1; {end}"
        load = f"product <= {{{{WIDTH{{1'b0}}}}, multiplier}}; held <= multiplicand; count <= {clear};"
        reset = "held <= 0;"
    m.flip_flops(
        f"done <= 1'b0; if (busy) begin {body} end else if (start) begin busy <= 1'b1; {load} end",
        f"busy <= 1'b0; done <= 1'b0; count <= {clear}; product <= 0; {reset}",
        "one partial product a cycle",
    )
    top = (1 << width) - 1

    def function(i: Values) -> Values:
        return {"product": i["multiplicand"] * i["multiplier"]}

    operations = [
        {
            "multiplicand": rng.choice([top, 0, 1, rng.randrange(top)]),
            "multiplier": rng.choice([top, 0, rng.randrange(top), rng.randrange(top)]),
        }
        for _ in range(14)
    ]
    return operation_design(m, function, operations, limit=4 * width)
