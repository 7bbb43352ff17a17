"""What Python itself and pyflakes say of a text: syntax errors, several at once where they are apart, and undefined names.

Nothing is executed. Codes are the exception classes of CPython (``SyntaxError``, ``IndentationError``, ``TabError``) and
pyflakes' message classes (``UndefinedName``, ``UndefinedLocal``, ``AssertTuple`` …); the source is ``python`` for all.
"""

from __future__ import annotations

import ast
import builtins
import difflib
import re
import threading
import warnings
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pyflakes import checker, messages

from backends.outcome import Diagnostic, Position, Range, Severity, Stage
from backends.text import LineIndex

SOURCE = "python"
MAX_SYNTAX_ERRORS = 10
MAX_CHARACTERS = 2_000_000
"""Python's parser needs seconds and gigabytes beyond this."""

_COMPOUND = re.compile(r"\s*(async\s+)?(def|class|if|elif|else|for|while|try|except|finally|with|match|case)\b")
_AFTER_HEADER = re.compile(r"expected an indented block after .* on line (\d+)")
_ENDS_RECOVERY = ("triple-quoted", "null bytes", "too many statically nested", "unindent does not match")
_REPORTED = {
    messages.UndefinedName: Severity.ERROR,
    messages.UndefinedLocal: Severity.ERROR,
    messages.ReturnOutsideFunction: Severity.ERROR,
    messages.AssertTuple: Severity.WARNING,
    messages.IfTuple: Severity.WARNING,
    messages.RaiseNotImplemented: Severity.WARNING,
    messages.StringDotFormatMissingArgument: Severity.WARNING,
    messages.PercentFormatPositionalCountMismatch: Severity.WARNING,
    messages.MultiValueRepeatedKeyLiteral: Severity.WARNING,
}
_warning_filters = threading.Lock()


@dataclass(frozen=True)
class PythonAnalysis:
    """``tree`` is ``None`` when the text does not parse; then ``diagnostics`` says why."""

    tree: ast.Module | None
    diagnostics: tuple[Diagnostic, ...]


def analyze_python(code: str, lines: LineIndex | None = None, known_names: Collection[str] = ()) -> PythonAnalysis:
    """Parse and check ``code``. ``known_names`` are defined by whatever runs the script (``show_object``)."""
    lines = lines or LineIndex(code)
    if len(code) > MAX_CHARACTERS:
        return PythonAnalysis(None, (_too_large(code),))
    tree, error = _compile(code)
    if error is not None:
        return PythonAnalysis(None, tuple(_syntax_errors(code, error, lines)))
    assert tree is not None
    return PythonAnalysis(tree, tuple(_checked(tree, lines, known_names)))


def all_nodes(tree: ast.AST) -> list[ast.AST]:
    """Every node below and with ``tree``, breadth first; what ``ast.walk`` gives, in a third of its time."""
    nodes: list[ast.AST] = [tree]
    for node in nodes:
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, list):
                nodes.extend([item for item in value if isinstance(item, ast.AST)])
            elif isinstance(value, ast.AST) and value._fields:  # contexts and operators have no fields
                nodes.append(value)
    return nodes


def nearest_names(name: str, candidates: Iterable[str], count: int = 3) -> list[str]:
    """The candidates closest to ``name``, best first; a difference in case or one swapped pair counts little."""
    choices = sorted(set(candidates) - {name})
    lowered: dict[str, str] = {}
    for choice in choices:
        lowered.setdefault(choice.lower(), choice)
    close = difflib.get_close_matches(name.lower(), lowered, n=count + 2, cutoff=0.6)
    key = {choice: _likeness(name, lowered[choice]) for choice in close}
    return [lowered[choice] for choice in sorted(close, key=lambda c: -key[c])][:count]


def _likeness(name: str, other: str) -> float:
    same_letters = 0.1 if sorted(name.lower()) == sorted(other.lower()) else 0.0
    same_start = 0.02 if name[:1] == other[:1] else 0.0
    return difflib.SequenceMatcher(None, name.lower(), other.lower()).ratio() + same_letters + same_start


