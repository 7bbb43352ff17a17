"""Rewrites that mean the same: other names, comments, layout, order and forms of writing. The outcome must not change."""

from __future__ import annotations

import re
from random import Random

from assistant.tokens import Kind as TokenKind
from training.mutation import Kind
from training.mutations.verilog._source import Node, Source, choose, mutation
from training.mutations.verilog.operators import simple_operands

_COMMENT = re.compile(r"[ \t]*//[^\n]*")
_NEW_NAMES = ("tmp", "value", "sig", "internal", "next_val", "hold", "work", "cur", "buf_q", "stage_q", "aux", "inner")
_REMARKS = (
    "// next value",
    "// update on every clock",
    "// see the specification",
    "// default",
    "// keep in sync with the testbench",
    "/* checked */",
    "// synchronous logic",
    "// output logic",
)
_SIZED = re.compile(r"(\d+)'([bdhBDH])([0-9a-fA-F_]+)")


def renamed_signal(source: Source, rng: Random) -> str | None:
    """An internal signal under another name."""
    places = [
        d
        for d in source.signals
        if not d.kind.startswith(("input", "output", "inout"))
        and not any(p.name == d.name and p.kind.startswith(("input", "output")) for p in source.signals)
    ]
    if not places or "`define" in source.code or source.code.count("endmodule") > 1:
        return None
    signal = rng.choice(places)
    new = rng.choice(
        [f"{signal.name}_{rng.choice(['r', 'q', 'int', 'sig', 'reg'])}", rng.choice(_NEW_NAMES), f"r_{signal.name}"]
    )
    if any(t.text == new for t in source.tokens) or any(source.text(at - 1) == "." for at in source.uses(signal.name)):
        return None
    return source.edited([(at, at, new) for at in source.uses(signal.name)])


def comments_removed(source: Source, rng: Random) -> str | None:
    if '"' in source.code:
        return None
    lines = []
    for line in source.code.split("\n"):
        bare = _COMMENT.sub("", line)
        if bare.strip() or not line.strip():
            lines.append(bare)
    return "\n".join(lines)


def comment_added(source: Source, rng: Random) -> str | None:
    node = choose(rng, [n for n in (*source.items, *source.statements) if n.kind != "item"])
    if node is None:
        return None
    start = source.tokens[node.first].start
    line_start = source.code.rfind("\n", 0, start) + 1
    if source.code[line_start:start].strip():
        return None
    return f"{source.code[:start]}{rng.choice(_REMARKS)}\n{source.indent_of(node.first)}{source.code[start:]}"


