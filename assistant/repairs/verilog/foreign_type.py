"""Types of C and VHDL: ``bool``, ``uint8_t``, ``std_logic``, ``std_logic_vector(7 downto 0)``, ``signal x : std_logic;``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.drive import driven_in_procedure
from assistant.repairs.verilog.inference import Inference
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_WIDTHS = {
    "bool": 1, "boolean": 1, "std_logic": 1, "std_ulogic": 1, "uint1_t": 1, "char": 8, "uint8_t": 8, "u8": 8, "uint16_t": 16, "u16": 16,
    "uint32_t": 32, "u32": 32, "uint": 32, "word": 32, "uint64_t": 64, "u64": 64,
}  # fmt: skip
_SIGNED = {"int8_t": 8, "int16_t": 16, "int32_t": 32, "int64_t": 64, "short": 16, "long": 32}
_SIGNAL = re.compile(
    r"\b(signal|variable|constant)\s+(\w+(?:\s*,\s*\w+)*)\s*:\s*(std_u?logic(?:_vector)?|unsigned|signed|integer|natural|bit(?:_vector)?|boolean)"
    r"\s*(?:\(\s*(.+?)\s+(downto|to)\s+(.+?)\s*\))?(?:\s*range[^;:]*)?\s*(?::=\s*([^;]+?))?\s*;",
    re.IGNORECASE,
)


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = [*_signals(view), *_ports(view)]
    for i, token in enumerate(source.tokens):
        if token.kind is not Kind.NAME or not (
            source[i].first or source.word(i - 1) in (";", "(", ",", "input", "output", "begin", "end")
        ):
            continue
        word = token.text.lower()
        if word not in _WIDTHS and word not in _SIGNED:
            continue
        name = i + 1
        if source.word(name) == "[":
            name = source.skip(name)
        if source.kind(name) is not Kind.NAME or source.word(name + 1) not in (";", ",", "=", ")", "["):
            continue
        width = _WIDTHS.get(word) or _SIGNED[word]
        packed = "" if source.word(i + 1) == "[" or width == 1 else f" [{width - 1}:0]"
        signed = " signed" if word in _SIGNED else ""
        kind = "reg" if driven_in_procedure(view, name) else "wire"
        if source.word(i - 1) in ("input", "output", "inout"):
            kind = kind if source.word(i - 1) == "output" else "wire"
        found.append(
            Finding(
                (view.replace(i, i, f"{kind}{signed}{packed}"),),
                f"Declare `{kind}{signed}{packed} {source.word(name)}`",
                f"`{token.text}` on line {view.line(i)} is a type of another language; `{source.word(name)}` is a {kind} of {width} bit(s)",
                0.9,
            )
        )
    found += _bare(view)
    yield from together(found, "Use Verilog's types")


_PORT = re.compile(
    r"\b(\w+)\s*:\s*(in|out|inout|buffer)\s+(?:std_u?logic(?:_vector)?|unsigned|signed|bit(?:_vector)?)\b"
    r"\s*(?:\(\s*(.+?)\s+downto\s+(.+?)\s*\))?",
    re.IGNORECASE,
)


def _ports(view: View) -> Iterator[Finding]:
    """``load : in std_logic`` in a port list."""
    for match in _PORT.finditer(view.code):
        names, direction, high, low = match.groups()
        direction = {"in": "input", "inout": "inout"}.get(direction.lower(), "output")
        text = f"{direction} {f'[{high}:{low}] ' if high else ''}{names}"
        line = view.context.lines.position(match.start()).line + 1
        yield Finding(
            ((match.start(), match.end(), text),), f"Declare `{text}`", f"the port on line {line} is VHDL", 0.9
        )


_BARE = frozenset(("signal", "var", "unsigned", "signed", "register", "variable", "net", "let", "auto"))
_SIZED = re.compile(r"u?int_?(\d+)|[ui](\d+)")


def _bare(view: View) -> Iterator[Finding]:
    """``signal [3:0] a;``, ``unsigned [7:0] b;``, ``uint8 c;`` at module level, where Verilog has ``reg`` or ``wire``."""
    source = view.source
    for module in view.modules:
        for i in range(module.header_end + 1, module.last):
            word = source.word(i).lower()
            sized = _SIZED.fullmatch(word)
            if not source[i].first or not (word in _BARE or sized) or view.outline.procedure_at(i) is not None:
                continue
            name = i + 1
            signed = "signed " if word == "signed" or source.word(name) == "signed" else ""
            name += source.word(name) in ("signed", "unsigned")
            start = name
            name = source.skip(name) if source.word(name) == "[" else name
            if source.kind(name) is not Kind.NAME or source.word(name + 1) not in (";", ",", "=", "["):
                continue
            kind = "reg" if driven_in_procedure(view, name) else "wire"
            packed = ""
            if sized and start == name:
                packed = f"[{int(sized[1] or sized[2]) - 1}:0] "
            elif start == name and word in ("signal", "var", "let", "auto", "variable"):
                # Nothing is said of its width, so what it is used for tells.
                shape = Inference(view, module, frozenset((source.word(name),))).shapes(source.word(name))[0]
                packed = f"{shape.packed} " if shape.packed else ""
            head = f"{kind} {signed}{packed}"
            yield Finding(
                ((source[i].start, source[start].start, head),),
                f"Declare `{source.word(name)}` as {kind}",
                f"`{source.word(i)}` on line {view.line(i)} declares nothing in Verilog; `{source.word(name)}` is a {kind}",
                0.9,
            )


def _signals(view: View) -> Iterator[Finding]:
    """VHDL's object declarations."""
    for match in _SIGNAL.finditer(view.code):
        if "//" in view.code[view.code.rfind("\n", 0, match.start()) + 1 : match.start()]:
            continue
        what, names, kind, high, _, low, value = match.groups()
        packed = f"[{high}:{low}] " if high else ""
        if kind.lower() in ("integer", "natural"):
            text = f"integer {names}" if what.lower() != "constant" else f"localparam {names}"
        elif what.lower() == "constant":
            text = f"localparam {packed}{names}"
        else:
            index = view.source.after(match.start(2))
            signed = "signed " if kind.lower() == "signed" else ""
            text = f"{'reg' if driven_in_procedure(view, index) else 'wire'} {signed}{packed}{names}"
        if value and what.lower() == "constant":
            text += f" = {value}"
        line = view.context.lines.position(match.start()).line + 1
        yield Finding(
            ((match.start(), match.end(), text + ";"),),
            f"Declare `{text}`",
            f"the declaration on line {line} is VHDL",
            0.9,
        )


REPAIR = scanning("foreign_type", find)
