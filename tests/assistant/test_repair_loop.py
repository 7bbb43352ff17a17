from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass

import pytest

from assistant.proposals import Repairs
from assistant.repair import Edit, Proposal, RepairContext, apply_edits
from assistant.repair_loop import Budget, repair
from assistant.repair_result import Progress, RepairResult, Status
from backends.environment import Domain, Environment, Role, SourceFile
from backends.outcome import Diagnostic, Label, Range
from icwm.store import TrajectoryStore
from icwm.trajectory import Feedback, Turn
from tests.assistant.small_repairs import (
    GOOD,
    DefaultAssignment,
    DeleteLine,
    MissingToken,
    NearestName,
    OtherOperator,
    OutputReg,
)
from tests.assistant.test_search import BROKEN, COUNTER

BENCH = """module tb_counter;
  reg clk = 0, rst = 1, enable = 1;
  wire [3:0] count;
  wire tick;
  counter dut (.clk(clk), .rst(rst), .enable(enable), .count(count), .tick(tick));
  always #5 clk = ~clk;
  initial begin
    repeat (2) @(negedge clk);
    rst = 0;
    repeat (5) @(negedge clk);
    if (count !== 4'd5) $error("count is %d, not 5", count);
    enable = 0;
    repeat (2) @(negedge clk);
    if (count !== 4'd5) $error("count moved while not enabled");
    $finish;
  end
endmodule
"""
LATCH = """module pick (input [1:0] s, input a, output reg y, output z);
  always @* begin
    if (s[0]) y = a;
  end
  assign z = a ^ s[1];
endmodule
"""
LATCH_BENCH = """module tb_pick;
  reg [1:0] s = 1;
  reg a = 1;
  wire y, z;
  pick dut (.s(s), .a(a), .y(y), .z(z));
  initial begin
    #1 if (y !== 1'b1) $error("y does not follow a");
    s = 0;
    #1 if (y !== 1'b0) $error("y is kept");
    $finish;
  end
endmodule
"""


def environment(bench: str | None = None, name: str = "counter") -> Environment:
    files = () if bench is None else (SourceFile(f"/p/tb_{name}.v", bench, Role.TESTBENCH),)
    return Environment(Domain.VERILOG, f"/p/{name}.v", "/p", "ice40", files)


@pytest.fixture
def store(tmp_path):
    with TrajectoryStore(tmp_path) as opened:
        yield opened


def check_contract(result: RepairResult) -> None:
    assert apply_edits(result.original, result.edits) == result.code
    document = result.to_json()
    assert list(document)[:12] == (
        "file status proposer turns edits diff code checked not_checked thinking seconds trajectory_id".split()
    )
    assert (document["diff"] == "") == (result.code == result.original)


async def test_a_file_without_a_fault_is_clean_and_nothing_is_kept(store):
    result = await repair(COUNTER, environment(BENCH), repairs=GOOD, store=store)
    assert result.status is Status.CLEAN
    assert {"slang", "verilator", "yosys"} <= set(result.checked)
    assert store.summaries() == []
    check_contract(result)


async def test_five_errors_are_repaired_in_turns_and_kept_as_one_trajectory(store):
    result = await repair(BROKEN, environment(BENCH), repairs=GOOD, store=store)
    assert result.status is Status.VERIFIED, result.reasons
    assert result.code == COUNTER
    assert result.turns == 5
    assert {"slang", "interface", "testbench"} <= set(result.checked)
    assert "timing" in result.not_checked
    assert len(result.thinking.splitlines()) == 5
    check_contract(result)

    (summary,) = store.summaries()
    kept = store.get(summary.identifier)
    assert summary.identifier == result.trajectory_id
    assert kept.turns[0].proposer == "user"
    assert all(t.proposer.startswith("repair:") for t in kept.turns[1:])
    assert len(kept.turns) == 6
    assert kept.turns[-1].code == COUNTER and kept.turns[-1].passed
    assert not any(t.passed for t in kept.turns[:-1])
    # Every turn has the answers of the real tools, not only of the static front end.
    assert all(len(t.outcomes) > 1 for t in kept.turns)
    for before, after in zip(kept.turns, kept.turns[1:], strict=False):
        edits = [Edit(Range.from_json(e["range"]), e["newText"]) for e in after.edits]
        assert apply_edits(before.code, edits) == after.code
    assert [e.kind for e in store.feedback(summary.identifier)] == [Feedback.OFFERED]