def reindented(source: Source, rng: Random) -> str | None:
    """The same lines at another indentation."""
    unit = min((len(m[1]) for m in re.finditer(r"^( +)\S", source.code, re.MULTILINE)), default=0)
    new = rng.choice(["  ", "    ", "\t", "   "])
    if not unit:
        return (
            re.sub(r"^\t+", lambda m: "  " * len(m.group()), source.code, flags=re.MULTILINE)
            if "\t" in source.code
            else None
        )
    return re.sub(rf"^(?: {{{unit}}})+", lambda m: new * (len(m.group()) // unit), source.code, flags=re.MULTILINE)


def blank_lines(source: Source, rng: Random) -> str | None:
    if rng.random() < 0.5 and "\n\n" in source.code:
        return re.sub(r"\n\s*\n+", "\n", source.code)
    node = choose(rng, source.items)
    if node is None:
        return None
    start = source.code.rfind("\n", 0, source.tokens[node.first].start) + 1
    return source.code[:start] + "\n" + source.code[start:]


def begin_end_added(source: Source, rng: Random) -> str | None:
    places = []
    for outer in source.statements:
        if outer.kind in ("if", "loop", "item"):
            places += [c for c in outer.children if c.kind == "leaf" and source.text(c.first) != ";"]
    node = choose(rng, places)
    return (
        None
        if node is None
        else source.replaced(node.first, node.last, f"begin {source.slice(node.first, node.last)} end")
    )


def begin_end_removed(source: Source, rng: Random) -> str | None:
    places = []
    for outer in source.statements:
        if outer.kind in ("if", "loop", "item", "timing"):
            places += [c for c in outer.children if _single(source, c)]
    node = choose(rng, places)
    if node is None:
        return None
    return source.replaced(node.first, node.last, source.slice(node.children[0].first, node.children[0].last))


def _single(source: Source, node: Node) -> bool:
    return (
        node.kind == "block"
        and len(node.children) == 1
        and node.children[0].kind == "leaf"
        and source.text(node.first + 1) != ":"
    )


def redundant_parentheses(source: Source, rng: Random) -> str | None:
    places = [
        (first, last) for first, _, last in simple_operands(source, frozenset("+ - & | ^ == != < > >= && ||".split()))
    ]
    place = choose(rng, places)
    return None if place is None else source.replaced(*place, f"({source.slice(*place)})")


def commuted_operands(source: Source, rng: Random) -> str | None:
    place = choose(rng, simple_operands(source, frozenset({"+", "&", "|", "^", "==", "!=", "&&", "||"})))
    if place is None:
        return None
    first, at, last = place
    return source.replaced(first, last, f"{source.slice(at + 1, last)} {source.text(at)} {source.slice(first, at - 1)}")


def mirrored_comparison(source: Source, rng: Random) -> str | None:
    """``a < b`` as ``b > a``."""
    mirror = {"<": ">", ">": "<", ">=": "<="}
    place = choose(rng, simple_operands(source, frozenset(mirror)))
    if place is None:
        return None
    first, at, last = place
    return source.replaced(
        first, last, f"{source.slice(at + 1, last)} {mirror[source.text(at)]} {source.slice(first, at - 1)}"
    )


def other_radix(source: Source, rng: Random) -> str | None:
    """A literal of the same size and value in another radix."""
    places = []
    for at in source.behaviour:
        match = _SIZED.fullmatch(source.text(at))
        if match and source.tokens[at].kind is TokenKind.LITERAL and int(match[1]) <= 32:
            places.append((at, match))
    place = choose(rng, places)
    if place is None:
        return None
    at, match = place
    base = match[2].lower()
    try:
        value = int(match[3].replace("_", ""), {"b": 2, "d": 10, "h": 16}[base])
    except ValueError:
        return None
    new = rng.choice([b for b in "bdh" if b != base])
    digits = {"b": f"{value:b}", "d": str(value), "h": f"{value:x}"}[new]
    return source.replaced(at, at, f"{match[1]}'{new}{digits}")


def other_star(source: Source, rng: Random) -> str | None:
    """``@*`` for ``@(*)`` and the other way round."""
    places = []
    for at in source.indices("@"):
        if source.text(at + 1) == "*":
            places.append((at + 1, at + 1, "(*)"))
        elif source.text(at + 1) == "(" and source.text(at + 2) == "*" and source.text(at + 3) == ")":
            places.append((at + 1, at + 3, "*"))
    place = choose(rng, places)
    return None if place is None else source.edited([place])


def reordered_items(source: Source, rng: Random) -> str | None:
    """Two neighbouring processes or assignments exchanged."""
    places = []
    for one, two in zip(source.items, source.items[1:], strict=False):
        movable = [n.kind == "procedure" or source.text(n.first) == "assign" for n in (one, two)]
        if (
            all(movable)
            and two.first == one.last + 1
            and source.text(one.first) != "initial"
            and source.text(two.first) != "initial"
        ):
            places.append((one, two))
    place = choose(rng, places)
    if place is None:
        return None
    one, two = place
    return source.exchanged((one.first, one.last), (two.first, two.last))


def ternary_for_if(source: Source, rng: Random) -> str | None:
    """Two assignments of one target in the branches of an ``if`` written as a conditional expression."""
    places = []
    for node in source.statements:
        if node.kind != "if" or len(node.children) != 2 or node in source.resets or node.head is None:
            continue
        leaves = [c.children[0] if _single(source, c) else c for c in node.children]
        if any(n.kind != "leaf" or n.operator is None for n in leaves):
            continue
        (a, b), operators = leaves, [n.operator or 0 for n in leaves]
        target = source.slice(a.first, operators[0] - 1)
        same = target == source.slice(b.first, operators[1] - 1) and source.text(operators[0]) == source.text(
            operators[1]
        )
        values = [source.slice(n.operator + 1, n.last - 1) for n in leaves if n.operator is not None]
        # A conditional expression gives both arms the size and sign of the larger one: only plain values keep theirs.
        if same and all(re.fullmatch(r"`?[\w']+(\[[\w: +-]*\])?", v) for v in values):
            places.append((node, target, source.text(operators[0]), values))
    place = choose(rng, places)
    if place is None:
        return None
    node, target, operator, values = place
    assert node.head is not None
    test = source.slice(*node.head)
    # An unknown condition takes the `else` branch of an `if` and mixes the arms of a conditional expression.
    return source.replaced(node.first, node.last, f"{target} {operator} {test} ? {values[0]} : {values[1]};")


def explicit_hold(source: Source, rng: Random) -> str | None:
    """``else q <= q;`` where a clocked process keeps its value."""
    places = []
    for procedure in source.clocked:
        for node in procedure.walk():
            if node.kind == "if" and len(node.children) == 1 and node not in source.resets:
                body = node.children[0].children[0] if _single(source, node.children[0]) else node.children[0]
                above = source.parent(node)
                plain = body.kind == "leaf" and body.operator is not None and body.operator == body.first + 1
                others = [
                    n
                    for n in procedure.walk()
                    if n is not body
                    and n.kind == "leaf"
                    and source.text(n.first) == source.text(body.first)
                    and not source.in_reset(n)
                ]
                if (
                    plain
                    and source.text(body.first + 1) == "<="
                    and not others
                    and above is not None
                    and above.kind == "block"
                ):
                    places.append((node, source.text(body.first)))
    place = choose(rng, places)
    if place is None:
        return None
    node, name = place
    end = source.tokens[node.last].end
    return f"{source.code[:end]} else {name} <= {name};{source.code[end:]}"


def spread_spaces(source: Source, rng: Random) -> str | None:
    """Spaces around operators added or taken away."""
    if rng.random() < 0.5:
        edits = [
            (at, at, f" {source.text(at)} ")
            for at in source.behaviour
            if source.text(at) in ("+", "==", "&&", "||") and source.code[source.tokens[at].start - 1] != " "
        ]
        return source.edited(edits) if edits else None
    code = source.code
    for at in sorted((k for k in source.behaviour if source.text(k) in ("+", "==", "&&", "||", "!=")), reverse=True):
        token = source.tokens[at]
        if code[token.start - 1] == " " and code[token.end : token.end + 1] == " ":
            code = code[: token.start - 1] + token.text + code[token.end + 1 :]
    return code


MUTATIONS = tuple(
    mutation(Kind.REWRITE, change)
    for change in (
        renamed_signal,
        comments_removed,
        comment_added,
        reindented,
        blank_lines,
        begin_end_added,
        begin_end_removed,
        redundant_parentheses,
        commuted_operands,
        mirrored_comparison,
        other_radix,
        other_star,
        reordered_items,
        ternary_for_if,
        explicit_hold,
        spread_spaces,
    )
)
