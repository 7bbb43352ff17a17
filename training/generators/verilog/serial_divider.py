"""Restoring dividers, one bit a cycle."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Values, operation_design


def generate(rng: Random) -> Design:
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "divider|serial_div|restoring_divider|div_unit",
        "restoring divider, one quotient bit a cycle",
    )
    width = rng.choice([4, 6, 8])
    m.parameter("WIDTH", width)
    m.clock()
    m.input("start", note="starts a division when idle")
    m.input("dividend", "WIDTH")
    m.input("divisor", "WIDTH")
    m.output("quotient", "WIDTH", register=True)
    m.output("remainder", "WIDTH", register=True)
    m.output("done", note="one cycle when the result is ready", register=True)
    m.signal("busy")
    m.signal("count", width.bit_length())
    m.signal("divisor_reg", "WIDTH")
    m.signal("shifted", "WIDTH+1", net=True)
    m.signal("difference", "WIDTH+1", net=True)
    m.assign("shifted", "{remainder, quotient[WIDTH-1]}", "bring the next bit down")
    m.assign("difference", "shifted - {1'b0, divisor_reg}")
    if rng.random() < 0.5:
        store = "if (difference[WIDTH]) begin remainder <= shifted[WIDTH-1:0]; quotient <= {quotient[WIDTH-2:0], 1'b0}; end else begin remainder <= difference[WIDTH-1:0]; quotient <= {quotient[WIDTH-2:0], 1'b1}; end"
    else:
        store = "remainder <= difference[WIDTH] ? shifted[WIDTH-1:0] : difference[WIDTH-1:0]; quotient <= {quotient[WIDTH-2:0], ~difference[WIDTH]};"
    bits = width.bit_length()
    m.flip_flops(
        f"done <= 1'b0; if (busy) begin {store} count <= count - 1'b1; if (count == {m.number(1, bits)}) begin busy <= 1'b0; done <= 1'b1; end end "
        f"else if (start) begin busy <= 1'b1; remainder <= {m.zero('WIDTH')}; quotient <= dividend; divisor_reg <= divisor; count <= {m.number(width, bits)}; end",
        f"busy <= 1'b0; done <= 1'b0; count <= {m.number(0, bits)}; quotient <= {m.zero('WIDTH')}; remainder <= {m.zero('WIDTH')}; divisor_reg <= {m.zero('WIDTH')};",
        "subtract and restore",
    )
    top = (1 << width) - 1

    def function(i: Values) -> Values:
        return {"quotient": i["dividend"] // i["divisor"], "remainder": i["dividend"] % i["divisor"]}

    operations = [
        {"dividend": rng.randrange(top + 1), "divisor": rng.choice([1, 2, 3, top, rng.randrange(1, top + 1)])}
        for _ in range(16)
    ]
    return operation_design(m, function, operations, limit=4 * width)
