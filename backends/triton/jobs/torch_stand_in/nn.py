"""``torch.nn.functional`` and the little of ``torch.nn`` that reference code uses."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from . import elementwise, factories, reductions
from .tensor import NeedsTorch, Tensor


def gelu(x: Tensor, approximate: str = "none") -> Tensor:
    v = x.values.astype(np.float64)
    if approximate == "tanh":
        return x.new(0.5 * v * (1 + np.tanh(math.sqrt(2 / math.pi) * (v + 0.044715 * v**3))))
    return x.new(0.5 * v * (1 + elementwise.FLOATING["erf"](v / math.sqrt(2))))


def silu(x: Tensor, inplace: bool = False) -> Tensor:
    v = x.values.astype(np.float64)
    with np.errstate(all="ignore"):
        return x.new(v / (1 + np.exp(-v)))


def leaky_relu(x: Tensor, negative_slope: float = 0.01, inplace: bool = False) -> Tensor:
    return x.new(np.where(x.values >= 0, x.values, negative_slope * x.values))


def elu(x: Tensor, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    return x.new(np.where(x.values > 0, x.values, alpha * np.expm1(np.minimum(x.values, 0))))


def layer_norm(
    x: Tensor,
    normalized_shape: Sequence[int],
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-5,
) -> Tensor:
    axes = tuple(range(-len(tuple(normalized_shape)), 0))
    v = x.values.astype(np.float64)
    y = (v - v.mean(axis=axes, keepdims=True)) / np.sqrt(v.var(axis=axes, keepdims=True) + eps)
    return x.new(y * (1 if weight is None else weight.values) + (0 if bias is None else bias.values))


def rms_norm(
    x: Tensor, normalized_shape: Sequence[int], weight: Tensor | None = None, eps: float | None = None
) -> Tensor:
    axes = tuple(range(-len(tuple(normalized_shape)), 0))
    v = x.values.astype(np.float64)
    floor = np.finfo(x.dtype.compute).eps if eps is None else eps
    y = v / np.sqrt((v**2).mean(axis=axes, keepdims=True) + floor)
    return x.new(y * (1 if weight is None else weight.values))


def group_norm(
    x: Tensor, num_groups: int, weight: Tensor | None = None, bias: Tensor | None = None, eps: float = 1e-5
) -> Tensor:
    v = x.values.astype(np.float64)
    grouped = v.reshape(v.shape[0], num_groups, -1)
    y = (grouped - grouped.mean(-1, keepdims=True)) / np.sqrt(grouped.var(-1, keepdims=True) + eps)
    channels = (1, -1) + (1,) * (v.ndim - 2)
    y = y.reshape(v.shape)
    return x.new(
        y * (1 if weight is None else weight.values.reshape(channels))
        + (0 if bias is None else bias.values.reshape(channels))
    )


def linear(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    product = np.matmul(x.values.astype(np.float32), weight.values.astype(np.float32).T)
    return x.new(product if bias is None else product + bias.values)


def normalize(x: Tensor, p: float = 2.0, dim: int = 1, eps: float = 1e-12) -> Tensor:
    length = np.sum(np.abs(x.values) ** p, axis=dim, keepdims=True) ** (1 / p)
    return x.new(x.values / np.maximum(length, eps))


def cross_entropy(
    x: Tensor, target: Tensor, weight: Any = None, ignore_index: int = -100, reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Tensor:  # fmt: skip
    if weight is not None or x.ndim != 2 or target.dtype.kind == "f":
        raise NeedsTorch("cross_entropy with these arguments")
    v = x.values.astype(np.float64)
    log_p = v - v.max(1, keepdims=True)
    log_p -= np.log(np.exp(log_p).sum(1, keepdims=True))
    labels = target.values
    kept = labels != ignore_index
    picked = -log_p[np.arange(len(labels)), np.where(kept, labels, 0)]
    losses = np.where(kept, (1 - label_smoothing) * picked - label_smoothing * log_p.mean(1), 0.0)
    if reduction == "none":
        return x.new(losses)
    return x.new(losses.sum() if reduction == "sum" else losses.sum() / max(kept.sum(), 1))


def mse_loss(x: Tensor, y: Tensor, reduction: str = "mean") -> Tensor:
    squared = (x.values.astype(np.float64) - y.values) ** 2
    if reduction == "none":
        return x.new(squared)
    return x.new(squared.sum() if reduction == "sum" else squared.mean())


def embedding(index: Tensor, weight: Tensor, padding_idx: int | None = None) -> Tensor:
    return weight.new(weight.values[index.values])


def one_hot(x: Tensor, num_classes: int = -1) -> Tensor:
    count = int(x.values.max()) + 1 if num_classes < 0 else num_classes
    return x.new(np.eye(count, dtype=np.int64)[x.values])


def dropout(x: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    if not training or p == 0:
        return x
    keep = factories.rand(tuple(x.shape)).values >= p
    return x.new(np.where(keep, x.values / (1 - p), 0))


def pad(x: Tensor, pad: Sequence[int], mode: str = "constant", value: Any = None) -> Tensor:
    if mode != "constant":
        raise NeedsTorch(f"pad(mode={mode!r})")
    widths = [(0, 0)] * x.ndim
    for i in range(len(pad) // 2):
        widths[-1 - i] = (pad[2 * i], pad[2 * i + 1])
    return x.new(np.pad(x.values, widths, constant_values=0 if value is None else value))


def scaled_dot_product_attention(
    query: Tensor, key: Tensor, value: Tensor, attn_mask: Tensor | None = None, dropout_p: float = 0.0,
    is_causal: bool = False, scale: float | None = None, enable_gqa: bool = False,
) -> Tensor:  # fmt: skip
    q, k, v = (t.values.astype(np.float64) for t in (query, key, value))
    if enable_gqa:
        group = q.shape[-3] // k.shape[-3]
        k, v = np.repeat(k, group, axis=-3), np.repeat(v, group, axis=-3)
    scores = q @ np.swapaxes(k, -1, -2) * (1 / math.sqrt(q.shape[-1]) if scale is None else scale)
    if is_causal:
        scores = np.where(np.tri(q.shape[-2], k.shape[-2], dtype=bool), scores, -np.inf)
    if attn_mask is not None:
        mask = attn_mask.values
        scores = np.where(mask, scores, -np.inf) if mask.dtype == np.bool_ else scores + mask
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    return query.new(weights / weights.sum(-1, keepdims=True) @ v)


FUNCTIONAL: dict[str, Callable[..., Any]] = {
    "gelu": gelu, "silu": silu, "leaky_relu": leaky_relu, "elu": elu, "layer_norm": layer_norm, "rms_norm": rms_norm,
    "group_norm": group_norm, "linear": linear, "normalize": normalize, "cross_entropy": cross_entropy,
    "mse_loss": mse_loss, "embedding": embedding, "one_hot": one_hot, "dropout": dropout, "pad": pad,
    "scaled_dot_product_attention": scaled_dot_product_attention, "softplus": elementwise.softplus,
    "softmax": reductions.softmax, "log_softmax": reductions.log_softmax,
    "logsigmoid": lambda x: x.new(-np.logaddexp(0, -x.values)),
    "relu": elementwise.FUNCTIONS["relu"], "sigmoid": elementwise.FUNCTIONS["sigmoid"],
    "tanh": elementwise.FUNCTIONS["tanh"],
    "relu6": lambda x, inplace=False: elementwise.clamp(x, 0, 6),
    "hardtanh": lambda x, min_val=-1.0, max_val=1.0, inplace=False: elementwise.clamp(x, min_val, max_val),
}  # fmt: skip


class Parameter(Tensor):
    """``torch.nn.Parameter``: shares the storage of the tensor it wraps."""

    def __init__(self, data: Tensor, requires_grad: bool = True) -> None:
        super().__init__(data._storage, data.array, data.dtype, data.device)
        self.requires_grad = requires_grad

    def view_of(self, array: np.ndarray) -> Tensor:
        return Tensor(self._storage, array, self.dtype, self.device)


class Module:
    """``torch.nn.Module`` as far as calling ``forward`` and listing parameters."""

    training = True

    def __call__(self, *args: Any, **options: Any) -> Any:
        return self.forward(*args, **options)  # type: ignore[attr-defined]

    def parameters(self) -> Iterator[Tensor]:
        for value in vars(self).values():
            if isinstance(value, Parameter):
                yield value
            elif isinstance(value, Module):
                yield from value.parameters()

    def register_buffer(self, name: str, value: Any, persistent: bool = True) -> None:
        setattr(self, name, value)

    def to(self, *args: Any, **options: Any) -> Module:
        for name, value in list(vars(self).items()):
            if isinstance(value, (Tensor, Module)):
                moved: Any = value.to(*args, **options)
                setattr(self, name, Parameter(moved) if isinstance(value, Parameter) else moved)
        return self

    def cuda(self, device: Any = None) -> Module:
        return self.to("cuda")

    def half(self) -> Module:
        from . import dtypes

        return self.to(dtypes.float16)

    def train(self, mode: bool = True) -> Module:
        self.training = mode
        return self

    def eval(self) -> Module:
        return self.train(False)


class Linear(Module):
    def __init__(
        self, in_features: int, out_features: int, bias: bool = True, device: Any = None, dtype: Any = None
    ) -> None:
        bound = 1 / math.sqrt(in_features)
        draw = factories.rand(out_features, in_features, dtype=dtype, device=device)
        self.weight = Parameter(draw.new((draw.values * 2 - 1) * bound))
        self.bias = Parameter(factories.zeros(out_features, dtype=dtype, device=device)) if bias else None

    def forward(self, x: Tensor) -> Tensor:
        return linear(x, self.weight, self.bias)


class LayerNorm(Module):
    def __init__(
        self, normalized_shape: Any, eps: float = 1e-5, device: Any = None, dtype: Any = None, **_: Any
    ) -> None:
        self.normalized_shape = normalized_shape if isinstance(normalized_shape, (tuple, list)) else (normalized_shape,)
        self.eps = eps
        self.weight = Parameter(factories.ones(*self.normalized_shape, dtype=dtype, device=device))
        self.bias = Parameter(factories.zeros(*self.normalized_shape, dtype=dtype, device=device))

    def forward(self, x: Tensor) -> Tensor:
        return layer_norm(x, self.normalized_shape, self.weight, self.bias, self.eps)
