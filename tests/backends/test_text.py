from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backends.outcome import Position, Range
from backends.text import LineIndex

TEXT = "módulo 🙂;\r\n  x = 1;\n\nend"


def test_positions_count_code_points_not_bytes() -> None:
    index = LineIndex(TEXT)
    assert index.position(TEXT.index(";")) == Position(0, 8)
    assert index.position_of_byte(TEXT.encode().index(b";")) == Position(0, 8)
    assert index.column_of_byte(0, len("módulo 🙂".encode())) == 8


def test_a_carriage_return_belongs_to_no_line_text() -> None:
    assert LineIndex(TEXT).line_text(0) == "módulo 🙂;"


def test_lines_that_do_not_exist_are_empty_and_offsets_are_clamped() -> None:
    index = LineIndex(TEXT)
    assert index.line_text(99) == "" and index.line_text(-1) == ""
    assert index.offset(Position(99, 0)) == len(TEXT)
    assert index.offset(Position(-1, 5)) == 0
    assert index.offset(Position(1, 999)) == TEXT.index("\n", TEXT.index("x"))
    assert index.position(10_000) == Position(3, 3)


def test_a_span_and_the_range_of_a_line() -> None:
    index = LineIndex(TEXT)
    start = TEXT.index("x")
    assert index.span(start, start + 5) == Range.of(1, 2, 1, 7)
    assert index.line_range(1) == Range.of(1, 2, 1, 8)
    assert index.line_range(50) == Range.of(3, 0, 3, 3)


@given(st.text(alphabet=st.sampled_from("a \n\ré🙂"), max_size=40), st.data())
def test_offset_and_position_are_inverse(text: str, data: st.DataObject) -> None:
    index = LineIndex(text)
    offset = data.draw(st.integers(0, len(text)))
    position = index.position(offset)
    assert index.offset(position) == offset
    if not text[offset - 1 : offset].endswith("\r"):  # a byte after the return of a line break is clamped before it
        assert index.position_of_byte(len(text[:offset].encode())) == position
