"""What a Python file needs of its project: the local modules that it imports, and the test beside it."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from backends.environment import Domain, Environment, Role, SourceFile
from backends.import_statements import import_statements
from backends.module_texts import module_text
from backends.settings import ToolSettings

MAX_MODULES = 200
MAX_MODULE_BYTES = 1 << 20


def python_environment(
    domain: Domain, path: str, text: str, root: str, settings: ToolSettings, overlay: Mapping[str, str]
) -> Environment:
    """The file with every module of its project that it imports, directly or not, as ``Role.MODULE``.

    Modules are looked for in the file's directory, ``root`` and the domain's ``import_dirs``, as ``sys.path`` would.
    A file's test (``test_x.py`` or ``x_test.py``, beside it or in ``tests``) is its ``Role.TESTBENCH``.
    At most ``MAX_MODULES`` files of ``MAX_MODULE_BYTES`` are read; what cannot be read or parsed ends the search there.
    """
    here = Path(path).parent
    folders = import_folders(domain, path, root, settings)
    disk = _Disk(overlay)
    files: list[SourceFile] = []
    queue = deque(imported_files(path, text, folders, disk))
    if (test := _test_of(Path(path), here, Path(root), disk)) is not None:
        files.append(SourceFile(str(test), disk.text(test) or "", Role.TESTBENCH))
        queue.extend(imported_files(str(test), disk.text(test) or "", (test.parent, *folders), disk))
    seen = {Path(path), *(Path(f.path) for f in files)}
    while queue and len(files) < MAX_MODULES:
        module = queue.popleft()
        if module in seen:
            continue
        seen.add(module)
        source = disk.text(module)
        if source is None:
            continue
        files.append(SourceFile(str(module), source, Role.MODULE))
        queue.extend(imported_files(str(module), source, folders, disk))
    return Environment(domain, path, root, None, tuple(sorted(files, key=lambda f: f.path)), settings)


def import_folders(domain: Domain, path: str, root: str, settings: ToolSettings) -> tuple[Path, ...]:
    """Where the file's own imports are looked for, first match wins: its directory, the root, ``import_dirs``, the folder
    that holds the package the file is in, and the root's ``src``."""
    named = settings.triton.import_dirs if domain is Domain.TRITON else settings.cadquery.import_dirs
    folders = [Path(path).parent, Path(root), *(Path(root) / folder for folder in named), _above_package(Path(path))]
    if (Path(root) / "src").is_dir():
        folders.append(Path(root) / "src")
    return tuple(dict.fromkeys(folders))


def _above_package(path: Path) -> Path:
    folder = path.parent
    while folder.parent != folder and (folder / "__init__.py").is_file():
        folder = folder.parent
    return folder


def interpreter_of(environment: Environment) -> str | None:
    """The Python that the settings name for the domain, as an absolute path; ``None`` for Hardsight's own."""
    settings = environment.settings
    named = settings.triton.interpreter if environment.domain is Domain.TRITON else settings.cadquery.interpreter
    if not named:
        return None
    path = Path(named).expanduser()
    return str(path if path.is_absolute() else shutil.which(named) or Path(environment.root) / path)


def imported_files(path: str, text: str, folders: tuple[Path, ...], disk: _Disk) -> Iterator[Path]:
    """Local files behind the import statements of ``text``, wherever in it they stand."""
    for level, name, aliases in import_statements(text):
        base = folders
        if level:
            base = (Path(path).parents[min(level, len(Path(path).parents)) - 1],)
        yield from disk.module_files(name, base)
        for alias in aliases:
            yield from disk.module_files((*name, alias), base)


def _test_of(path: Path, here: Path, root: Path, disk: _Disk) -> Path | None:
    if path.stem.startswith("test_") or path.stem.endswith("_test"):
        return None
    for folder in dict.fromkeys((here, here / "tests", root / "tests")):
        for name in (f"test_{path.stem}.py", f"{path.stem}_test.py"):
            if disk.is_file(folder / name):
                return folder / name
    return None


class _Disk:
    """Files as the editor holds them, else as they are on disk; each looked for once."""

    def __init__(self, overlay: Mapping[str, str]) -> None:
        self._overlay = overlay
        self._folders = {parent for held in overlay for parent in Path(held).parents}
        self.is_file = cache(self._is_file)
        self.folder_of = cache(self._folder_of)
        self.module_files = cache(self._module_files)

    def _is_file(self, path: Path) -> bool:
        return str(path) in self._overlay or path.is_file()

    def _module_files(self, name: tuple[str, ...], folders: tuple[Path, ...]) -> tuple[Path, ...]:
        """The package files on the way to the module and itself, from the first folder that has its first part."""
        if not name:
            return ()
        at = self.folder_of(name[0], folders)
        if at is None:
            return ()
        found: list[Path] = []
        for part in name:
            if self.is_file(at / f"{part}.py") and not self.is_file(at / part / "__init__.py"):
                return (*found, at / f"{part}.py")
            at = at / part
            if self.is_file(at / "__init__.py"):
                found.append(at / "__init__.py")
        return tuple(found)

    def _folder_of(self, name: str, folders: tuple[Path, ...]) -> Path | None:
        for folder in folders:
            package = folder / name
            if self.is_file(folder / f"{name}.py") or package in self._folders or package.is_dir():
                return folder
        return None

    def text(self, path: Path) -> str | None:
        """``None`` when it cannot be read as UTF-8 or is too large."""
        if (held := self._overlay.get(str(path))) is not None:
            return held
        return module_text(path, MAX_MODULE_BYTES)
