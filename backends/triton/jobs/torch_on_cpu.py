"""Makes a real torch without a GPU run host code that asks for one: every tensor is made on the CPU.

Loaded by path from the run job, in an interpreter that has torch.
"""

from __future__ import annotations

import types
from typing import Any


def install(properties: dict[str, Any]) -> None:
    """For the life of the worker. ``properties`` describe the GPU that host code seems to see."""
    import torch
    from torch.overrides import TorchFunctionMode

    cpu = torch.device("cpu")

    def here(value: Any) -> Any:
        """``cpu`` for any device that is not."""
        if isinstance(value, torch.device):
            return cpu if value.type not in ("cpu", "meta") else value
        if isinstance(value, str) and value.split(":")[0] in ("cuda", "hip", "xpu", "mps", "npu"):
            return cpu
        return value

    moves = {torch.Tensor.to, torch.Tensor.cuda, torch.Tensor.new_empty, torch.Tensor.new_zeros}

    class OnCpu(TorchFunctionMode):
        def __torch_function__(self, func: Any, kinds: Any, args: Any = (), kwargs: Any = None) -> Any:
            options = dict(kwargs or {})
            if "device" in options:
                device = options["device"]
                options["device"] = cpu if isinstance(device, int) and not isinstance(device, bool) else here(device)
            if func is torch.Tensor.cuda:
                return args[0]
            if func in moves:
                args = tuple(here(a) for a in args)
            return func(*args, **options)

    # Kept on the mode stack for good; a worker runs one job.
    OnCpu().__enter__()
    torch.Tensor.is_cuda = property(lambda self: True)  # type: ignore[assignment]
    capability = tuple(properties["capability"])
    described = types.SimpleNamespace(
        name=properties["name"], major=capability[0], minor=capability[1],
        multi_processor_count=properties["multiprocessor_count"], total_memory=80 << 30,
        shared_memory_per_block_optin=properties["max_shared_mem"], warp_size=properties["warpSize"],
        gcnArchName=properties["name"], max_threads_per_multi_processor=2048, L2_cache_size=40 << 20,
    )  # fmt: skip
    nothing = _nothing
    for name, value in {
        "is_available": lambda: True, "device_count": lambda: 1, "current_device": lambda: 0, "set_device": nothing,
        "synchronize": nothing, "empty_cache": nothing, "manual_seed": nothing,
        "manual_seed_all": nothing, "get_device_name": lambda *a: properties["name"],
        "get_device_capability": lambda *a: capability, "get_device_properties": lambda *a: described,
        "is_bf16_supported": lambda *a, **o: True, "reset_peak_memory_stats": nothing,
        "max_memory_allocated": lambda *a: 0, "memory_allocated": lambda *a: 0, "init": nothing,
        "current_stream": lambda *a: types.SimpleNamespace(cuda_stream=0, synchronize=nothing),
        "device": _Selected, "Event": _Event, "stream": _Selected,
    }.items():  # fmt: skip
        setattr(torch.cuda, name, value)


def _nothing(*args: Any, **options: Any) -> None:
    return None


class _Selected:
    """``with torch.cuda.device(x.device):``"""

    def __init__(self, *args: Any) -> None:
        self.index = 0

    def __enter__(self) -> _Selected:
        return self

    def __exit__(self, *exception: Any) -> None:
        return None


class _Event:
    def __init__(self, *args: Any, **options: Any) -> None:
        self.record = self.synchronize = self.wait = _nothing

    def elapsed_time(self, other: Any) -> float:
        return 1.0
