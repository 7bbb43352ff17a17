"""A numpy stand-in for ``torch``, for workers whose interpreter has none: enough of it for the host side of kernel files.

It starts in a fifth of a second, holds every tensor in this process whatever ``device`` says, and raises ``NeedsTorch``
for anything it does not have, so that a file is never judged by an imitation.
"""

from __future__ import annotations

import contextlib
import math
import sys
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from . import comparison, dtypes, elementwise, factories, nn, reductions, shaping, tensor
from . import device as devices
from .tensor import NeedsTorch, Size, Storage, Tensor

__version__ = "0.0+hardsight.stand-in"


def _module(name: str) -> Any:
    """A module that names what it lacks. A plain module: Triton tells modules from values by their exact type."""
    made = types.ModuleType(name)

    def absent(attribute: str) -> Any:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        raise NeedsTorch(f"{name}.{attribute}")

    made.__getattr__ = absent  # type: ignore[method-assign]
    return made


class _Switch(contextlib.ContextDecorator):
    """``no_grad`` and its like: usable with or without parentheses, changing nothing."""

    def __init__(self, *args: Any, **options: Any) -> None:
        pass

    def __new__(cls, *args: Any, **options: Any) -> Any:
        if len(args) == 1 and isinstance(args[0], types.FunctionType):
            return args[0]
        return super().__new__(cls)

    def __enter__(self) -> None:
        return None

    def __exit__(self, *exception: Any) -> None:
        return None


class _Context:
    """The ``ctx`` of an autograd function."""

    needs_input_grad = (True,) * 64

    def __init__(self) -> None:
        self.saved_tensors: tuple[Any, ...] = ()

    def save_for_backward(self, *tensors: Any) -> None:
        self.saved_tensors = tensors

    def mark_non_differentiable(self, *tensors: Any) -> None:
        return None

    def mark_dirty(self, *tensors: Any) -> None:
        return None

    def set_materialize_grads(self, value: bool) -> None:
        return None


class Function:
    """``torch.autograd.Function``: ``apply`` runs ``forward``; there is no backward graph."""

    @classmethod
    def apply(cls, *args: Any) -> Any:
        return cls.forward(_Context(), *args)  # type: ignore[attr-defined]


class _Event:
    def __init__(self, *args: Any, **options: Any) -> None:
        pass

    def record(self, *args: Any) -> None:
        return None

    def synchronize(self) -> None:
        return None

    def elapsed_time(self, other: Any) -> float:
        return 1.0


class _Stream(_Event):
    cuda_stream = 0

    def wait_stream(self, *args: Any) -> None:
        return None

    def __enter__(self) -> _Stream:
        return self

    def __exit__(self, *exception: Any) -> None:
        return None


def _nothing(*args: Any, **options: Any) -> None:
    return None


def _same(function: Any = None, *args: Any, **options: Any) -> Any:
    """A decorator that leaves what it decorates."""
    return function if callable(function) else lambda decorated: decorated


def _conversions() -> dict[str, Callable[..., Any]]:
    made: dict[str, Callable[..., Any]] = {}
    for kind in dtypes.ALL:
        names = [kind.name] + ([kind.alias] if kind.alias else [])
        for name in names:
            if name in ("float16", "float32", "float64", "int16", "int32", "int64", "int8", "uint8"):
                continue
            made[name] = lambda x, kind=kind, **_: x.to(kind)
    made["char"] = lambda x: x.to(dtypes.int8)
    made["byte"] = lambda x: x.to(dtypes.uint8)
    return made


def _install_methods() -> None:
    elementwise.install()
    for table in (reductions.FUNCTIONS, shaping.FUNCTIONS, shaping.METHODS, factories.METHODS, _conversions()):
        for name, function in table.items():
            if name not in ("cat", "concat", "concatenate", "stack", "einsum"):
                tensor.attach(name, function)
    for name in ("allclose", "isclose", "equal"):
        tensor.attach(name, getattr(comparison, name))
    tensor.attach("__matmul__", reductions.matmul)
    tensor.attach("__rmatmul__", lambda self, other: reductions.matmul(other, self))
    tensor.attach("record_stream", _nothing)
    for name, permutation in (("T", shaping.t), ("mT", lambda x: shaping.transpose(x, -2, -1))):
        setattr(Tensor, name, property(permutation))


def _cuda(properties: dict[str, Any]) -> types.ModuleType:
    cuda = _module("torch.cuda")
    capability = properties["capability"]
    described = types.SimpleNamespace(
        name=properties["name"], major=capability[0], minor=capability[1],
        multi_processor_count=properties["multiprocessor_count"], total_memory=80 << 30,
        shared_memory_per_block_optin=properties["max_shared_mem"], warp_size=properties["warpSize"],
        gcnArchName=properties["name"], max_threads_per_multi_processor=2048, L2_cache_size=40 << 20,
    )  # fmt: skip
    cuda.__dict__.update(
        is_available=lambda: True, device_count=lambda: 1, current_device=lambda: 0, set_device=_nothing,
        synchronize=_nothing, empty_cache=_nothing, manual_seed=factories.manual_seed, manual_seed_all=factories.manual_seed,
        get_device_name=lambda *a: properties["name"], get_device_capability=lambda *a: capability,
        get_device_properties=lambda *a: described, device=devices.device, Event=_Event, Stream=_Stream,
        stream=lambda s: s, current_stream=lambda *a: _Stream(), default_stream=lambda *a: _Stream(),
        is_bf16_supported=lambda *a, **o: True, reset_peak_memory_stats=_nothing, max_memory_allocated=lambda *a: 0,
        memory_allocated=lambda *a: 0, init=_nothing, is_initialized=lambda: True,
    )  # fmt: skip
    amp = _module("torch.cuda.amp")
    amp.__dict__.update(custom_fwd=_same, custom_bwd=_same, autocast=_Switch)
    cuda.amp = amp
    return cuda


