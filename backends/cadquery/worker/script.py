"""Runs the user's script as ``__main__`` and says how it ended."""

from __future__ import annotations

import ast
import builtins
import sys
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from . import files, tracing
from .results import Result, Shown, find_results
from .review import describe

VIEWERS = ("ocp_vscode", "cq_editor", "jupyter_cadquery")
_HEADLESS = ("show", "show_object")


@dataclass
class Run:
    """``error`` is JSON: ``type``, ``text``, ``places`` (innermost last) and the ``call`` that failed, if CadQuery's."""

    trace: tracing.Trace
    results: list[Result] = field(default_factory=list)
    error: dict[str, Any] | None = None
    failed_call: tracing.Call | None = None
    namespace: dict[str, Any] = field(default_factory=dict)
    left: list[Any] = field(default_factory=list)
    """Where ``sys.exit(0)`` ended it, innermost last."""


def run_script(code: str, path: str) -> Run:
    run = Run(tracing.Trace())
    try:
        tree = ast.parse(code, path)
        compiled = compile(code, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        run.error = describe_error(as_syntax_error(error, code, path), None)
        return run
    shown = Shown()
    module = ModuleType("__main__")
    module.__dict__.update(__file__=path, __builtins__=builtins, show_object=shown.show_object, debug=shown.debug)
    sys.modules["__main__"] = module
    sys.argv = [path]
    collect_viewers(shown)
    run.namespace = module.__dict__
    run_traced(lambda: exec(compiled, module.__dict__), run)
    if run.error is None:
        run.results = find_results(module.__dict__, shown, tree, files.exported)
    return run


def as_syntax_error(error: BaseException, code: str, path: str) -> SyntaxError:
    """Null bytes, lone surrogates and endless nesting end the compiler with other exceptions."""
    if isinstance(error, SyntaxError) and error.lineno is not None:
        return error
    line = code[: max(0, code.find("\0"))].count("\n") + 1
    text = "too deeply nested" if isinstance(error, (RecursionError, MemoryError)) else str(error)
    return SyntaxError(text, (path, line, 1, None, line, 2))


def run_traced(work: Any, run: Run) -> None:
    """Call ``work``; what it raises becomes ``run.error``. Leaving by ``sys.exit(0)`` is a normal end."""
    tracing.active = run.trace
    try:
        work()
    except SystemExit as leaving:
        if leaving.code not in (None, 0):
            run.error = describe_error(leaving, None)
        else:
            run.left = [place.to_json() for place in tracing.user_places(leaving.__traceback__)]
    except BaseException as error:
        failed = run.trace.last_error
        run.failed_call = failed if failed is not None and failed.error is error else None
        run.error = describe_error(error, run.failed_call)
    finally:
        tracing.active = None
        run.trace.depth = 0


def text_of(error: BaseException) -> str:
    """What it says; nothing when its own ``__str__`` fails."""
    try:
        return str(error).strip()
    except Exception:
        return ""


def describe_error(error: BaseException, call: tracing.Call | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": type(error).__name__,
        "module": type(error).__module__,
        "text": text_of(error),
        "places": [place.to_json() for place in tracing.user_places(error.__traceback__)],
        "call": describe(call) if call is not None else None,
        "kernel": type(error).__module__.startswith("OCP"),
    }
    if isinstance(error, SyntaxError):
        found["text"] = error.msg
        found["syntax"] = [error.filename, error.lineno, error.offset, error.end_lineno, error.end_offset]
        found["places"] = [] if error.filename == "<unknown>" else found["places"]
    if isinstance(error, AttributeError):
        found["name"], found["object"] = error.name, type(error.obj).__name__
    if isinstance(error, (NameError, ImportError)):
        found["name"] = error.name
    if isinstance(error, OSError):
        found["errno"], found["filename"] = error.errno, str(error.filename) if error.filename else None
    return found


def collect_viewers(shown: Shown) -> None:
    """Viewers open windows or sockets, which there are none of here: their ``show`` collects what it is given."""
    for name in VIEWERS:
        sys.modules[name] = _viewer(name, shown)
    vis = _viewer("cadquery.vis", shown)
    sys.modules["cadquery.vis"] = vis
    sys.modules["cadquery"].vis = vis  # type: ignore[attr-defined]


def _viewer(name: str, shown: Shown) -> ModuleType:
    module = ModuleType(name)
    module.show = shown.show  # type: ignore[attr-defined]
    module.show_object = shown.show_object if name != "cadquery.vis" else shown.show  # type: ignore[attr-defined]
    module.show_all = lambda *args, **kwargs: None  # type: ignore[attr-defined]
    module.__all__ = ["show", "show_all", "show_object"]  # type: ignore[attr-defined]

    def missing(attribute: str) -> Any:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        return lambda *args, **kwargs: None

    module.__getattr__ = missing  # type: ignore[method-assign]
    return module