def first_syntax_error(code: str) -> SyntaxError | None:
    """CPython's complaint about a text; ``None`` when it compiles."""
    return _compile(code)[1]


def _too_large(code: str) -> Diagnostic:
    message = (
        f"not analysed: {len(code):,} characters are more than the {MAX_CHARACTERS:,} that are checked while typing"
    )
    return Diagnostic(Range.of(0, 0, 0, 1), Severity.INFORMATION, "TooLarge", message, SOURCE, Stage.STATIC)


def _compile(code: str) -> tuple[ast.Module | None, SyntaxError | None]:
    """The tree, or CPython's complaint. Compiling after parsing finds what only the symbol table knows."""
    try:
        with _warning_filters, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(code)
            compile(tree, "<text>", "exec", dont_inherit=True)
    except SyntaxError as error:
        return None, error
    except (RecursionError, MemoryError):
        return None, SyntaxError("too many statically nested blocks or parentheses", ("<text>", 1, 1, "", 1, 1))
    except ValueError as error:  # null bytes, lone surrogates
        line = code[: max(0, code.find("\0"))].count("\n") + 1
        return None, SyntaxError(str(error), ("<text>", line, 1, "", line, 1))
    return tree, None


def _syntax_errors(code: str, error: SyntaxError | None, lines: LineIndex) -> Iterable[Diagnostic]:
    """The first error and those that are still there once the statements of earlier ones are taken out."""
    text = code.split("\n")
    last = 0
    for _ in range(MAX_SYNTAX_ERRORS):
        if error is None or (error.lineno or 1) <= last:
            return
        yield syntax_diagnostic(error, lines)
        if any(words in error.msg for words in _ENDS_RECOVERY):
            return
        last = _take_out(text, error)
        _, error = _compile("\n".join(text))


def syntax_diagnostic(error: SyntaxError, lines: LineIndex, stage: Stage = Stage.STATIC) -> Diagnostic:
    """CPython's own message at its own place."""
    at = _error_range(error, lines)
    data: dict[str, Any] = {"text": error.msg}
    header = _AFTER_HEADER.match(error.msg)
    if header:
        data["header_line"] = int(header.group(1)) - 1
    return Diagnostic(at, Severity.ERROR, type(error).__name__, error.msg, SOURCE, stage, data=data)


def _error_range(error: SyntaxError, lines: LineIndex) -> Range:
    """CPython counts columns from one, in code points; ends may be missing, zero, or on the wrong side."""
    line = min(max((error.lineno or 1) - 1, 0), lines.line_count - 1)
    width = len(lines.line_text(line))
    column = min(max((error.offset or 1) - 1, 0), width)
    end_line = (error.end_lineno or error.lineno or 1) - 1
    end_column = (error.end_offset or 0) - 1
    if not line <= end_line < lines.line_count or (end_line, end_column) <= (line, column):
        end_line, end_column = line, column + 1
    return Range(Position(line, column), Position(end_line, end_column))


def _take_out(text: list[str], error: SyntaxError) -> int:
    """Replace the statement of ``error`` by one that parses, in place; the number of its last line, from one."""
    header = _AFTER_HEADER.match(error.msg)
    if header:
        at = int(header.group(1)) - 1
        text[at] = _indent(text[at]) + "if True: pass"
        return at + 1
    at = min((error.lineno or 1) - 1, len(text) - 1)
    start = at if "never closed" in error.msg else _statement_start(text, at)
    if error.msg == "unexpected indent":
        return _blank_block(text, at)
    compound = _COMPOUND.match(text[start]) is not None
    end = start + 1 if compound and start == at else _statement_end(text, start, at)
    text[start] = _indent(text[start]) + ("if True:" if compound and _has_body(text, end, start) else "pass")
    for line in range(start + 1, end):
        text[line] = ""
    return max(end, at + 1)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _has_body(text: list[str], after: int, header: int) -> bool:
    following = next((line for line in text[after:] if line.strip()), "")
    return len(_indent(following)) > len(_indent(text[header]))