async def test_deleting_the_offending_code_is_never_a_fix(store):
    only_deletion = await repair(BROKEN, environment(), repairs=Repairs([DeleteLine()]), store=store)
    assert only_deletion.status is Status.NONE
    assert only_deletion.code == BROKEN
    assert "removes" in only_deletion.reasons[0]
    among_others = await repair(BROKEN, environment(BENCH), repairs=Repairs([DeleteLine(), *GOOD.repairs]))
    assert among_others.status is Status.VERIFIED
    assert among_others.code == COUNTER


async def test_what_nobody_can_repair_is_said_and_kept(store):
    result = await repair(BROKEN, environment(), repairs=Repairs([MissingToken()]), store=store)
    assert result.status is Status.NONE
    assert result.edits == () and result.code == BROKEN
    assert "no repair is known" in result.reasons[0]
    assert store.get(result.trajectory_id or "").verdict == "none"
    check_contract(result)


async def test_the_testbench_decides_between_candidates(store):
    code = COUNTER.replace("if (enable)", "if (enabled_tick)").replace(
        "input enable", "input enable, input tick_enable"
    )
    bench = BENCH.replace(".enable(enable)", ".enable(enable), .tick_enable(1'b0)")

    class TwoNames(NearestName):
        def propose(self, diagnostic, context):  # type: ignore[no-untyped-def]
            for name, confidence in (("tick_enable", 0.9), ("enable", 0.8)):
                edits = (Edit(diagnostic.range, name),)
                yield Proposal("nearest-name", f"Change to `{name}`", f"perhaps {name}", edits, confidence)

    decided = await repair(code, environment(bench), repairs=Repairs([TwoNames()]), store=store)
    assert decided.status is Status.VERIFIED
    assert "if (enable) count" in decided.code
    failed = store.get(decided.trajectory_id or "").turns[1]
    assert "if (tick_enable) count" in failed.code
    assert any(o.label is Label.WRONG_OUTPUT for o in failed.outcomes)

    undecided = await repair(code, environment(), repairs=Repairs([TwoNames()]))
    assert undecided.status is Status.UNVERIFIED
    assert "another repair passes as well and behaves differently" in undecided.reasons[0]


async def test_an_ambiguous_repair_needs_a_testbench():
    class Unsure(NearestName):
        def propose(self, diagnostic, context):  # type: ignore[no-untyped-def]
            yield Proposal("unsure", "Change", "perhaps", (Edit(diagnostic.range, "enable"),), 0.9, ambiguous=True)

    code = COUNTER.replace("(enable)", "(enabel)")
    without = await repair(code, environment(), repairs=Repairs([Unsure()]))
    assert without.status is Status.UNVERIFIED
    assert without.code == COUNTER
    assert "no testbench to decide" in without.reasons[0]
    with_bench = await repair(code, environment(BENCH), repairs=Repairs([Unsure()]))
    assert with_bench.status is Status.VERIFIED


async def test_a_repair_that_compiles_but_fails_the_testbench_is_never_called_verified():
    code = COUNTER.replace("count + 1;", "count - 1")
    result = await repair(code, environment(BENCH), repairs=GOOD)
    assert result.status is Status.UNVERIFIED
    assert "count - 1;" in result.code
    assert any("WRONG_OUTPUT" in reason for reason in result.reasons)


async def test_a_failing_simulation_is_the_diagnosis_of_the_next_turn():
    code = COUNTER.replace("count + 1;", "count - 1")
    result = await repair(code, environment(BENCH), repairs=Repairs([*GOOD.repairs, OtherOperator()]))
    assert result.status is Status.VERIFIED
    assert result.code == COUNTER
    assert result.turns == 2


