from __future__ import annotations

from backends.outcome import Diagnostic, Provenance, Range, Severity, Stage
from server.diagnostic_merge import merge
from server.diagnostic_store import Finding

P = "/p/a.v"


def finding(source: str, line: int, message: str, *, severity: Severity = Severity.ERROR, columns: tuple[int, int] = (0, 20),
            code: str = "", stage: Stage = Stage.COMPILE, **more: object) -> Finding:  # fmt: skip
    span = Range.of(line, columns[0], line, columns[1])
    return Finding(Diagnostic(span, severity, code, message, source, stage), P, **more)  # type: ignore[arg-type]


def test_one_cause_named_by_three_tools_is_one_diagnostic_of_the_most_exact() -> None:
    said = [
        finding("icarus", 4, "Unable to bind wire/reg/memory `cnt' in `fifo'"),
        finding("verilator", 4, "Can't find definition of variable: 'cnt'", columns=(9, 12)),
        finding("slang", 4, "use of undeclared identifier 'cnt'", columns=(9, 12), stage=Stage.STATIC),
    ]
    (one,) = merge(said, P, 100)
    assert one.diagnostic.source == "slang"
    assert set(one.also) == {"icarus", "verilator"}
    assert any(r.message.startswith("icarus: Unable to bind") for r in one.diagnostic.related)


def test_two_names_on_one_line_stay_two() -> None:
    said = [finding("slang", 4, "undeclared 'a'", columns=(2, 3)), finding("icarus", 4, "Unable to bind `b'")]
    assert len(merge(said, P, 100)) == 2


def test_a_syntax_error_reported_one_line_later_is_the_same() -> None:
    said = [
        finding("slang", 4, "expected ';'", columns=(12, 13), stage=Stage.STATIC),
        finding("icarus", 5, "syntax error"),
    ]
    assert len(merge(said, P, 100)) == 1


def test_one_tool_saying_two_things_of_a_line_means_two_things() -> None:
    said = [
        finding("verilator", 4, "Latch inferred for signal 'q'", severity=Severity.WARNING, code="LATCH"),
        finding("verilator", 4, "Case values incompletely covered", severity=Severity.WARNING, code="CASEINCOMPLETE"),
    ]
    assert len(merge(said, P, 100)) == 2


def test_one_tool_run_for_two_purposes_repeats_itself() -> None:
    said = [
        finding("icarus", 4, "Unable to bind `q' in `dut'", code="unbound-name", tool="icarus"),
        finding("icarus", 4, "Unable to bind `q' in `tb.dut'", code="unbound-name", tool="icarus-simulation"),
    ]
    (one,) = merge(said, P, 100)
    assert one.also == () and one.diagnostic.related == ()


def test_a_warning_about_the_very_name_an_error_is_about_adds_nothing() -> None:
    said = [
        finding("slang", 4, "undeclared identifier 'q'", columns=(2, 3)),
        finding("yosys", 4, "Identifier `q' is implicitly declared", severity=Severity.WARNING, columns=(2, 3)),
    ]
    (one,) = merge(said, P, 100)
    assert one.diagnostic.severity is Severity.ERROR and one.also == ("yosys",)


def test_what_follows_from_an_unreadable_line_comes_after_it() -> None:
    said = [
        finding("yosys", 2, "multiple edges", stage=Stage.SYNTHESIZE),
        finding("slang", 4, "undeclared identifier 'q'", stage=Stage.STATIC),
    ]
    assert [m.diagnostic.source for m in merge(said, P, 100)] == ["slang", "yosys"]


def test_a_warning_is_not_merged_into_an_error() -> None:
    said = [finding("slang", 4, "expected ';'"), finding("verilator", 4, "unused 'x'", severity=Severity.WARNING)]
    assert len(merge(said, P, 100)) == 2


def test_the_same_words_found_through_two_users_appear_once() -> None:
    said = [finding("slang", 1, "expected ';'"), finding("slang", 1, "expected ';'", stale=True)]
    (one,) = merge(said, P, 100)
    assert not one.finding.stale


def test_a_tool_that_has_spoken_leads_over_a_prediction() -> None:
    said = [
        finding("icarus", 3, "'q' is x", provenance=Provenance.PREDICTED, probability=0.95),
        finding("svling", 3, "'q' is x"),
    ]
    (one,) = merge(said, P, 100)
    assert one.finding.provenance is Provenance.REAL


def test_causes_come_first_and_the_rest_is_counted() -> None:
    said = [finding("slang", n, f"bad 'n{n}'", severity=Severity.WARNING) for n in range(150)]
    said += [finding("slang", 200, "expected ';'"), finding("slang", 180, "unknown module 'm'")]
    shown = merge(said, P, 100)
    assert len(shown) == 100
    assert [m.diagnostic.range.start.line for m in shown[:3]] == [180, 200, 0]
    assert shown[-1].diagnostic.message.startswith("53 more")
