"""Functions that make tensors. Random numbers are numpy's, seeded by ``manual_seed``; they are not torch's numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from . import device as devices
from . import dtypes
from .dtypes import dtype
from .tensor import Tensor, elements, shape_of

_random = np.random.default_rng(0)
_default_type = dtypes.float32


class Generator:
    """``torch.Generator``."""

    def __init__(self, device: Any = "cpu") -> None:
        self.device = devices.device(device)
        self.numpy = np.random.default_rng(0)

    def manual_seed(self, seed: int) -> Generator:
        self.numpy = np.random.default_rng(seed)
        return self


def manual_seed(seed: int) -> Generator:
    global _random
    _random = np.random.default_rng(abs(int(seed)))
    return Generator()


def set_default_dtype(kind: dtype) -> None:
    global _default_type
    _default_type = kind


def get_default_dtype() -> dtype:
    return _default_type


def _place(device: Any) -> devices.device:
    return devices.default() if device is None else devices.device(device)


def _shape(size: Sequence[Any], options: dict[str, Any]) -> tuple[int, ...]:
    return shape_of(size if size else (options.get("size", ()),))


def _finish(x: Tensor, requires_grad: bool = False, **_: Any) -> Tensor:
    x.requires_grad = requires_grad
    return x


def empty(*size: Any, dtype: dtype | None = None, device: Any = None, **options: Any) -> Tensor:
    return _finish(Tensor.empty(_shape(size, options), dtype or _default_type, _place(device)), **options)


def _filled(value: Any) -> Callable[..., Tensor]:
    def make(*size: Any, dtype: dtype | None = None, device: Any = None, out: Any = None, **options: Any) -> Tensor:
        return full(_shape(size, options), value, dtype=dtype or _default_type, device=device, **options)

    return make


def full(size: Any, fill_value: Any, *, dtype: dtype | None = None, device: Any = None, **options: Any) -> Tensor:
    kind = dtype or (dtypes.of_scalar(fill_value) if not isinstance(fill_value, float) else _default_type)
    storage, array = elements(shape_of((size,)), kind)
    array[...] = dtypes.narrow(np.asarray(fill_value), kind)
    return _finish(Tensor(storage, array, kind, _place(device)), **options)


def tensor(data: Any, *, dtype: dtype | None = None, device: Any = None, **options: Any) -> Tensor:
    if isinstance(data, Tensor):
        return data.clone().to(dtype or data.dtype)
    values = np.asarray(data)
    kind = dtype
    if kind is None:
        kind = (
            _default_type
            if values.dtype == np.float64 and not isinstance(data, np.ndarray)
            else dtypes.of_numpy(values)
        )
    return _finish(Tensor.of(values, kind, _place(device)), **options)


def from_numpy(array: np.ndarray) -> Tensor:
    return Tensor.of(array, None, devices.CPU)


def arange(*bounds: Any, dtype: dtype | None = None, device: Any = None, **options: Any) -> Tensor:
    start = options.pop("start", 0)
    values = np.arange(start, options.pop("end")) if "end" in options else np.arange(*bounds)
    kind = dtype or (dtypes.int64 if values.dtype.kind == "i" else _default_type)
    return _finish(Tensor.of(values, kind, _place(device)), **options)


def linspace(
    start: float, end: float, steps: int, *, dtype: dtype | None = None, device: Any = None, **options: Any
) -> Tensor:
    return _finish(Tensor.of(np.linspace(start, end, steps), dtype or _default_type, _place(device)), **options)


def eye(n: int, m: int | None = None, *, dtype: dtype | None = None, device: Any = None, **options: Any) -> Tensor:
    return _finish(Tensor.of(np.eye(n, m), dtype or _default_type, _place(device)), **options)


def _draw(sample: Callable[[np.random.Generator, tuple[int, ...]], np.ndarray]) -> Callable[..., Tensor]:
    def make(
        *size: Any, dtype: dtype | None = None, device: Any = None, generator: Any = None, **options: Any
    ) -> Tensor:
        source = generator.numpy if generator is not None else _random
        values = sample(source, _shape(size, options))
        return _finish(Tensor.of(values, dtype or _default_type, _place(device)), **options)

    return make


def randint(
    *bounds: Any, dtype: dtype | None = None, device: Any = None, generator: Any = None, **options: Any
) -> Tensor:
    low, high, size = options.pop("low", 0), options.pop("high", None), options.pop("size", None)
    rest = list(bounds)
    if size is None:
        size = rest.pop()
    if high is None:
        high = rest.pop()
    if rest:
        low = rest.pop()
    source = generator.numpy if generator is not None else _random
    return _finish(
        Tensor.of(source.integers(low, high, size=shape_of((size,))), dtype or dtypes.int64, _place(device)), **options
    )


def randperm(n: int, *, dtype: dtype | None = None, device: Any = None, **options: Any) -> Tensor:
    return _finish(Tensor.of(_random.permutation(n), dtype or dtypes.int64, _place(device)), **options)


def normal(
    mean: Any = 0.0, std: Any = 1.0, size: Any = (), *, dtype: dtype | None = None, device: Any = None, **options: Any
) -> Tensor:
    return _finish(
        Tensor.of(_random.normal(mean, std, shape_of((size,))), dtype or _default_type, _place(device)), **options
    )


def _like(make: Callable[..., Tensor]) -> Callable[..., Tensor]:
    def same(x: Tensor, *rest: Any, dtype: dtype | None = None, device: Any = None, **options: Any) -> Tensor:
        options.pop("memory_format", None)
        place = x.device if device is None else device
        if make in (full, randint):
            ahead = (tuple(x.shape), *rest) if make is full else (*rest, tuple(x.shape))
            return make(*ahead, dtype=dtype or x.dtype, device=place, **options)
        return make(tuple(x.shape), dtype=dtype or x.dtype, device=place, **options)

    return same


def empty_like(x: Tensor, *, dtype: dtype | None = None, device: Any = None, **options: Any) -> Tensor:
    """Keeps the order of the strides of a dense source, as torch's preserve_format does."""
    order = sorted(range(x.ndim), key=lambda d: -x.array.strides[d])
    kind = dtype or x.dtype
    made = Tensor.empty([x.shape[d] for d in order], kind, x.device if device is None else devices.device(device))
    dense = x.array.transpose(order).flags.c_contiguous
    if not dense:
        return Tensor.empty(x.shape, kind, made.device)
    return _finish(made.view_of(made.array.transpose(np.argsort(order)) if x.ndim else made.array), **options)


