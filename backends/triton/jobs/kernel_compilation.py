"""Compiles one specialization of a kernel for one architecture, stage by stage, and measures what came out.

Standalone: standard library and triton. Follows ``triton.compiler.compile`` but stops where told, keeps what the
compiler prints, and gives errors as places in the user's file.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def printed() -> Iterator[list[str]]:
    """What native code writes to file descriptor 2 meanwhile: MLIR reports its errors there."""
    kept: list[str] = []
    sys.stderr.flush()
    saved = os.dup(2)
    with tempfile.TemporaryFile() as file:
        os.dup2(file.fileno(), 2)
        try:
            yield kept
        finally:
            sys.stderr.flush()
            os.dup2(saved, 2)
            os.close(saved)
            file.seek(0)
            kept.append(file.read(1 << 20).decode("utf-8", "replace"))


def compile_specialization(
    function: Any, signature: dict[str, str], constants: dict[Any, Any], attributes: dict[Any, Any],
    options: dict[str, Any], target: Any, path: str, seconds: float,
) -> dict[str, Any]:  # fmt: skip
    """Shared bytes, registers and spills of one configuration, or its ``error``.

    ``seconds`` bounds only the assembler; registers are left out when it takes longer.
    """
    from triton.backends.compiler import Language
    from triton.compiler.compiler import ASTSource, ir, make_backend

    started = time.perf_counter()
    backend = make_backend(target)
    row: dict[str, Any] = {"seconds": 0.0, "warnings": []}
    with printed() as noise, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warnings.filterwarnings("ignore", message="TRITON_DEFAULT_FP_FUSION")
        try:
            source = ASTSource(function, signature, constants, attributes)
            parsed = backend.parse_options(dict(options))
            context = ir.context()
            ir.load_dialects(context)
            backend.load_dialects(context)
            module = source.make_ir(
                target, parsed, backend.get_codegen_implementation(parsed), backend.get_module_map(), context
            )
            metadata: dict[str, Any] = {"target": target, **parsed.__dict__}
            stages: dict[str, Any] = {}
            backend.add_stages(stages, parsed, Language.TRITON)
            for name, stage in stages.items():
                if name in ("cubin", "hsaco"):
                    break
                module = stage(module, metadata)
                if name == "llir":
                    row["shared"] = metadata.get("shared", 0)
                    row["num_warps"] = metadata.get("num_warps", options.get("num_warps", 4))
            row["assembly"] = module if isinstance(module, str) else ""
        except Exception as error:
            row["error"] = describe(error, function, path)
    row["warnings"] = [
        {"message": str(w.message), "line": w.lineno} for w in caught if w.filename == path and w.lineno
    ]  # fmt: skip
    if "error" in row:
        native = native_error("".join(noise), path)
        if native and row["error"].get("line") is None:
            row["error"].update(native)
        row["error"]["log"] = "".join(noise)[-4000:]
    assembly = row.pop("assembly", "")
    if assembly and "error" not in row:
        row.update(amd_usage(assembly) if target.backend == "hip" else nvidia_usage(assembly, backend, parsed, seconds))
    row["seconds"] = time.perf_counter() - started
    return row


def nvidia_usage(ptx: str, backend: Any, options: Any, seconds: float) -> dict[str, Any]:
    """Registers a thread and spilled bytes, from ``ptxas -v``; nothing when it exceeds ``seconds``."""
    from triton.backends.nvidia.compiler import get_ptxas, sm_arch_from_capability

    arch = backend.target.arch
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "kernel.ptx"
        file.write_text(ptx)
        command = [
            get_ptxas(arch).path, "-v", f"--gpu-name={sm_arch_from_capability(arch)}", "--regAllocOptLevel=2",
            *([] if options.enable_fp_fusion else ["--fmad=false"]), str(file), "-o", str(Path(folder) / "kernel.cubin"),
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
        except subprocess.TimeoutExpired:
            return {"unmeasured": f"ptxas took longer than {seconds:g} s"}
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        said = next((line for line in lines if "error" in line.lower()), lines[-1] if lines else "ptxas failed")
        return {"error": {"type": "PTXASError", "message": said, "line": None, "log": done.stderr[-4000:]}}
    usage: dict[str, Any] = {}
    if found := re.search(r"Used (\d+) registers", done.stderr):
        usage["registers"] = int(found[1])
    if spilled := re.search(r"(\d+) bytes spill stores, (\d+) bytes spill loads", done.stderr):
        usage["spill_bytes"] = max(int(spilled[1]), int(spilled[2]))
    return usage


def amd_usage(assembly: str) -> dict[str, Any]:
    """Vector registers and spills of an AMD kernel, from the metadata at the end of its assembly."""

    def number(field: str) -> int | None:
        found = re.findall(rf"^\s*\.?{re.escape(field)}:?\s+(\d+)", assembly, re.MULTILINE)
        return int(found[-1]) if found else None

    usage: dict[str, Any] = {}
    for key, field in (
        ("registers", ".vgpr_count"),
        ("scalar_registers", ".sgpr_count"),
        ("accumulators", ".agpr_count"),
    ):
        value = number(field)
        if value is not None:
            usage[key] = value
    spilled = number(".vgpr_spill_count")
    if spilled is not None:
        # Spilled vector registers are 4 bytes a lane.
        usage["spill_bytes"] = spilled * 4
    return usage


def describe(error: BaseException, function: Any, path: str) -> dict[str, Any]:
    """The innermost place in the user's file that a compilation error names, and what it says there.

    Triton counts lines from the ``def`` and columns from its indentation, in UTF-8 bytes.
    """
    from triton.compiler.errors import CompilationError

    best: dict[str, Any] = {"line": None}
    calls: list[dict[str, Any]] = []
    message, kind = "", type(error).__name__
    current: BaseException | None = error
    while current is not None:
        if isinstance(current, CompilationError):
            owner = owner_of(current.src, function)
            node = current.node
            if owner is not None and owner.file_name == path and hasattr(node, "lineno"):
                calls += [best] if best["line"] is not None else []
                best = place(owner, node)
            if current.error_message:
                message, kind = current.error_message, type(current).__name__
        else:
            message, kind = str(current) or repr(current), type(current).__name__
        current = current.__cause__
    inner = re.fullmatch(r"(\w+(?:Error|Exception|Failure))\((['\"])(.*)\2,?\)", message, re.DOTALL)
    if inner:
        kind, message = inner[1], inner[3].encode().decode("unicode_escape") if "\\" in inner[3] else inner[3]
    elif bare := re.fullmatch(r"(\w+(?:Error|Exception))\(\)", message):
        kind, message = bare[1], f"{bare[1]} inside the compiler"
    return {"type": kind, "message": message.strip() or kind, **best, "calls": calls}


def owner_of(source: str | None, function: Any) -> Any:
    """The jitted function whose source an error carries: the kernel itself or one it can see."""
    seen: set[int] = set()
    waiting = [function]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if getattr(one, "src", None) == source:
            return one
        for value in list(one.get_capture_scope().values()):
            if hasattr(value, "get_capture_scope") and hasattr(value, "src"):
                waiting.append(value)
    return None


def place(owner: Any, node: Any) -> dict[str, Any]:
    """An AST node of a jitted function in the coordinates of its file: 1-based lines, UTF-8 columns."""
    indent = owner.def_file_col_number - 1
    base = owner.def_file_line_number - 1
    end = getattr(node, "end_lineno", None) or node.lineno
    end_column = getattr(node, "end_col_offset", None)
    return {
        "line": base + node.lineno,
        "column": node.col_offset + indent,
        "end_line": base + end,
        "end_column": None if end_column is None else end_column + indent,
        "function": owner.__name__,
    }


def native_error(text: str, path: str) -> dict[str, Any] | None:
    """The first ``file:line:col: error:`` that MLIR printed about the user's file."""
    found = re.search(rf"{re.escape(path)}:(\d+):(\d+): error: (.*)", text)
    if not found:
        return None
    message = found[3].strip()
    return {
        "line": int(found[1]),
        "column": int(found[2]) - 1,
        "end_line": None,
        "end_column": None,
        "message": message,
    }


