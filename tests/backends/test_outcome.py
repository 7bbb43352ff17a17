from __future__ import annotations

import json

from backends.outcome import Diagnostic, Label, Metric, Outcome, Position, Provenance, Range, Related, Severity, Stage


def test_an_outcome_survives_json_unchanged() -> None:
    outcome = Outcome(
        tool="yosys",
        stage=Stage.SYNTHESIZE,
        label=Label.WRONG_OUTPUT,
        diagnostics=(
            Diagnostic(
                range=Range.of(1, 2, 3, 4),
                severity=Severity.WARNING,
                code="latch",
                message="inferred latch for `q` 🙂",
                source="yosys",
                stage=Stage.SYNTHESIZE,
                path="/project/other.v",
                related=(
                    Related(Range.of(0, 0, 0, 1), "first driver", "/project/top.v"),
                    Related(Range.of(5, 0, 5, 1), "here"),
                ),
                data={"name": "q", "width": 4},
            ),
        ),
        metrics={"luts": Metric(212, "LUT"), "bounding_box": Metric((1.0, 2.5, 3.0), "mm")},
        log="line\n",
        seconds=0.25,
        provenance=Provenance.PREDICTED,
        probability=0.94,
        tool_version="0.70",
        target="ice40",
        artifacts={"wave.vcd": "/cache/wave.vcd"},
    )
    assert Outcome.from_json(json.loads(json.dumps(outcome.to_json()))) == outcome


def test_unavailable_is_neither_a_pass_nor_a_failure() -> None:
    missing = Outcome.unavailable("nextpnr", Stage.PLACE, "install nextpnr")
    assert missing.label is not Label.PASS
    assert not missing.label.failed
    assert missing.log == "install nextpnr"


def test_every_other_label_but_pass_failed() -> None:
    assert {label for label in Label if not label.failed} == {Label.PASS, Label.UNAVAILABLE}


def test_errors_are_the_diagnostics_of_that_severity() -> None:
    error = Diagnostic(Range.line(0), Severity.ERROR, "x", "bad", "slang")
    warning = Diagnostic(Range.line(0), Severity.WARNING, "y", "odd", "slang")
    assert Outcome("slang", Stage.STATIC, Label.COMPILATION_ERROR, (warning, error)).errors == (error,)


def test_the_range_of_a_line_is_its_visible_part() -> None:
    assert Range.line(3, "  assign a = b;  \t") == Range.of(3, 2, 3, 15)
    assert Range.line(3, "") == Range.of(3, 0, 3, 1)


def test_a_range_contains_both_of_its_ends() -> None:
    here = Range.of(1, 2, 1, 5)
    assert here.contains(Position(1, 2)) and here.contains(Position(1, 5))
    assert not here.contains(Position(1, 6)) and not here.contains(Position(0, 3))
