"""What no parser accepts: lost punctuation and closing words, misspelt keywords, habits from C and VHDL."""

from __future__ import annotations

import re
from random import Random

from assistant.tokens import Kind as TokenKind
from training.mutation import Kind
from training.mutations.verilog._source import PROCEDURES, Source, choose, mutation

_CLOSING = ("end", "endcase", "endfunction", "endgenerate", "endtask")
_MISSPELT = {
    "always": ("alway", "alwyas", "allways"),
    "assign": ("asign", "assgin", "assing"),
    "begin": ("begn", "being", "bgin"),
    "posedge": ("posege", "posedeg", "pos_edge"),
    "negedge": ("negede", "neg_edge"),
    "module": ("modul", "moduel"),
    "endmodule": ("endmodul", "end module", "endmoudle"),
    "endcase": ("end case", "endcas", "encase"),
    "input": ("intput", "inptu"),
    "output": ("ouput", "outptu"),
    "wire": ("wrie", "signal"),
    "reg": ("regs", "register"),
    "case": ("switch", "cas"),
    "else": ("els", "esle"),
    "if": ("fi", "If"),
    "localparam": ("localparameter", "local_param", "const"),
    "parameter": ("paramter", "param"),
    "default": ("defualt", "others"),
    "end": ("ned", "edn", "endif"),
}


def _removed(source: Source, rng: Random, *texts: str) -> str | None:
    at = choose(rng, source.indices(*texts))
    return None if at is None else source.without(at, at)


def missing_semicolon(source: Source, rng: Random) -> str | None:
    at = choose(rng, source.indices(";"))
    return None if at is None else source.edited([(at, at, "")])


def missing_closing_word(source: Source, rng: Random) -> str | None:
    return _removed(source, rng, *_CLOSING)


def extra_end(source: Source, rng: Random) -> str | None:
    at = choose(rng, source.indices("end", "endcase"))
    if at is None:
        return None
    return source.replaced(at, at, f"{source.text(at)}\n{source.indent_of(at)}end")


def missing_begin(source: Source, rng: Random) -> str | None:
    at = choose(rng, source.indices("begin"))
    return None if at is None else source.edited([(at, at, "")])


def missing_endmodule(source: Source, rng: Random) -> str | None:
    return _removed(source, rng, "endmodule")


def missing_bracket(source: Source, rng: Random) -> str | None:
    at = choose(rng, source.indices("(", ")", "[", "]", "{", "}"))
    return None if at is None else source.edited([(at, at, "")])


def extra_bracket(source: Source, rng: Random) -> str | None:
    at = choose(rng, source.indices("(", ")", "]", "}"))
    return None if at is None else source.replaced(at, at, source.text(at) * 2)


def wrong_bracket(source: Source, rng: Random) -> str | None:
    at = choose(rng, source.indices("[", "]", "{", "}"))
    return None if at is None else source.replaced(at, at, {"[": "(", "]": ")", "{": "[", "}": "]"}[source.text(at)])


def misspelt_keyword(source: Source, rng: Random) -> str | None:
    at = choose(rng, source.indices(*_MISSPELT))
    return None if at is None else source.replaced(at, at, rng.choice(_MISSPELT[source.text(at)]))


def missing_comma(source: Source, rng: Random) -> str | None:
    return _deleted(source, rng, ",")


def _deleted(source: Source, rng: Random, text: str) -> str | None:
    at = choose(rng, source.indices(text))
    return None if at is None else source.edited([(at, at, "")])


def extra_comma(source: Source, rng: Random) -> str | None:
    """A comma after the last port or connection."""
    at = choose(rng, [k for k in source.indices(")") if source.text(k + 1) == ";"])
    return None if at is None else source.replaced(at, at, "," + source.text(at))


def semicolon_for_comma(source: Source, rng: Random) -> str | None:
    at = choose(rng, source.indices(","))
    return None if at is None else source.replaced(at, at, ";")


def semicolon_after_header(source: Source, rng: Random) -> str | None:
    """``if (…);`` or ``begin;`` or a semicolon after a sensitivity list."""
    heads = [n.head[1] for n in source.statements if n.head and n.kind in ("if", "loop", "timing", "case")]
    at = choose(rng, [*heads, *source.indices("else")])
    return None if at is None else source.replaced(at, at, source.text(at) + ";")


def assignment_in_condition(source: Source, rng: Random) -> str | None:
    at = choose(rng, [k for k in source.behaviour if source.text(k) == "=="])
    return None if at is None else source.replaced(at, at, "=")


def comparison_for_assignment(source: Source, rng: Random) -> str | None:
    at = choose(rng, sorted(source.assigning))
    return None if at is None else source.replaced(at, at, rng.choice(["==", ":=", "=>", "=<"]))


def c_increment(source: Source, rng: Random) -> str | None:
    """``count++`` and ``count += 1`` as statements."""
    places = []
    for node in source.assignments:
        if node.operator is None:
            continue
        target = source.slice(node.first, node.operator - 1)
        match = re.fullmatch(
            rf"{re.escape(target)}\s*([-+])\s*(\d*'?[bdh]?0*1|[\w']+)", source.slice(node.operator + 1, node.last - 1)
        )
        if match:
            places.append((node, target, match))
    place = choose(rng, places)
    if place is None:
        return None
    node, target, match = place
    text = (
        f"{target}{match[1] * 2};"
        if match[2].endswith("1") and rng.random() < 0.6
        else f"{target} {match[1]}= {match[2]};"
    )
    return source.replaced(node.first, node.last, text)