def key_of(function: Any, signature: Any, constants: Any, attributes: Any, options: Any, target: Any) -> str:
    """The same for the same compilation, whatever line the kernel is on."""
    import triton

    sources = sorted({f.src for f in reachable(function)})
    text = repr((triton.__version__, sources, visible_constants(function), sorted(signature.items()), sorted(
        (str(k), str(v)) for k, v in constants.items()), sorted((str(k), str(v)) for k, v in attributes.items()),
        sorted((k, str(v)) for k, v in options.items()), str(target)))  # fmt: skip
    return hashlib.sha256(text.encode()).hexdigest()


def reachable(function: Any) -> list[Any]:
    """The kernel and every jitted function visible from it (a superset of what it calls)."""
    found: dict[int, Any] = {}
    waiting = [function]
    while waiting:
        one = waiting.pop()
        if id(one) in found:
            continue
        found[id(one)] = one
        names = set(re.findall(r"\w+", one.src))
        for name, value in one.get_capture_scope().items():
            if name in names and hasattr(value, "get_capture_scope") and hasattr(value, "src"):
                waiting.append(value)
    return list(found.values())


def visible_constants(function: Any) -> list[tuple[str, str]]:
    """Globals that the kernel's text names and that are plain values."""
    found: dict[str, str] = {}
    for one in reachable(function):
        names = set(re.findall(r"\w+", one.src))
        for name, value in one.get_capture_scope().items():
            if name in names and (isinstance(value, (int, float, str, bool)) or type(value).__name__ == "constexpr"):
                found[name] = repr(value)
    return sorted(found.items())
