"""Syntax errors and undefined names of Python text, as CPython and pyflakes report them."""

from __future__ import annotations

import pytest

from backends.outcome import Position, Severity
from backends.python_analysis import MAX_CHARACTERS, analyze_python, nearest_names


def test_good_text_has_a_tree_and_no_diagnostics() -> None:
    analysis = analyze_python("import math\n\n\ndef area(r):\n    return math.pi * r**2\n")
    assert analysis.tree is not None
    assert analysis.diagnostics == ()


def test_syntax_error_has_cpythons_message_and_exact_range() -> None:
    (error,) = analyze_python("a = 1\nif a = 3:\n    pass\n").diagnostics
    assert error.code == "SyntaxError" and error.source == "python" and error.severity is Severity.ERROR
    assert error.message == "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"
    assert (error.range.start, error.range.end) == (Position(1, 3), Position(1, 8))


def test_several_syntax_errors_are_reported_at_once() -> None:
    code = "def f()\n    return 1\n\nprint 'a'\nfor i in range(3)\n    print(i)\n"
    found = analyze_python(code).diagnostics
    assert [error.range.start.line for error in found] == [0, 3, 4]
    assert found[0].message == found[2].message == "expected ':'"


def test_error_inside_a_bracket_takes_out_the_whole_statement() -> None:
    code = "part = (\n    box(1 2)\n    .faces('>Z')\n)\nok = 1\nbad = ok +\n"
    assert [error.range.start.line for error in analyze_python(code).diagnostics] == [1, 5]


def test_unclosed_bracket_does_not_hide_a_later_error() -> None:
    found = analyze_python("x = call(1,\n         2\n\ny = 4 5\n").diagnostics
    assert found[0].message == "'(' was never closed"
    assert found[-1].range.start.line == 3


def test_missing_block_names_its_header() -> None:
    (error,) = analyze_python("def f():\nx = 1\n").diagnostics
    assert error.code == "IndentationError"
    assert error.data["header_line"] == 0


@pytest.mark.parametrize("code", ["a\0b", "\ud800 = 3", "(" * 500, "x = '''", "\\", "\x0c", "def f(:\n\tif x:\n  y"])
def test_strange_text_is_answered_not_raised(code: str) -> None:
    for diagnostic in analyze_python(code).diagnostics:
        assert diagnostic.message


def test_text_beyond_the_limit_is_left_alone_and_says_so() -> None:
    (note,) = analyze_python("x = 1\n" * (MAX_CHARACTERS // 6 + 1)).diagnostics
    assert note.code == "TooLarge" and note.severity is Severity.INFORMATION


def test_undefined_name_offers_the_nearest() -> None:
    (error,) = analyze_python("def f(width):\n    return widht\n").diagnostics
    assert error.code == "UndefinedName"
    assert error.data == {"name": "widht", "nearest": ["width"]}
    assert (error.range.start, error.range.end) == (Position(1, 11), Position(1, 16))


def test_columns_count_code_points_not_bytes() -> None:
    (error,) = analyze_python("größe = '😀'; x = missing\n").diagnostics
    assert error.range.start == Position(0, 17)


def test_names_given_by_the_runner_are_known() -> None:
    assert analyze_python("show_object(1)\n").diagnostics
    assert analyze_python("show_object(1)\n", known_names=("show_object",)).diagnostics == ()


def test_nearest_names_prefers_swapped_letters_and_case() -> None:
    assert nearest_names("extrued", ["extrude", "exec", "text"])[0] == "extrude"
    assert nearest_names("cutthruall", ["cutThruAll", "cutBlind"]) == ["cutThruAll"]
    assert nearest_names("zzz", ["cut", "fillet"]) == []


def test_texts_as_annotations_are_not_evaluated() -> None:
    code = 'def kernel(x_ptr: "*fp32", n: "i32", m: nope) -> "tl.tensor": ...\n'
    assert [d.data["name"] for d in analyze_python(code).diagnostics] == ["nope"]
