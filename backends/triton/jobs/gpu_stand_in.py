"""What a kernel file asks of the GPU runtime on a machine without one: the current target, its properties, a clock.

Standard library and triton only. Loaded by path from the job files.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Any


class Utilities:
    """``driver.active.utils``."""

    def __init__(self, properties: dict[str, Any]) -> None:
        self.properties = properties

    def get_device_properties(self, device: int = 0) -> dict[str, Any]:
        p = self.properties
        return {
            "max_shared_mem": p["max_shared_mem"],
            "max_num_regs": p["max_num_regs"],
            "multiprocessor_count": p["multiprocessor_count"],
            "warpSize": p["warpSize"],
            "sm_clock_rate": 1410000,
            "mem_clock_rate": 1215000,
            "mem_bus_width": 5120,
        }


class Driver:
    """``triton.runtime.driver.active`` for one architecture. ``properties`` come from the vendor's tables."""

    def __init__(self, properties: dict[str, Any], device: Callable[[], Any]) -> None:
        from triton.backends.compiler import GPUTarget

        self.target = GPUTarget(properties["backend"], properties["arch"], properties["warpSize"])
        self.utils = Utilities(properties)
        self._device = device

    def get_current_target(self) -> Any:
        return self.target

    def get_active_torch_device(self) -> Any:
        return self._device()

    def get_device_interface(self) -> Any:
        import torch

        return torch.cuda

    def get_current_device(self) -> int:
        return 0

    def set_current_device(self, device: int) -> None:
        return None

    def get_current_stream(self, device: int = 0) -> int:
        return 0

    def get_device_capability(self, device: int = 0) -> tuple[int, int]:
        return tuple(self.utils.properties["capability"])  # type: ignore[return-value]

    def get_benchmarker(self) -> Callable[..., Any]:
        return once

    def get_empty_cache_for_benchmark(self) -> Any:
        return types.SimpleNamespace(zero_=lambda: None)

    def clear_cache(self, cache: Any) -> None:
        return None


def once(call: Callable[[], Any], *args: Any, quantiles: Any = None, **options: Any) -> Any:
    """``do_bench`` where time means nothing: one call, one millisecond."""
    call()
    return 1.0 if quantiles is None else [1.0] * len(quantiles)


class CompiledStandIn:
    """What ``kernel.warmup`` gives host code that computes its own occupancy."""

    n_regs = 32
    n_spills = 0
    n_max_threads = 1024
    asm: dict[str, str] = {}  # noqa: RUF012

    def __init__(self, shared: int = 4096, num_warps: int = 4) -> None:
        self.metadata = types.SimpleNamespace(shared=shared, num_warps=num_warps, num_stages=2, num_ctas=1)

    def _init_handles(self) -> None:
        return None

    def __getitem__(self, grid: Any) -> Callable[..., None]:
        return lambda *args, **options: None


def install(properties: dict[str, Any], device: Callable[[], Any]) -> None:
    """Make triton believe in the architecture, and its benchmarks cost one call."""
    import triton
    import triton.testing
    from triton.runtime.driver import driver

    driver.set_active(Driver(properties, device))
    for name in ("do_bench", "do_bench_cudagraph"):
        if hasattr(triton.testing, name):
            setattr(triton.testing, name, once)
    triton.testing.Mark.run = lambda *args, **options: None
