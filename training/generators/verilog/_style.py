"""The hand of one author: names, layout, resets and habits, drawn once for each design."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Literal

from backends.verilog.source_scan import NOT_UNITS
from backends.verilog.systemverilog_keywords import SYSTEMVERILOG_ONLY
from training.generators.verilog._layout import Layout

KEYWORDS = (
    NOT_UNITS
    | SYSTEMVERILOG_ONLY
    | {"ref", "cell", "design", "instance", "library", "use", "include", "scalared", "priority"}
)
_IDENTIFIER = re.compile(
    r"//[^\n]*|/\*.*?\*/|%0?\d*[a-zA-Z]\b|[$`]?[A-Za-z_][\w$]*|\d*'[sS]?[bodhBODH][\w?]+", re.DOTALL
)
_ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "data": ("data", "dat", "d", "value", "word"),
    "count": ("count", "cnt", "counter"),
    "enable": ("enable", "en", "ena", "ce"),
    "valid": ("valid", "vld", "val"),
    "ready": ("ready", "rdy"),
    "pointer": ("ptr", "pointer"),
    "address": ("addr", "address", "adr", "a"),
    "request": ("req", "request"),
    "grant": ("grant", "gnt"),
    "write": ("wr", "write", "w"),
    "read": ("rd", "read", "r"),
    "select": ("sel", "select", "s"),
    "state": ("state", "state", "cs", "cur_state", "fsm_state", "st"),
    "next_state": ("next_state", "ns", "nxt_state", "state_next", "next"),
    "result": ("result", "res", "y", "out"),
    "operand": ("operand", "op"),
    "memory": ("mem", "memory", "storage", "ram"),
    "shift": ("shift", "sh", "shreg"),
    "error": ("error", "err"),
    "overflow": ("overflow", "ovf", "ovfl"),
    "index": ("index", "idx"),
    "accumulator": ("acc", "accumulator", "accum"),
    "register": ("register", "regs"),
    "counter": ("counter", "cnt", "ctr"),
    "push": ("push", "wr_en", "put"),
    "pop": ("pop", "rd_en", "get"),
}
_CLOCKS = ("clk", "clk", "clk", "clk", "clock", "i_clk", "clk_i", "CLK", "sys_clk", "aclk")
_RESETS = {
    False: ("rst", "rst", "reset", "reset", "i_rst", "rst_i", "RST", "sys_rst", "clear"),
    True: ("rst_n", "rst_n", "resetn", "reset_n", "nrst", "rstn", "aresetn", "i_rst_n", "rst_ni"),
}
_PARAMETERS: dict[str, tuple[str, ...]] = {
    "WIDTH": ("WIDTH", "WIDTH", "W", "DATA_WIDTH", "DW", "N", "BITS"),
    "DEPTH": ("DEPTH", "DEPTH", "SIZE", "ENTRIES", "FIFO_DEPTH", "WORDS"),
    "ADDRESS": ("ADDR_WIDTH", "AW", "ADDR_W", "ABITS", "PTR_WIDTH"),
}

Kind = Literal["input", "output", "register", "net", "parameter", "state", "module", "fixed"]


@dataclass(frozen=True, slots=True)
class Style:
    """Choices that run through one design and its testbench."""

    layout: Layout
    systemverilog: bool
    asynchronous: bool
    active_low: bool
    clock: str
    reset: str
    ansi_ports: bool
    wire_keyword: bool
    parametrized: bool
    comments: Literal["none", "sparse", "full"]
    comb: str
    zero: Literal["plain", "replicated", "sized"]
    radix: Literal["d", "h", "b"]
    case_style: Literal["snake", "camel", "upper"]
    prefix: Literal["", "i_", "_i"]
    register_suffix: str
    words: Mapping[str, str]
    parameters: Mapping[str, str]
    shadow_outputs: bool
    shuffled: bool
    default_nettype: bool
    timescale: bool
    align: bool
    reset_test: Literal["bang", "tilde", "equal"]

    @property
    def sensitivity(self) -> str:
        """``posedge clk`` with the reset's edge where it is asynchronous; canonical names."""
        edge = f" or {'negedge' if self.active_low else 'posedge'} rst" if self.asynchronous else ""
        return f"posedge clk{edge}"

    @property
    def in_reset(self) -> str:
        if not self.active_low:
            return "rst == 1'b1" if self.reset_test == "equal" else "rst"
        return {"bang": "!rst", "tilde": "~rst", "equal": "rst == 1'b0"}[self.reset_test]


