"""Files that a Python script may read besides its modules: STEP and DXF parts, tables, settings.

Which ones it opens is known only to the running script. Taken are the files, in the folders of the script, its modules and
its project and in the folders that a string of theirs names, whose ending a string of theirs has: that covers
``"part.step"``, ``HERE / "data" / f"part_{i}.step"`` and ``glob("*.csv")``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from backends.environment import Environment
from backends.text_cache import cached_by_text

MAX_FILES = 500
MAX_BYTES = 64 << 20
"""Read for the digest; what is beyond counts by size and modification time."""
_STRING = re.compile(r"""['"]([^'"\n]{1,200})['"]""")
_NOT_DATA = frozenset({".py", ".pyc", ".pyi"})
_Stamp = tuple[int, int, int]
_digests: dict[Path, tuple[_Stamp, str]] = {}


def data_digest(code: str, environment: Environment) -> str:
    """SHA-256 over names and contents of the data files that ``code`` or a module of its may read; empty without any."""
    texts = {environment.path: code, **{file.path: file.text for file in environment.files}}
    digest, count, budget = hashlib.sha256(), 0, MAX_BYTES
    for path in sorted(set(data_files(texts, environment.root))):
        if count == MAX_FILES:
            break
        try:
            status = path.stat()
            stamp = (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
            budget -= status.st_size
            content = _content(path, stamp) if budget >= 0 else repr(stamp)
        except OSError:
            continue  # gone or unreadable: as if it were not there
        count += 1
        digest.update(f"{path}\0{content}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest() if count else ""


def data_files(texts: dict[str, str], root: str) -> Iterator[Path]:
    """Of scripts and modules by path."""
    named = frozenset[str]().union(*map(_strings, texts.values()))
    endings = {Path("x" + Path(name).name).suffix.lower() for name in named} - {""} - _NOT_DATA
    if not endings:
        return
    bases = {Path(path).parent for path in texts} | {Path(root)}
    for name in named:
        if name.startswith("/") and Path(name).suffix.lower() in endings and Path(name).is_file():
            yield Path(name)
    for folder in bases | set(_named_folders(bases, named)):
        yield from (path for path in _children(folder) if path.suffix.lower() in endings and path.is_file())


@cached_by_text
def _strings(text: str) -> frozenset[str]:
    return frozenset(_STRING.findall(text))


def _named_folders(bases: Iterable[Path], named: Iterable[str]) -> Iterator[Path]:
    """Folders below ``bases`` that strings name, at once (``"data/parts"``) or one part after the other."""
    parts = {part for name in named if not name.startswith("/") for part in Path(name).parts[:8]} - {"."}
    seen = set(bases)
    waiting = list(bases)
    while waiting and len(seen) < MAX_FILES:
        folder = waiting.pop()
        for found in _children(folder):
            if found.name in parts and found not in seen and found.is_dir():
                seen.add(found)
                waiting.append(found)
                yield found
        if ".." in parts and folder in bases and folder.parent not in seen:
            seen.add(folder.parent)
            waiting.append(folder.parent)
            yield folder.parent


def _children(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _content(path: Path, stamp: _Stamp) -> str:
    known = _digests.get(path)
    if known is not None and known[0] == stamp:
        return known[1]
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if len(_digests) > 4 * MAX_FILES:
        _digests.clear()
    _digests[path] = (stamp, found)
    return found
