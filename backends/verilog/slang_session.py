"""Keeps parsed neighbours of the edited file, so that a keystroke parses one file and no other.

slang ties syntax trees to one source manager, whose buffers can neither be replaced nor freed. A session therefore gives
each version of the edited file a path of its own beside the real one, and starts over when a header or setting changed or
when too many versions have piled up.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import pyslang
from pyslang import ast, parsing, syntax

Result = TypeVar("Result")

MAX_SESSION_CHARACTERS = 12 << 20
MAX_SESSIONS = 3
_STACK_BYTES = 512 << 20
_SURROGATES = dict.fromkeys(range(55296, 57344), "�")


def slang_text(text: str) -> str:
    """The text with bytes that were not UTF-8 replaced, one character for one, so that columns stay right."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.translate(_SURROGATES)
    return text


def file_of_buffer(name: str) -> str:
    """The path of the file that a buffer of a session holds a version of."""
    path, mark, version = name.rpartition("#")
    return path if mark and version.isdigit() else name


def options(
    systemverilog: bool, include_dirs: tuple[str, ...] = (), defines: Mapping[str, str] | None = None
) -> pyslang.Bag:
    """Parser options for one language version."""
    version = pyslang.LanguageVersion.v1800_2017 if systemverilog else pyslang.LanguageVersion.v1364_2005
    bag = pyslang.Bag()
    lexer, parser = parsing.LexerOptions(), parsing.ParserOptions()
    preprocessor = parsing.PreprocessorOptions()
    lexer.languageVersion = parser.languageVersion = preprocessor.languageVersion = version
    preprocessor.additionalIncludePaths = list(include_dirs)
    preprocessor.predefines = [f"{name}={value}" if value else name for name, value in (defines or {}).items()]
    preprocessor.maxIncludeDepth = 64
    bag.lexerOptions, bag.parserOptions, bag.preprocessorOptions = lexer, parser, preprocessor
    return bag


class SlangSession:
    """Syntax trees of one project's files under one set of include directories and defines."""

    def __init__(self, include_dirs: tuple[str, ...], defines: Mapping[str, str]) -> None:
        self._options = {sv: options(sv, include_dirs, defines) for sv in (False, True)}
        self._restart()

    def _restart(self) -> None:
        self.sources = pyslang.SourceManager()
        self.sources.setDisableProximatePaths(True)
        self._headers: dict[str, str] = {}
        self._trees: dict[tuple[str, bool], tuple[str, syntax.SyntaxTree]] = {}
        self._versions = 0
        self._characters = 0

    def prepare(self, headers: Mapping[str, str], missing: Collection[str] = ()) -> None:
        """Make ``headers`` (text by every spelling of its path) what includes will find, and nothing at the paths ``missing``."""
        changed = any(self._headers.get(path, text) != text for path, text in headers.items())
        gone = bool(missing) and any(
            os.path.normpath(path) in missing for path in self._headers.keys() - headers.keys()
        )
        # The source manager also remembers what it did not find.
        came = any(path not in self._headers and self.sources.isCached(path) for path in headers)
        if changed or gone or came or self._characters > MAX_SESSION_CHARACTERS:
            self._restart()
        for path, text in headers.items():
            if path not in self._headers:
                self._headers[path] = text
                if not self.sources.isCached(path):  # by another spelling
                    self._characters += len(text)
                    self.sources.assignText(path, slang_text(text))

    def parse_neighbour(self, path: str, text: str, systemverilog: bool) -> syntax.SyntaxTree:
        """The tree of another file of the project, parsed when its text is new."""
        kept = self._trees.get((path, systemverilog))
        if kept is not None and kept[0] == text:
            return kept[1]
        tree = self.parse(path, slang_text(text), systemverilog)
        self._trees[(path, systemverilog)] = (text, tree)
        return tree

    def parse(self, path: str, text: str, systemverilog: bool) -> syntax.SyntaxTree:
        """Parse ``text`` as the file at ``path``. Raises ``RuntimeError`` when it nests too deeply for slang's parser."""
        self._versions += 1
        self._characters += len(text)
        return syntax.SyntaxTree.fromText(
            text, self.sources, name=path, path=f"{path}#{self._versions}", options=self._options[systemverilog]
        )


_sessions: OrderedDict[tuple[object, ...], SlangSession] = OrderedDict()


def session_for(include_dirs: tuple[str, ...], defines: Mapping[str, str]) -> SlangSession:
    """The session of these settings; only a few are kept. To be called in the slang thread."""
    key = (include_dirs, tuple(sorted(defines.items())))
    session = _sessions.pop(key, None) or SlangSession(include_dirs, defines)
    _sessions[key] = session
    while len(_sessions) > MAX_SESSIONS:
        _sessions.popitem(last=False)
    return session


def compilation_options(depth: int, steps: int) -> ast.CompilationOptions:
    """Options that keep elaboration of other people's code within bounds."""
    chosen = ast.CompilationOptions()
    chosen.flags = ast.CompilationFlags.AllowTopLevelIfacePorts
    chosen.maxInstanceDepth = depth
    chosen.maxConstexprSteps = steps
    chosen.maxGenerateSteps = 32_768
    chosen.maxInstanceArray = 16_384
    chosen.errorLimit = 200
    return chosen


class SlangThread:
    """The one thread slang runs in. Its large stack lets deeply nested code end in a message and not in a crash."""

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None
        self._process = 0
        self._lock = threading.Lock()

    def run(self, work: Callable[[], Result]) -> Result:
        """Run ``work`` there and wait for it."""
        return self._submit(work).result()

    def _submit(self, work: Callable[[], Result]) -> Future[Result]:
        with self._lock:
            if self._pool is None or self._process != os.getpid():
                before = threading.stack_size(_STACK_BYTES)
                try:
                    self._pool = ThreadPoolExecutor(1, "slang")
                    self._process = os.getpid()
                    # The pool starts its thread at the first job, while this stack size holds.
                    self._pool.submit(lambda: None).result()
                finally:
                    threading.stack_size(before)
            return self._pool.submit(work)


SLANG_THREAD = SlangThread()
