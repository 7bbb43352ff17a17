"""A closing bracket without an opening one, or of the wrong kind."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.combine import together
from assistant.repairs.verilog.rule import Finding, View, scanning
from assistant.repairs.verilog.tokens import OPENING


def find(view: View) -> Iterator[Finding]:
    source = view.source
    removed: list[Finding] = []
    for closer in source.unopened:
        word = source.word(closer)
        if word == "}" and (closer + 1 >= len(source) or source[closer].first):
            continue
        opener = _wrong_kind(view, closer)
        if opener is not None:
            right = OPENING[source.word(opener)]
            yield Finding(
                (view.replace(closer, closer, right),),
                f"Write `{right}` for `{word}`",
                f"`{word}` on line {view.line(closer)} closes a `{source.word(opener)}`, which takes `{right}`",
                0.8,
            )
        removed.append(
            Finding(
                (view.remove(closer, closer),),
                f"Remove the extra `{word}`",
                f"`{word}` on line {view.line(closer)} closes nothing: there is one more than was opened",
                0.85 if opener is None else 0.5,
            )
        )
    yield from together(removed, "Remove the extra brackets")


def _wrong_kind(view: View, closer: int) -> int | None:
    """An unclosed bracket of another kind shortly before, on the same statement."""
    source = view.source
    for k in range(closer - 1, max(closer - 40, -1), -1):
        if k in source.unclosed:
            return k
        if source.word(k) in (";", "begin", "end"):
            return None
    return None


REPAIR = scanning("extra_bracket", find)
