"""Job: compile every kernel of a file for one architecture, in every configuration that its launches and autotuning name.

Standalone: standard library, triton and numpy. See ``backends.triton.compiler`` for the payload and the answer.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import signal
import sys
import time
from pathlib import Path
from typing import Any

os.environ.pop("TRITON_INTERPRET", None)
PRELOAD = ["numpy", "triton", "triton.language", "triton.compiler", "triton.testing", "triton.backends.nvidia.compiler"]


PROJECT: set[str] = set()
"""The files that are the user's, not a package's."""


class Late(BaseException):
    """Host code ran longer than it may while its launches were recorded."""


def sibling(name: str) -> Any:
    """A module of this folder under a name no user module has."""
    private = f"_hardsight_{name}"
    if private not in sys.modules:
        path = Path(__file__).with_name(name)
        package = path.is_dir()
        file = path / "__init__.py" if package else path.with_suffix(".py")
        spec = importlib.util.spec_from_file_location(
            private, file, submodule_search_locations=[str(path)] if package else None
        )
        assert spec is not None and spec.loader is not None
        sys.modules[private] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[private])
    return sys.modules[private]


def main(payload: dict[str, Any]) -> dict[str, Any]:
    """Rows of every configuration of every kernel, and errors of host code at the launches."""
    from triton.backends.compiler import GPUTarget

    user_module, missing = sibling("user_module"), sibling("missing_modules")
    properties, path = payload["properties"], payload["path"]
    target = GPUTarget(properties["backend"], properties["arch"], properties["warpSize"])
    PROJECT.update(payload.get("modules", ()))
    absent = missing.install(every=True)
    if payload.get("modules"):
        sys.meta_path.insert(0, sibling("patient_imports").PatientNeighbours(payload["modules"], missing.Inert))
    provide_torch(properties)
    recorder = sibling("launch_recording").Recorder(path, target, payload["max_configurations"] * 4)
    recorder.install()

    user = user_module.UserModule(path, payload["source"], payload["module_name"], missing.Inert)
    host_error = record_launches(user, payload, missing)
    kernels = find_kernels(user.namespace, path)
    plan(recorder, kernels, payload)
    launch_errors = {(e.get("line"), e["message"]): e for e in recorder.errors}
    answer = {
        "launch_errors": list(launch_errors.values()),
        "definition_errors": [definition_error(node, error, user_module, path) for node, error in user.failures],
        "host_error": host_error,
        "missing": absent.missing,
        "kernels": sorted(kernels),
        "left_out": recorder.left_out,
    }
    progress = Progress()
    progress.begin(answer)
    skipped = compile_all(progress, recorder, payload, target, path)
    return {**answer, "rows": progress.rows, "skipped": skipped}


def provide_torch(properties: dict[str, Any]) -> None:
    """The stand-in even where torch is installed: it starts in a fifth of the time and needs no GPU."""
    sibling("torch_stand_in").install(properties)

    def device() -> Any:
        import torch

        return torch.device("cuda", 0)

    sibling("gpu_stand_in").install(properties, device)


def record_launches(user: Any, payload: dict[str, Any], missing: Any) -> str:
    """Define the module and call its tests until they end, fail or run out of time; kernels compute nothing meanwhile."""

    def late(*_: Any) -> None:
        raise Late

    comparison = sibling("torch_stand_in").comparison
    comparison.compare = lambda *args, **options: None
    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, payload["record_seconds"])
    said = ""
    try:
        user.define(keep_going=True)
        user.failures = [(n, e) for n, e in user.failures if not (elsewhere(e, user.path) and redefine(n, user))]
        runner = user
        if payload["run"] and payload.get("test"):
            test = payload["test"]
            runner = sibling("user_module").UserModule(test["path"], test["source"], test["module_name"])
            runner.define(keep_going=True)
        for entry in payload["entries"] if payload["run"] else ():
            if (stopped := call_entry(entry, runner, payload, missing)) and not said:
                said = stopped
    except Late:
        said = f"host code was stopped after {payload['record_seconds']:g} s"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return said


def redefine(node: Any, user: Any) -> bool:
    """Define a kernel again without the project's own decorators, one of which needs what is not here."""
    import ast

    if not isinstance(node, ast.FunctionDef):
        return False
    kept = [d for d in node.decorator_list if of_triton(d, user.namespace)]
    if not kept:
        return False
    bare = ast.FunctionDef(**{**dict(ast.iter_fields(node)), "decorator_list": kept})
    before = len(user.failures)
    user.execute([ast.copy_location(bare, node)], keep_going=True)
    again = len(user.failures) > before
    del user.failures[before:]
    return not again


