"""Says while typing what is wrong with a CadQuery script: Python's syntax and names, and misuse of CadQuery's API."""

from __future__ import annotations

import importlib.metadata
import re
import time
from functools import cache

from backends.cadquery.api_table import api
from backends.cadquery.call_checks import check_arguments, check_drawing, check_names, check_values
from backends.cadquery.call_sites import CallSites
from backends.cadquery.constants import Constants
from backends.cadquery.script_checks import check_discarded, check_result, extends_cadquery
from backends.cadquery.type_inference import Inference
from backends.environment import Domain, Environment, Role
from backends.outcome import Diagnostic, Label, Outcome, Severity, Stage
from backends.protocol import ToolStatus
from backends.python_analysis import PythonAnalysis, analyze_python
from backends.text import LineIndex
from backends.text_cache import cached_by_text

GIVEN_NAMES = ("show_object", "debug", "log", "rand_color")
"""Put into a script's names by CQ-editor and other viewers, and by the kernel backend."""
_PATCHING = re.compile(
    r"\b(?:Workplane|Sketch|Assembly|Shape|CQ)\.(\w+)\s*=[^=]|setattr\(\s*[\w.]*\b(?:Workplane|Sketch)\s*,"
)


class CadQueryStatic:
    """In process, some milliseconds; neither runs the script nor imports CadQuery."""

    name = "cadquery-static"
    domain = Domain.CADQUERY

    def probe(self) -> ToolStatus:
        return ToolStatus(
            self.name,
            "Python syntax, undefined names and misuse of CadQuery's API while typing",
            "part of Hardsight",
            where=__file__,
            version=_version(),
            note=f"knows CadQuery {api().version}",
        )

    def analyze(self, code: str, environment: Environment) -> Outcome:
        started = time.perf_counter()
        lines = LineIndex(code)
        python = analyze_python(code, lines, GIVEN_NAMES)
        found = list(python.diagnostics)
        if python.tree is not None:
            found += _cadquery_checks(python, lines, environment)
        found.sort(key=lambda d: (d.range.start, d.severity is not Severity.ERROR))
        return Outcome(
            self.name, Stage.STATIC, _label(python, found), tuple(found),
            seconds=time.perf_counter() - started, tool_version=_version(),
        )  # fmt: skip


def _cadquery_checks(python: PythonAnalysis, lines: LineIndex, environment: Environment) -> list[Diagnostic]:
    tree = python.tree
    assert tree is not None
    table = api()
    sites = CallSites(lines, tree)
    try:
        inference = Inference(tree, table)
    except RecursionError:  # an expression nested deeper than any engineer writes
        return []
    constants = Constants(tree, sites.nodes)
    patched = {name for file in environment.of_role(Role.MODULE) for name in _patched(file.text)}
    inference.patched |= {name or "*" for name in patched}
    certain = environment.settings.cadquery.interpreter is None and not extends_cadquery(sites.nodes)
    found = list(check_names(inference, sites, table, certain))
    for call in inference.calls.values():
        found += check_arguments(call, sites)
        found += check_values(call, sites, constants)
    found += check_drawing(inference, sites)
    found += check_discarded(inference, sites)
    found += check_result(tree, inference, sites)
    return found


@cached_by_text
def _patched(text: str) -> frozenset[str]:
    """Names that a module adds to CadQuery's classes; empty ones where only the running module knows them."""
    return frozenset(_PATCHING.findall(text))


def _label(python: PythonAnalysis, found: list[Diagnostic]) -> Label:
    """What running the script would come to, as far as the text alone decides it."""
    if any(d.severity is Severity.ERROR for d in found):
        return Label.COMPILATION_ERROR if python.tree is None else Label.RUNTIME_ERROR
    return Label.PASS


@cache
def _version() -> str:
    return f"pyflakes {importlib.metadata.version('pyflakes')}, CadQuery API {api().version}"