def empty_strided(size: Any, stride: Any, *, dtype: dtype | None = None, device: Any = None, **options: Any) -> Tensor:
    span = 1 + sum((n - 1) * s for n, s in zip(size, stride, strict=True))
    return _finish(Tensor.empty((span,), dtype or _default_type, _place(device)).as_strided(size, stride, 0), **options)


zeros, ones = _filled(0), _filled(1)
rand = _draw(lambda source, shape: source.random(shape))
randn = _draw(lambda source, shape: source.standard_normal(shape))

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "empty": empty, "zeros": zeros, "ones": ones, "full": full, "tensor": tensor, "as_tensor": tensor,
    "asarray": tensor, "from_numpy": from_numpy, "arange": arange, "linspace": linspace, "eye": eye, "rand": rand,
    "randn": randn, "randint": randint, "randperm": randperm, "normal": normal, "empty_like": empty_like,
    "empty_strided": empty_strided, "zeros_like": _like(zeros), "ones_like": _like(ones), "full_like": _like(full),
    "rand_like": _like(rand), "randn_like": _like(randn), "randint_like": _like(randint),
    "manual_seed": manual_seed, "seed": lambda: 0, "set_default_dtype": set_default_dtype,
    "get_default_dtype": get_default_dtype, "Generator": Generator, "scalar_tensor": tensor,
}  # fmt: skip


def _new(make: Callable[..., Tensor]) -> Callable[..., Tensor]:
    def method(x: Tensor, *size: Any, dtype: dtype | None = None, device: Any = None, **options: Any) -> Tensor:
        return make(*size, dtype=dtype or x.dtype, device=x.device if device is None else device, **options)

    return method


def _refill(sample: Callable[..., np.ndarray]) -> Callable[..., Tensor]:
    def method(x: Tensor, *parameters: Any, generator: Any = None, **options: Any) -> Tensor:
        source = generator.numpy if generator is not None else _random
        x.array[...] = dtypes.narrow(sample(source, x.shape, *parameters, **options), x.dtype)
        return x

    return method


METHODS: dict[str, Callable[..., Any]] = {
    "new_empty": _new(empty), "new_zeros": _new(zeros), "new_ones": _new(ones), "new_full": _new(full),
    "new_tensor": _new(tensor),
    "normal_": _refill(lambda s, n, mean=0.0, std=1.0: s.normal(mean, std, n)),
    "uniform_": _refill(lambda s, n, a=0.0, b=1.0, **_: s.uniform(a, b, n)),
    "bernoulli_": _refill(lambda s, n, p=0.5: s.random(n) < p),
    "random_": _refill(lambda s, n, low=0, high=2**31: s.integers(low, high, n)),
}  # fmt: skip
