from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types as lsp

from backends.outcome import Position
from server.documents import HISTORY, Document, DocumentStore, path_of, uri_of

URI = "file:///p/fifo.v"


def opened(text: str) -> DocumentStore:
    store = DocumentStore()
    store.open(lsp.TextDocumentItem(URI, "verilog", 1, text))
    return store


def partial(line: int, start: int, end_line: int, end: int, text: str) -> lsp.TextDocumentContentChangePartial:
    return lsp.TextDocumentContentChangePartial(
        range=lsp.Range(lsp.Position(line, start), lsp.Position(end_line, end)), text=text
    )


def change(store: DocumentStore, *changes: lsp.TextDocumentContentChangeEvent) -> Document:
    changed = store.change(URI, 2, changes)
    assert changed is not None
    return changed[0]


def test_an_edit_makes_a_new_snapshot_and_leaves_the_old_one() -> None:
    store = opened("module m;\nendmodule\n")
    old = store.by_uri(URI)
    new = change(store, partial(0, 7, 0, 8, "fifo"))
    assert old is not None and old.text == "module m;\nendmodule\n"
    assert (new.text, new.version) == ("module fifo;\nendmodule\n", 2)
    assert new.serial > old.serial


def test_changes_of_one_message_apply_one_after_the_other() -> None:
    store = opened("a\nb\n")
    assert change(store, partial(0, 0, 0, 1, "x\ny"), partial(1, 0, 1, 1, "z")).text == "x\nz\nb\n"


def test_columns_after_an_emoji_are_utf16() -> None:
    store = opened("// 🚀 x\n")
    assert change(store, partial(0, 6, 0, 7, "y")).text == "// 🚀 y\n"


def test_ranges_outside_the_text_are_clamped() -> None:
    store = opened("ab")
    assert change(store, partial(7, 7, 9, 9, "c")).text == "abc"
    assert change(store, partial(0, 2, 0, 0, "")).text == "c"


def test_an_edit_of_a_closed_document_is_refused() -> None:
    assert opened("").change("file:///p/other.v", 2, []) is None


def test_a_whole_new_text_counts_as_the_smallest_edit() -> None:
    store = opened("one\ntwo\nthree\n")
    changed = store.change(URI, 2, [lsp.TextDocumentContentChangeWholeDocument("one\nTWO\nthree\n")])
    assert changed is not None
    (replacement,) = changed[1]
    assert (replacement.start, replacement.end) == (Position(1, 0), Position(1, 3))


def test_edits_since_a_snapshot_are_known_until_there_are_too_many() -> None:
    store = opened("")
    document = store.by_uri(URI)
    assert document is not None and store.edits_since(document.path, document.serial) == ()
    for _ in range(3):
        change(store, partial(0, 0, 0, 0, "x"))
    edits = store.edits_since(document.path, document.serial)
    assert edits is not None and len(edits) == 3
    for _ in range(HISTORY):
        change(store, partial(0, 0, 0, 0, "x"))
    assert store.edits_since(document.path, document.serial) is None


def test_a_path_with_spaces_and_signs_is_the_same_from_either_side() -> None:
    path = "/p/my fifo#1 é.v"
    assert path_of(uri_of(path)) == path
    assert path_of("untitled:Untitled-1") == "untitled:Untitled-1"


@given(
    st.text(alphabet="ab\n\r🚀", max_size=20),
    st.lists(
        st.tuples(
            st.integers(0, 5),
            st.integers(0, 6),
            st.integers(0, 5),
            st.integers(0, 6),
            st.text(alphabet="x\n🚀", max_size=4),
        ),
        max_size=5,
    ),
)
def test_incremental_edits_agree_with_editing_utf16_code_units(
    text: str, edits: list[tuple[int, int, int, int, str]]
) -> None:
    store = opened(text)
    units = text.encode("utf-16-le")
    for line, start, end_line, end, inserted in edits:
        if (line, start) > (end_line, end):
            continue
        a, b = _unit(units, line, start), _unit(units, end_line, end)
        if _splits_pair(units, a) or _splits_pair(units, b):
            continue
        change(store, partial(line, start, end_line, end, inserted))
        units = units[: 2 * a] + inserted.encode("utf-16-le") + units[2 * b :]
    document = store.by_uri(URI)
    assert document is not None and document.text == units.decode("utf-16-le")


def _unit(units: bytes, line: int, character: int) -> int:
    """The index of a code unit, as the specification defines positions."""
    text = [units[i : i + 2].decode("utf-16-le", "surrogatepass") for i in range(0, len(units), 2)]
    at = 0
    for _ in range(line):
        while at < len(text) and text[at] not in "\r\n":
            at += 1
        if at >= len(text):
            return at
        at += 2 if text[at] == "\r" and text[at + 1 : at + 2] == ["\n"] else 1
    end = at
    while end < len(text) and text[end] not in "\r\n":
        end += 1
    return min(at + character, end)


def _splits_pair(units: bytes, at: int) -> bool:
    code = units[2 * at : 2 * at + 2].decode("utf-16-le", "surrogatepass")
    return "\udc00" <= code <= "\udfff" if code else False