async def test_hazards_are_repaired_when_asked_and_the_testbench_decides():
    repairs = Repairs([DefaultAssignment()])
    assert (await repair(LATCH, environment(name="pick"), repairs=repairs)).status is Status.CLEAN
    result = await repair(LATCH, environment(LATCH_BENCH, "pick"), repairs=repairs, warnings=True)
    assert result.status is Status.VERIFIED, result.reasons
    assert "begin y = 0;" in result.code
    assert "equivalence of z" in result.checked


async def test_code_that_compiled_is_not_called_repaired_by_a_change_of_what_it_does():
    result = await repair(LATCH, environment(name="pick"), repairs=Repairs([DefaultAssignment()]), warnings=True)
    assert result.status is Status.UNVERIFIED
    assert result.reasons == ("it changes what the code does, and there is no testbench to tell whether that is meant",)
    assert "equivalence of z" in result.checked


async def test_an_output_that_had_nothing_wrong_must_not_change():
    class Meddling(DefaultAssignment):
        def propose(self, diagnostic, context):  # type: ignore[no-untyped-def]
            for proposal in super().propose(diagnostic, context):
                at = context.code.index("a ^ s[1]")
                place = context.lines.span(at, at + 8)
                yield Proposal("meddling", "t", "d", (*proposal.edits, Edit(place, "a & s[1]")), 0.9)

    result = await repair(LATCH, environment(name="pick"), repairs=Repairs([Meddling()]), warnings=True)
    assert result.status is Status.NONE
    assert "output `z` behaves differently" in result.reasons[0]


@pytest.mark.parametrize(("second", "status"), [("s[1]", Status.UNVERIFIED), ("s[0] & 1'b1", Status.VERIFIED)])
async def test_two_readings_are_one_only_when_they_behave_alike(second, status):
    @dataclass(frozen=True)
    class Either:
        name: str = "either"
        domain: Domain = Domain.VERILOG
        codes: frozenset[str] = frozenset({"slang:UndeclaredIdentifier"})
        safe: bool = False

        def propose(self, diagnostic: Diagnostic, context: RepairContext) -> Iterable[Proposal]:
            for text in ("s[0]", second):
                yield Proposal(self.name, f"Use {text}", "not declared", (Edit(diagnostic.range, text),), 0.8)

    code = LATCH.replace("if (s[0]) y = a;", "y = a & sel;")
    result = await repair(code, environment(name="pick"), repairs=Repairs([Either()]))
    assert result.status is status, result.reasons
    assert status is Status.VERIFIED or "behaves differently" in result.reasons[0]


async def test_comments_formatting_and_line_endings_survive():
    code = "// ünïcode 🙂\r\n" + BROKEN.replace("\n", "  // why\r\n")
    result = await repair(code, environment(BENCH), repairs=GOOD)
    assert result.status is Status.VERIFIED
    assert result.code == "// ünïcode 🙂\r\n" + COUNTER.replace("\n", "  // why\r\n")
    assert len(result.edits) == 5
    check_contract(result)


async def test_in_an_untrusted_workspace_the_testbench_is_not_run_and_nothing_is_called_verified():
    result = await repair(BROKEN, environment(BENCH), repairs=GOOD, trusted=False)
    assert result.status is Status.UNVERIFIED
    assert result.code == COUNTER
    assert any("testbench could not be run" in reason for reason in result.reasons)


async def test_progress_is_told():
    told: list[Progress] = []
    await repair(BROKEN, environment(BENCH), repairs=GOOD, on_progress=told.append)
    assert [p.stage for p in told] == ["search", "verify", "turn"]
    assert told[-1].message.startswith("verified: slang")


async def test_a_budget_of_nothing_is_kept():
    result = await repair(BROKEN, environment(), repairs=GOOD, budget=Budget(states=1))
    assert result.status is Status.NONE
    result = await repair(BROKEN, environment(), repairs=GOOD, budget=Budget(verifications=0))
    assert result.status is Status.NONE


