"""A module written item by item under canonical names, then set in one author's style."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from training.generators.verilog._layout import lay_out
from training.generators.verilog._style import Kind, Style, draw_style, names, rename

_CONSTANT = re.compile(r"(?<![\w.])(\d+)\s*([-+*])\s*(\d+)(?![\w'])")
_LIMIT = re.compile(r"((?:==|!=|<|>|<=|>=|=) \(?)(\d+) ?- ?1(?![\w'])(?! *[-+*])")
_RANGE = re.compile(r"\[[^\[\]]*\]")
_ASSIGNED = re.compile(r"[\w$]+")


@dataclass(frozen=True, slots=True)
class Port:
    """``width`` is a number of bits or a constant expression of the parameters."""

    name: str
    direction: str
    width: int | str
    bits: int
    note: str
    register: bool
    signed: bool


@dataclass(frozen=True, slots=True)
class _Item:
    note: str
    text: str
    declaration: bool = False


@dataclass
class Module:
    """Collects ports and items. ``name`` may hold several names divided by ``|``: one is chosen."""

    rng: Random
    family: str
    name: str
    purpose: str
    style: Style = None  # type: ignore[assignment]
    ports: list[Port] = field(default_factory=list)
    kinds: dict[str, Kind] = field(default_factory=dict)
    parameters: dict[str, int] = field(default_factory=dict)
    local: dict[str, str] = field(default_factory=dict)
    items: list[_Item] = field(default_factory=list)
    defines: dict[str, str] = field(default_factory=dict)
    submodules: list[Module] = field(default_factory=list)
    state_names: dict[str, str] = field(default_factory=dict)
    """The text each state's canonical name gets."""

    def __post_init__(self) -> None:
        if self.style is None:
            self.style = draw_style(self.rng)
        self.name = self.rng.choice(self.name.split("|"))
        if self.style.case_style == "camel" and self.rng.random() < 0.5:
            first, *rest = self.name.split("_")
            self.name = first + "".join(w.capitalize() for w in rest)

    # -- the header -------------------------------------------------------------------------------------------------
    def parameter(self, name: str, value: int) -> str:
        """A parameter, or its value where this author writes numbers; either way used by its name in the texts."""
        self.parameters[name] = value
        self.kinds[name] = "parameter"
        return name

    def clock(self, *, reset: bool = True) -> None:
        self.input("clk", note="clock")
        if reset:
            level = "low" if self.style.active_low else "high"
            kind = "asynchronous" if self.style.asynchronous else "synchronous"
            self.input("rst", note=f"{kind} reset, active {level}")

    def input(self, name: str, width: int | str = 1, note: str = "", *, signed: bool = False) -> str:
        return self._port(name, "input", width, note, False, signed)

    def output(
        self, name: str, width: int | str = 1, note: str = "", *, register: bool = False, signed: bool = False
    ) -> str:
        return self._port(name, "output", width, note, register, signed)

    def _port(self, name: str, direction: str, width: int | str, note: str, register: bool, signed: bool) -> str:
        self.ports.append(Port(name, direction, width, self.value(width), note, register, signed))
        self.kinds[name] = direction  # type: ignore[assignment]
        return name

    def value(self, expression: int | str) -> int:
        """The number a constant expression of the parameters stands for."""
        if isinstance(expression, int):
            return expression
        text = re.sub(r"[A-Z_]\w*", lambda m: str(self.parameters[m.group()]), expression)
        return int(eval(text.replace("/", "//"), {"__builtins__": {}}))

    # -- the body ---------------------------------------------------------------------------------------------------
    def signal(
        self,
        name: str,
        width: int | str = 1,
        note: str = "",
        *,
        depth: int | str | None = None,
        net: bool = False,
        signed: bool = False,
    ) -> str:
        """A variable assigned in an ``always`` block, a memory of ``depth`` words, or with ``net`` a wire."""
        self.kinds[name] = "net" if net else "register"
        word = "logic" if self.style.systemverilog else "wire" if net else "reg"
        words = f" [0:{_less_one(depth)}]" if depth is not None else ""
        text = f"{word} {'signed ' if signed else ''}{_vector(width)}{name}{words};"
        self.items.append(_Item(note, text, True))
        return name

    def constant(self, name: str, value: str) -> str:
        self.kinds[name] = "fixed"
        self.items.append(_Item("", f"localparam {name} = {value};", True))
        return name

    def loop_variable(self, name: str = "i") -> str:
        self.kinds[name] = "fixed"
        self.items.append(_Item("", f"integer {name};", True))
        return name

    def assign(self, target: str, expression: str, note: str = "") -> None:
        self.items.append(_Item(note, f"assign {target} = {expression};"))

    def flip_flops(self, body: str, reset: str = "", note: str = "") -> None:
        """An ``always`` block at the rising clock edge; ``reset`` holds the assignments of the reset."""
        word = "always_ff" if self.style.systemverilog else "always"
        if reset:
            text = (
                f"{word} @({self.style.sensitivity}) if ({self.style.in_reset}) begin {reset} end else begin {body} end"
            )
        else:
            text = f"{word} @(posedge clk) begin {body} end"
        self.items.append(_Item(note, text))

    def combinational(self, body: str, note: str = "") -> None:
        self.items.append(_Item(note, f"{self.style.comb} begin {body} end"))

    def text(self, text: str, note: str = "", *, declaration: bool = False) -> None:
        """Items as they are, under canonical names."""
        self.items.append(_Item(note, text, declaration))

    def declare(self, *fixed: str, kind: Kind = "fixed") -> None:
        self.kinds.update(dict.fromkeys(fixed, kind))

    # -- literals ---------------------------------------------------------------------------------------------------
    def zero(self, width: int | str) -> str:
        """All bits clear, the way this author writes it."""
        style = self.style
        if style.zero == "plain" or width == 1:
            return "1'b0" if width == 1 else "0"
        if style.zero == "replicated" and not isinstance(width, int):
            return "'0" if style.systemverilog else f"{{{width}{{1'b0}}}}"
        bits = self.value(width)
        return "0" if style.parametrized and not isinstance(width, int) else f"{bits}'{style.radix}0"

    def number(self, value: int, width: int, radix: str | None = None) -> str:
        """A sized literal in this author's radix, or the one asked for."""
        radix = radix or ("h" if width > 12 and self.style.radix == "b" else self.style.radix)
        return literal(value, width, radix)

    # -- the text ---------------------------------------------------------------------------------------------------
    @property
    def extension(self) -> str:
        return ".sv" if self.style.systemverilog else ".v"

    @property
    def file_name(self) -> str:
        return self.name + self.extension

    def mapping(self) -> dict[str, str]:
        kinds = dict(self.kinds)
        for sub in self.submodules:
            kinds.update({k: v for k, v in sub.kinds.items() if k not in kinds})
        modules = {self.name, *(sub.name for sub in self.submodules)}
        return {**names(self.style, kinds, modules), **self.state_names}

    def code(self) -> str:
        """The file: submodules first or last, the header comment, directives, the module."""
        if self.name in self.kinds:
            self.name += self.rng.choice(["_unit", "_core", "_block"])
        parts = [sub._module() for sub in self.submodules]
        at = self.rng.choice([0, len(parts)])
        parts.insert(at, self._module())
        text = "\n\n".join(parts)
        defines = "".join(f"`define {name} {value}\n" for name, value in self.defines.items())
        head = self._header()
        if self.style.timescale:
            head += "`timescale 1ns/1ps\n"
        if self.style.default_nettype:
            head += "`default_nettype none\n"
        head += defines
        gap = "\n" if head and self.rng.random() < 0.6 else ""
        tail = "\n`default_nettype wire\n" if self.style.default_nettype else "\n"
        return rename(head + gap + text, self.mapping()) + tail

    def _header(self) -> str:
        purpose = self.purpose[0].upper() + self.purpose[1:]
        match self.style.comments:
            case "none":
                return ""
            case "sparse":
                return f"// {purpose}\n" if self.rng.random() < 0.7 else ""
        rule = self.rng.choice(["-", "=", "/", "*"]) * self.rng.choice([60, 72, 78])
        shape = self.rng.randrange(3)
        if shape == 0:
            return f"//{rule}\n// Module: {self.name}\n// {purpose}.\n//{rule}\n"
        if shape == 1:
            return f"/*\n * {self.name}: {purpose}\n */\n"
        return f"// {self.name}\n// {purpose}.\n"

    def _module(self) -> str:
        declarations = [i for i in self.items if i.declaration]
        behaviour = [i for i in self.items if not i.declaration]
        if self.style.shuffled:
            self.rng.shuffle(behaviour)
        ports = self.ports
        if self.style.shadow_outputs and any(p.register for p in ports):
            ports, declarations, behaviour = self._shadowed(declarations, behaviour)
        pieces: list[str] = []
        body = [*declarations, *behaviour]
        for at, item in enumerate(body):
            note = item.note
            if item.declaration:
                tail = f" // {note}" if note and self.style.comments == "full" else ""
                pieces.append(lay_out(item.text, self.style.layout, 1) + tail)
                if at + 1 < len(body) and not body[at + 1].declaration:
                    pieces.append("")
                continue
            wanted = self.style.comments == "full" or (self.style.comments == "sparse" and self.rng.random() < 0.5)
            comment = f"{self.style.layout.indent}// {note}\n" if note and wanted else ""
            pieces.append(comment + lay_out(item.text, self.style.layout, 1))
            following = body[at + 1] if at + 1 < len(body) else None
            both_short = (
                following is not None and item.text.startswith("assign") and following.text.startswith("assign")
            )
            if following is not None and not (both_short and (not following.note or self.style.comments != "full")):
                pieces.append("")
        text = self._head(ports) + "\n" + "\n".join(pieces) + "\n\nendmodule"
        if not self.style.parametrized:
            text = _with_numbers(text, self.parameters)
        return text

    def _shadowed(
        self, declarations: list[_Item], behaviour: list[_Item]
    ) -> tuple[list[Port], list[_Item], list[_Item]]:
        """Registered outputs kept in a signal of their own and assigned to the port."""
        ports, shadows = [], {}
        for port in self.ports:
            if port.register:
                shadows[port.name] = f"{port.name}_reg"
                self.kinds[f"{port.name}_reg"] = "register"
                port = Port(port.name, port.direction, port.width, port.bits, port.note, False, port.signed)
            ports.append(port)
        word = "logic" if self.style.systemverilog else "reg"
        added = [
            _Item("", f"{word} {'signed ' if p.signed else ''}{_vector(p.width)}{shadows[p.name]};", True)
            for p in ports
            if p.name in shadows
        ]
        behaviour = [_Item(i.note, rename(i.text, shadows)) for i in behaviour]
        assigns = [_Item("", f"assign {name} = {shadow};") for name, shadow in shadows.items()]
        return ports, [*declarations, *added], [*behaviour, *assigns]

    def _head(self, ports: Sequence[Port]) -> str:
        pad = self.style.layout.indent
        given = list(self.parameters.items()) if self.style.parametrized else []
        ansi = self.style.ansi_ports
        head = f"module {self.name}"
        if given and ansi:
            if len(given) == 1 and self.rng.random() < 0.5:
                head += f" #(parameter {given[0][0]} = {given[0][1]})"
            else:
                head += " #(\n" + ",\n".join(f"{pad}parameter {n} = {v}" for n, v in given) + "\n)"
        if not ansi:
            listed = ", ".join(p.name for p in ports)
            lines = [f"{head} ({listed});"]
            lines += [f"{pad}parameter {n} = {v};" for n, v in given]
            for p in ports:
                lines.append(f"{pad}{self._declared(p, False)};{self._port_note(p)}")
            lines += [
                f"{pad}reg {'signed ' if p.signed else ''}{_vector(p.width)}{p.name};" for p in ports if p.register
            ]
            return "\n".join([*lines, ""])
        lines = []
        for at, p in enumerate(ports):
            comma = "," if at + 1 < len(ports) else ""
            lines.append(f"{pad}{self._declared(p, True)}{comma}{self._port_note(p)}")
        return f"{head} (\n" + "\n".join(lines) + "\n);\n"

    def _declared(self, port: Port, ansi: bool) -> str:
        style = self.style
        word = ""
        if ansi:
            if style.systemverilog:
                word = "logic "
            elif port.register:
                word = "reg "
            elif style.wire_keyword or style.default_nettype:
                word = "wire "
        elif style.default_nettype and not port.register:
            word = "wire "
        gap = " " if port.direction == "input" and style.align else ""
        return f"{port.direction} {gap}{word}{'signed ' if port.signed else ''}{_vector(port.width)}{port.name}"

    def _port_note(self, port: Port) -> str:
        return f"  // {port.note}" if port.note and self.style.comments == "full" else ""


