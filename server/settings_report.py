"""Settings that could not be used, told where they were written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from backends.outcome import Range
from server.settings import Problem
from server.settings_files import line_of

if TYPE_CHECKING:
    from server.session import Session


def report_settings(session: Session) -> None:
    """Wrong settings are diagnostics of their file; those from the editor are logged."""
    for name, (text, problems) in session.folders.problems().items():
        if name == "editor":
            for problem in problems:
                session.log(
                    f"Setting hardsight.{problem.key} in the editor: {problem.message}", lsp.MessageType.Warning
                )
        else:
            session.publisher.push(name, [_diagnostic(session, name, text, problem) for problem in problems])
            for problem in problems:
                if not problem.key:
                    # The whole file does not count: also told to those whose editor lists only open files.
                    session.show_once(f"{name}: {problem.message}", lsp.MessageType.Warning)
    for removed in session.settings_files - session.folders.problems().keys():
        session.publisher.push(removed, [])
    session.settings_files = set(session.folders.problems()) - {"editor"}


def _diagnostic(session: Session, path: str, text: str, problem: Problem) -> lsp.Diagnostic:
    lines = text.split("\n")
    line = problem.line if problem.line is not None else line_of(text, problem.key)
    span = Range.line(line, lines[line] if line < len(lines) else "")
    return lsp.Diagnostic(
        range=session.publisher.text_of(path).range_to_client(span),
        severity=lsp.DiagnosticSeverity.Warning,
        code="setting",
        source="hardsight",
        message=f"{problem.key}: {problem.message}" if problem.key else problem.message,
    )
