"""The measurement of repairs is honest: it counts what a withheld testbench says, and names what it refutes."""

from __future__ import annotations

import csv

import pytest

from assistant.repair_loop import Budget
from training.repair_rate import attempts, details, summary, write_table

ADDER = """module NAME (input [3:0] a, input [3:0] b, output [4:0] sum);
  assign sum = a + b;
endmodule
"""
BENCH = """module tb;
  reg [3:0] a = 9, b = 8;
  wire [4:0] sum;
  NAME dut (.a(a), .b(b), .sum(sum));
  initial begin
    #1 if (sum !== 5'dEXPECTED) $error("sum is %d", sum);
    $finish;
  end
endmodule
"""


@pytest.fixture
async def rows(tmp_path):
    broken, judge = tmp_path / "broken", tmp_path / "judge"
    broken.mkdir()
    judge.mkdir()

    def add(name: str, old: str, new: str, expected: int | None) -> None:
        (broken / f"{name}.v").write_text(ADDER.replace(old, new).replace("NAME", name))
        if expected is not None:
            (judge / f"tb_{name}.v").write_text(BENCH.replace("NAME", name).replace("EXPECTED", str(expected)))

    add("whole", "", "", 17)
    add("mended", "b;", "b", 17)
    # What was meant here no tool but the withheld testbench can know.
    add("otherwise", "b;", "b", 1)
    add("unjudged", "b;", "b", None)
    add("hopeless", "assign sum = a + b;", "?? ((", 17)
    (broken / "notes.txt").write_text("not a design")
    return [row async for row in attempts(broken, judge, Budget(seconds=20))]


async def test_each_broken_file_is_judged_by_the_testbench_it_never_saw(rows, tmp_path):
    found = {row.file: row for row in rows}
    assert list(found) == ["hopeless.v", "mended.v", "otherwise.v", "unjudged.v"]
    assert found["mended.v"].verified and found["mended.v"].right and found["mended.v"].compiles
    assert found["mended.v"].errors == 1
    assert found["otherwise.v"].wrong and found["otherwise.v"].judged == "WRONG_OUTPUT"
    assert found["unjudged.v"].judged == ""
    assert found["hopeless.v"].status == "none" and not found["hopeless.v"].compiles
    assert "because no repair is known" in details(found["hopeless.v"])
    assert "0." in details(found["mended.v"])

    told = summary(rows)
    assert "broken files: 4" in told
    assert "compile after repair: 3 of 4 (75.0 %)" in told
    assert "repaired, by a testbench withheld from the repair: 1 of 3 (33.3 %)" in told
    assert "called verified, yet failing it: 1: otherwise.v" in told
    assert "nothing offered: 1: hopeless.v" in told
    assert "without a testbench that could be run: 1" in told
    assert "\n  1: 4 files, 3 compile, 3 verified, 1 pass the testbench\n" in told

    write_table(rows, tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as table:
        assert [line["judged"] for line in csv.DictReader(table)] == ["COMPILATION_ERROR", "PASS", "WRONG_OUTPUT", ""]


def test_an_empty_folder_is_said():
    assert summary([]) == "no broken file found"


async def test_a_part_is_judged_by_the_measures_of_the_intended_one(tmp_path):
    broken, intended = tmp_path / "broken", tmp_path / "intended"
    broken.mkdir()
    intended.mkdir()
    script = "import cadquery as cq\nresult = cq.Workplane().box(1, 2, 3)\n"
    for name, meant in (("right", script), ("wrong", script.replace("3", "4")), ("unjudged", None)):
        (broken / f"{name}.py").write_text(script.replace("box", "bxo"))
        if meant is not None:
            (intended / f"{name}.py").write_text(meant)
    rows = [row async for row in attempts(broken, intended, Budget(seconds=20))]
    assert {row.file: row.judged for row in rows} == {"right.py": "PASS", "unjudged.py": "", "wrong.py": "WRONG_OUTPUT"}
    assert all(row.verified and row.compiles for row in rows)


async def test_a_kernel_is_judged_by_a_test_that_the_repair_never_saw(tmp_path):
    broken, judge = tmp_path / "broken", tmp_path / "tests"
    broken.mkdir()
    judge.mkdir()
    kernel = (
        "import torch\nimport triton\nimport triton.language as tl\n\n\n@triton.jit\ndef add_one(x_ptr, n, BLOCK: tl.constexpr):\n"
        "    o = tl.arange(0, BLOCK)\n    tl.store(x_ptr + o, tl.laod(x_ptr + o, mask=o < n) + 1, mask=o < n)\n\n\n"
        'def test_runs():\n    add_one[(1,)](torch.zeros(9, device="cuda"), 9, BLOCK=16)\n'
    )
    test = "import torch\nfrom {} import add_one\n\n\ndef test_withheld():\n    x = torch.zeros(9, device='cuda')\n    add_one[(1,)](x, 9, BLOCK=16)\n    assert x.sum() == {}\n"
    for name, total in (("right", 9), ("wrong", 18)):
        (broken / f"{name}.py").write_text(kernel)
        (judge / f"test_{name}.py").write_text(test.format(name, total))
    rows = [row async for row in attempts(broken, judge, Budget(seconds=60))]
    assert {row.file: row.judged for row in rows} == {"right.py": "PASS", "wrong.py": "WRONG_OUTPUT"}
