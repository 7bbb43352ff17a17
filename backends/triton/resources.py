"""What compiled configurations need against what the GPU has: metrics, and diagnostics that name the configuration."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from backends.outcome import Diagnostic, Metric, Range, Severity, Stage
from backends.triton.gpu_limits import Architecture, in_kib, occupancy
from backends.triton.places import place
from backends.triton.source_model import SourceModel

CODE = "OutOfResources"
"""Triton's own name of the exception a launch would raise."""
SOURCE = "triton"


def configuration_name(row: dict[str, Any]) -> str:
    """``BLOCK_M=128,num_stages=4`` of an autotune configuration; empty for a kernel without."""
    configuration = row.get("configuration")
    if not configuration:
        return ""
    return ",".join(f"{k}={v}" for k, v in {**configuration["constants"], **configuration["options"]}.items())


def row_name(row: dict[str, Any], several_kernels: bool) -> str:
    """The configuration, or the launch's constants, with the kernel's name where there is more than one."""
    parts = configuration_name(row)
    if not parts:
        shown = {
            **row.get("constants", {}),
            **{k: v for k, v in row.get("options", {}).items() if k.startswith("num_")},
        }
        parts = ",".join(f"{k}={v}" for k, v in shown.items())
    return f"{row['kernel']} {parts}".strip() if several_kernels else parts or row["kernel"]


def row_occupancy(row: dict[str, Any], gpu: Architecture) -> float | None:
    if "registers" not in row:
        return None
    registers = row["registers"]
    return occupancy(gpu, registers=registers, shared=row.get("shared", 0), num_warps=row.get("num_warps", 4))


def metrics(rows: Sequence[dict[str, Any]], gpu: Architecture) -> dict[str, Metric]:
    """The worst configuration under the plain names, each configuration under ``name[configuration]``."""
    columns: dict[str, tuple[str, list[tuple[str, Any]]]] = {
        "shared_bytes": ("byte", []),
        "registers": ("register", []),
        "spill_bytes": ("byte", []),
        "occupancy": ("%", []),
    }
    several = len({row["kernel"] for row in rows}) > 1
    for row in rows:
        name = row_name(row, several)
        shared, used = row.get("shared"), row_occupancy(row, gpu)
        for key, value in (
            ("shared_bytes", shared),
            ("registers", row.get("registers")),
            ("spill_bytes", row.get("spill_bytes")),
            ("occupancy", None if used is None else round(used, 1)),
        ):
            if value is not None:
                columns[key][1].append((name, value))
    found: dict[str, Metric] = {}
    for key, (unit, values) in columns.items():
        if values:
            numbers = [v for _, v in values]
            found[key] = Metric(min(numbers) if key == "occupancy" else max(numbers), unit)
    if rows:
        found["configurations"] = Metric(len(rows), "")
    for key, (unit, values) in columns.items():
        worst = min if key == "occupancy" else max
        for name, value in values:
            # Two launches of one configuration can differ in constants that do not name it.
            known = found.get(f"{key}[{name}]")
            found[f"{key}[{name}]"] = Metric(value if known is None else worst(value, known.value), unit)
    return found


def exceeded(
    compiled: Sequence[dict[str, Any]], model: SourceModel, gpu: Architecture, guessed: Collection[str]
) -> Iterable[Diagnostic]:
    """Configurations that the GPU would refuse. An error when a kernel has no other, since the autotuner skips them.

    A warning also for kernels in ``guessed``, whose sizes or types are not known.
    """
    too_large = [(row, why) for row in compiled if (why := refusal(row, gpu))]
    for row, why in too_large:
        fits = [r for r in compiled if r["kernel"] == row["kernel"] and not refusal(r, gpu)]
        tuned = bool(row.get("configuration"))
        assumed = row.get("planned", False) and row["kernel"] in guessed
        severity = Severity.WARNING if assumed or (tuned and fits) else Severity.ERROR
        name = row_name(row, False)
        text = f"{name} on {gpu.name}: {why}"
        if tuned and fits:
            text += "; the autotuner skips this configuration"
        elif assumed:
            text += ", with types and sizes that had to be guessed"
        data = {
            "kernel": row["kernel"],
            "configuration": row.get("configuration") and {
                "constants": row["configuration"]["constants"], "options": row["configuration"]["options"]},
            "constants": row["constants"],
            "options": row["options"],
            "shared": row.get("shared", 0),
            "limit": gpu.shared_per_block,
            "architecture": gpu.name,
        }  # fmt: skip
        yield Diagnostic(_where(row, model), severity, CODE, text, SOURCE, Stage.COMPILE, data=data)


def refusal(row: dict[str, Any], gpu: Architecture) -> str:
    """Why a launch would fail, or nothing."""
    shared = row.get("shared", 0)
    if shared > gpu.shared_per_block:
        return f"{in_kib(shared)} shared, limit {in_kib(gpu.shared_per_block)}"
    threads = row.get("num_warps", 4) * gpu.warp_size
    if threads > gpu.threads_per_block:
        return f"{threads} threads a block, limit {gpu.threads_per_block}"
    return ""


def _where(row: dict[str, Any], model: SourceModel) -> Range:
    """The ``triton.Config``, else the launch, else the kernel's name."""
    configuration = row.get("configuration") or {}
    at = place(configuration.get("at"), model.lines) or (
        None if row.get("planned") else place(row.get("launch"), model.lines)
    )
    if at is not None:
        return at
    kernel = model.kernels.get(row["kernel"])
    return model.lines.line_range(row["kernel_line"] - 1) if kernel is None else model.name_range(kernel.node)


def spilled(rows: Sequence[dict[str, Any]], model: SourceModel) -> Iterable[Diagnostic]:
    """Registers that went to local memory: slow, not wrong."""
    for row in rows:
        if row.get("spill_bytes", 0) > 0:
            kernel = model.kernels.get(row["kernel"])
            at = model.lines.line_range(row["kernel_line"] - 1) if kernel is None else model.name_range(kernel.node)
            text = f"{row_name(row, False)}: spills {row['spill_bytes']:,} bytes of registers to local memory, which is slow"
            yield Diagnostic(
                at,
                Severity.INFORMATION,
                "register-spill",
                text,
                SOURCE,
                Stage.COMPILE,
                data={"bytes": row["spill_bytes"]},
            )


def summary(row: dict[str, Any], gpu: Architecture) -> str:
    """One line for the log."""
    if "error" in row:
        return f"error: {row['error']['message'].splitlines()[0] if row['error']['message'] else row['error']['type']}"
    parts = [f"{in_kib(row.get('shared', 0))} shared"]
    if "registers" in row:
        parts.append(f"{row['registers']} registers, {row.get('spill_bytes', 0)} bytes spilled")
        parts.append(f"occupancy {row_occupancy(row, gpu):.0f} %")
    if "unmeasured" in row:
        parts.append(row["unmeasured"])
    return ", ".join(parts) + f" ({row['seconds']:.2f} s)"
