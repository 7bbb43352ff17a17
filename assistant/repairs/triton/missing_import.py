"""``tl``, ``torch``, ``math``: a module that is used but not imported."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.repairs.triton.imports import import_change
from assistant.repairs.triton.rule import Finding, View, triton_repair
from backends.outcome import Diagnostic

IMPORTS = {
    "tl": "import triton.language as tl",
    "triton": "import triton",
    "torch": "import torch",
    "F": "import torch.nn.functional as F",
    "nn": "from torch import nn",
    "libdevice": "from triton.language.extra import libdevice",
    "math": "import math",
    "np": "import numpy as np",
    "itertools": "import itertools",
    "functools": "import functools",
    "os": "import os",
    "time": "import time",
    "pytest": "import pytest",
}


def find(diagnostic: Diagnostic, view: View) -> Iterator[Finding]:
    name = str(diagnostic.data.get("name", ""))
    statement = IMPORTS.get(name)
    change = None if statement is None else import_change(view, statement)
    if change is not None:
        yield Finding((change,), f"Add `{statement}`", f"`{name}` is used but never imported", 0.97)


REPAIR = triton_repair("missing_import", ("python:UndefinedName", "UndefinedName"), find, safe=True)
