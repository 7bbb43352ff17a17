"""Turns what the worker says of a run into an ``Outcome``: label, diagnostics at exact places, metrics with units."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from backends.cadquery.call_sites import CallSites
from backends.cadquery.failure_messages import explain
from backends.cadquery.finding_messages import explain_finding
from backends.cadquery.geometry_checks import run_checks
from backends.cadquery.script_checks import LOSING, starts_with_constructor
from backends.environment import Environment
from backends.outcome import Diagnostic, Label, Metric, Range, Related, Severity, Stage
from backends.python_analysis import syntax_diagnostic

SOURCE = "cadquery"
UNITS = {
    "valid": "", "watertight": "", "solids": "solid", "shells": "shell", "faces": "face", "edges": "edge",
    "triangles": "triangle", "parts": "part", "volume": "mm^3", "area": "mm^2", "interference": "mm^3",
    "bounding_box": "mm", "center_of_mass": "mm",
}  # fmt: skip
_TRACE_LINE = re.compile(r'File "(?P<file>[^"]+)", line (?P<line>\d+) in')


class Answer:
    """One run's answer, read against the text that ran."""

    def __init__(self, code: str, environment: Environment, value: Mapping[str, Any]) -> None:
        self.code = code
        self.environment = environment
        self.value = value
        self.sites = CallSites.of(code)
        self._texts = {str(Path(file.path)): file.text for file in environment.files}
        self.metrics = plain_metrics(value.get("metrics", {}))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Causes first: what operations did wrong silently, then the exception, tests, and what follows from them."""
        found = [self._finding(finding) for finding in self.value.get("findings", ())]
        if self.value["error"] is not None:
            found.append(self.exception(self.value["error"]))
            return tuple(found)
        found += self._ended_early()
        found += self._discarded()
        found += self._left_over_selections()
        found += self._tests()
        found += self._interferences()
        found += run_checks(self.sites.lines, self.metrics)
        return tuple(found)

    def label(self, diagnostics: Sequence[Diagnostic]) -> Label:
        error = self.value["error"]
        if error is not None:
            if "syntax" in error and self._is_script(error["syntax"][0]):
                return Label.COMPILATION_ERROR
            kinds = {
                "AssertionError": Label.WRONG_OUTPUT,
                "MemoryError": Label.RESOURCE_EXCEEDED,
                "Standard_OutOfMemory": Label.RESOURCE_EXCEEDED,
            }
            return kinds.get(error["type"], Label.RUNTIME_ERROR)
        return Label.WRONG_OUTPUT if any(d.severity is Severity.ERROR for d in diagnostics) else Label.PASS

    def exception(self, error: Mapping[str, Any]) -> Diagnostic:
        """The exception at the innermost line of the user's own code, naming the outer ones as related places."""
        if "syntax" in error:
            return self._syntax(error)
        explained = explain(error)
        places = error["places"] or [[self.environment.path, 1, None, None, None]]
        call = error.get("call")
        at = places[-1]
        if call is not None and call["place"] in places:
            at = call["place"]
        related = [
            Related(self._sites(place[0]).range_at(place), "called from here", self._path(place[0]))
            for place in places[-2::-1]
            if place != at
        ]
        if call is not None and call.get("empty"):
            related.insert(0, self._related(call["empty"], "this selection is empty"))
        data = {"exception": error["type"], **explained.data}
        return Diagnostic(
            self._sites(at[0]).range_at(at), Severity.ERROR, error["type"], explained.message, SOURCE, Stage.RUN,
            self._path(at[0]), tuple(related[:8]), data,
        )  # fmt: skip

    def _syntax(self, error: Mapping[str, Any]) -> Diagnostic:
        file, line, offset, end_line, end_offset = error["syntax"]
        kind = {"IndentationError": IndentationError, "TabError": TabError}.get(error["type"], SyntaxError)
        lines = self._sites(file).lines if file else self.sites.lines
        raised = kind(error["text"], (file, line, offset, None, end_line, end_offset))
        found = syntax_diagnostic(raised, lines, Stage.RUN)
        if file is None or self._is_script(file):
            return found
        return Diagnostic(
            found.range, found.severity, found.code, found.message, found.source, found.stage, file, data=found.data
        )

    def _finding(self, finding: Mapping[str, Any]) -> Diagnostic:
        severity, explained = explain_finding(finding)
        place = finding["call"]["place"]
        related: tuple[Related, ...] = ()
        if finding["related"] is not None:
            related = (self._related(finding["related"]["place"], "used here"),)
        return Diagnostic(
            self._sites(place[0]).range_at(place), severity, finding["code"], explained.message, SOURCE, Stage.RUN,
            self._path(place[0]), related, explained.data,
        )  # fmt: skip

    def _ended_early(self) -> Iterator[Diagnostic]:
        """``sys.exit()`` with statements of the script still to come."""
        left = next((place for place in self.value.get("left", ()) if self._is_script(place[0])), None)
        last = max((node.lineno for node in self.sites.nodes if isinstance(node, ast.stmt)), default=0)
        if left is not None and left[1] < last:
            message = "the script ends itself here; what follows was not run"
            yield Diagnostic(self.sites.range_at(left), Severity.WARNING, "ended-early", message, SOURCE, Stage.RUN)

    def _discarded(self) -> Iterator[Diagnostic]:
        """Operations that ran, whose changed part nothing can see. Inside of ``try`` they may be probes."""
        probes = {call for node in self.sites.nodes if isinstance(node, ast.Try) for call in ast.walk(node)}
        for site in self.value.get("calls", ()):
            call = self.sites.call_at(site["place"]) if self._is_script(site["place"][0]) else None
            if call is None or site["name"] not in LOSING or call not in self.sites.statements or call in probes:
                continue
            if starts_with_constructor(call):
                continue  # a part of its own that nothing uses, not a change that was lost
            message = (
                f"{site['name']} is not part of the result: it returns a new Workplane, which is thrown away; assign it"
            )
            yield Diagnostic(
                self.sites.call_range(call), Severity.ERROR, "discarded-result", message, SOURCE, Stage.RUN,
                data={"method": site["name"]},
            )  # fmt: skip

    def _left_over_selections(self) -> Iterator[Diagnostic]:
        """Results that hold edges or a workplane where the part was meant."""
        results = self.value.get("results", ())
        if not results and self.value.get("made"):
            message = "the script leaves no part to be seen: assign it to 'result' or call show_object(part)"
            yield Diagnostic(self._last_expression(), Severity.ERROR, "no-result", message, SOURCE, Stage.RUN)
        for result in results:
            stack = result["stack"]
            if (
                not result["base"]
                or not stack
                or any(kind in stack for kind in ("Solid", "Compound", "Shell", "Sketch"))
            ):
                continue
            held = ", ".join(f"{count} {kind}" for kind, count in stack.items())
            message = f"{result['name']} holds {held}, not the part itself: end the selection with .end() or use the part before it"
            yield Diagnostic(
                self._assignment(result["name"]), Severity.WARNING, "result-is-selection", message, SOURCE, Stage.RUN,
                data={"variable": result["name"], "stack": stack},
            )  # fmt: skip

    def _last_expression(self) -> Range:
        statements = self.sites.tree.body if self.sites.tree is not None else []
        found = [node for node in statements if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)]
        return self.sites.node_range(found[-1]) if found else Range.of(0, 0, 0, 1)

    def _assignment(self, name: str) -> Range:
        found = Range.of(0, 0, 0, 1)
        for node in self.sites.nodes:
            if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store):
                found = self.sites.node_range(node)
        return found

    def _tests(self) -> Iterator[Diagnostic]:
        for failure in self.value.get("tests", {}).get("failures", ()):
            found = self.exception(failure["error"])
            message = f"{failure['name']}: {found.message}"
            yield Diagnostic(
                found.range,
                found.severity,
                "test-failed",
                message,
                SOURCE,
                Stage.RUN,
                found.path,
                found.related,
                found.data,
            )

    def _interferences(self) -> Iterator[Diagnostic]:
        shared = self.value.get("metrics", {}).get("interference", {})
        for pair in shared.get("pairs", ()):
            place = shared["adds"].get(pair["b"]) or shared["adds"].get(pair["a"])
            at = self._sites(place[0]).range_at(place) if place else Range.of(0, 0, 0, 1)
            other = shared["adds"].get(pair["a"])
            related = (self._related(other, f"{pair['a']} is added here"),) if other and other != place else ()
            message = f"{pair['b']} and {pair['a']} share {pair['volume']:.4g} mm³"
            yield Diagnostic(
                at, Severity.WARNING, "interference", message, SOURCE, Stage.RUN,
                self._path(place[0]) if place else None, related, pair,
            )  # fmt: skip
        if shared and not shared["checked"]:
            message = "not all pairs of parts were checked for interference: there are too many"
            yield Diagnostic(
                Range.of(0, 0, 0, 1), Severity.INFORMATION, "interference-unchecked", message, SOURCE, Stage.RUN
            )

    def _related(self, place: Sequence[Any], message: str) -> Related:
        return Related(self._sites(place[0]).range_at(place), message, self._path(place[0]))

    def _is_script(self, file: str | None) -> bool:
        return file == self.environment.path

    def _path(self, file: str) -> str | None:
        return None if self._is_script(file) else file

    def _sites(self, file: str) -> CallSites:
        if self._is_script(file):
            return self.sites
        return _sites_of(self._texts.get(file) or _read(file))


def plain_metrics(measured: Mapping[str, Any]) -> dict[str, Any]:
    """By name, numbers or lists of them, as checks and metrics use them."""
    found = {name: value for name, value in measured.items() if name in UNITS and name != "interference"}
    if "interference" in measured:
        found["interference"] = measured["interference"]["volume"]
    return found


def metrics_of(plain: Mapping[str, Any]) -> dict[str, Metric]:
    found = {}
    for name, value in plain.items():
        number = tuple(value) if isinstance(value, list) else int(value) if isinstance(value, bool) else value
        found[name] = Metric(number, UNITS[name])
    return found


def stopped_at(trace: str, environment: Environment) -> Range:
    """The innermost line of the script in a ``faulthandler`` trace (most recent call first), else its first character."""
    for found in _TRACE_LINE.finditer(trace):
        if found["file"] == environment.path:
            return Range.of(int(found["line"]) - 1, 0, int(found["line"]) - 1, 1)
    return Range.of(0, 0, 0, 1)


@cache
def _sites_of(text: str) -> CallSites:
    return CallSites.of(text)


def _read(file: str) -> str:
    try:
        return Path(file).read_text("utf-8", "replace")
    except OSError:
        return ""
