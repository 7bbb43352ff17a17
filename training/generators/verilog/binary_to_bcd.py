"""Binary to BCD by shift and add three, combinational."""

from __future__ import annotations

from random import Random

from training.designs import Design
from training.generators.verilog._module import Module
from training.generators.verilog._testbench import Values, combinational_design


def generate(rng: Random) -> Design:
    m = Module(
        rng,
        __name__.rpartition(".")[2],
        "bin2bcd|binary_to_bcd|double_dabble|bcd_converter",
        "binary to BCD, shift and add three",
    )
    width, digits = rng.choice([(4, 2), (6, 2), (7, 3), (8, 3), (10, 4)])
    m.input("binary", width)
    split = rng.random() < 0.5
    names = ["ones", "tens", "hundreds", "thousands"][:digits]
    if split:
        for name in names:
            m.output(name, 4, register=True)
    else:
        m.output("bcd", 4 * digits, "four bits a digit", register=True)
    m.loop_variable("i")
    total = 4 * digits + width
    m.signal("scratch", total)
    fix = " ".join(
        f"if (scratch[{width + 4 * k + 3}:{width + 4 * k}] >= 4'd5) scratch[{width + 4 * k + 3}:{width + 4 * k}] = scratch[{width + 4 * k + 3}:{width + 4 * k}] + 4'd3;"
        for k in range(digits)
    )
    if split:
        last = " ".join(f"{name} = scratch[{width + 4 * k + 3}:{width + 4 * k}];" for k, name in enumerate(names))
    else:
        last = f"bcd = scratch[{total - 1}:{width}];"
    m.combinational(
        f"scratch = {m.number(0, total)}; scratch[{width - 1}:0] = binary; for (i = 0; i < {width}; i = i + 1) begin {fix} scratch = scratch << 1; end {last}",
        "add three to each digit above four, then shift",
    )

    def function(i: Values) -> Values:
        figures = [i["binary"] // 10**k % 10 for k in range(digits)]
        return (
            dict(zip(names, figures, strict=True)) if split else {"bcd": sum(f << 4 * k for k, f in enumerate(figures))}
        )

    values = (
        range(1 << width)
        if width <= 6
        else [0, (1 << width) - 1, 9, 10, 99, 100, *(rng.getrandbits(width) for _ in range(40))]
    )
    return combinational_design(m, function, [{"binary": v} for v in values])