def install(properties: dict[str, Any]) -> types.ModuleType:
    """Put the stand-in into ``sys.modules`` as ``torch``. ``properties`` describe the GPU it claims to see."""
    _install_methods()
    torch = _module("torch")
    torch.__path__ = []
    names: dict[str, Any] = {
        "Tensor": Tensor, "Size": Size, "device": devices.device, "dtype": dtypes.dtype, "__version__": __version__,
        "UntypedStorage": Storage, "FloatTensor": Tensor, "LongTensor": Tensor, "set_default_device": devices.set_default,
        "allclose": comparison.allclose, "isclose": comparison.isclose, "equal": comparison.equal,
        "no_grad": _Switch, "inference_mode": _Switch, "enable_grad": _Switch, "set_grad_enabled": _Switch,
        "autocast": _Switch, "compile": _same, "set_float32_matmul_precision": _nothing,
        "use_deterministic_algorithms": _nothing, "set_printoptions": _nothing,
        "is_tensor": lambda x: isinstance(x, Tensor), "numel": lambda x: x.numel(),
        "is_floating_point": lambda x: x.dtype.is_floating_point, "promote_types": dtypes.promote,
        "result_type": elementwise.result_type, "clone": lambda x: x.clone(), "finfo": _finfo, "iinfo": _iinfo,
        "is_grad_enabled": lambda: False, "inf": math.inf, "nan": math.nan, "pi": math.pi, "e": math.e,
        "contiguous_format": "contiguous", "preserve_format": "preserve", "strided": "torch.strided",
        "meshgrid": _meshgrid,
    }  # fmt: skip
    names |= elementwise.FUNCTIONS | reductions.FUNCTIONS | shaping.FUNCTIONS | factories.FUNCTIONS
    for kind in dtypes.ALL:
        names[kind.name] = kind
        if kind.alias:
            names[kind.alias] = kind
    torch.__dict__.update(names)

    functional = _module("torch.nn.functional")
    functional.__dict__.update(nn.FUNCTIONAL)
    network = _module("torch.nn")
    network.__path__ = []
    network.__dict__.update(
        functional=functional, Module=nn.Module, Parameter=nn.Parameter, Linear=nn.Linear, LayerNorm=nn.LayerNorm
    )
    autograd = _module("torch.autograd")
    autograd.__dict__.update(Function=Function, no_grad=_Switch)
    testing = _module("torch.testing")
    testing.__dict__.update(assert_close=comparison.assert_close, assert_allclose=comparison.assert_close)
    version = _module("torch.version")
    version.__dict__.update(cuda=properties.get("cuda"), hip=properties.get("hip"))
    special = _module("torch.special")
    special.__dict__.update({n: elementwise.FUNCTIONS[n] for n in ("erf", "expm1", "exp2", "log1p")})
    amp = _module("torch.amp")
    amp.__dict__.update(custom_fwd=_same, custom_bwd=_same, autocast=_Switch)
    backends = _module("torch.backends")
    backends.__dict__.update(
        cuda=types.SimpleNamespace(
            matmul=types.SimpleNamespace(allow_tf32=False, allow_fp16_reduced_precision_reduction=False)
        ),
        cudnn=types.SimpleNamespace(allow_tf32=False, benchmark=False, deterministic=False),
    )
    parts = {
        "nn": network, "autograd": autograd, "testing": testing, "version": version, "special": special, "amp": amp,
        "backends": backends, "cuda": _cuda(properties),
    }  # fmt: skip
    for name, module in parts.items():
        setattr(torch, name, module)
        sys.modules[f"torch.{name}"] = module
    sys.modules["torch.nn.functional"] = functional
    sys.modules["torch.cuda.amp"] = parts["cuda"].amp
    sys.modules["torch"] = torch
    return torch


def _finfo(kind: dtypes.dtype = dtypes.float32) -> Any:
    known = {dtypes.bfloat16: (3.3895313892515355e38, 0.0078125, 1.1754943508222875e-38)}
    if kind in known:
        top, eps, tiny = known[kind]
        return types.SimpleNamespace(max=top, min=-top, eps=eps, tiny=tiny, smallest_normal=tiny, bits=16)
    if kind.storage != kind.compute and kind is not dtypes.float16:
        top = {dtypes.float8_e4m3fn: 448.0, dtypes.float8_e5m2: 57344.0}[kind]
        return types.SimpleNamespace(max=top, min=-top, bits=8)
    info = np.finfo(kind.storage)
    return types.SimpleNamespace(
        max=float(info.max), min=float(info.min), eps=float(info.eps), tiny=float(info.tiny),
        smallest_normal=float(info.tiny), bits=info.bits,
    )  # fmt: skip


def _iinfo(kind: dtypes.dtype) -> Any:
    info = np.iinfo(kind.storage)
    return types.SimpleNamespace(max=int(info.max), min=int(info.min), bits=info.bits)


def _meshgrid(*axes: Tensor, indexing: Any = "ij") -> tuple[Tensor, ...]:
    return tuple(axes[0].new(g) for g in np.meshgrid(*[a.values for a in axes], indexing=indexing))
