from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types as lsp

from backends.outcome import Position, Range
from backends.text import LineIndex
from server.encoding import UTF8, UTF16, UTF32, ClientText, without_surrogates

TEXT = "wire é, 𝕏; // 🚀 go\nassign 🚀🚀 = 1;\r\nlast"


def client(text: str, encoding: str = UTF16) -> ClientText:
    return ClientText(LineIndex(text), encoding)


@pytest.mark.parametrize(("encoding", "character"), [(UTF8, 13), (UTF16, 10), (UTF32, 9)])
def test_columns_count_code_units_of_the_negotiated_encoding(encoding: str, character: int) -> None:
    semicolon = Position(0, TEXT.index(";"))
    assert client(TEXT, encoding).to_client(semicolon) == lsp.Position(0, character)
    assert client(TEXT, encoding).from_client(lsp.Position(0, character)) == semicolon


def test_a_place_inside_a_surrogate_pair_is_after_the_character() -> None:
    assert client("a🚀b").from_client(lsp.Position(0, 2)) == Position(0, 2)


def test_a_range_over_emoji_keeps_its_text() -> None:
    text = client(TEXT)
    span = Range.of(1, 7, 1, 9)
    there = text.range_to_client(span)
    assert (there.start.character, there.end.character) == (7, 11)
    assert text.range_from_client(there) == span


def test_positions_outside_the_text_are_clamped() -> None:
    text = client("ab\ncd")
    assert text.from_client(lsp.Position(0, 99)) == Position(0, 2)
    assert text.from_client(lsp.Position(99, 0)) == Position(1, 2)
    assert text.to_client(Position(99, 0)) == lsp.Position(1, 2)
    assert text.to_client(Position(0, 99)) == lsp.Position(0, 2)


def test_the_carriage_return_of_a_line_break_is_not_a_column() -> None:
    assert client("ab\r\ncd").from_client(lsp.Position(0, 3)) == Position(0, 2)


def test_a_lone_carriage_return_ends_a_line_for_the_client_only() -> None:
    text = client("ab\rcd\r\nef\rg")
    assert text.line_count == 4
    assert text.from_client(lsp.Position(1, 1)) == Position(0, 4)
    assert text.to_client(Position(0, 4)) == lsp.Position(1, 1)
    assert text.to_client(Position(1, 3)) == lsp.Position(3, 0)


def test_an_inverted_range_is_turned_round() -> None:
    span = lsp.Range(lsp.Position(1, 1), lsp.Position(0, 0))
    assert client("ab\ncd").range_from_client(span) == Range.of(0, 0, 1, 1)


def test_lone_surrogates_become_something_that_can_be_written() -> None:
    assert without_surrogates("a\ud83db🚀") == "a�b🚀"


@given(
    st.text(alphabet=st.sampled_from("ab\n\ré🚀𝕏 \t"), max_size=40),
    st.integers(0, 40),
    st.sampled_from([UTF8, UTF16, UTF32]),
)
def test_every_place_survives_the_journey_to_the_client_and_back(text: str, offset: int, encoding: str) -> None:
    index = LineIndex(text)
    position = index.position(min(offset, len(text)))
    there = ClientText(index, encoding)
    at = index.offset(position)
    if text[at - 1 : at + 1] == "\r\n" or (text[at : at + 1] == "\r" and text[at : at + 2] != "\r\n"):
        return  # between the halves of a line break the client has no place
    assert there.from_client(there.to_client(position)) == position
