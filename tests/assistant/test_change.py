from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.change import apply_proposal, changed_lines, minimal_edits, unified_diff
from assistant.repair import Edit, Proposal, apply_edits
from backends.outcome import Range

TEXT = st.lists(st.sampled_from(["a", "b", " ", ";", "é", "🙂", "\n", "\r\n", "\f", "begin", "end"]), max_size=30).map(
    "".join
)


@given(TEXT, TEXT)
@settings(max_examples=400, deadline=None)
def test_the_edits_lead_from_one_text_to_the_other(before, after):
    edits = minimal_edits(before, after)
    assert apply_edits(before, edits) == after
    assert all(a.range.end <= b.range.start for a, b in pairwise(edits))
    assert (before == after) == (edits == ())


def test_only_what_differs_is_touched():
    before = "module m;\n  // why\n  assign y = a\n  assign z = b;\nendmodule\n"
    after = before.replace("y = a\n", "y = a;\n").replace("= b", "= c")
    assert minimal_edits(before, after) == (
        Edit(Range.of(2, 14, 2, 14), ";"),
        Edit(Range.of(3, 13, 3, 14), "c"),
    )


def test_whole_words_are_replaced():
    assert minimal_edits("if (enabel) x;", "if (enable) x;") == (Edit(Range.of(0, 4, 0, 10), "enable"),)
    assert minimal_edits("assgn y", "assign y") == (Edit(Range.of(0, 0, 0, 5), "assign"),)
    assert minimal_edits("y = a", "y = a;") == (Edit(Range.of(0, 5, 0, 5), ";"),)


def test_a_proposal_takes_the_line_endings_of_the_file():
    proposal = Proposal("r", "t", "d", (Edit(Range.of(1, 0, 1, 0), "wire x;\n"),))
    assert apply_proposal("module m;\r\nendmodule\r\n", proposal) == "module m;\r\nwire x;\r\nendmodule\r\n"
    assert apply_proposal("module m;\nendmodule\n", proposal) == "module m;\nwire x;\nendmodule\n"


def test_the_diff_is_one_that_patch_understands():
    diff = unified_diff("a\nb", "a\nc", "m.v")
    assert diff.splitlines()[:3] == ["--- a/m.v", "+++ b/m.v", "@@ -1,2 +1,2 @@"]
    assert diff.count("\\ No newline at end of file") == 2


def test_changed_lines_are_lines_of_the_new_text():
    assert changed_lines("a\nb\nc\n", "a\nx\ny\nc\n") == {1, 2}
    assert changed_lines("a\nb\nc\n", "a\nc\n") == {1}