def _blank_block(text: list[str], start: int) -> int:
    width = len(_indent(text[start]))
    at = start
    while at < len(text) and (not text[at].strip() or len(_indent(text[at])) >= width):
        text[at] = ""
        at += 1
    return at


def _statement_start(text: Sequence[str], at: int) -> int:
    """The line on which the brackets that are open at the start of line ``at`` were opened, outermost first."""
    opened: list[int] = []
    for number, line in enumerate(text[:at]):
        for character in _code_characters(line):
            if character in "([{":
                opened.append(number)
            elif character in ")]}" and opened:
                opened.pop()
    return opened[0] if opened else at


def _statement_end(text: Sequence[str], start: int, at: int) -> int:
    """One past the last line that continues the statement: deeper than its first line, or closing a bracket."""
    width = len(_indent(text[start]))
    end = at + 1
    while end < len(text) and text[end].strip():
        deeper = len(_indent(text[end])) > width
        if not deeper and not text[end].lstrip().startswith((")", "]", "}", ".")):
            break
        end += 1
    return end


def _code_characters(line: str) -> Iterable[str]:
    """The characters of a line outside of its strings and comment."""
    quote = ""
    skip = False
    for character in line:
        if skip:
            skip = False
        elif quote:
            skip = character == "\\"
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character == "#":
            return
        else:
            yield character


def _checked(tree: ast.Module, lines: LineIndex, known_names: Collection[str]) -> Iterable[Diagnostic]:
    try:
        found = checker.Checker(tree, "<text>", builtins=set(known_names)).messages
    except RecursionError:  # a chain of hundreds of calls, which Python itself can still run
        return
    reported = [message for message in found if type(message) in _REPORTED]
    if not reported:
        return
    texts = _texts_as_annotations(tree)
    reported = [message for message in reported if (message.lineno, message.col) not in texts]
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    names |= {alias.asname or alias.name.split(".")[0] for node in ast.walk(tree)
              if isinstance(node, (ast.Import, ast.ImportFrom)) for alias in node.names}  # fmt: skip
    names |= {
        node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    }
    names |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    names |= set(known_names) | {name for name in dir(builtins) if not name.startswith("_")}
    for message in sorted(reported, key=lambda m: (m.lineno, m.col)):
        yield _named(message, lines, names)


def _texts_as_annotations(tree: ast.Module) -> set[tuple[int, int]]:
    """Where annotations are texts: nothing evaluates them, and ``"*fp32"`` is how a kernel's types are told."""
    nodes = list(ast.walk(tree))
    annotations = [node.annotation for node in nodes if isinstance(node, (ast.arg, ast.AnnAssign))]
    annotations += [node.returns for node in nodes if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return {
        (node.lineno, node.col_offset)
        for annotation in annotations
        if annotation is not None
        for node in ast.walk(annotation)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _named(message: messages.Message, lines: LineIndex, names: Collection[str]) -> Diagnostic:
    line = message.lineno - 1
    column = lines.column_of_byte(line, message.col)
    text = message.message % message.message_args
    data: dict[str, Any] = {}
    width = max(1, len(lines.line_text(line)) - column)
    if isinstance(message, (messages.UndefinedName, messages.UndefinedLocal)):
        name = str(message.message_args[0])
        data = {"name": name, "nearest": nearest_names(name, names)}
        width = len(name)
        text = f"name {name!r} is not defined"
        if isinstance(message, messages.UndefinedLocal):
            text = f"local variable {name!r} is used before it is assigned"
        elif data["nearest"]:
            text += f"; did you mean {data['nearest'][0]!r}?"
    at = Range.of(line, column, line, column + width)
    return Diagnostic(at, _REPORTED[type(message)], type(message).__name__, text, SOURCE, Stage.STATIC, data=data)
