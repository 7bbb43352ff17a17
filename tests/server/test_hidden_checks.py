from __future__ import annotations

from backends.outcome import Diagnostic, Range, Severity
from server.hidden_checks import is_hidden
from server.settings import DiagnosticsSettings


def said(check: str, severity: Severity = Severity.WARNING) -> Diagnostic:
    source, code = check.split(":")
    return Diagnostic(Range.of(0, 0, 0, 1), severity, code, "…", source)


def hidden(check: str, settings: DiagnosticsSettings, *, testbench: bool = False, **more: Severity) -> bool:
    return is_hidden(said(check, **more), settings, lambda: testbench)


def test_patterns_name_the_source_and_the_code() -> None:
    settings = DiagnosticsSettings(hide=("slang:Unused*", "verilator:BLKSEQ"), hide_in_testbenches=())
    assert hidden("slang:UnusedPort", settings) and hidden("verilator:BLKSEQ", settings)
    assert not hidden("verilator:UNUSEDSIGNAL", settings) and not hidden("slang:WidthTruncate", settings)


def test_an_error_is_never_hidden() -> None:
    assert not hidden("slang:UndeclaredIdentifier", DiagnosticsSettings(hide=("*",)), severity=Severity.ERROR)


def test_widths_are_noise_in_testbenches_only() -> None:
    settings = DiagnosticsSettings()
    assert hidden("slang:WidthTruncate", settings, testbench=True)
    assert not hidden("slang:WidthTruncate", settings)
    assert not hidden("slang:UnassignedVariable", settings, testbench=True)


def test_whether_it_is_a_testbench_is_not_asked_in_vain() -> None:
    def in_testbench() -> bool:
        raise AssertionError("reads the whole text")

    assert not is_hidden(said("slang:ImplicitNet"), DiagnosticsSettings(), in_testbench)
