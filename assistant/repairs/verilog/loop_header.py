"""Loop headers of other languages: ``for i in range(8):``, commas for semicolons, a missing or half-written step."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind


def find(view: View) -> Iterator[Finding]:
    source = view.source
    found: list[Finding] = []
    for i, token in enumerate(source.tokens):
        if token.text not in ("for", "foreach"):
            continue
        finding = _in(view, i) if source.word(i + 1) != "(" or _has_in(view, i) else _classic(view, i)
        if finding is not None:
            found.append(finding)
    yield from together(found, "Write all loop headers as Verilog does")


def _finding(view: View, i: int, last: int, text: str) -> Finding:
    return Finding(
        (view.replace(i, last, text),),
        f"Write `{text}`",
        f"the loop header `{source_line(view, i, last)}` on line {view.line(i)} is not Verilog's for (start; condition; step)",
        0.92,
    )


def source_line(view: View, first: int, last: int) -> str:
    return " ".join(view.source.slice(first, last).split())


def _has_in(view: View, i: int) -> bool:
    source = view.source
    return source.word(i + 1) == "(" and any(source.word(k) == "in" for k in range(i + 2, min(i + 6, len(source))))


def _in(view: View, i: int) -> Finding | None:
    """``for i in range(a, b, c):``, ``for i in 0 to 7 loop``, ``for (i in 0..7)``."""
    source = view.source
    start = i + 1
    bracket = source.word(start) == "("
    name = start + bracket
    if source.word(name) in ("int", "integer", "genvar"):
        name += 1
    if source.kind(name) is not Kind.NAME or source.word(name + 1) not in ("in", "=", ":"):
        return None
    end = source.last_on_line(i)
    for k in range(name, end + 1):
        if source.word(k) in ("loop", "begin", "{", ":", "do") and k > name + 1 and (source.word(k) != ":" or k == end):
            end = k
            break
    last = end if source.word(end) in ("loop", ":", "do") else end - (source.word(end) in ("begin", "{"))
    text = view.code[source[name + 2].start : source[last].end].strip()
    bounds = _bounds(
        re.sub(r"\b(loop|do)$|:$", "", text).strip().removesuffix(")")
        if bracket
        else re.sub(r"(\bloop|\bdo|:)$", "", text).strip()
    )
    if bounds is None:
        return None
    variable = source.word(name)
    low, condition, step = bounds
    header = f"for ({variable} = {low}; {variable} {condition}; {variable} = {variable} {step})"
    if source.word(last) == "loop" or (source.word(last) == "do"):
        header += " begin"
    return _finding(view, i, last, header)


def _bounds(text: str) -> tuple[str, str, str] | None:
    """Start, condition and step of a range expression."""
    if match := re.fullmatch(r"x?range\s*\((.*)\)?", text):
        inner = match[1].removesuffix(")") if match[1].count(")") > match[1].count("(") else match[1]
        arguments = [a.strip() for a in re.split(r",(?![^(]*\))", inner)]
        if len(arguments) == 1:
            return "0", f"< {arguments[0]}", "+ 1"
        step = arguments[2] if len(arguments) > 2 else "1"
        if step.startswith("-"):
            return arguments[0], f"> {arguments[1]}", f"- {step[1:]}"
        return arguments[0], f"< {arguments[1]}", f"+ {step}"
    if match := re.fullmatch(r"(.+?)\s+(to|downto)\s+(.+)", text):
        down = match[2] == "downto"
        return match[1], f"{'>=' if down else '<='} {match[3]}", f"{'-' if down else '+'} 1"
    if match := re.fullmatch(r"(.+?)\s*\.\.+\s*(.+)", text):
        return match[1], f"<= {match[2]}", "+ 1"
    return None


def _classic(view: View, i: int) -> Finding | None:
    """``for (a, b, c)``, ``for (a; b)``, ``for (a; b; i + 1)``, ``for (a: b: c)``."""
    source = view.source
    close = source.partner.get(i + 1, -1)
    if close < 0:
        return None
    separators = [k for k in range(i + 2, close) if source.word(k) in (";", ",", ":") and _shallow(view, i + 1, k)]
    words = [source.word(k) for k in separators]
    if words == [";", ";"]:
        return _step(view, i, separators[1] + 1, close)
    if len(separators) == 2 and source.word(separators[0] + 1) == source.word(_loop_name(view, i)):
        parts = [
            source.slice(i + 2, separators[0] - 1),
            source.slice(separators[0] + 1, separators[1] - 1),
            source.slice(separators[1] + 1, close - 1),
        ]
        return _finding(view, i, close, f"for ({'; '.join(parts)})")
    if words == [";"]:
        name = source.word(_loop_name(view, i))
        start, condition = source.slice(i + 2, separators[0] - 1), source.slice(separators[0] + 1, close - 1)
        step = "-" if ">" in condition else "+"
        return _finding(view, i, close, f"for ({start}; {condition}; {name} = {name} {step} 1)")
    return None


def _step(view: View, i: int, first: int, close: int) -> Finding | None:
    """A step that computes without assigning: ``i + 1``; or assigns with ``<=``; or is missing."""
    source = view.source
    name = source.word(_loop_name(view, i))
    if first == close:
        condition = source.slice(first - 1, first - 1)
        return _finding(view, i, close, f"{source.slice(i, first - 1)} {name} = {name} + 1)") if condition else None
    words = [source.word(k) for k in range(first, close)]
    if words[0] == name and len(words) >= 3 and words[1] in ("+", "-", "<<", ">>", "*"):
        return _finding(view, i, close, f"{source.slice(i, first - 1)} {name} = {source.slice(first, close - 1)})")
    if words[:2] == [name, "<="]:
        return _finding(view, i, close, f"{source.slice(i, first - 1)} {name} = {source.slice(first + 2, close - 1)})")
    return None


def _loop_name(view: View, i: int) -> int:
    k = i + 2
    while view.source.word(k) in ("int", "integer", "genvar", "unsigned", "automatic"):
        k += 1
    return k


def _shallow(view: View, opener: int, k: int) -> bool:
    source = view.source
    return not any(source.word(j) in ("(", "[", "{") and source.partner.get(j, -1) > k for j in range(opener + 1, k))


REPAIR = scanning("loop_header", find, safe=True)
