from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from backends.environment import Domain, Environment, Role, SourceFile
from server.documents import DocumentStore
from server.environment_reuse import Gathered, Surroundings, looks_structural
from server.folders import Place
from server.settings import Settings

URI = "file:///p/a.v"
TEXT = "module m(input a, output y);\n  wire b = a;\n  assign y = b;\nendmodule\n"


def structural(line: int, start: int, end: int, text: str) -> bool:
    store = DocumentStore()
    before = store.open(lsp.TextDocumentItem(URI, "verilog", 1, TEXT))
    span = lsp.Range(lsp.Position(line, start), lsp.Position(line, end))
    changed = store.change(URI, 2, [lsp.TextDocumentContentChangePartial(range=span, text=text)])
    assert changed is not None
    return looks_structural(before.index, changed[0].index, changed[1])


@pytest.mark.parametrize(
    ("line", "start", "end", "text"), [(1, 11, 12, "~a"), (2, 0, 0, "  // why\n"), (2, 13, 14, "b | a")]
)
def test_ordinary_edits_change_no_dependency(line: int, start: int, end: int, text: str) -> None:
    assert not structural(line, start, end, text)


@pytest.mark.parametrize(
    ("line", "start", "end", "text"),
    [
        (2, 0, 0, '`include "x.vh"\n'),
        (2, 0, 0, "  ram u_ram (.a(a));\n"),
        (2, 0, 0, "  ram #(8) u_ram (.a(a));\n"),
        (2, 0, 0, "import p::*;\n"),
        (2, 0, 0, "/*\n"),
        (0, 7, 8, "n"),
        (2, 0, 0, "  x = 1;\n" * 80),
    ],
)
def test_edits_that_may_change_dependencies_are_told(line: int, start: int, end: int, text: str) -> None:
    assert structural(line, start, end, text)


def test_an_environment_holds_until_something_it_was_gathered_from_changes(tmp_path: Path) -> None:
    place = Place(str(tmp_path), str(tmp_path), Settings(), None)
    neighbour = SourceFile("/p/b.v", "", Role.SOURCE)
    then = Surroundings(place, 3, {"/p/a.v": 1, "/p/b.v": 2, "/p/c.v": 3})
    gathered = Gathered(Environment(Domain.VERILOG, "/p/a.v", "/p", files=(neighbour,)), then)
    assert gathered.holds_in(then)
    assert gathered.holds_in(replace(then, opened={**then.opened, "/p/a.v": 9, "/p/c.v": 9}))
    assert not gathered.holds_in(replace(then, opened={**then.opened, "/p/b.v": 9}))
    assert not gathered.holds_in(replace(then, opened={**then.opened, "/p/d.v": 9}))
    assert not gathered.holds_in(replace(then, disk=4))
    assert not gathered.holds_in(replace(then, place=replace(place)))
