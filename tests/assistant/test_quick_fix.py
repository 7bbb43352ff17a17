from __future__ import annotations

import pytest

from assistant.proposals import Repairs
from assistant.quick_fix import Fix, fix_all, fixes_for, propose_fixes, verify_fix
from assistant.repair import apply_edits
from assistant.repair_result import Status
from assistant.verification import Verdict
from backends.environment import Domain, Environment
from backends.outcome import Diagnostic
from backends.registry import static_backends
from icwm.store import TrajectoryStore
from icwm.trajectory import Feedback
from tests.assistant.small_repairs import GOOD, DefaultAssignment, DeleteLine, MissingToken, NearestName
from tests.assistant.test_repair_loop import BENCH, LATCH, LATCH_BENCH, environment
from tests.assistant.test_search import BROKEN, COUNTER


def complaint(code: str, check: str) -> Diagnostic:
    where = Environment(Domain.VERILOG, "/p/counter.v", "/p")
    return next(d for d in static_backends(Domain.VERILOG)[0].analyze(code, where).diagnostics if d.code == check)


@pytest.fixture
def store(tmp_path):
    with TrajectoryStore(tmp_path) as opened:
        yield opened


async def test_proposals_come_without_running_a_tool():
    code = COUNTER.replace("(enable)", "(enabel)")
    fixes = await propose_fixes(complaint(code, "TypoIdentifier"), code, environment(BENCH), repairs=GOOD)
    assert fixes[0].title == "Change to `enable`"
    assert fixes[0].preferred and not fixes[0].safe
    assert fixes[0].status is Status.UNVERIFIED and fixes[0].verification is None
    assert apply_edits(code, fixes[0].edits) == COUNTER == fixes[0].code


async def test_a_fix_is_verified_and_kept(store):
    code = COUNTER.replace("(enable)", "(enabel)")
    diagnostic = complaint(code, "TypoIdentifier")
    fixes = [f async for f in fixes_for(diagnostic, code, environment(BENCH), repairs=GOOD, store=store)]
    assert fixes[0].status is Status.VERIFIED
    assert "testbench" in fixes[0].verification.checked
    kept = store.get(fixes[0].trajectory_id)
    assert [t.code for t in kept.turns] == [code, COUNTER]
    assert kept.verdict == "verified"
    assert [e.kind for e in store.feedback(fixes[0].trajectory_id)] == [Feedback.OFFERED]


async def test_one_error_among_several_is_verified_together_with_the_others(store):
    diagnostic = complaint(BROKEN, "ExpectedToken")
    (fix,) = [f async for f in fixes_for(diagnostic, BROKEN, environment(BENCH), repairs=GOOD, store=store)]
    assert fix.status is Status.VERIFIED
    assert len(fix.companions) == 4
    assert "together with 4 other repairs" in fix.verification.checked
    # Only the one that was asked for is in the edits.
    assert apply_edits(BROKEN, fix.edits) == BROKEN.replace("count + 1", "count + 1;")
    assert store.get(fix.trajectory_id).turns[-1].code == COUNTER


async def test_one_error_among_others_that_nobody_can_repair_is_offered_unverified():
    diagnostic = complaint(BROKEN, "ExpectedToken")
    (fix,) = [f async for f in fixes_for(diagnostic, BROKEN, environment(BENCH), repairs=Repairs([MissingToken()]))]
    assert fix.status is Status.UNVERIFIED
    assert "keep the tools from passing" in fix.verification.reasons[-1]


async def test_what_the_tools_reject_is_not_offered():
    code = COUNTER.replace("(enable)", "(enabel)")
    diagnostic = complaint(code, "TypoIdentifier")
    assert [f async for f in fixes_for(diagnostic, code, environment(), repairs=Repairs([DeleteLine()]))] == []


async def test_what_does_not_remove_the_diagnostic_is_not_proposed():
    code = COUNTER.replace("(enable)", "(enabel)")

    class Beside(NearestName):
        def propose(self, diagnostic, context):  # type: ignore[no-untyped-def]
            for proposal in super().propose(diagnostic, context):
                at = context.code.index("endmodule")
                from assistant.repair import Edit, Proposal

                yield Proposal("beside", "t", "d", (Edit(context.lines.span(at, at), "// \n"),), 0.9)
                yield proposal

    fixes = await propose_fixes(complaint(code, "TypoIdentifier"), code, environment(), repairs=Repairs([Beside()]))
    assert fixes and all(f.proposal.repair == "nearest-name" for f in fixes)


async def test_a_complaint_of_a_slow_tool_has_fixes_too():
    from backends.confirm import confirm_all

    where = environment(LATCH_BENCH, "pick")
    outcomes = await confirm_all(LATCH, where)
    latch = next(d for o in outcomes for d in o.diagnostics if d.code == "LATCH")
    repairs = Repairs([DefaultAssignment()])
    (fix,) = [f async for f in fixes_for(latch, LATCH, where, outcomes=outcomes, repairs=repairs)]
    assert fix.status is Status.VERIFIED, fix.verification
    assert "equivalence of z" in fix.verification.checked


async def test_a_fix_can_be_verified_later():
    code = COUNTER.replace("(enable)", "(enabel)")
    (fix, *_) = await propose_fixes(complaint(code, "TypoIdentifier"), code, environment(BENCH), repairs=GOOD)
    judged = await verify_fix(fix, code, environment(BENCH), repairs=GOOD)
    assert isinstance(judged, Fix)
    assert judged.verification is not None and judged.verification.verdict is Verdict.VERIFIED


async def test_fix_all_applies_safe_repairs_only(store):
    code = COUNTER.replace("+ 1;", "+ 1").replace("output reg", "output")
    result = await fix_all(code, environment(BENCH), repairs=GOOD, store=store)
    assert result.status is Status.VERIFIED
    assert result.code == COUNTER
    unsafe = await fix_all(COUNTER.replace("(enable)", "(enabel)"), environment(BENCH), repairs=GOOD)
    assert unsafe.status is Status.NONE


async def test_the_repair_of_a_warning_need_not_mend_the_errors_elsewhere():
    code = COUNTER.replace("assign tick = ", "assign tik = ").replace("count + 1;", "count + 1")
    fixes = [f async for f in fixes_for(complaint(code, "ImplicitNet"), code, environment())]
    assert fixes[0].title == "Write `tick` for `tik`" and fixes[0].preferred
    assert len(fixes[0].companions) == 1
