from __future__ import annotations

import torch

from histogram_a import histogram


def test_withheld():
    counts = histogram(torch.tensor([0.5, 0.6, 2.5, 7.5], device="cuda"), 0.0, 8.0)
    assert counts.tolist() == [2, 0, 1, 0, 0, 0, 0, 1]
