"""Every test session has cache, data and settings directories of its own, so that nothing outside them is read or written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def private_directories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Set in the environment, so that servers and commands started by tests use them too."""
    root = tmp_path_factory.mktemp("hardsight")
    names = {
        "HARDSIGHT_CACHE_DIR": "cache",
        "HARDSIGHT_DATA_DIR": "data",
        "XDG_CONFIG_HOME": "config",
        "XDG_CACHE_HOME": "xdg-cache",
        "XDG_DATA_HOME": "xdg-data",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, folder in names.items():
            (root / folder).mkdir()
            patch.setenv(name, str(root / folder))
        yield root
