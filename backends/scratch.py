"""Private scratch directories of tool runs, and the way an artifact leaves one."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backends.cache import cache_directory


@contextmanager
def scratch_directory(prefix: str = "hardsight-") -> Iterator[Path]:
    """A fresh directory under ``$TMPDIR``, real path, removed with all it holds on the way out."""
    path = Path(tempfile.mkdtemp(prefix=prefix)).resolve()
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def keep_artifact(path: Path) -> str:
    """Move a file out of its scratch directory and return where it is now, for ``Outcome.artifacts``.

    ``OutcomeCache.put`` moves it on beside its outcome; what never gets there is deleted after a day.
    """
    directory = cache_directory() / "fresh" / uuid.uuid4().hex
    directory.mkdir(parents=True)
    return str(shutil.move(path, directory / path.name))
