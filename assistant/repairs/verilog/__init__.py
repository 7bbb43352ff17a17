"""Deterministic repairs of Verilog and SystemVerilog, one file each; ``REPAIRS`` lists them."""

from __future__ import annotations

import importlib
import pkgutil

from assistant.repair import Repair


def _gather():
    out=[]
    for m in pkgutil.iter_modules(__path__):
        mod=importlib.import_module(f"{__name__}.{m.name}")
        for k,v in vars(mod).items():
            if k.startswith("REPAIR") and k!="REPAIRS": out.append(v)
    return tuple(out)
REPAIRS=_gather()
