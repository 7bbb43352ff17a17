"""``x`` in the labels of a casez, where ``?`` is the wildcard."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.verilog.rule import Change, Finding, View, scanning
from assistant.repairs.verilog.tokens import Kind


def find(view: View) -> Iterator[Finding]:
    source = view.source
    for module in view.modules:
        for procedure in module.procedures:
            for statement in procedure.statements():
                if statement.kind != "case" or source.word(statement.first) not in ("casez", "case"):
                    continue
                plain = source.word(statement.first) == "case"
                changes: list[Change] = []
                for label in statement.labels:
                    for k in range(label[0], label[1] + 1) if label else ():
                        digits = source.word(k).rpartition("'")[2].lower()
                        if (
                            source.kind(k) is Kind.NUMBER
                            and "'" in source.word(k)
                            and ("x" in digits or (plain and ("?" in digits or "z" in digits)))
                        ):
                            head, quote, tail = source.word(k).rpartition("'")
                            changes.append(
                                view.replace(
                                    k, k, head + quote + tail.replace("x", "?").replace("X", "?").replace("z", "?")
                                )
                            )
                if not changes:
                    continue
                if plain:
                    changes.append(view.replace(statement.first, statement.first, "casez"))
                yield Finding(
                    tuple(changes),
                    "Use `?` as the wildcard of a casez",
                    f"the case on line {view.line(statement.first)} has labels with unknown digits, which match only an unknown value; "
                    f"in a casez `?` matches anything",
                    0.8,
                    ambiguous=True,
                )


REPAIR = scanning(
    "casez_wildcard",
    find,
    codes=("slang:CaseZWithX", "slang:CaseNotWildcard", "verilator:CASEWITHX", "verilator:CASEX"),
)
