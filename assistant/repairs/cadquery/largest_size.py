"""A fillet, chamfer or wall that the part has no room for: the largest that the kernel was able to make."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.repairs.cadquery.numbers_in_text import set_number
from assistant.repairs.cadquery.rule import CadQueryRepair, Finding, View, method_of, repair
from backends.outcome import Diagnostic


def finder(method: str, parameter: str, fact: str) -> Callable[[Diagnostic, View], Iterator[Finding]]:
    def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
        largest, call = diagnostic.data.get(fact), view.call(diagnostic)
        if not isinstance(largest, (int, float)) or call is None or method_of(call) != method:
            return
        node = view.sites.argument(call, parameter, 0)
        if node is None:
            return
        edit, where = set_number(view, node, float(largest))
        yield Finding(
            (edit,), f"Reduce the {parameter} to {largest:g} mm {where}".replace(" here", ""),
            f"The kernel tried smaller ones; {largest:g} mm is the largest {parameter} it made a sound part with",
            0.85,
        )  # fmt: skip

    return find


FILLET: CadQueryRepair = repair(
    "fillet-radius", finder("fillet", "radius", "largest_radius"), "too-large", "oversized-fillet", "invalid-solid"
)
CHAMFER: CadQueryRepair = repair(
    "chamfer-length", finder("chamfer", "length", "largest_length"), "too-large", "oversized-chamfer", "invalid-solid"
)
SHELL: CadQueryRepair = repair(
    "shell-thickness",
    finder("shell", "thickness", "largest_thickness"),
    "too-large",
    "shell-no-effect",
    "invalid-solid",
)
