from __future__ import annotations

import torch

from row_sum_e import row_sum


def test_withheld():
    x = torch.randn(3, 500, device="cuda")
    torch.testing.assert_close(row_sum(x), x.sum(dim=1), atol=1e-4, rtol=1e-4)
