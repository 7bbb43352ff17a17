"""A wrapper for designs with more ports than a device has pins: shift registers carry the ports in and out.

Paths inside the design keep their timing, and those through its ports are measured from register to register.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from backends.verilog.json_netlist import Port

TOP = "hardsight_harness"
INSTANCE = "dut."
"""Prefix of every name inside the wrapped design."""


def harness(module: str, ports: Mapping[str, Port], clocks: Collection[str]) -> str:
    """Verilog of ``TOP`` around ``module``. ``clocks`` stay pins; the shift registers run on the first of them."""
    inputs = [(n, p.width) for n, p in ports.items() if p.direction == "input" and n not in clocks]
    outputs = [(n, p.width) for n, p in ports.items() if p.direction != "input"]
    width_in, width_out = sum(w for _, w in inputs) or 1, sum(w for _, w in outputs) or 1
    ordered = [n for n in ports if n in clocks]
    main = ordered[0] if ordered else "harness_clk"
    pins = ordered or [main]
    connections = [f".{n}({n})" for n in ordered]
    connections += [f".{n}(harness_in[{at} +: {w}])" for (n, w), at in _placed(inputs)]
    connections += [f".{n}(harness_out[{at} +: {w}])" for (n, w), at in _placed(outputs)]
    return "\n".join(
        [
            f"module {TOP}({', '.join(f'input {n}' for n in pins)}, input harness_si, input harness_load, output harness_so);",
            f"  reg [{width_in - 1}:0] harness_in;",
            f"  wire [{width_out - 1}:0] harness_out;",
            f"  reg [{width_out - 1}:0] harness_held;",
            "  assign harness_so = harness_held[0];",
            f"  always @(posedge {main}) begin",
            "    harness_in <= {harness_in, harness_si};",
            "    harness_held <= harness_load ? harness_out : harness_held >> 1;",
            "  end",
            f"  {module} dut({', '.join(connections)});",
            "endmodule",
            "",
        ]
    )


def _placed(ports: list[tuple[str, int]]) -> list[tuple[tuple[str, int], int]]:
    placed, at = [], 0
    for port in ports:
        placed.append((port, at))
        at += port[1]
    return placed
