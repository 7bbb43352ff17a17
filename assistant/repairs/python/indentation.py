"""Lines that stand too far left or right, or are indented by tabs here and by spaces there."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repair import Edit
from assistant.repairs.python.rule import SYNTAX, Candidate, Rule, Text
from backends.outcome import Diagnostic


def find(diagnostic: Diagnostic, text: Text) -> Iterator[Candidate]:
    message = diagnostic.message
    line = diagnostic.range.start.line
    if "expected an indented block" in message:
        header = diagnostic.data.get("header_line", max(0, line - 1))
        yield from _indent(text, int(header), line)
    elif "unexpected indent" in message:
        yield from _dedent(text, line)
    elif "unindent does not match" in message:
        yield from _align(text, line)
    elif diagnostic.code == "TabError":
        for width in (4, 8):
            yield Candidate(tuple(_to_spaces(text, width)), "Indent with spaces", "Tabs and spaces are mixed.", 0.9)


def _indent(text: Text, header: int, line: int) -> Iterator[Candidate]:
    """The lines up to the next blank one, or only the first: what belongs to the block the text does not say."""
    width = text.indent(header) + _unit(text)
    last = line
    while (
        last + 1 < text.lines.line_count
        and text.line(last + 1).strip()
        and _depth(text, last + 1) >= _depth(text, header)
    ):
        if text.line(last + 1).lstrip().startswith(("def ", "class ", "@", "else", "elif", "except", "finally")):
            break
        last += 1
    for end, confidence in dict.fromkeys(((last, 0.75), (line, 0.7))):
        shift = tuple(
            text.insert(n, 0, width[_depth(text, header) :]) for n in range(line, end + 1) if text.line(n).strip()
        )
        yield Candidate(shift, f"Indent line{'s' if end > line else ''} {line + 1}{f' to {end + 1}' if end > line else ''}",
                        "A block stands to the right of its header.", confidence)  # fmt: skip


def _dedent(text: Text, line: int) -> Iterator[Candidate]:
    before = next((n for n in range(line - 1, -1, -1) if text.line(n).strip()), None)
    wanted = _depth(text, before) if before is not None else 0
    excess = _depth(text, line) - wanted
    end = line
    while end + 1 < text.lines.line_count and (
        not text.line(end + 1).strip() or _depth(text, end + 1) >= _depth(text, line)
    ):
        end += 1
    edits = tuple(text.replace(n, wanted, wanted + excess, "") for n in range(line, end + 1) if text.line(n).strip())
    if excess > 0:
        yield Candidate(edits, f"Move line {line + 1} back to the left", "Nothing before it opens a block.", 0.9)
    if before is not None and text.line(before).strip() and not text.line(before).rstrip().endswith(":"):
        end_of_line = len(text.line(before).rstrip())
        yield Candidate(
            (text.insert(before, end_of_line, ":"),),
            "End the line before with a colon",
            "What follows is indented.",
            0.4,
        )


def _align(text: Text, line: int) -> Iterator[Candidate]:
    """To the levels that are open here, the nearest first."""
    depth = _depth(text, line)
    levels = {_depth(text, n) for n in range(line) if text.line(n).strip()}
    for order, level in enumerate(sorted(levels, key=lambda w: (abs(w - depth), w))[:3]):
        edit = Edit(text.replace(line, 0, depth, "").range, " " * level)
        yield Candidate((edit,), f"Align line {line + 1}", "It stands between two levels.", 0.8 - 0.15 * order)


def _to_spaces(text: Text, width: int) -> Iterator[Edit]:
    for number in range(text.lines.line_count):
        indent = text.indent(number)
        if "\t" in indent:
            yield text.replace(number, 0, len(indent), indent.expandtabs(width))


def _depth(text: Text, line: int) -> int:
    return len(text.indent(line))


def _unit(text: Text) -> str:
    widths = [text.indent(n) for n in range(min(400, text.lines.line_count)) if text.indent(n) and text.line(n).strip()]
    return min(widths, key=len, default="    ")


RULE = Rule("indentation", find, SYNTAX)
