"""Verilog command files (``.f``): which sources, include directories, defines and libraries a project is built from.

The options are those every simulator shares: source paths (with ``*`` patterns), ``-f``, ``-F``, ``+incdir+``, ``-I``,
``+define+``, ``-D``, ``-y``, ``-v``, ``+libext+``, ``--top-module``/``-top``/``-s``; ``//``, ``#`` and ``/* */`` comments;
``$VAR`` and ``${VAR}``. Paths are relative to the project root, or to the list itself when it was named by ``-F``;
a path that exists only beside the list is taken from there, for lists written to be run in their own folder.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from backends.outcome import Diagnostic, Range, Severity, Stage
from backends.text import LineIndex

MAX_NESTING = 32
MAX_SOURCES = 20_000

_TOKEN = re.compile(
    r"(?P<blank>\s+|//[^\n]*|#[^\n]*|/\*.*?(?:\*/|\Z))|(?P<quoted>\"[^\"\n]*\"?)|(?P<word>[^\s\"]+)", re.DOTALL
)
_VARIABLE = re.compile(r"\$(?:\{(?P<braced>\w+)\}|\((?P<parenthesized>\w+)\)|(?P<bare>[A-Za-z_]\w*))")
_WITH_ARGUMENT = frozenset(
    {"-o", "-work", "-timescale", "-l", "-L", "-lib", "-override_timescale", "-G", "-P", "-work_lib", "-std", "--std"}
)


@dataclass(frozen=True, slots=True)
class FileList:
    """What one or several command files say together. Paths are absolute, in the order in which they were named."""

    sources: tuple[str, ...] = ()
    include_dirs: tuple[str, ...] = ()
    defines: Mapping[str, str] = field(default_factory=dict)
    library_dirs: tuple[str, ...] = ()
    library_files: tuple[str, ...] = ()
    library_extensions: tuple[str, ...] = ()
    top: str | None = None
    lists: tuple[str, ...] = ()
    """Every command file read: a change to one of them changes the project."""
    problems: tuple[Diagnostic, ...] = ()
    """Missing files, cycles and undefined variables, each at its line of its list (``path``)."""


def read_filelists(
    paths: tuple[str, ...] | list[str],
    root: str,
    overlay: Mapping[str, str] | None = None,
    variables: Mapping[str, str] | None = None,
) -> FileList:
    """Read command files, following nested ones. ``overlay`` texts win over the disk; ``variables`` default to ``os.environ``."""
    reader = _Reader(root, overlay or {}, os.environ if variables is None else variables)
    for path in paths:
        absolute = os.path.normpath(os.path.join(root, path))
        reader.read(absolute, root, None)
    return reader.result()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in which list a word stands, for messages."""

    path: str
    range: Range


