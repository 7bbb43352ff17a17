"""What the repairs offer for a script, from the complaints of the real front end and kernel."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.proposals import Repairs
from assistant.repair import Proposal, RepairContext, apply_edits
from assistant.repairs.cadquery import REPAIRS
from backends.cadquery.kernel import CadQueryKernel
from backends.cadquery.static_analysis import CadQueryStatic
from backends.environment import Domain, Environment
from backends.outcome import Label, Outcome

HEADER = "import cadquery as cq\n"


@dataclass(frozen=True)
class Offer:
    """A proposal with the script it leads to (without the import line)."""

    proposal: Proposal
    code: str

    @property
    def repair(self) -> str:
        return self.proposal.repair


def environment(folder: Path) -> Environment:
    return Environment(Domain.CADQUERY, str(folder / "part.py"), str(folder))


async def outcomes(code: str, folder: Path, kernel: bool) -> tuple[Outcome, ...]:
    static = CadQueryStatic().analyze(code, environment(folder))
    return (static, await CadQueryKernel().run(code, environment(folder))) if kernel else (static,)


async def offers(code: str, folder: Path, *, kernel: bool = False, header: str = HEADER) -> list[Offer]:
    """Everything offered for the complaints about ``code``, most confident first; the kernel's only on request."""
    script = header + code + "\n"
    found = await outcomes(script, folder, kernel)
    context = RepairContext(script, environment(folder), found)
    tried = found[-1:]  # with the kernel asked, its complaints alone
    proposals = [p for o in tried for d in o.diagnostics for p in Repairs(REPAIRS).propose(d, context)]
    proposals.sort(key=lambda p: -p.confidence)
    return [Offer(p, apply_edits(script, p.edits).removeprefix(header).rstrip("\n")) for p in proposals]


async def passes(code: str, folder: Path) -> bool:
    """Whether neither tool finds fault with the repaired script."""
    found = await outcomes(HEADER + code + "\n", folder, kernel=True)
    return all(o.label is Label.PASS for o in found)