def draw_style(rng: Random) -> Style:
    """One author's habits. Weights follow how often a habit is met in public code."""
    systemverilog = rng.random() < 0.18
    active_low = rng.random() < 0.45
    layout = Layout(
        indent=rng.choice(["  ", "  ", "    ", "    ", "    ", "   ", "\t"]),
        begin_below=rng.random() < 0.2,
        else_below=rng.random() < 0.4,
        blocks=rng.choice(["always", "needed", "written"]),
        on_one_line=rng.random() < 0.35,
    )
    plain = rng.random() < 0.35
    words = {
        w: (w if plain and w not in ("pointer", "address", "memory") else rng.choice(c))
        for w, c in _ABBREVIATIONS.items()
    }
    return Style(
        layout=layout,
        systemverilog=systemverilog,
        asynchronous=rng.random() < 0.5,
        active_low=active_low,
        clock=rng.choice(_CLOCKS),
        reset=rng.choice(_RESETS[active_low]),
        ansi_ports=systemverilog or rng.random() < 0.82,
        wire_keyword=rng.random() < 0.5,
        parametrized=rng.random() < 0.6,
        comments=rng.choice(["none", "sparse", "sparse", "full"]),
        comb="always_comb" if systemverilog else rng.choice(["always @(*)", "always @*", "always @(*)"]),
        zero=rng.choice(["plain", "replicated", "sized"]),
        radix=rng.choice(["d", "d", "h", "b"]),
        case_style=rng.choice(["snake"] * 8 + ["camel"] * 2),  # type: ignore[arg-type]
        prefix=rng.choice(["", "", "", "", "i_", "_i"]),  # type: ignore[arg-type]
        register_suffix=rng.choice(["", "", "", "", "_r", "_q", "_reg"]),
        words=words,
        parameters={p: rng.choice(c) for p, c in _PARAMETERS.items()},
        shadow_outputs=rng.random() < 0.2,
        shuffled=rng.random() < 0.2,
        default_nettype=rng.random() < 0.12,
        timescale=rng.random() < 0.35,
        align=rng.random() < 0.3,
        reset_test=rng.choice(["bang", "bang", "bang", "tilde", "equal"]),  # type: ignore[arg-type]
    )


def names(style: Style, declared: Mapping[str, Kind], modules: Collection[str]) -> dict[str, str]:
    """The name each canonical name gets. Never a keyword, never the same for two, never that of a module."""
    found: dict[str, str] = {}
    taken = set(modules)
    order: Iterable[str] = sorted(declared, key=lambda n: (declared[n] != "fixed", n not in ("clk", "rst")))
    for name in order:
        kind = declared[name]
        for candidate in (_name(style, name, kind), name, f"{name}_x", f"{name}_sig"):
            if candidate not in taken and candidate not in KEYWORDS:
                if candidate != name and candidate in declared:
                    continue
                break
        found[name] = candidate
        taken.add(candidate)
    return found


def _name(style: Style, name: str, kind: Kind) -> str:
    if kind == "fixed":
        return name
    if name == "clk":
        return style.clock
    if name == "rst":
        return style.reset
    if kind == "parameter":
        return style.parameters.get(name, name)
    if kind == "state":
        return name
    words = style.words[name].split("_") if name in style.words else [style.words.get(w, w) for w in name.split("_")]
    if kind == "register" and style.register_suffix and not name.endswith("_reg"):
        words.append(style.register_suffix[1:])
    text = words[0] + "".join(w.capitalize() for w in words[1:]) if style.case_style == "camel" else "_".join(words)
    if kind in ("input", "output") and style.prefix:
        letter = kind[0]
        text = f"{letter}_{text}" if style.prefix == "i_" else f"{text}_{letter}"
    return text


def rename(text: str, mapping: Mapping[str, str]) -> str:
    """Replace identifiers everywhere but in comments; words of a message in quotes follow the signals they name."""

    def new(match: re.Match[str]) -> str:
        return mapping.get(match.group(), match.group())

    return _IDENTIFIER.sub(new, text)
