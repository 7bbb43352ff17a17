from __future__ import annotations

from dataclasses import replace

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


def test_what_a_lost_tool_says_below_a_syntax_error_follows_from_it() -> None:
    said = [
        finding("slang", 73, "Expected ';'", code="ExpectedToken", stage=Stage.STATIC),
        finding("icarus", 74, "Syntax error", code="syntax-error"),
        finding("verilator", 74, "syntax error, unexpected IDENTIFIER", code="syntax-error", stage=Stage.LINT),
        finding("verilator", 83, "syntax error, unexpected ';'", code="syntax-error", stage=Stage.LINT),
        finding("yosys", 74, "syntax error, unexpected TOK_ID", code="syntax-error", stage=Stage.SYNTHESIZE),
    ]
    (one,) = merge(said, P, 100)
    assert one.diagnostic.source == "slang" and set(one.also) == {"icarus", "verilator", "yosys"}


def test_a_syntax_error_above_the_front_ends_first_is_another() -> None:
    said = [
        finding("slang", 73, "Expected ';'", code="ExpectedToken", stage=Stage.STATIC),
        finding("icarus", 9, "Syntax error", code="syntax-error"),
    ]
    assert len(merge(said, P, 100)) == 2


def test_one_object_is_reported_once_wherever_each_tool_places_it() -> None:
    said = [
        finding("verilator", 1, "Latch inferred for signal 'q'", code="LATCH", severity=Severity.WARNING),
        finding("yosys", 3, "latch inferred for `q`", code="latch", severity=Severity.WARNING),
        finding("yosys", 3, "latch inferred for `r`", code="latch", severity=Severity.WARNING),
    ]
    shown = merge(said, P, 100)
    assert [(m.diagnostic.source, m.also) for m in shown] == [("verilator", ("yosys",)), ("yosys", ())]


def test_one_width_on_one_line_is_said_once_though_the_columns_differ() -> None:
    said = [
        finding("slang", 8, "Implicit conversion truncates from 4 to 1 bits", columns=(13, 14), code="WidthTruncate",
                severity=Severity.WARNING, stage=Stage.STATIC),
        finding("verilator", 8, "Operator ASSIGNW expects 1 bits, but VARREF 'a' generates 4 bits", columns=(11, 12),
                code="WIDTHTRUNC", severity=Severity.WARNING, stage=Stage.LINT),
    ]  # fmt: skip
    (one,) = merge(said, P, 100)
    assert one.also == ("verilator",)


def for_target(architecture: str, message: str, code: str = "OutOfResources") -> Finding:
    return finding("triton", 7, message, code=code, tool=f"triton-{architecture}", target=architecture)


def test_what_holds_for_several_architectures_is_one_diagnostic_that_lists_them() -> None:
    same = [for_target(a, "spills 12 bytes", "register-spill") for a in ("sm_80", "sm_90", "gfx942")]
    (one,) = merge(same, P, 100)
    assert one.targets == ("gfx942", "sm_80", "sm_90") and one.message == "spills 12 bytes (on gfx942, sm_80, sm_90)"

    differing = [for_target(a, f"288 KiB shared on {a}, limit {n} KiB") for a, n in (("sm_80", 163), ("gfx942", 64))]
    (one,) = merge(differing, P, 100)
    assert (
        one.message
        == f"{one.diagnostic.message}; likewise on {'gfx942' if 'sm_80' in one.diagnostic.message else 'sm_80'}"
    )
    assert [r.message.split(":")[0] for r in one.diagnostic.related] == list(one.targets[1:])

    (alone,) = merge(same[2:], P, 100)
    assert alone.message == "spills 12 bytes (on gfx942)"


def test_what_the_front_end_knows_is_not_repeated_by_each_compiler() -> None:
    said = [
        finding("triton", 7, "`tl.sum` has no argument `dim`", columns=(21, 26), code="unknown-keyword",
                stage=Stage.STATIC, tool="static"),
        for_target("sm_80", "tl.sum() got an unexpected keyword argument 'dim'", "unknown-keyword"),
        for_target("sm_90", "tl.sum() got an unexpected keyword argument 'dim'", "unknown-keyword"),
    ]  # fmt: skip
    (one,) = merge(said, P, 100)
    assert one.diagnostic.stage is Stage.STATIC and one.message == "`tl.sum` has no argument `dim`"
    assert [r.message for r in one.diagnostic.related] == [
        "sm_80, sm_90: tl.sum() got an unexpected keyword argument 'dim'"
    ]


def test_an_exception_of_a_run_is_the_check_the_front_end_knows() -> None:
    static = finding("cadquery", 4, "'|Q' is no selector", columns=(15, 19), code="bad-selector", stage=Stage.STATIC,
                     tool="static")  # fmt: skip
    raised = finding("cadquery", 4, "'|Q' is no selector", code="ParseException", stage=Stage.RUN, tool="cadquery")
    raised = replace(raised, diagnostic=replace(raised.diagnostic, data={"check": "bad-selector"}))
    (one,) = merge([raised, static], P, 100)
    assert one.diagnostic.code == "bad-selector"


def test_two_pins_of_one_instance_stay_two() -> None:
    said = [
        finding("verilator", 4, f"Cell has missing pin: '{pin}'", code="PINMISSING", severity=Severity.WARNING)
        for pin in "ab"
    ]
    assert len(merge(said, P, 100)) == 2


def test_of_several_errors_in_a_line_the_one_at_the_place_is_meant() -> None:
    said = [
        finding("slang", 3, "Expected expression", columns=(4, 7), stage=Stage.STATIC),
        finding("slang", 3, "Expected a declaration name", columns=(37, 38), stage=Stage.STATIC),
        finding("icarus", 3, "Syntax error", columns=(4, 5), code="syntax-error"),
    ]
    assert {m.diagnostic.range.start.column: m.also for m in merge(said, P, 100)} == {4: ("icarus",), 37: ()}


def test_an_open_input_is_one_warning() -> None:
    said = [
        finding("slang", 3, "Input port 'd' has no connection", columns=(6, 8), severity=Severity.WARNING),
        finding("verilator", 3, "Instance has missing pin: 'd'", columns=(6, 8), severity=Severity.WARNING),
        finding("icarus", 3, "Instantiating module sub with dangling input port 2 (d) floating.", severity=Severity.WARNING),
    ]  # fmt: skip
    (one,) = merge(said, P, 100)
    assert set(one.also) == {"slang", "verilator", "icarus"} - {one.diagnostic.source}


def test_who_spoke_first_makes_no_difference() -> None:
    said = [for_target(a, "spills 12 bytes", "register-spill") for a in ("sm_80", "sm_90", "gfx942")]
    assert merge(said, P, 100) == merge(reversed(said), P, 100)
    compiled = finding("icarus", 0, "Errors in port declarations.", stage=Stage.COMPILE)
    simulated = finding("icarus", 0, "Errors in port declarations.", stage=Stage.SIMULATE)
    assert merge([simulated, compiled], P, 100) == merge([compiled, simulated], P, 100)