def literal(value: int, width: int, radix: str) -> str:
    """``8'h2a``; two's complement for negative values."""
    value &= (1 << width) - 1
    if radix == "b":
        return f"{width}'b{value:0{width}b}"
    if radix == "h":
        return f"{width}'h{value:0{(width + 3) // 4}x}"
    return f"{width}'d{value}"


def _less_one(width: int | str) -> str:
    """The index of the last bit: ``WIDTH-1``, and ``WIDTH`` for ``WIDTH+1`` bits."""
    if isinstance(width, int):
        return str(width - 1)
    sum_of = re.fullmatch(r"(.+)\+(\d+)", width)
    if sum_of is None:
        return f"{width}-1"
    return sum_of[1] if sum_of[2] == "1" else f"{sum_of[1]}+{int(sum_of[2]) - 1}"


def _vector(width: int | str) -> str:
    return "" if width == 1 else f"[{_less_one(width)}:0] "


def _with_numbers(text: str, parameters: Mapping[str, int]) -> str:
    """Numbers in the place of parameters, and small sums of them worked out in ranges and comparisons."""
    text = rename(text, {n: str(v) for n, v in parameters.items()})

    def folded(match: re.Match[str]) -> str:
        inner, previous = match.group(), ""
        while inner != previous:
            previous = inner
            inner = re.sub(r"\((\d+)\)", r"\1", _CONSTANT.sub(_worked_out, inner))
        return inner

    return _LIMIT.sub(lambda match: f"{match[1]}{int(match[2]) - 1}", _RANGE.sub(folded, text))


def _worked_out(match: re.Match[str]) -> str:
    left, right = int(match[1]), int(match[3])
    return str({"+": left + right, "-": left - right, "*": left * right}[match[2]])
