"""The compact world model: a transformer over the rows of a file, each row made of its tokens by two small convolutions.

A row is one position, so that 250 lines with their testbench fit a forward pass of some ten milliseconds on a CPU. Everything is
made of matrix products, gathers and soft maxima: it exports to ONNX and quantizes to int8 as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from icwm.encoding import BENCH_ROWS, CODE_ROWS, FACTS
from icwm.tokens import PADDING, ROW_TOKENS, SIZE
from icwm.world import LABELS, NUMBERS, TOOLS

ROWS = CODE_ROWS + BENCH_ROWS + 1
SEGMENTS = 3
QUANTILES = (0.1, 0.5, 0.9)
"""Of each number, predicted in logarithmic space."""


@dataclass(frozen=True)
class Shape:
    """Sizes of the model; the default has about 5 M parameters."""

    token_width: int = 128
    width: int = 256
    layers: int = 5
    heads: int = 4
    classes: int = 32
    dropout: float = 0.1


@dataclass(frozen=True)
class Output:
    """Raw scores. ``label`` [B, tools, labels]; ``message`` [B, tools, classes]; ``line`` [B, tools, rows]; ``wrong`` [B, rows];
    ``number`` [B, numbers, quantiles]."""

    label: Tensor
    message: Tensor
    line: Tensor
    wrong: Tensor
    number: Tensor


class TokenMixer(nn.Module):
    """A convolution over three neighbouring tokens, written as a product so that it quantizes."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.wide = nn.Linear(3 * width, 2 * width)
        self.narrow = nn.Linear(2 * width, width)

    def forward(self, x: Tensor) -> Tensor:
        """``x`` [tokens, width]."""
        y = self.norm(x)
        padded = F.pad(y, (0, 0, 1, 1))
        return x + self.narrow(F.gelu(self.wide(torch.cat((padded[:-2], y, padded[2:]), dim=-1))))


class Block(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.attention_norm = nn.LayerNorm(shape.width)
        self.query_key_value = nn.Linear(shape.width, 3 * shape.width)
        self.attended = nn.Linear(shape.width, shape.width)
        self.norm = nn.LayerNorm(shape.width)
        self.wide = nn.Linear(shape.width, 4 * shape.width)
        self.narrow = nn.Linear(4 * shape.width, shape.width)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """``x`` [B, rows, width]; ``bias`` [B, 1, 1, rows] is very negative at padding."""
        batch, rows, width = x.shape
        parts = self.query_key_value(self.attention_norm(x)).reshape(batch, rows, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        scores = query @ key.transpose(-1, -2) / (width // self.heads) ** 0.5 + bias
        mixed = (scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, rows, width)
        x = x + self.dropout(self.attended(mixed))
        return x + self.dropout(self.narrow(F.gelu(self.wide(self.norm(x)))))


class CompactModel(nn.Module):
    """``fact_mean`` and ``fact_scale`` standardize the facts after a signed logarithm; set them before training."""

    fact_mean: Tensor
    fact_scale: Tensor

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.token = nn.Embedding(SIZE, shape.token_width, padding_idx=PADDING)
        self.mixers = nn.ModuleList(TokenMixer(shape.token_width) for _ in range(2))
        self.weigh = nn.Linear(shape.token_width, 1)
        self.row = nn.Linear(2 * shape.token_width, shape.width)
        self.segment = nn.Embedding(SEGMENTS, shape.width)
        self.position = nn.Embedding(ROWS, shape.width)
        self.facts = nn.Sequential(nn.Linear(len(FACTS), shape.width), nn.GELU(), nn.Linear(shape.width, shape.width))
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.norm = nn.LayerNorm(shape.width)
        pooled = 4 * shape.width
        self.wrong = nn.Linear(shape.width, 1)
        self.line = nn.Linear(shape.width, len(TOOLS))
        self.hidden = nn.Sequential(nn.Linear(pooled + 2, shape.width), nn.GELU(), nn.Dropout(shape.dropout))
        self.label = nn.Linear(shape.width, len(TOOLS) * len(LABELS))
        self.message = nn.Linear(shape.width, len(TOOLS) * shape.classes)
        self.number = nn.Linear(shape.width, len(NUMBERS) * len(QUANTILES))
        self.register_buffer("fact_mean", torch.zeros(len(FACTS)))
        self.register_buffer("fact_scale", torch.ones(len(FACTS)))
        for module in self.modules():
            if isinstance(module, nn.Embedding):
                nn.init.normal_(module.weight, std=0.05)

    def forward(self, tokens: Tensor, places: Tensor, segments: Tensor, facts: Tensor) -> Output:
        """``tokens`` [N], rows one after the other; ``places`` [B, rows, ROW_TOKENS], where each row's tokens are, N for none;
        ``segments`` [B, rows]; -1 for rows that are padding; ``facts`` [B, facts]."""
        x = self.token(tokens)
        for mixer in self.mixers:
            x = mixer(x)
        x = F.pad(x, (0, 0, 0, 1))
        rows = x[places]  # [B, rows, ROW_TOKENS, token_width]
        there = (places < tokens.shape[0]).unsqueeze(-1)
        weights = (self.weigh(rows) + (~there) * -1e4).softmax(2)
        best = (rows + (~there) * -1e4).amax(2).clamp(min=-50)
        known = (segments >= 0).unsqueeze(-1)
        h = self.row(torch.cat(((rows * weights).sum(2), best), -1)) + self.segment(segments.clamp(min=0))
        scaled = (torch.sign(facts) * torch.log1p(torch.abs(facts)) - self.fact_mean) / self.fact_scale
        told = self.facts(scaled.clamp(-6, 6))
        h = h + self.position(torch.arange(segments.shape[1], device=h.device)) + told.unsqueeze(1)
        bias = ((segments < 0) * -1e4).unsqueeze(1).unsqueeze(1).to(h.dtype)
        for block in self.blocks:
            h = block(h, bias)
        h = self.norm(h)
        wrong = self.wrong(h).squeeze(-1)
        checked = (segments == 1).unsqueeze(-1)
        share = (wrong.unsqueeze(-1) + (~checked) * -1e4).softmax(1)
        mean = (h * known).sum(1) / known.sum(1).clamp(min=1)
        most = (h + (~known) * -1e4).amax(1)
        suspicion = torch.cat(
            (
                (wrong.unsqueeze(-1) + (~checked) * -1e4).amax(1).clamp(min=-20),
                (wrong.sigmoid().unsqueeze(-1) * checked).sum(1),
            ),
            -1,
        )
        pooled = self.hidden(torch.cat((h[:, 0] + told, mean, most, (h * share).sum(1), suspicion), -1))
        batch = pooled.shape[0]
        return Output(
            label=self.label(pooled).reshape(batch, len(TOOLS), len(LABELS)),
            message=self.message(pooled).reshape(batch, len(TOOLS), self.shape.classes),
            line=(self.line(h) + (~checked) * -1e4).transpose(1, 2),
            wrong=wrong,
            number=self.number(pooled).reshape(batch, len(NUMBERS), len(QUANTILES)),
        )

    def parameter_count(self) -> int:
        return sum(p.numel() for p in self.parameters())


def empty_places(batch: int, rows: int, count: int) -> Tensor:
    """``places`` for rows without a token."""
    return torch.full((batch, rows, ROW_TOKENS), count, dtype=torch.long)
