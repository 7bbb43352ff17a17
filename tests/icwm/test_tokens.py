"""Rows of tokens: what keeps its identity, what its value, what is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends.environment import Domain
from icwm.tokens import HASHED, ROW_TOKENS, SIZE, Vocabulary, number_token, text_rows


def words(code: str, domain: Domain = Domain.VERILOG) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.line, row.tokens) for row in text_rows(code, domain)]


def test_blank_lines_are_left_out_and_lines_keep_their_number() -> None:
    assert words("\nassign y = a;\n\n  q <= 8'hFF;\n") == [
        (1, ("<in0>", "assign", "y", "=", "a", ";")),
        (3, ("<in1>", "q", "<=", "8", "'h", "<n64>", ";")),
    ]


def test_comments_say_their_first_words_and_strings_theirs() -> None:
    assert words("// Full FLAG of the fifo") == [(0, ("<in0>", "<comment>", "full", "flag", "of", "the", "fifo"))]
    assert words('$display("FAIL at %0d", t);')[0][1][3:6] == ("<string>", "fail", "at")
    assert words('part.faces(">Z")', Domain.CADQUERY)[0][1][5] == '">Z"'


def test_a_comment_or_docstring_over_several_lines_ends_where_it_ends() -> None:
    verilog = words("/* one\ntwo */ wire a;\nwire b;")
    assert verilog[1] == (1, ("<in0>", "<comment>", "two", "wire", "a", ";"))
    python = words('"""one\ntwo\n"""\nx = 1', Domain.TRITON)
    assert python[-1] == (3, ("<in0>", "x", "=", "1"))
    assert python[1] == (1, ("<in0>", "<comment>", "two"))


def test_a_long_line_becomes_several_rows_of_the_same_line() -> None:
    rows = words("assign y = " + " + ".join(f"a{i}" for i in range(60)) + ";")
    assert len(rows) > 3
    assert {line for line, _ in rows} == {0}
    assert all(len(tokens) <= ROW_TOKENS for _, tokens in rows)


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("0", "0"),
        ("7", "7"),
        ("1_024", "1024"),
        ("1000", "<n80>"),
        ("2.5", "<f11>"),
        ("0.5", "<f-8>"),
        ("1e400", "<number>"),
    ],
)
def test_numbers_keep_value_or_magnitude(text: str, token: str) -> None:
    assert number_token(text) == token


def test_names_unknown_to_the_vocabulary_are_the_same_token_everywhere(tmp_path: Path) -> None:
    vocabulary = Vocabulary(["wr", "ptr", "assign"])
    assert vocabulary.encode("assign") == [3]
    assert vocabulary.encode("wr_ptr") == [1, 2]
    unknown = vocabulary.encode("zorblax")
    assert unknown == vocabulary.encode("zorblax")
    assert SIZE - HASHED <= unknown[0] < SIZE
    vocabulary.write(tmp_path / "v.json")
    assert Vocabulary.read(tmp_path / "v.json").tokens == vocabulary.tokens


def test_text_that_is_no_code_gives_rows_too() -> None:
    for text in ("", "\x00\x01", "\ud800 ' \" `", "'" * 500, "((((" * 200, "/*" * 300, '"""' * 7):
        for domain in (Domain.VERILOG, Domain.CADQUERY):
            vocabulary = Vocabulary(["a"])
            assert all(0 < n < SIZE for row in text_rows(text, domain) for n in vocabulary.row(row.tokens))