def braces_for_block(source: Source, rng: Random) -> str | None:
    node = choose(rng, [n for n in source.statements if n.kind == "block" and source.text(n.last) == "end"])
    return None if node is None else source.edited([(node.first, node.first, "{"), (node.last, node.last, "}")])


def other_else_if(source: Source, rng: Random) -> str | None:
    at = choose(rng, [k for k in source.indices("else") if source.text(k + 1) == "if"])
    return None if at is None else source.replaced(at, at + 1, rng.choice(["elsif", "elif", "elseif"]))


def missing_parentheses_of_condition(source: Source, rng: Random) -> str | None:
    node = choose(rng, [n for n in source.statements if n.kind == "if" and n.head])
    if node is None or node.head is None:
        return None
    return source.edited(
        [(node.head[0], node.head[0], ""), (node.head[1], node.head[1], rng.choice(["", " then", ":"]))]
    )


def broken_literal(source: Source, rng: Random) -> str | None:
    """Digits the radix does not have, the size behind the radix, a C prefix."""
    places = [k for k in source.behaviour if source.tokens[k].kind is TokenKind.LITERAL and "'" in source.text(k)]
    at = choose(rng, places)
    if at is None:
        return None
    size, _, rest = source.text(at).partition("'")
    if len(rest) < 2:
        return None
    base, digits = rest[0], rest[1:]
    return source.replaced(
        at,
        at,
        rng.choice(
            [f"{base}'{digits}", f"0x{digits}", f"{size}'{digits}", f"{size}'b{digits[:-1]}2", f"{size}{base}{digits}"]
        ),
    )


def assign_in_process(source: Source, rng: Random) -> str | None:
    """``assign`` left out before a continuous assignment, or the assignment of a process put outside."""
    node = choose(rng, source.continuous)
    return None if node is None else source.without(node.first, node.first)


def statement_outside(source: Source, rng: Random) -> str | None:
    """A process whose ``always @…`` is lost."""
    places = [n for n in source.procedures if n.children[0].kind == "timing" and n.children[0].head]
    node = choose(rng, places)
    if node is None or node.children[0].head is None:
        return None
    return source.without(node.first, node.children[0].head[1])


def broken_sensitivity(source: Source, rng: Random) -> str | None:
    places = [n.children[0].head for n in source.procedures if n.children[0].kind == "timing"]
    head = choose(rng, [h for h in places if h and source.text(h[0]) == "("])
    if head is None:
        return None
    inner = source.slice(head[0] + 1, head[1] - 1)
    return source.replaced(*head, rng.choice([f"({inner}", inner, "()", f"({inner.replace(' or ', ' | ')},)"]))


def unknown_directive(source: Source, rng: Random) -> str | None:
    """The backtick of a macro lost, or one put before a name that is none."""
    macros = [k for k, t in enumerate(source.tokens) if t.text.startswith("`")]
    at = choose(rng, macros)
    if at is not None:
        return source.replaced(at, at, source.text(at)[1:])
    constants = {d.name for d in source.declared if d.kind.startswith(("parameter", "localparam"))}
    at = choose(rng, [k for k in source.behaviour if source.text(k) in constants])
    return None if at is None else source.replaced(at, at, "`" + source.text(at))


def keyword_as_name(source: Source, rng: Random) -> str | None:
    signal = choose(rng, [d for d in source.signals if not d.kind.startswith(("input", "output"))])
    if signal is None:
        return None
    word = rng.choice(["reg", "output", "event", "table", "small", "strong0", "buf", "release", "time"])
    return source.edited([(at, at, word) for at in source.uses(signal.name)])


def foreign_text(source: Source, rng: Random) -> str | None:
    """What a model leaves around code: fences, a sentence, line numbers, an ellipsis."""
    text = source.code
    match rng.randrange(4):
        case 0:
            return f"```verilog\n{text}```\n"
        case 1:
            return "Here is the module:\n" + text
        case 2:
            node = choose(rng, [n for n in source.items if n.first >= 0])
            return None if node is None else source.replaced(node.first, node.last, "... // rest unchanged")
    return text + "\nThis module is synthesizable.\n"


def process_keyword_lost(source: Source, rng: Random) -> str | None:
    at = choose(rng, source.indices(*PROCEDURES))
    return None if at is None else source.edited([(at, at, "")])


MUTATIONS = tuple(
    mutation(Kind.SYNTAX, change)
    for change in (
        missing_semicolon,
        missing_closing_word,
        extra_end,
        missing_begin,
        missing_endmodule,
        missing_bracket,
        extra_bracket,
        wrong_bracket,
        misspelt_keyword,
        missing_comma,
        extra_comma,
        semicolon_for_comma,
        semicolon_after_header,
        assignment_in_condition,
        comparison_for_assignment,
        c_increment,
        braces_for_block,
        other_else_if,
        missing_parentheses_of_condition,
        broken_literal,
        assign_in_process,
        statement_outside,
        broken_sensitivity,
        unknown_directive,
        keyword_as_name,
        foreign_text,
        process_keyword_lost,
    )
)
