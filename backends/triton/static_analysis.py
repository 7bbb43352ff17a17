"""What the text of a kernel file already tells: Python's errors, and misuse of Triton that no launch would survive."""

from __future__ import annotations

import ast
import time
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from backends.environment import Domain, Environment
from backends.outcome import Diagnostic, Label, Outcome, Range, Severity, Stage
from backends.protocol import ToolStatus
from backends.python_analysis import analyze_python
from backends.text import LineIndex
from backends.triton.api_table import api_table
from backends.triton.kernel_inference import KernelInference
from backends.triton.launch_rules import check_autotuning, check_launches
from backends.triton.mask_rules import check_masks
from backends.triton.signature import pointer_parameters
from backends.triton.source_model import Kernel, SourceModel, source_model
from backends.triton.syntax_rules import check_globals, check_signature

SOURCE = "triton"
MAX_DIAGNOSTICS = 100


class TritonStatic:
    """In process, in milliseconds; imports neither triton nor anything of the user's."""

    name = "triton-static"
    domain = Domain.TRITON

    def probe(self) -> ToolStatus:
        version = f"rules of triton {api_table().version}"
        return ToolStatus(self.name, "errors of kernels while typing", "part of hardsight", "built in", version)

    def analyze(self, code: str, environment: Environment) -> Outcome:
        started = time.perf_counter()
        lines = LineIndex(code)
        python = analyze_python(code, lines)
        found = list(python.diagnostics)
        if python.tree is not None:
            findings = Findings(source_model(code, python.tree, lines))
            findings.check()
            found += findings.diagnostics
        if environment.settings.triton.interpreter is not None:
            found = [_of_another_version(d) for d in found]
        found = _without_repetition(found)[:MAX_DIAGNOSTICS]
        failed = any(d.severity is Severity.ERROR for d in found)
        return Outcome(
            self.name,
            Stage.STATIC,
            Label.COMPILATION_ERROR if failed else Label.PASS,
            tuple(found),
            seconds=time.perf_counter() - started,
            tool_version=f"triton {api_table().version}",
        )


class Findings:
    """Runs the rules over one file and keeps what they report."""

    def __init__(self, model: SourceModel) -> None:
        self.model = model
        self.diagnostics: list[Diagnostic] = []

    def check(self) -> None:
        api = api_table()
        for kernel in self.model.kernels.values():
            self._kernel(kernel)
            check_autotuning(self.model, kernel, self.report)
        check_launches(self.model, api, self.report)

    def _kernel(self, kernel: Kernel) -> None:
        check_signature(self.model, kernel, self.report)
        check_globals(self.model, kernel, self.report)
        entry = self.model.is_entry(kernel)
        inference = KernelInference(
            self.model, kernel, api_table(), pointer_parameters(kernel, self.model), entry, self.report
        )
        inference.run()
        if entry:
            check_masks(inference)

    def report(self, node: ast.AST, code: str, message: str, severity: Severity = Severity.ERROR, **data: Any) -> None:
        at: Range
        if data.pop("at_name", False) and isinstance(node, ast.FunctionDef):
            at = self.model.name_range(node)
        else:
            at = getattr(node, "range", None) or self.model.range_of(node)
        self.diagnostics.append(Diagnostic(at, severity, code, message, SOURCE, Stage.STATIC, data=data))


def _of_another_version(diagnostic: Diagnostic) -> Diagnostic:
    """The user's interpreter may have a triton with other functions than the one the table was made from."""
    if (
        diagnostic.code in ("unknown-attribute", "unknown-keyword", "removed-api", "unknown-method")
        and diagnostic.source == SOURCE
    ):
        return replace(diagnostic, severity=Severity.WARNING)
    return diagnostic


def _without_repetition(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """In the order of the text; the same complaint about the same place once."""
    kept: dict[tuple[Any, ...], Diagnostic] = {}
    for diagnostic in found:
        kept.setdefault((diagnostic.range, diagnostic.code, diagnostic.message), diagnostic)
    return sorted(kept.values(), key=lambda d: (d.range.start, d.severity != Severity.ERROR))
