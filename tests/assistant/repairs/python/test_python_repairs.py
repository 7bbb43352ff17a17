"""Each slip of Python's syntax or spelling, what is offered for it first, and that the text then is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.proposals import Repairs
from assistant.repair import RepairContext, apply_edits
from assistant.repairs.python import RULES, python_repairs
from backends.environment import Domain, Environment
from backends.outcome import Label, Outcome, Stage
from backends.python_analysis import analyze_python

SLIPS = [
    ("missing-colon", "def f()\n    return 1\n", "def f():\n    return 1\n"),
    ("missing-colon", "for i in range(3)  # three\n    print(i)\n", "for i in range(3):  # three\n    print(i)\n"),
    ("brackets", "x = max(1, 2\ny = 3\n", "x = max(1, 2)\ny = 3\n"),
    ("brackets", "x = (\n    max(1, 2)\n    + 3\n\ny = 3\n", "x = (\n    max(1, 2)\n    + 3)\n\ny = 3\n"),
    ("brackets", "def f(a, b:\n    return a\n", "def f(a, b):\n    return a\n"),
    ("brackets", "x = [1, 2)\n", "x = [1, 2]\n"),
    ("brackets", "x = max(1, 2))\n", "x = max(1, 2)\n"),
    ("missing-comma", "x = max(1 2)\n", "x = max(1, 2)\n"),
    ("missing-comma", "x = [\n    (0, 1)\n    (2, 3),\n    (4 5),\n]\n", "x = [\n    (0, 1)\n    (2, 3),\n    (4, 5),\n]\n"),
    ("comparison-sign", "a = 1\nif a = 3:\n    pass\n", "a = 1\nif a == 3:\n    pass\n"),
    ("indentation", "def f():\nreturn 1\n", "def f():\n    return 1\n"),
    ("indentation", "a = 1\n   b = 2\nc = 3\n", "a = 1\nb = 2\nc = 3\n"),
    ("indentation", "if True:\n    a = 1\n  b = 2\n", None),
    ("indentation", "if True:\n\ta = 1\n        b = 2\n", "if True:\n        a = 1\n        b = 2\n"),
    ("string-end", 'x = max("a)\n', 'x = max("a")\n'),
    ("string-end", "x = 'abc\n", "x = 'abc'\n"),
    ("string-end", "x = “abc”\n", 'x = "abc"\n'),
    ("foreign-words", "a = 1\nif a:\n    pass\nelse if a > 2:\n    pass\n", "a = 1\nif a:\n    pass\nelif a > 2:\n    pass\n"),
    ("foreign-words", "a = 1\nb = a && !a\n", "a = 1\nb = a and not a\n"),
    ("foreign-words", "i = 0\ni++\n", "i = 0\ni += 1\n"),
    ("foreign-words", "print 'a'\n", "print('a')\n"),
    ("foreign-words", "def f():\n    retrun 1\n", "def f():\n    return 1\n"),
    ("foreign-words", "improt math\n", "import math\n"),
    ("sign-slips", "x = 'a'..upper()\n", "x = 'a'.upper()\n"),
    ("sign-slips", "x = max((1, 2)\n", "x = max(1, 2)\n"),
    ("sign-slips", "x = 'a'.strip()upper()\n", "x = 'a'.strip().upper()\n"),
    ("sign-slips", "x = max[(1, 2)]\nlen'abc')\n", "x = max[(1, 2)]\nlen('abc')\n"),
    ("sign-slips", "width 4\n", "width = 4\n"),
    ("name-spelling", "WIDHT = 1\nprint(WIDTH, WIDTH)\n", "WIDTH = 1\nprint(WIDTH, WIDTH)\n"),
    ("foreign-value", "a = true\n", "a = True\n"),
    ("name-spelling", "width = 1\nprint(widht)\n", "width = 1\nprint(width)\n"),
]  # fmt: skip


def offered(code: str) -> list[tuple[str, str]]:
    """Names of repairs with the text that each of their proposals leads to, most confident first."""
    analysis = analyze_python(code)
    outcome = Outcome("python", Stage.STATIC, Label.COMPILATION_ERROR, analysis.diagnostics)
    context = RepairContext(code, Environment(Domain.CADQUERY, "/p/part.py", "/p"), (outcome,))
    proposals = Repairs(python_repairs(Domain.CADQUERY)).propose(analysis.diagnostics[0], context)
    return [(p.repair, apply_edits(code, p.edits)) for p in proposals]


@pytest.mark.parametrize("repair, code, repaired", SLIPS, ids=[f"{s[0]}: {s[1][:20]!r}" for s in SLIPS])
def test_slip_is_repaired(repair: str, code: str, repaired: str | None) -> None:
    found = [text for name, text in offered(code) if name == repair]
    assert found
    if repaired is not None:
        assert repaired in found[:3]
        left = analyze_python(repaired).diagnostics
        assert (
            not left or left[0].range.start.line > analyze_python(code).diagnostics[0].range.start.line or len(left) < 2
        )


def test_candidates_that_bring_the_parser_no_further_are_not_offered() -> None:
    code = "x = max(1, 2\n"
    for _, text in offered(code):
        assert analyze_python(text).tree is not None


def test_every_rule_serves_each_python_domain() -> None:
    for domain in (Domain.CADQUERY, Domain.TRITON):
        repairs = python_repairs(domain)
        assert len({r.name for r in repairs}) == len(RULES)
        assert all(r.domain is domain and all(code.startswith("python:") for code in r.codes) for r in repairs)


def test_line_endings_and_folders_do_not_matter(tmp_path: Path) -> None:
    assert offered("def f()\r\n    return 1\r\n")[0][1] == "def f():\r\n    return 1\r\n"
