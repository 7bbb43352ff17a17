from __future__ import annotations

import torch

from gather_embedding_a import embedding


def test_withheld():
    table = torch.randn(6, 33, device="cuda")
    index = torch.tensor([5, 5, 2], device="cuda")
    torch.testing.assert_close(embedding(table, index), table[index])
