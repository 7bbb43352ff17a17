"""Job: run a kernel file's own tests, in Triton's interpreter on the CPU or on a real GPU.

Standalone: standard library, triton and numpy; torch where the interpreter has it, else the stand-in beside this file.
``payload["mode"]`` is ``interpreter`` or ``gpu``. The zygote of the interpreter must import triton with
``TRITON_INTERPRET=1``, which is why that is decided by the name of the job file that loads this one.
"""

from __future__ import annotations

import importlib.util
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any


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


class Report:
    """What the run found, as it goes to Hardsight."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.skipped: list[str] = []
        self.mismatches: list[dict[str, Any]] = []
        self.warnings: list[str] = []

    def as_json(self, **more: Any) -> dict[str, Any]:
        return {
            "ran": self.ran,
            "skipped": self.skipped,
            "mismatches": self.mismatches,
            "warnings": self.warnings,
            **more,
        }


def main(payload: dict[str, Any]) -> dict[str, Any]:
    """Run ``payload["entries"]`` in order until one fails. See ``backends.triton.interpreter`` for the fields."""
    user_module, missing = sibling("user_module"), sibling("missing_modules")
    started = time.monotonic()
    report = Report()
    interpreting = payload["mode"] == "interpreter"
    if interpreting:
        # The fork's environment is not the one triton was imported in.
        os.environ["TRITON_INTERPRET"] = "1"
    test = payload.get("test")
    paths = [payload["path"], *([test["path"]] if test else [])]

    try:
        torch_name = provide_torch(payload, interpreting)
    except ImportError as error:
        return report.as_json(status="unavailable", message=str(error))
    absent = missing.install(every=False)
    if payload.get("modules"):
        sys.meta_path.insert(0, user_module.Neighbours(payload["modules"]))
    import numpy as np

    np.seterr(all="ignore")
    guard = None
    if interpreting:
        guard = sibling("pointer_guard").PointerGuard()
        guard.install()
        sibling("interpreter_semantics").install()
        guard.seconds = payload["seconds"]
        guard.deadline = started + payload["seconds"]
        keep_first_configuration()
        silence_warmup()
    watch(report, paths, torch_name)
    signal.signal(signal.SIGALRM, lambda *_: interrupt(guard, payload["seconds"]))
    signal.setitimer(signal.ITIMER_REAL, payload["seconds"])

    def facts(**more: Any) -> dict[str, Any]:
        counted = {} if guard is None else {"launches": len(guard.launches), "programs": guard.programs}
        return report.as_json(torch=torch_name, missing=absent.missing, **counted, **more)

    try:
        user = user_module.UserModule(payload["path"], payload["source"], payload["module_name"])
        user.define(keep_going=False)
        if test:
            user = user_module.UserModule(test["path"], test["source"], test["module_name"])
            user.define(keep_going=False)
        run_entries(payload["entries"], user, report, missing, payload["max_cases"])
    except BaseException as error:
        signal.setitimer(signal.ITIMER_REAL, 0)
        return facts(**failure(error, paths))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return facts(status="pass")


def interrupt(guard: Any, seconds: float) -> None:
    if guard is not None:
        raise guard.late()
    raise sibling("pointer_guard").Deadline(f"not finished after {seconds:g} s")


def provide_torch(payload: dict[str, Any], interpreting: bool) -> str:
    """``torch`` or ``stand-in``. Raises ``ImportError`` when a GPU run finds no torch."""
    found = importlib.util.find_spec("torch") is not None
    if not interpreting:
        if not found:
            raise ImportError("a real launch needs torch in this interpreter: pip install torch")
        import torch

        if not torch.cuda.is_available():
            raise ImportError("torch finds no GPU (torch.cuda.is_available() is False)")
        return "torch"
    if found:
        sibling("torch_on_cpu").install(payload["properties"])
    else:
        sibling("torch_stand_in").install(payload["properties"])

    def device() -> Any:
        import torch

        return torch.device("cuda", 0) if not found else torch.device("cpu")

    sibling("gpu_stand_in").install(payload["properties"], device)
    return "torch" if found else "stand-in"


def keep_first_configuration() -> None:
    """An autotuned kernel is interpreted with its first configuration: they must all give the same result."""
    from triton.runtime.autotuner import Autotuner

    prune = Autotuner.prune_configs
    Autotuner.prune_configs = lambda self, options: prune(self, options)[:1]


def silence_warmup() -> None:
    """``kernel.warmup`` compiles for a GPU; host code reads registers and shared memory from what it returns."""
    from triton.runtime.interpreter import InterpretedFunction

    compiled = sibling("gpu_stand_in").CompiledStandIn
    run = InterpretedFunction.run

    def call(self: Any, *args: Any, grid: Any, warmup: bool, **options: Any) -> Any:
        return compiled() if warmup else run(self, *args, grid=grid, warmup=warmup, **options)

    InterpretedFunction.run = call


def watch(report: Report, paths: list[str], torch_name: str) -> None:
    """Keep every comparison that fails, and where the user made it."""
    module = sibling("torch_stand_in") if torch_name == "stand-in" else sibling("torch_comparison")
    user_module = sibling("user_module")

    def observe(found: Any) -> None:
        if found is not None:
            at = user_module.caller(*paths)
            report.mismatches.append(
                {"text": str(found), "at": at, "largest": found.largest, "index": list(found.index)}
            )

    module.comparison.observers.append(observe) if torch_name == "stand-in" else module.install(observe)


def run_entries(entries: list[dict[str, Any]], user: Any, report: Report, missing: Any, limit: int) -> None:
    for entry in entries:
        kind, name = entry["kind"], entry["name"]
        if kind == "main":
            sys.argv = [user.path]
            report.ran.append("__main__")
            user.namespace["__name__"] = "__main__"
            try:
                user.execute(user.main_body, keep_going=False)
            except SystemExit as stop:
                if stop.code not in (None, 0):
                    raise
        elif kind == "pair":
            report.ran.append(f"{name} against {entry['reference']}")
            run_pair(user.namespace, entry)
        else:
            run_test(user.namespace[name], name, report, missing, limit)


def run_test(function: Any, name: str, report: Report, missing: Any, limit: int) -> None:
    if getattr(function, "hardsight_skip", False):
        report.skipped.append(name)
        return
    for arguments in missing.cases(function, limit):
        shown = ", ".join(f"{k}={v!r}" for k, v in arguments.items())
        report.ran.append(f"{name}({shown})")
        try:
            function(**arguments)
        except missing.Skipped:
            report.ran.pop()
            report.skipped.append(name)


def run_pair(namespace: dict[str, Any], entry: dict[str, Any]) -> None:
    """Call a function and its reference on the same generated inputs and compare what they return."""
    import torch

    torch.manual_seed(0)
    arguments = []
    for given in entry["arguments"]:
        if "value" in given:
            arguments.append(given["value"])
            continue
        kind = getattr(torch, given["dtype"])
        shape = tuple(given["shape"])
        if given["dtype"] == "bool":
            arguments.append(torch.rand(shape, device="cuda") > 0.5)
        elif "int" in given["dtype"]:
            arguments.append(torch.randint(0, 16, shape, device="cuda").to(kind))
        else:
            arguments.append(torch.randn(shape, device="cuda").to(kind))

    def copies() -> list[Any]:
        return [a.clone() if hasattr(a, "clone") else a for a in arguments]

    actual, expected = namespace[entry["name"]](*copies()), namespace[entry["reference"]](*copies())
    loose = any("16" in given.get("dtype", "") for given in entry["arguments"])
    torch.testing.assert_close(actual, expected, rtol=1e-2 if loose else 1e-4, atol=1e-2 if loose else 1e-4)


def failure(error: BaseException, paths: list[str]) -> dict[str, Any]:
    """The verdict on an exception that ended the run."""
    user_module = sibling("user_module")
    parts = list(user_module.chain(error))
    where = user_module.locations(error, *paths)
    said: dict[str, Any] = {"locations": where, "trace": user_module.trace(error), "facts": {}}
    by_name = {type(e).__name__: e for e in reversed(parts)}
    if "Deadline" in by_name:
        return said | {"status": "timeout", "type": "Timeout", "message": str(by_name["Deadline"])}
    if "MemoryFault" in by_name:
        fault = by_name["MemoryFault"]
        return said | {"status": "fault", "type": "MemoryFault", "message": str(fault), "facts": fault.facts}  # type: ignore[attr-defined]
    if "NeedsTorch" in by_name:
        return said | {"status": "unavailable", "type": "NeedsTorch", "message": str(by_name["NeedsTorch"])}
    if "OutOfResources" in by_name:
        return said | {"status": "resources", "type": "OutOfResources", "message": str(by_name["OutOfResources"])}
    root = parts[-1] if type(error).__name__ == "InterpreterError" else error
    if type(error).__name__ == "InterpreterError":
        root = next((e for e in reversed(parts) if type(e).__name__ != "InterpreterError"), error)
    kind, text = type(root).__name__, str(root)
    missing_module = isinstance(root, ModuleNotFoundError)
    if missing_module:
        return said | {"status": "unavailable", "type": kind, "message": f"{text}: install it into this interpreter"}
    if isinstance(error, AssertionError) and not raised_by_triton(error):
        return said | {"status": "wrong", "type": kind, "message": text}
    if "illegal memory access" in text or "misaligned address" in text:
        return said | {"status": "fault", "type": "MemoryFault", "message": text}
    return said | {"status": "error", "type": kind, "message": text}


def raised_by_triton(error: BaseException) -> bool:
    """Triton checks what it is given with ``assert``; that is not the user's test failing."""
    entry = error.__traceback__
    while entry is not None and entry.tb_next is not None:
        entry = entry.tb_next
    return entry is not None and entry.tb_frame.f_globals.get("__name__", "").partition(".")[0] == "triton"
