from __future__ import annotations

from backends.outcome import Range
from server.feedback import places_of


def test_the_places_of_new_texts_take_the_edits_above_into_account() -> None:
    edits = [
        (Range.of(1, 0, 1, 0), "wire a;\nwire b;\n"),
        (Range.of(4, 3, 5, 2), "x"),
        (Range.of(9, 1, 9, 4), "long name"),
    ]
    assert places_of(edits) == [Range.of(1, 0, 3, 0), Range.of(6, 3, 6, 4), Range.of(10, 1, 10, 10)]