async def test_cancelling_stops_at_once_and_leaves_no_task():
    before = asyncio.all_tasks()
    endless = BENCH.replace("$finish;", "")
    task = asyncio.create_task(repair(BROKEN, environment(endless), repairs=GOOD))
    await asyncio.sleep(0.3)
    task.cancel()
    await asyncio.wait([task], timeout=5)
    assert task.cancelled()
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == before


class FakeModel:
    """Stands in for a thinking model, which does not exist on this machine."""

    name = "model:fake"

    def __init__(self, *answers: str) -> None:
        self.answers = answers
        self.history: Sequence[Turn] = ()

    async def propose(
        self, context: RepairContext, history: Sequence[Turn], on_thinking: Callable[[str], None]
    ) -> AsyncIterator[Proposal]:
        self.history = history
        whole = context.lines.span(0, len(context.code))
        for answer in self.answers:
            on_thinking("let me see")
            await asyncio.sleep(0)
            yield Proposal(self.name, "Rewrite", "I thought about it", (Edit(whole, answer),), 0.5)


async def test_a_model_is_asked_when_repairs_do_not_suffice_and_its_answer_goes_the_same_way(store):
    code = COUNTER.replace("count + 1;", "count - 1")
    told: list[Progress] = []
    # The first answer still fails the testbench; the second lacks a token that the deterministic repairs supply.
    model = FakeModel(COUNTER.replace("+ 1", "+ 2"), COUNTER.replace("+ 1;", "+ 1"))
    result = await repair(
        code, environment(BENCH), repairs=GOOD, proposers=[model], store=store, on_progress=told.append
    )
    assert result.status is Status.VERIFIED
    assert result.code == COUNTER
    assert result.proposer == "model:fake"
    assert "I thought about it" in result.thinking
    assert "thinking" in {p.stage for p in told}
    assert any(o.label is Label.WRONG_OUTPUT for t in model.history for o in t.outcomes)
    verdicts = [t.passed for t in store.get(result.trajectory_id or "").turns]
    assert verdicts[-1] and not any(verdicts[:-1])


async def test_a_model_is_not_asked_when_repairs_suffice():
    model = FakeModel("nonsense")
    result = await repair(BROKEN, environment(BENCH), repairs=GOOD, proposers=[model])
    assert result.status is Status.VERIFIED
    assert model.history == ()


async def test_a_model_cannot_pass_by_cheating():
    gutted = "module counter (input clk, input rst, input enable, output reg [3:0] count, output tick);\nendmodule\n"
    model = FakeModel(gutted, COUNTER.replace("tick);", "tick, output extra);"))
    result = await repair(COUNTER.replace("count + 1;", "count ** ;"), environment(), repairs=GOOD, proposers=[model])
    assert result.status is Status.NONE


def test_the_small_repairs_are_repairs():
    from assistant.repair import Repair

    assert all(isinstance(r, Repair) for r in (MissingToken(), NearestName(), OutputReg(), DeleteLine()))


async def test_what_is_offered_although_the_testbench_fails_has_been_seen_by_every_tool():
    disagreeing = BENCH.replace("4'd5", "4'd6")
    result = await repair(BROKEN, environment(disagreeing), repairs=GOOD)
    assert result.status is Status.UNVERIFIED
    assert result.code == COUNTER
    assert {"icarus", "verilator", "icarus-simulation", "yosys"} <= {o.tool for o in result.outcomes}
    assert "WRONG_OUTPUT" in result.reasons[0]


async def test_many_errors_in_one_file_are_repaired_within_the_default_budget():
    stages = range(24)
    chain = "".join(f"    stage_{i} <= {f'stage_{i - 1}' if i else 'd'};\n" for i in stages)
    registers = "".join(f"  reg [7:0] stage_{i};\n" for i in stages)
    code = (
        "module many (input clk, input [7:0] d, output reg [7:0] q);\n"
        f"{registers}  always @(posedge clk) begin\n{chain}    q <= stage_23;\n  end\nendmodule\n"
    )
    result = await repair(code.replace(";\n    ", "\n    "), environment(name="many"), repairs=GOOD)
    assert result.status is Status.VERIFIED, result.reasons
    assert result.code == code
    assert result.turns == 24
