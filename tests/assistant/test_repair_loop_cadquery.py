from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.proposals import Repairs
from assistant.repair import Edit, Proposal, RepairContext
from assistant.repair_loop import repair
from assistant.repair_result import Status
from backends.environment import Domain, Environment
from backends.outcome import Diagnostic, Label
from icwm.store import TrajectoryStore

PART = """import cadquery as cq

# a plate with rounded corners
result = cq.Workplane("XY").box(10, 20, 5).edges("|Z").fillet(2).faces(">Z").hole(3)
"""


def environment() -> Environment:
    return Environment(Domain.CADQUERY, "/p/part.py", "/p")


@dataclass(frozen=True)
class Nearest:
    name: str = "nearest-method"
    domain: Domain = Domain.CADQUERY
    codes: frozenset[str] = frozenset({"cadquery:unknown-method"})
    safe: bool = True

    def propose(self, diagnostic: Diagnostic, context: RepairContext) -> Iterable[Proposal]:
        name = diagnostic.data["nearest"][0]
        yield Proposal(self.name, f"Change to {name}", "misspelt", (Edit(diagnostic.range, name),), 0.9)


@dataclass(frozen=True)
class SmallerRadius:
    name: str = "smaller-radius"
    domain: Domain = Domain.CADQUERY
    codes: frozenset[str] = frozenset({"cadquery:StdFail_NotDone"})
    safe: bool = False
    remove: bool = False

    def propose(self, diagnostic: Diagnostic, context: RepairContext) -> Iterable[Proposal]:
        largest = diagnostic.data["largest_radius"]
        at = context.code.index("fillet(") + len("fillet(")
        end = context.code.index(")", at)
        yield Proposal(
            self.name, f"Round by {largest}", "too large", (Edit(context.lines.span(at, end), str(largest)),), 0.6
        )
        start = at - len(".fillet(")
        gone = (Edit(context.lines.span(start, end + 1), ""),)
        if self.remove:
            yield Proposal("remove", "Do not round", "too large", gone, 1.0)


async def test_a_static_and_a_kernel_error_are_repaired_in_two_turns(tmp_path):
    code = PART.replace(".box", ".bx").replace("fillet(2)", "fillet(6)")
    with TrajectoryStore(tmp_path) as store:
        result = await repair(code, environment(), repairs=Repairs([Nearest(), SmallerRadius()]), store=store)
        assert result.status is Status.VERIFIED, result.reasons
        assert result.code == PART.replace("fillet(2)", "fillet(4.9)")
        assert {"interface", "cadquery"} <= set(result.checked)
        kept = store.get(result.trajectory_id or "")
    # The version with only the first repair was run as well, and failed in the kernel.
    labels = [[o.label for o in t.outcomes if o.stage == "run"] for t in kept.turns]
    assert labels[-1] == [Label.PASS]
    assert all(label == [Label.RUNTIME_ERROR] for label in labels[:-1])


async def test_an_operation_is_never_deleted():
    code = PART.replace("fillet(2)", "fillet(6)")
    result = await repair(code, environment(), repairs=Repairs([SmallerRadius(remove=True)]))
    assert result.status is Status.VERIFIED
    assert "fillet(4.9)" in result.code


async def test_untrusted_scripts_are_not_run_and_nothing_is_verified():
    code = PART.replace(".box", ".bx")
    result = await repair(code, environment(), repairs=Repairs([Nearest()]), trusted=False)
    assert result.status is Status.UNVERIFIED
    assert result.code == PART
    assert any("not trusted" in each for each in result.not_checked)


async def test_a_sound_script_is_clean():
    assert (await repair(PART, environment(), repairs=Repairs([]))).status is Status.CLEAN
