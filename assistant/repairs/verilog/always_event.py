"""The event of an ``always``: missing ``@`` or parentheses, ``and`` between edges, a trailing ``or``, the event forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import disjoint
from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind

_ALWAYS = frozenset(("always", "always_ff", "always_latch"))
_EDGES = frozenset(("posedge", "negedge"))
_VHDL_EDGES = {
    "rising_edge": "posedge", "rising": "posedge", "risingedge": "posedge", "pos_edge": "posedge", "positive_edge": "posedge", "rise": "posedge",
    "falling_edge": "negedge", "falling": "negedge", "fallingedge": "negedge", "neg_edge": "negedge", "negative_edge": "negedge", "fall": "negedge",
}  # fmt: skip


def find(view: View) -> Iterator[Finding]:
    source = view.source
    for i, token in enumerate(source.tokens):
        if token.text in _ALWAYS:
            changes, why, confidence = _event(view, i)
            if changes:
                yield Finding(
                    disjoint(changes),
                    "Write the event as @(…)",
                    f"the event of the {token.text} on line {view.line(i)} {why}",
                    confidence,
                )
        elif token.text == "@" and source.word(i - 1) in (";", "end", "endmodule") and _at_module_level(view, i):
            yield Finding(
                (view.before(i, "always "),),
                "Add `always`",
                f"the event on line {view.line(i)} stands outside any procedure; `always` is missing before it",
                0.9,
            )
        elif token.text == "always_comb" and source.word(i + 1) == "@":
            close = source.partner.get(i + 2, i + 2) if source.word(i + 2) == "(" else i + 2
            yield Finding(
                (view.remove(i + 1, close),),
                "Remove the event",
                f"always_comb on line {view.line(i)} finds its inputs itself and takes no event",
                0.93,
            )


def _event(view: View, i: int) -> tuple[list[Change], str, float]:
    source = view.source
    after = source.word(i + 1)
    changes: list[Change] = []
    why = ""
    open_paren = i + 2
    if after == "(":
        changes.append(view.before(i + 1, "@"))
        why, open_paren = "lacks its `@`", i + 1
    elif after in _EDGES:
        end = _edges_end(view, i + 1)
        if end + 1 in source.unopened:
            return [view.before(i + 1, "@(")], "lacks `@(`", 0.94
        return [view.before(i + 1, "@("), view.behind(end, ")")], "lacks `@(` and `)`", 0.93
    elif after == "@" and source.word(i + 2) in _EDGES:
        end = _edges_end(view, i + 2)
        if end + 1 in source.unopened:
            return [view.before(i + 2, "(")], "lacks its opening parenthesis", 0.94
        return [view.before(i + 2, "("), view.behind(end, ")")], "needs parentheses", 0.93
    elif after == "@" and source.word(i + 2) in ("begin", ";"):
        return [view.behind(i + 1, "(*)")], "is empty", 0.8
    elif (
        after == "@"
        and source.kind(i + 2) is Kind.NAME
        and source.word(i + 3) in ("or", ",")
        and source[i + 2].line == source[i].line
    ):
        end = i + 2
        while source.word(end + 1) in ("or", ",") and source.kind(end + 2) is Kind.NAME:
            end += 2
        return [view.before(i + 2, "("), view.behind(end, ")")], "needs parentheses", 0.9
    elif after in ("begin", "if", "case") and source.word(i) == "always":
        return [view.behind(i, " @(*)")], "is missing, so it would run without end", 0.85
    if source.word(open_paren) == "(":
        close = source.partner.get(open_paren, -1)
        if close > 0:
            inner, inner_why = _inside(view, open_paren, close)
            changes += inner
            why = why or inner_why
    return changes, why, 0.93


def _inside(view: View, opener: int, close: int) -> tuple[list[Change], str]:
    source = view.source
    changes: list[Change] = []
    why = ""
    if close == opener + 1:
        return [view.behind(opener, "*")], "is empty"
    has_edge = any(source.word(k) in _EDGES for k in range(opener + 1, close))
    for k in range(opener + 1, close):
        word = source.word(k)
        if word in ("and", "&&", "&", "||", "|", ";", "+") and (has_edge or word in ("and", ";")):
            changes.append(view.replace(k, k, "or"))
            if source[k].start == source[k - 1].end:
                changes[-1] = view.replace(k, k, " or" if word == ";" else " or ")
            why = f"joins its terms with `{word}` instead of `or`"
        elif word.lower() in _VHDL_EDGES and source.kind(k) is Kind.NAME:
            edge = _VHDL_EDGES[word.lower()]
            if source.word(k + 1) == "(" and source.kind(k + 2) is Kind.NAME and source.word(k + 3) == ")":
                changes.append(view.replace(k, k + 3, f"{edge} {source.word(k + 2)}"))
            elif source.kind(k + 1) is Kind.NAME:
                changes.append(view.replace(k, k, edge))
            else:
                continue
            why = f"names the edge `{word}` instead of `{edge}`"
        elif word in ("or", ",") and k + 1 == close:
            changes.append(view.remove(k, k))
            why = f"ends with `{word}`"
        elif word in ("or", ",") and source.word(k + 1) in ("or", ","):
            changes.append(view.remove(k, k))
            why = f"has `{word}` twice"
        elif (
            word in _EDGES
            and source.word(k + 1) in (")", "or", ",")
            and source.kind(k - 1) is Kind.NAME
            and source.word(k - 2) in ("(", "or", ",")
        ):
            name = source.word(k - 1)
            changes.append(view.replace(k - 1, k, f"{word} {name}"))
            why = f"has `{word}` behind the signal"
        elif word == "'" and source.word(k + 1) == "event":
            changes.append(view.remove(k, k + 1))
            why = "tests 'event as VHDL does"
        elif (
            source.kind(k) is Kind.NAME
            and word.lower() not in _VHDL_EDGES
            and (source.kind(k + 1) is Kind.NAME or source.word(k + 1) in _EDGES)
            and source.word(k - 1) in (*_EDGES, "(", ",", "or")
        ):
            changes.append(view.behind(k, " or"))
            why = "lacks `or` between its terms"
    return changes, why


def _edges_end(view: View, i: int) -> int:
    """Last token of ``posedge a or negedge b``."""
    source = view.source
    end = i + 1
    while source.word(end + 1) in ("or", ",", "and"):
        end += 3 if source.word(end + 2) in _EDGES else 2
    return end


def _at_module_level(view: View, i: int) -> bool:
    module = view.outline.module_at(i)
    return module is not None and module.header_end < i <= module.last and view.outline.procedure_at(i) is None


REPAIR = scanning("always_event", find)