def of_triton(decorator: Any, namespace: dict[str, Any]) -> bool:
    """``triton.jit``, ``jit``, ``triton.autotune(...)`` …"""
    import ast

    name = decorator.func if isinstance(decorator, ast.Call) else decorator
    while isinstance(name, ast.Attribute):
        name = name.value
    value = namespace.get(name.id) if isinstance(name, ast.Name) else None
    module = getattr(value, "__module__", None) or getattr(value, "__name__", None)
    return str(module).partition(".")[0] == "triton"


def call_entry(entry: dict[str, Any], user: Any, payload: dict[str, Any], missing: Any) -> str:
    """Run one test for its launches; what it raises is told, not judged: the interpreter judges values."""
    try:
        if entry["kind"] == "main":
            user.namespace["__name__"] = "__main__"
            user.execute(user.main_body, keep_going=False)
        elif entry["kind"] == "pair":
            sibling("run_job").run_pair(user.namespace, entry)
        else:
            function = user.namespace[entry["name"]]
            for arguments in missing.cases(function, payload["max_cases"]):
                function(**arguments)
    except (Exception, SystemExit) as error:
        return f"{entry['name']}: {type(error).__name__}: {sibling('user_module').said(error)}"
    return ""


def find_kernels(namespace: dict[str, Any], path: str) -> dict[str, tuple[Any, Any]]:
    """The jitted functions of the file by name, each with its outermost wrapper (autotuner, heuristics)."""
    from triton.runtime.jit import JITFunction, KernelInterface

    found: dict[str, tuple[Any, Any]] = {}
    for value in list(namespace.values()):
        inner = value
        while isinstance(inner, KernelInterface) and not isinstance(inner, JITFunction):
            inner = inner.fn  # type: ignore[attr-defined]
        if isinstance(inner, JITFunction) and inner.file_name == path:
            found[inner.__name__] = (value, inner)
    return found


def plan(recorder: Any, kernels: dict[str, tuple[Any, Any]], payload: dict[str, Any]) -> None:
    """Specializations for the kernels nobody launched, from the signature worked out from the text."""
    launched = {s.kernel.__name__ for s in recorder.specializations.values()}
    failed = {e["kernel"] for e in recorder.errors}
    for name, signature in payload["signatures"].items():
        if name not in kernels or name in failed or (name in launched and name not in payload["directives"]):
            continue
        wrapper, inner = kernels[name]
        for configuration in configurations(wrapper, recorder):
            found = sibling("launch_recording").Specialization(inner, signature.get("launch"), configuration)
            tuned = configuration["values"] if configuration else {}
            for index, parameter in enumerate(inner.params):
                given = signature["parameters"].get(parameter.name, {})
                if parameter.name in tuned:
                    value, constant = tuned[parameter.name], True
                else:
                    value, constant = constant_of(given.get("value")), given.get("type") == "constexpr"
                if constant or parameter.is_constexpr:
                    found.signature[parameter.name] = "constexpr"
                    found.constants[(index,)] = value
                else:
                    found.signature[parameter.name] = given.get("type", "i32")
                    if given.get("divisible"):
                        found.attributes[(index,)] = [["tt.divisibility", 16]]
                found.arguments[parameter.name] = found.signature[parameter.name]
            found.planned = True
            found.options = {**signature.get("options", {}), **(configuration["options"] if configuration else {})}
            recorder.specializations.setdefault(found.key, found)


def constant_of(value: Any) -> Any:
    """Element types come as ``{"dtype": "fp32"}``."""
    if isinstance(value, dict):
        import triton.language

        return triton.language.dtype(value["dtype"])
    return value


def configurations(wrapper: Any, recorder: Any) -> list[Any]:
    """Every autotune configuration with its place, or one ``None``."""
    configs = None
    while hasattr(wrapper, "fn") and configs is None:
        configs = getattr(wrapper, "configs", None)
        wrapper = wrapper.fn
    configs = list(configs or ())  # none, too, where they come from a package that is not here
    if not configs:
        return [None]
    return [recorder.named(c) | {"values": dict(c.kwargs)} for c in configs]


