from __future__ import annotations

import torch

from softmax_rows_c import softmax


def test_withheld():
    x = torch.randn(3, 37, device="cuda") - 50
    torch.testing.assert_close(softmax(x), torch.softmax(x, dim=1))
