"""Small kernel files with one mistake, and what it takes to repair them: the best proposal, then the real tools."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.change import apply_proposal
from assistant.repair import Proposal, RepairContext
from assistant.repairs import repairs_for
from backends.confirm import confirm_all
from backends.environment import Domain, Environment
from backends.outcome import Diagnostic, Label, Outcome
from backends.settings import Limits, ToolSettings, TritonSettings
from backends.triton.static_analysis import TritonStatic

OFFSETS = "offs = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)\nmask = offs < n"
LOAD = f"{OFFSETS}\nx = tl.load(x_ptr + offs, mask=mask)"
STORE = "tl.store(y_ptr + offs, x, mask=mask)"
TOOLS = ("triton-sm_80", "triton-interpreter")


def kernel_file(
    body: str,
    *,
    parameters: str = "x_ptr, y_ptr, n, BLOCK: tl.constexpr",
    launch: str = "x, y, x.numel(), BLOCK=128",
    grid: str = "[(triton.cdiv(x.numel(), 128),)]",
    expected: str = "x",
    inputs: str = 'x = torch.randn(1000, device="cuda")\ny = torch.empty_like(x)',
    above: str = "",
    decorators: str = "@triton.jit",
    imports: str = "import torch\nimport triton\nimport triton.language as tl\n",
) -> str:
    """A kernel, the launch of it, and a test against ``expected``."""
    return (
        f"{imports}\n{above}\n{decorators}\ndef kernel({parameters}):\n{_indented(body)}\n\n\n"
        f"def test_kernel():\n    torch.manual_seed(0)\n{_indented(inputs)}\n    kernel{grid}({launch})\n"
        f"    torch.testing.assert_close(y, {expected}, atol=1e-4, rtol=1e-4)\n"
    )


def _indented(text: str) -> str:
    return "\n".join("    " + line if line else line for line in text.strip("\n").split("\n"))


def environment(path: Path, **triton: object) -> Environment:
    """One architecture and short limits, so that a test that hangs ends soon."""
    settings = ToolSettings(triton=TritonSettings(architectures=("sm_80",), **triton), limits=Limits(wall_seconds=60))  # type: ignore[arg-type]
    return Environment(Domain.TRITON, str(path / "kernel_under_repair.py"), str(path), settings=settings)


def static(code: str, path: Path) -> Outcome:
    return TritonStatic().analyze(code, environment(path))


def proposals(
    code: str, repair: str, path: Path, outcomes: Sequence[Outcome] = (), only: str | None = None
) -> list[tuple[Diagnostic, Proposal]]:
    """What one repair proposes about each diagnostic of the front end (or of ``outcomes``) that it answers to."""
    said = tuple(outcomes) or (static(code, path),)
    context = RepairContext(code, environment(path), said)
    (found,) = [r for r in repairs_for(Domain.TRITON) if r.name == repair]
    wanted = [d for d in context.diagnostics if only is None or d.code == only]
    answered = [d for d in wanted if {f"{d.source}:{d.code}", "*"} & found.codes]
    return [(d, p) for d in answered for p in found.propose(d, context)]


def repaired(code: str, repair: str, path: Path, outcomes: Sequence[Outcome] = ()) -> str:
    """The code after the best proposals of one repair, one after another, until it has nothing more to say.

    As in the repair loop, the front end judges before confidence does.
    """
    for _ in range(6):
        found = [p for _, p in proposals(code, repair, path, outcomes)]
        if not found:
            break
        assert all(p.diagnosis and p.title and p.edits for p in found)
        tried = [(len(static(apply_proposal(code, p), path).errors), -p.confidence, n) for n, p in enumerate(found)]
        code = apply_proposal(code, found[min(tried)[2]])
        if outcomes:
            break
    return code


async def confirmed(code: str, path: Path, *tools: str) -> dict[str, Outcome]:
    found = await confirm_all(code, environment(path), tools=tools or TOOLS, use_cache=False)
    return {o.tool: o for o in found}


async def assert_passes(code: str, path: Path) -> None:
    """The front end finds no error, the compiler takes it for sm_80, and the interpreter's values are right."""
    assert not static(code, path).errors, (code, static(code, path).errors)
    for outcome in (await confirmed(code, path)).values():
        assert outcome.label is Label.PASS, (code, outcome.tool, outcome.diagnostics, outcome.log)
