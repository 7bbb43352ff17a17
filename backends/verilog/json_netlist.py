"""Reads what equivalence checking needs from a netlist that Yosys wrote as JSON: ports, clocks, and what depends on what.

Format: Yosys manual, command ``write_json``. A bit is a number, or one of the strings ``0``, ``1``, ``x``, ``z``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from backends.verilog.rtlil import Source, parse_sources

_CLOCKED = ("$dff", "$adff", "$sdff", "$aldff", "$dffsr")
_CLOCK_PIN = re.compile(r"(?:C|CLK|[RW]CLK|CLK[AB01]|WCK)\Z")
_MEMORY = ("$mem", "$mem_v2")

Bit = int | str


@dataclass(frozen=True, slots=True)
class Port:
    direction: str
    width: int
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Equivalence:
    """One ``$equiv`` cell: the matched signal's name (``None`` for one Yosys made up) and whether it is proven."""

    cell: str
    name: str | None
    proven: bool


class JsonNetlist:
    """One module of a JSON netlist."""

    def __init__(self, text: str, module: str) -> None:
        self._module: dict[str, Any] = json.loads(text)["modules"][module]
        self._cells: dict[str, dict[str, Any]] = self._module["cells"]

    @property
    def ports(self) -> dict[str, Port]:
        return {
            name: Port(port["direction"], len(port["bits"]), bool(port.get("signed", 0)))
            for name, port in self._module["ports"].items()
        }

    @property
    def outputs(self) -> dict[str, list[Bit]]:
        return {n: p["bits"] for n, p in self._module["ports"].items() if p["direction"] != "input"}

    @property
    def has_inout(self) -> bool:
        return any(port["direction"] == "inout" for port in self._module["ports"].values())

    @property
    def has_registers(self) -> bool:
        return any(
            c["type"].startswith((*_CLOCKED, "$ff", "$dlatch", "$adlatch", "$mem")) for c in self._cells.values()
        )

    @property
    def memory_bits(self) -> int:
        return sum(
            int(c["parameters"]["SIZE"], 2) * int(c["parameters"]["WIDTH"], 2)
            for c in self._cells.values()
            if c["type"] in _MEMORY
        )

    @property
    def unknown_cells(self) -> set[str]:
        """Types of cells that are neither Yosys' own nor modules of the design."""
        return {c["type"] for c in self._cells.values() if not c["type"].startswith("$")}

    @property
    def unsupported_cells(self) -> set[str]:
        """Types that the SAT model does not have or that need a real notion of time."""
        return {c["type"] for c in self._cells.values() if c["type"] in ("$tribuf", "$sr", "$dlatchsr", "$macc_v2")}

    def clocks(self) -> set[tuple[str, bool]]:
        """(input port or internal net, rising) of every clocked cell."""
        ports = {
            bit: name for name, p in self._module["ports"].items() if p["direction"] == "input" for bit in p["bits"]
        }
        found: set[tuple[str, bool]] = set()
        for cell in self._cells.values():
            if cell["type"].startswith(_CLOCKED):
                bit = cell["connections"]["CLK"][0]
                found.add((ports.get(bit, f"net {bit}"), int(cell["parameters"]["CLK_POLARITY"], 2) == 1))
            elif cell["type"] in _MEMORY:
                found |= _memory_clocks(cell, ports)
        return found

    def mapped_clock_ports(self) -> list[str]:
        """Input ports that clock flip-flops or memories of a technology (pins whose name says clock)."""
        ports = {
            bit: name for name, p in self._module["ports"].items() if p["direction"] == "input" for bit in p["bits"]
        }
        found: dict[str, None] = {}
        for cell in self._cells.values():
            for pin, bits in cell["connections"].items():
                if _CLOCK_PIN.match(pin) and bits and bits[0] in ports:
                    found[ports[bits[0]]] = None
        return list(found)

    def wire_sources(self, name: str) -> tuple[Source, ...]:
        """Where a wire is declared."""
        net = self._module["netnames"].get(name, {})
        return parse_sources(net.get("attributes", {}).get("src", ""))

    def cell_sources(self, name: str) -> tuple[Source, ...]:
        """Where a cell comes from; ``name`` may carry what the placer added to it."""
        while name:
            if name in self._cells:
                return parse_sources(self._cells[name].get("attributes", {}).get("src", ""))
            name = name.rpartition("_")[0]
        return ()

    def equivalences(self) -> list[Equivalence]:
        """All ``$equiv`` cells. One whose inputs are the same bit has been proven."""
        names = self._names_of_bits()
        found = []
        for name, cell in self._cells.items():
            if cell["type"] != "$equiv":
                continue
            gold, gate = cell["connections"]["A"][0], cell["connections"]["B"][0]
            matched = {n.removesuffix("_gold") for n in names.get(gold, ()) if n.endswith("_gold")}
            found.append(Equivalence(name, min(matched, default=None), gold == gate))
        return found

    def register_pairs(self) -> set[str]:
        """``$equiv`` cells whose inputs are one register bit of each version with the same initial value.

        A register behind the multiplexer of its asynchronous reset counts when both multiplexers are alike.
        """
        registers: set[Bit] = set()
        muxes: dict[Bit, tuple[Bit, Bit, Bit]] = {}
        for cell in self._cells.values():
            connections = cell["connections"]
            if cell["type"].startswith((*_CLOCKED, "$ff", "$dlatch", "$adlatch")):
                registers.update(connections["Q"])
            elif cell["type"] == "$mux":
                for a, b, y in zip(connections["A"], connections["B"], connections["Y"], strict=True):
                    muxes[y] = (a, b, connections["S"][0])
        initial: dict[Bit, str] = {}
        for net in self._module["netnames"].values():
            value = net.get("attributes", {}).get("init")
            if isinstance(value, str):
                initial.update(zip(net["bits"], reversed(value), strict=False))

        def alike(gold: Bit, gate: Bit) -> bool:
            return {gold, gate} <= registers and initial.get(gold, "x") == initial.get(gate, "x")

        def behind_reset(gold: Bit, gate: Bit) -> bool:
            if gold not in muxes or gate not in muxes:
                return False
            (a1, b1, s1), (a2, b2, s2) = muxes[gold], muxes[gate]
            return s1 == s2 and ((a1 == a2 and alike(b1, b2)) or (b1 == b2 and alike(a1, a2)))

        found = set()
        for name, cell in self._cells.items():
            if cell["type"] == "$equiv":
                gold, gate = cell["connections"]["A"][0], cell["connections"]["B"][0]
                if alike(gold, gate) or behind_reset(gold, gate):
                    found.add(name)
        return found

    def depending_on(self, cells: Iterable[str]) -> tuple[set[str], set[str]]:
        """Names of the ``$equiv`` cells and of the outputs that ``cells`` reach, through registers too."""
        readers: dict[Bit, list[str]] = {}
        driven: dict[str, list[Bit]] = {}
        for name, cell in self._cells.items():
            directions = cell.get("port_directions", {})
            for port, bits in cell["connections"].items():
                direction = directions.get(port, "inout")
                if direction != "output":
                    for bit in bits:
                        readers.setdefault(bit, []).append(name)
                if direction != "input":
                    driven.setdefault(name, []).extend(bits)
        reached, todo = set(cells), list(cells)
        bits_reached: set[Bit] = set()
        while todo:
            for bit in driven.get(todo.pop(), ()):
                if isinstance(bit, str) or bit in bits_reached:
                    continue
                bits_reached.add(bit)
                for reader in readers.get(bit, ()):
                    if reader not in reached:
                        reached.add(reader)
                        todo.append(reader)
        equivs = {name for name in reached if self._cells[name]["type"] == "$equiv"}
        outputs = {name for name, bits in self.outputs.items() if not bits_reached.isdisjoint(bits)}
        return equivs, outputs

    def readers_of(self, cells: Iterable[str]) -> set[str]:
        """Public names of memories and unknown cells that read the outputs of these ``$equiv`` cells directly."""
        bits = {bit for name in cells for bit in self._cells[name]["connections"]["Y"]}
        return {
            name.removesuffix("_gold")
            for name, cell in self._cells.items()
            if (cell["type"] in _MEMORY or not cell["type"].startswith("$"))
            and any(bit in bits for port in cell["connections"].values() for bit in port)
        }

    def _names_of_bits(self) -> dict[Bit, set[str]]:
        names: dict[Bit, set[str]] = {}
        for name, net in self._module["netnames"].items():
            for bit in net["bits"]:
                names.setdefault(bit, set()).add(name)
        return names


def _memory_clocks(cell: dict[str, Any], ports: dict[Bit, str]) -> set[tuple[str, bool]]:
    found = set()
    parameters, connections = cell["parameters"], cell["connections"]
    for side in ("RD", "WR"):
        enables = reversed(parameters.get(f"{side}_CLK_ENABLE", ""))
        polarities = reversed(parameters.get(f"{side}_CLK_POLARITY", ""))
        for bit, enabled, polarity in zip(connections.get(f"{side}_CLK", ()), enables, polarities, strict=False):
            if enabled == "1":
                found.add((ports.get(bit, f"net {bit}"), polarity == "1"))
    return found
