"""What a Verilog text defines and refers to, by regular expressions: fast and forgiving enough for ten thousand files.

These facts only choose which files belong together; whether the code is right is left to the real front ends.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from backends.text_cache import cached_by_text

_COMMENT_OR_STRING = re.compile(r'//[^\n]*|/\*.*?(?:\*/|\Z)|"(?:\\.|[^"\\\n])*"?', re.DOTALL)
_NOT_NEWLINE = re.compile(r"[^\n]")
# Anchored at line starts, which is what makes them fast; statements are put on lines of their own first.
_OPENING = r"^[ \t]*(?:(?:generate|begin(?:[ \t]*:[ \t]*\w+)?|else|end\w*(?:[ \t]*:[ \t]*\w+)?)[ \t]+)*"
_UNIT = re.compile(
    _OPENING + r"(?:\(\*[^\n]*?\*\)\s*)?(module|macromodule|interface|package|program|primitive)\s+"
    r"(?:automatic\s+|static\s+)?([A-Za-z_][\w$]*)",
    re.MULTILINE,
)
_INSTANCE = re.compile(
    _OPENING + r"([A-Za-z_][\w$]*)(?:\s*#\s*[(\d]|\s+(?:[A-Za-z_][\w$]*|\\\S+)\s*[\[(])", re.MULTILINE
)
_ARRAY = re.compile(r"(?<=[\w)\s])\s[A-Za-z_][\w$]*\s*(\[[^\];]*\])\s*\(")
_BIND = re.compile(r"^[ \t]*bind\s+([A-Za-z_][\w$]*)\s+(?=[A-Za-z_])", re.MULTILINE)
_SCOPE = re.compile(r"\b([A-Za-z_][\w$]*)\s*::")
_INTERFACE_PORT = re.compile(r"[(,]\s*([A-Za-z_][\w$]*)(?:\.[A-Za-z_]\w*)?\s+[A-Za-z_]\w*\s*(?=[,)])")
_INCLUDE = re.compile(r"`include\s+(?:\"([^\"\n]*)\"|<([^>\n]*)>|`(\w+))")
_DEFINE = re.compile(r"`define\s+([A-Za-z_][\w$]*)")
_MACRO = re.compile(r"`([A-Za-z_][\w$]*)")

DIRECTIVES = frozenset(
    """define undef undefineall ifdef ifndef elsif else endif include timescale default_nettype resetall celldefine
    endcelldefine line pragma begin_keywords end_keywords unconnected_drive nounconnected_drive __FILE__ __LINE__
    protect endprotect protected endprotected delay_mode_distributed delay_mode_path delay_mode_unit delay_mode_zero
    default_decay_time default_trireg_strength""".split()
)

NOT_UNITS = frozenset(
    """always always_comb always_ff always_latch and assert assign assume automatic begin bit bufif0 bufif1 buf byte case casex
    casez class cmos const cover default defparam disable do else end endcase endfunction endgenerate endmodule endtask enum
    event final for force forever fork function generate genvar if import initial inout input int integer interface
    join localparam logic longint macromodule module nand negedge nmos nor not notif0 notif1 or output package parameter
    pmos posedge primitive program property pulldown pullup real realtime reg release repeat return sequence shortint
    signed specify specparam static string struct supply0 supply1 table task time tran tri tri0 tri1 triand trior trireg
    type typedef union unique unsigned var void wait wand while wire wor xnor xor""".split()
)


@dataclass(frozen=True, slots=True)
class Include:
    """One ```include``: what stands between the quotes, and its offset in the text."""

    name: str
    offset: int
    end: int


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """Names of the design units a text defines and those it may need from elsewhere."""

    units: tuple[str, ...]
    modules: tuple[str, ...]
    references: frozenset[str]
    includes: tuple[Include, ...]
    macros_defined: frozenset[str]
    macros_used: frozenset[str]
    computed_includes: tuple[str, ...] = ()
    """Macros named by ```include `NAME``."""
    instances: tuple[tuple[str, str, str], ...] = ()
    """Every instance statement: the module it stands in, the module it names, and its array range (often empty)."""


HEADER_SUFFIXES = (".vh", ".svh", ".h", ".inc")


def is_text(code: str) -> bool:
    """False for what is binary, or in an encoding of two bytes a character: no tool reads either."""
    return "\0" not in code[: 1 << 16]


def is_header(path: str, text: str) -> bool:
    """True for a file that only makes sense inside another: it defines no design unit, and its name or content says so."""
    facts = scan(text)
    if facts.units:
        return False
    return path.lower().endswith(HEADER_SUFFIXES) or bool(facts.macros_defined)


def blank_comments_and_strings(text: str) -> str:
    """The same text, same length and lines, with comments and the insides of strings turned to spaces."""

    def blank(match: re.Match[str]) -> str:
        piece = match.group()
        if piece[0] == '"':
            inner = " " * (len(piece) - 2)
            return f'"{inner}"' if len(piece) > 1 and piece[-1] == '"' else '"' + " " * (len(piece) - 1)
        return _NOT_NEWLINE.sub(" ", piece) if "\n" in piece else " " * len(piece)

    return _COMMENT_OR_STRING.sub(blank, text)


def scan_text(text: str) -> SourceFacts:
    """Facts of one file. Linear in its length."""
    blanked = blank_comments_and_strings(text.removeprefix("\ufeff").rjust(len(text)))
    lines = blanked.replace(";", ";\n").replace("begin", "\nbegin")
    units, modules, starts = [], [], []
    for match in _UNIT.finditer(lines):
        units.append(match.group(2))
        starts.append(match.start())
        if match.group(1) in ("module", "macromodule", "program"):
            modules.append(match.group(2))
    instances = []
    for match in _INSTANCE.finditer(lines):
        name = match.group(1)
        if name in NOT_UNITS:
            continue
        at = bisect_right(starts, match.start())
        array = (
            _ARRAY.search(lines, match.start(1), lines.find(";", match.start(1)) + 1 or len(lines))
            if "[" in lines
            else None
        )
        instances.append((units[at - 1] if at else "", name, array.group(1) if array else ""))
    references = {name for _, name, _ in instances}
    if "bind" in blanked:
        references.update(_BIND.findall(blanked))
    if "::" in blanked:
        references.update(_SCOPE.findall(blanked))
    if "logic" in blanked or "interface" in blanked:
        references.update(n for n in _INTERFACE_PORT.findall(blanked) if n not in NOT_UNITS)
    includes, computed = [], []
    if "`include" in blanked:
        for match in _INCLUDE.finditer(text):
            if not blanked.startswith("`include", match.start()):
                continue
            if match.group(3):
                computed.append(match.group(3))
            else:
                includes.append(Include(match.group(1) or match.group(2) or "", match.start(), match.end()))
    macros_defined = frozenset(_DEFINE.findall(blanked)) if "`define" in blanked else frozenset()
    macros_used = frozenset(_MACRO.findall(blanked)) - DIRECTIVES if "`" in blanked else frozenset()
    return SourceFacts(
        units=tuple(dict.fromkeys(units)),
        modules=tuple(dict.fromkeys(modules)),
        references=frozenset(references),
        includes=tuple(includes),
        macros_defined=macros_defined,
        macros_used=macros_used,
        computed_includes=tuple(dict.fromkeys(computed)),
        instances=tuple(instances),
    )


scan = cached_by_text(scan_text)
"""The same, remembered for recent texts."""