class _Reader:
    def __init__(self, root: str, overlay: Mapping[str, str], variables: Mapping[str, str]) -> None:
        self.root = root
        self.overlay = overlay
        self.variables = variables
        self.sources: dict[str, None] = {}
        self.include_dirs: dict[str, None] = {}
        self.defines: dict[str, str] = {}
        self.library_dirs: dict[str, None] = {}
        self.library_files: dict[str, None] = {}
        self.library_extensions: dict[str, None] = {}
        self.top: str | None = None
        self.lists: dict[str, None] = {}
        self.open: list[str] = []
        self.problems: list[Diagnostic] = []

    def result(self) -> FileList:
        return FileList(
            sources=tuple(self.sources),
            include_dirs=tuple(self.include_dirs),
            defines=dict(self.defines),
            library_dirs=tuple(self.library_dirs),
            library_files=tuple(self.library_files),
            library_extensions=tuple(self.library_extensions),
            top=self.top,
            lists=tuple(self.lists),
            problems=tuple(self.problems),
        )

    def complain(self, code: str, message: str, place: _Place | None, severity: Severity = Severity.ERROR) -> None:
        at = place or _Place(self.open[-1] if self.open else self.root, Range.of(0, 0, 0, 1))
        self.problems.append(Diagnostic(at.range, severity, code, message, "filelist", Stage.STATIC, at.path))

    def text_of(self, path: str) -> str | None:
        if path in self.overlay:
            return self.overlay[path]
        try:
            if not Path(path).is_file():
                return None
            return Path(path).read_text("utf-8", "surrogateescape")
        except OSError:
            return None

    def read(self, path: str, base: str, place: _Place | None) -> None:
        """One command file whose relative paths start at ``base``."""
        if path in self.open:
            self.complain(
                "cyclic-filelist", f"file list {path} includes itself through {' -> '.join([*self.open, path])}", place
            )
            return
        if len(self.open) >= MAX_NESTING:
            self.complain("filelist-nesting", f"file lists nest deeper than {MAX_NESTING} at {path}", place)
            return
        text = self.text_of(path)
        if text is None:
            named_by = "" if place else " (named in the settings)"
            self.complain("missing-filelist", f"file list {path}{named_by} does not exist or cannot be read", place)
            return
        self.lists[path] = None
        self.open.append(path)
        try:
            self.words(path, text, base)
        finally:
            self.open.pop()

    def words(self, path: str, text: str, base: str) -> None:
        index = LineIndex(text)
        stream = iter([m for m in _TOKEN.finditer(text) if m.lastgroup != "blank"])
        for match in stream:
            word = self.unquoted(match)
            place = _Place(path, index.span(match.start(), match.end()))
            if word in (
                "-f",
                "-F",
                "-file",
                "-y",
                "-v",
                "-I",
                "-D",
                "-s",
                "-top",
                "--top",
                "--top-module",
                *_WITH_ARGUMENT,
            ):
                following = next(stream, None)
                if following is None:
                    self.complain("filelist-syntax", f"option {word} needs an argument", place)
                    return
                place = _Place(path, index.span(following.start(), following.end()))
                self.option(word, self.expand(self.unquoted(following), place), base, path, place)
            else:
                self.single(self.expand(word, place), base, place)

    @staticmethod
    def unquoted(match: re.Match[str]) -> str:
        return match.group().strip('"') if match.lastgroup == "quoted" else match.group()

    def expand(self, word: str, place: _Place) -> str:
        def value(match: re.Match[str]) -> str:
            name = match.group("braced") or match.group("parenthesized") or match.group("bare")
            if name in self.variables:
                return self.variables[name]
            self.complain(
                "undefined-variable", f"environment variable {name} is not set, so {word!r} cannot be resolved", place
            )
            return match.group()

        return _VARIABLE.sub(value, word) if "$" in word else word

    def option(self, name: str, argument: str, base: str, here: str, place: _Place) -> None:
        match name:
            case "-f" | "-file":
                self.read(self.resolve(argument, base), base, place)
            case "-F":
                nested = os.path.normpath(os.path.join(os.path.dirname(here), argument))
                if not self.exists(nested):
                    nested = self.resolve(argument, base)
                self.read(nested, os.path.dirname(nested), place)
            case "-y":
                self.directory(argument, base, self.library_dirs, "library directory", place)
            case "-v":
                self.source(argument, base, self.library_files, place)
            case "-I":
                self.directory(argument, base, self.include_dirs, "include directory", place)
            case "-D":
                self.define(argument)
            case "-s" | "-top" | "--top" | "--top-module":
                self.top = argument

    def single(self, word: str, base: str, place: _Place) -> None:
        if word.startswith("+incdir+"):
            for part in filter(None, word[8:].split("+")):
                self.directory(part, base, self.include_dirs, "include directory", place)
        elif word.startswith("+define+"):
            for part in filter(None, word[8:].split("+")):
                self.define(part)
        elif word.startswith("+libext+"):
            self.library_extensions.update(dict.fromkeys(filter(None, word[8:].split("+"))))
        elif word.startswith("-I") and len(word) > 2:
            self.directory(word[2:], base, self.include_dirs, "include directory", place)
        elif word.startswith("-D") and len(word) > 2:
            self.define(word[2:])
        elif not word.startswith(("-", "+")):
            self.source(word, base, self.sources, place)

    def define(self, text: str) -> None:
        name, _, value = text.partition("=")
        self.defines[name] = value

    def resolve(self, path: str, base: str) -> str:
        first = os.path.normpath(os.path.join(base, path))
        if not self.exists(first) and self.open:
            beside = os.path.normpath(os.path.join(os.path.dirname(self.open[-1]), path))
            if self.exists(beside):
                return beside
        return first

    def exists(self, path: str) -> bool:
        return path in self.overlay or os.path.exists(path)

    def directory(self, path: str, base: str, into: dict[str, None], what: str, place: _Place) -> None:
        absolute = self.resolve(path, base)
        if not os.path.isdir(absolute):
            self.complain("missing-directory", f"{what} {absolute} does not exist", place, Severity.WARNING)
        into[absolute] = None

    def source(self, path: str, base: str, into: dict[str, None], place: _Place) -> None:
        if len(into) >= MAX_SOURCES:
            return
        absolute = self.resolve(path, base)
        if any(c in path for c in "*?["):
            found = sorted(glob.glob(absolute, recursive=True))
            if not found:
                self.complain("missing-source", f"no file matches {absolute}", place)
            into.update(dict.fromkeys(found))
            return
        if not self.exists(absolute):
            self.complain("missing-source", f"source file {absolute} does not exist", place)
            return
        into[absolute] = None
