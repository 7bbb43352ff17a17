from __future__ import annotations

import pytest

from backends.outcome import Diagnostic, Position, Provenance, Range, Related, Severity
from server.diagnostic_store import STATIC, DiagnosticStore, Speaker, moved_range
from server.documents import Replacement

A, B = "/p/a.v", "/p/b.vh"


def diagnostic(line: int, message: str = "bad", path: str | None = None, **more: object) -> Diagnostic:
    return Diagnostic(
        Range.of(line, 2, line, 5),
        Severity.ERROR,
        "X",
        message,
        "icarus",
        path=path,
        **more,  # type: ignore[arg-type]
    )


def replacement(line: int, column: int, end_line: int, end: int, new_line: int, new: int) -> Replacement:
    return Replacement(Position(line, column), Position(end_line, end), Position(new_line, new))


def test_what_is_found_elsewhere_is_kept_there() -> None:
    store = DiagnosticStore()
    changed = store.put(Speaker(A, "icarus"), [diagnostic(1), diagnostic(7, path=B)])
    assert changed == {A, B}
    assert [f.diagnostic.range.start.line for f in store.findings(B)] == [7]
    assert store.findings(B)[0].origin == A
    assert store.put(Speaker(A, "icarus"), []) == {A, B}
    assert not store.paths()


def test_two_users_of_a_header_do_not_overwrite_each_other() -> None:
    store = DiagnosticStore()
    store.put(Speaker(A, STATIC), [diagnostic(1, path=B)])
    store.put(Speaker("/p/c.v", STATIC), [diagnostic(2, path=B)])
    assert len(store.findings(B)) == 2
    store.silence(A)
    assert [f.diagnostic.range.start.line for f in store.findings(B)] == [2]


def test_silencing_predictions_leaves_what_is_real() -> None:
    store = DiagnosticStore()
    store.put(Speaker(A, "icarus"), [diagnostic(1)])
    store.put(Speaker(A, "icarus", None, Provenance.PREDICTED), [diagnostic(2)], 0.95)
    store.silence(A, provenance=Provenance.PREDICTED)
    assert [f.diagnostic.range.start.line for f in store.findings(A)] == [1]


def test_after_an_edit_above_a_diagnostic_moves_and_is_stale() -> None:
    store = DiagnosticStore()
    store.put(Speaker(A, "icarus"), [diagnostic(5), diagnostic(0)])
    store.edit(A, [replacement(2, 3, 2, 3, 4, 0)])
    assert [(f.diagnostic.range.start.line, f.stale) for f in store.findings(A)] == [(7, True), (0, True)]


def test_after_an_edit_of_its_line_a_diagnostic_is_gone() -> None:
    store = DiagnosticStore()
    store.put(Speaker(A, "icarus"), [diagnostic(5)])
    store.edit(A, [replacement(5, 9, 5, 10, 5, 12)])
    assert store.findings(A) == ()
    assert store.put(Speaker(A, "icarus"), []) == set()


def test_a_related_place_moves_too_and_is_dropped_alone() -> None:
    store = DiagnosticStore()
    related = (Related(Range.of(3, 0, 3, 1), "declared here"), Related(Range.of(9, 0, 9, 1), "and here"))
    store.put(Speaker(A, "icarus"), [diagnostic(5, related=related)])
    store.edit(A, [replacement(3, 0, 3, 2, 3, 0), replacement(6, 0, 6, 0, 7, 0)])
    (finding,) = store.findings(A)
    assert [r.range.start.line for r in finding.diagnostic.related] == [10]


@pytest.mark.parametrize(
    ("edit", "line"),
    [
        (replacement(0, 0, 1, 0, 0, 0), 4),  # a line above is deleted
        (replacement(5, 0, 5, 0, 6, 0), 6),  # a line is put before it
        (replacement(6, 0, 6, 0, 7, 0), 5),  # a line is put after it
        (replacement(4, 1, 5, 0, 4, 1), None),  # the line above is joined to it
        (replacement(0, 0, 9, 0, 3, 0), None),  # all of it is replaced
    ],
)
def test_ranges_follow_whole_lines(edit: Replacement, line: int | None) -> None:
    moved = moved_range(Range.of(5, 2, 5, 4), edit)
    assert (moved.start.line if moved else None) == line
