"""Decimal adders: one or more digits, correction by six."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Values, combinational_design


def generate(rng: Random) -> Design:
    m = Module(rng, __name__.rpartition(".")[2], "bcd_adder|decimal_adder|bcd_add", "BCD adder")
    digits = rng.choice([1, 2, 2])
    m.purpose = f"adds two numbers of {digits} decimal digit{'s' * (digits > 1)}"
    m.input("augend", 4 * digits)
    m.input("addend", 4 * digits)
    m.input("carry_in")
    m.output("sum", 4 * digits)
    m.output("carry_out")
    cell = Module(rng, m.family, "bcd_digit|digit_adder|decimal_cell", "adder of one decimal digit", m.style)
    target = cell if digits > 1 else m
    if digits > 1:
        cell.input("augend", 4)
        cell.input("addend", 4)
        cell.input("carry_in")
        cell.output("sum", 4)
        cell.output("carry_out")
        m.submodules.append(cell)
    target.signal("binary", 5, net=True)
    target.assign("binary", "augend + addend + carry_in", "binary sum")
    if rng.random() < 0.5:
        target.assign("carry_out", "(binary > 5'd9)")
        target.assign("sum", "carry_out ? binary[3:0] + 4'd6 : binary[3:0]", "correction by six")
    else:
        target.assign("carry_out", "binary[4] | (binary[3] & (binary[2] | binary[1]))")
        target.signal("fixed", 5, net=True)
        target.assign("fixed", "binary + (carry_out ? 5'd6 : 5'd0)", "correction by six")
        target.assign("sum", "fixed[3:0]")
    if digits > 1:
        m.signal("carry", net=True)
        m.text(
            f"{cell.name} u_low (.augend(augend[3:0]), .addend(addend[3:0]), .carry_in(carry_in), .sum(sum[3:0]), .carry_out(carry));"
        )
        m.text(
            f"{cell.name} u_high (.augend(augend[7:4]), .addend(addend[7:4]), .carry_in(carry), .sum(sum[7:4]), .carry_out(carry_out));"
        )

    def packed(value: int) -> int:
        return sum(value // 10**k % 10 << 4 * k for k in range(digits))

    def unpacked(value: int) -> int:
        return sum((value >> 4 * k & 15) * 10**k for k in range(digits))

    def function(i: Values) -> Values:
        total = unpacked(i["augend"]) + unpacked(i["addend"]) + i["carry_in"]
        return {"sum": packed(total), "carry_out": int(total >= 10**digits)}

    top = 10**digits
    return combinational_design(
        m,
        function,
        [
            {"augend": packed(rng.randrange(top)), "addend": packed(rng.randrange(top)), "carry_in": rng.randrange(2)}
            for _ in range(60)
        ],
    )
