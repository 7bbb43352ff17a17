from __future__ import annotations

import pytest

from backends.import_statements import ImportStatement, import_statements


def test_statements_are_found_wherever_they_stand() -> None:
    text = "import a.b, c\nif x:\n    from ..d import (  # why (\n        e,  # (not f)\n        g,\n    )\nx = (; import h\n"
    assert import_statements(text) == (
        ImportStatement(0, ("a", "b"), ()),
        ImportStatement(0, ("c",), ()),
        ImportStatement(2, ("d",), ("e", "g")),
        ImportStatement(0, ("h",), ()),
    )


@pytest.mark.parametrize(
    "text",
    [
        "from a import (b,\n" + "    c,  # a comment of some length, with words in it\n" * 400,
        "from " + " \t" * 20_000 + "x\n",
        "import a" + " \\\n" * 20_000,
    ],
    ids=["bracket", "blanks", "continued"],
)
def test_what_is_never_ended_ends_the_search_at_once(text: str) -> None:
    assert all(found.module == ("a",) for found in import_statements(text))
