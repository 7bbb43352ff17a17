"""Matrix keypad scanners."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Step, Values, clocked_design


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "keypad_scanner|keypad|matrix_keys|key_scan", "matrix keypad scanner")
    rows, dwell = rng.choice([3, 4]), rng.choice([1, 2, 3])
    m.purpose = f"scans {rows} rows of 4 keys, {dwell} cycle{'s' * (dwell > 1)} a row"
    m.clock()
    m.input("columns", 4, "active high, of the row being scanned")
    m.output("row", rows, "one-hot row drive", register=True)
    m.output("key", 4, "{row, column} of the last key", register=True)
    m.output("pressed", note="one cycle for each detection", register=True)
    m.signal("number", 2, "row being scanned")
    if dwell > 1:
        m.signal("timer", 2)
    m.signal("column", 2)
    chain = "if (columns[0]) column = 2'd0; else if (columns[1]) column = 2'd1; else if (columns[2]) column = 2'd2; else column = 2'd3;"
    m.combinational(chain, "lowest column first")
    advance = f"if (number == 2'd{rows - 1}) begin number <= 2'd0; row <= {m.number(1, rows, 'b')}; end else begin number <= number + 1'b1; row <= row << 1; end"
    work = f"if (|columns) begin pressed <= 1'b1; key <= {{number, column}}; end {advance}"
    if dwell > 1:
        work = f"if (timer == 2'd{dwell - 1}) begin timer <= 2'd0; {work} end else timer <= timer + 1'b1;"
    m.flip_flops(
        f"pressed <= 1'b0; {work}",
        f"number <= 2'd0; row <= {m.number(1, rows, 'b')}; key <= 4'd0; pressed <= 1'b0;"
        + (" timer <= 2'd0;" if dwell > 1 else ""),
        "sample at the end of each row",
    )

    def model() -> Step:
        number = timer = key = pressed = 0

        def step(i: Values) -> Values:
            nonlocal number, timer, key, pressed
            out = {"row": 1 << number, "key": key, "pressed": pressed}
            pressed = 0
            timer += 1
            if timer == dwell:
                timer = 0
                if i["columns"]:
                    pressed, key = 1, number << 2 | ((i["columns"] & -i["columns"]).bit_length() - 1)
                number = (number + 1) % rows
            return out

        return step

    return clocked_design(m, model, lambda c: {"columns": rng.choice([0, 0, 1, 2, 4, 8, rng.randrange(16)])}, 80)
