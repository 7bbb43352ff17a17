"""Checks of a script as a whole: results thrown away, and whether anything is left to be seen."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from backends.cadquery.call_checks import diagnostic, is_workplane_result
from backends.cadquery.call_sites import CallSites
from backends.cadquery.type_inference import Inference
from backends.outcome import Diagnostic, Range, Severity

RESULT_NAMES = ("result", "r", "assembly", "assy", "part", "model")
"""As in the worker's ``results``; a test keeps the two alike."""
LOSING = frozenset(
    {"hole", "cboreHole", "cskHole", "cut", "cutBlind", "cutThruAll", "cutEach", "union", "intersect", "combine", "fillet",
     "chamfer", "shell", "extrude", "revolve", "sweep", "loft", "twistExtrude", "box", "sphere", "cylinder", "wedge", "text",
     "translate", "rotate", "rotateAboutCenter", "mirror", "split", "clean"}
)  # fmt: skip
"""Workplane methods that leave their object as it was and return a changed one."""
_SHOWING = frozenset({"show_object", "show", "show_all", "export", "save", "exportSvg", "exportStep", "exportStl"})
_EXTENSION_FREE = frozenset(
    {"cadquery", "OCP", "math", "cmath", "numpy", "scipy", "typing", "__future__", "dataclasses", "itertools", "functools",
     "pathlib", "os", "sys", "json", "csv", "random", "collections", "enum", "time", "argparse", "logging", "ocp_vscode",
     "cq_editor", "jupyter_cadquery", "matplotlib", "decimal", "fractions", "statistics", "copy", "re", "operator",
     "typing_extensions", "abc", "contextlib", "warnings", "string", "textwrap", "tempfile", "io", "pytest", "unittest"}
)  # fmt: skip


def check_discarded(inference: Inference, sites: CallSites) -> Iterator[Diagnostic]:
    for node in sites.statements:
        call = inference.calls.get(node)
        if call is None or call.owner != "Workplane" or call.member.name not in LOSING or not is_workplane_result(call):
            continue
        root = chain_root(node)
        variable = root.id if isinstance(root, ast.Name) and not starts_with_constructor(node) else None
        hint = f": {variable} = …" if variable else ""
        yield diagnostic(
            sites.call_range(node), "discarded-result",
            f"{call.member.name} returns a new Workplane and leaves the old one as it was; the result is thrown away. Assign it{hint}",
            Severity.WARNING, method=call.member.name, variable=variable,
        )  # fmt: skip


def chain_root(node: ast.expr) -> ast.expr:
    """The expression that a fluent chain starts from."""
    while isinstance(node, (ast.Call, ast.Attribute)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node


def check_result(tree: ast.Module, inference: Inference, sites: CallSites) -> Iterator[Diagnostic]:
    """A script that makes parts at its top level and neither names, shows nor exports one."""
    for node in sites.nodes:
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in _SHOWING:
                return
    if any(name in inference.module_env for name in RESULT_NAMES):
        return
    made: tuple[str | None, ast.stmt] | None = None
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            value = inference.module_env.get(statement.targets[0].id)
            if (
                value is not None
                and value.kind == "instance"
                and value.name in ("Workplane", "Assembly", "Solid", "Compound")
            ):
                made = (statement.targets[0].id, statement)
        elif isinstance(statement, ast.Expr) and statement.value in inference.calls:
            call = inference.calls[statement.value]  # type: ignore[index]
            if (
                is_workplane_result(call)
                and isinstance(chain_root(statement.value), ast.Name)
                and call.before is not None
            ):
                starts_here = starts_with_constructor(statement.value)
                made = (None, statement) if starts_here else made
    if made is None:
        return
    name, at_statement = made
    at = sites.node_range(at_statement.targets[0] if isinstance(at_statement, ast.Assign) else at_statement)
    last = f"the last object, {name!r}, is taken" if name else "nothing is assigned"
    yield diagnostic(
        Range(at.start, at.end), "missing-result",
        f"no variable is called 'result' and nothing is shown with show_object(…); {last}",
        Severity.INFORMATION, variable=name, line=at_statement.lineno - 1,
    )  # fmt: skip


def starts_with_constructor(node: ast.expr) -> bool:
    """Whether a chain begins with a class, as ``cq.Workplane("XY")`` does, and not with a variable."""
    while isinstance(node, ast.Call):
        if not isinstance(node.func, ast.Attribute):
            return True
        inner = node.func.value
        if not isinstance(inner, (ast.Call, ast.Attribute)):
            return node.func.attr[:1].isupper()
        node = inner
    return False


def extends_cadquery(nodes: Iterable[ast.AST]) -> bool:
    """Whether the script imports a package that may add methods to CadQuery's classes."""
    for node in nodes:
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "."] if not node.level else ["."]
        else:
            continue
        if any(name.split(".")[0] not in _EXTENSION_FREE for name in names):
            return True
    return False