class Progress:
    """What is known so far, in files of the scratch directory: a compilation that is killed takes none of it along."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def begin(self, answer: dict[str, Any]) -> None:
        Path("answer.json").write_text(json.dumps(answer, default=str))

    def compiling(self, one: Any) -> None:
        now = {"kernel": one.kernel.__name__, "configuration": shown_configuration(one)}
        Path("compiling.json").write_text(json.dumps(now, default=str))

    def add(self, row: dict[str, Any]) -> None:
        self.rows.append(row)
        with Path("rows.jsonl").open("a") as file:
            file.write(json.dumps(row, default=str) + "\n")


def compile_all(progress: Progress, recorder: Any, payload: dict[str, Any], target: Any, path: str) -> int:
    """Compile what was planned, within the time and number allowed; known results are taken over. Returns how many not."""
    compilation = sibling("kernel_compilation")
    deadline = time.monotonic() + payload["seconds"]
    per_kernel: dict[str, int] = {}
    skipped = 0
    for one in recorder.specializations.values():
        name = one.kernel.__name__
        per_kernel[name] = per_kernel.get(name, 0) + 1
        if per_kernel[name] > payload["max_configurations"] or time.monotonic() > deadline:
            skipped += 1
            continue
        needs = absent_names(one.kernel)
        if needs:
            progress.add({"kernel": name, "kernel_line": one.kernel.def_file_line_number, "needs": needs})
            continue
        key = compilation.key_of(one.kernel, one.signature, one.constants, one.attributes, one.options, target)
        row = payload["known"].get(key)
        if row is None:
            progress.compiling(one)
            left = max(1.0, deadline - time.monotonic())
            row = compilation.compile_specialization(
                one.kernel, one.signature, one.constants, one.attributes, one.options, target, path,
                min(payload["assembler_seconds"], left),
            )  # fmt: skip
            row["key"] = key
        progress.add(
            {
                **row,
                "kernel": name,
                "kernel_line": one.kernel.def_file_line_number,
                "configuration": shown_configuration(one),
                "launch": one.launch,
                "planned": one.planned,
                "arguments": one.arguments,
                "constants": constants_of(one),
                "options": {k: v for k, v in one.options.items() if isinstance(v, (int, str))},
            }
        )
    return skipped


def shown_configuration(one: Any) -> dict[str, Any] | None:
    return one.configuration and {k: v for k, v in one.configuration.items() if k != "values"}


def absent_names(kernel: Any) -> list[str]:
    """What the kernel takes from packages that are not installed."""
    words = set(re.findall(r"\w+", kernel.src))
    scope = kernel.get_capture_scope()
    inert = sibling("missing_modules")
    return sorted(n for n in words if isinstance(scope.get(n), (inert.Inert, inert.InertModule)))


def constants_of(one: Any) -> dict[str, Any]:
    """The constexpr parameters of a specialization by name."""
    shown = sibling("launch_recording").shown_constant
    names = [p.name for p in one.kernel.params]
    declared = {p.name for p in one.kernel.params if p.is_constexpr}
    return {
        names[path[0]]: shown(value)
        for path, value in one.constants.items()
        if len(path) == 1 and names[path[0]] in declared
    }


def definition_error(node: Any, error: BaseException, user_module: Any, path: str) -> dict[str, Any]:
    """A top-level statement that raised while the module was defined."""
    at = user_module.locations(error, path)
    outer = {
        "line": node.lineno,
        "column": node.col_offset,
        "end_line": node.end_lineno,
        "end_column": node.end_col_offset,
    }
    return {
        **(at[0] if at else outer),
        "type": type(error).__name__,
        "message": user_module.said(error),
        "defines": sorted(defined_by(node)),
        "raised_in": elsewhere(error, path),
    }


def elsewhere(error: BaseException, path: str) -> str:
    """``file:line`` of another file of the project in which the error arose; empty when it is this file's own."""
    entry, found = error.__traceback__, ""
    while entry is not None:
        file = entry.tb_frame.f_code.co_filename
        if file != path and file in PROJECT:
            found = f"{file}:{entry.tb_lineno}"
        entry = entry.tb_next
    return found


def defined_by(node: Any) -> set[str]:
    """Names a failed statement would have defined."""
    import ast

    if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
        return {node.name}
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
