"""The script's view of files: unsaved text of its modules, and exports kept inside the scratch directory."""

from __future__ import annotations

import functools
import importlib.machinery
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cadquery as cq
import cadquery.cq
from cadquery import exporters


def overlay(modules: dict[str, str]) -> None:
    """Let imports of these files (absolute paths) see the editor's text, and no stale compiled copy of the disk's."""
    texts = {os.path.realpath(path): text.encode("utf-8", "surrogatepass") for path, text in modules.items()}
    loader = importlib.machinery.SourceFileLoader
    read, stats = loader.get_data, loader.path_stats

    def get_data(self: Any, path: str) -> bytes:
        held = texts.get(os.path.realpath(path))
        return read(self, path) if held is None else held

    def path_stats(self: Any, path: str) -> Any:
        if os.path.realpath(path) in texts:
            raise OSError(f"{path} is held by the editor")
        return stats(self, path)

    loader.get_data, loader.path_stats = get_data, path_stats  # type: ignore[method-assign]


exported: list[Any] = []
"""What the script has handed to an exporter, in order."""


script_runs = True
"""False once the script has ended and the worker itself writes the artifacts."""


def keep_exports_inside() -> None:
    """Turn the target of CadQuery's exporters into a file of the same name in the working directory.

    Scripts write their STEP beside themselves; here they may not, and a refused write would hide the geometry's result.
    """
    for owner, name, position in (
        (exporters, "export", 1),
        (cadquery.cq, "export", 1),
        (exporters, "exportDXF", 1),
        (cq.Shape, "exportStl", 1),
        (cq.Shape, "exportStep", 1),
        (cq.Shape, "exportBrep", 1),
        (cq.Shape, "exportBin", 1),
        (cq.Assembly, "export", 1),
        (cq.Assembly, "save", 1),
    ):
        original = getattr(owner, name, None)
        if original is not None:
            setattr(owner, name, _redirected(original, position))


def _redirected(original: Callable[..., Any], position: int) -> Callable[..., Any]:
    @functools.wraps(original)
    def call(*args: Any, **kwargs: Any) -> Any:
        if not script_runs:
            return original(*args, **kwargs)
        if args:
            exported.append(args[0])
        changed = list(args)
        if position < len(changed):
            changed[position] = _inside(changed[position])
        for name in ("fname", "fileName", "path", "f"):
            if name in kwargs:
                kwargs[name] = _inside(kwargs[name])
        return original(*changed, **kwargs)

    return call


def _inside(target: Any) -> Any:
    if not isinstance(target, (str, os.PathLike)):
        return target
    here = Path.cwd().resolve()
    path = Path(target)
    inside = path if path.resolve().is_relative_to(here) else here / path.name
    inside.parent.mkdir(parents=True, exist_ok=True)
    return str(inside) if isinstance(target, str) else inside
