"""Runs a kernel file's own tests in Triton's interpreter on the CPU, with every load and store checked against its tensor."""

from __future__ import annotations

import asyncio

from backends.environment import Domain, Environment
from backends.outcome import Label, Outcome, Stage
from backends.process import Policy
from backends.protocol import ToolStatus
from backends.python_analysis import analyze_python
from backends.python_project import interpreter_of
from backends.scratch import scratch_directory
from backends.text import LineIndex
from backends.triton.gpu_limits import ARCHITECTURES, architecture
from backends.triton.run_outcome import RunAnswer
from backends.triton.source_model import source_model
from backends.triton.worker_input import (
    JOBS,
    import_path,
    job_payload,
    mentions_kernels,
    runnable,
    triton_status,
    triton_version,
)
from backends.zygote import ZygoteError, zygote_for

SOFT_SHARE = 0.8
"""Of the wall limit, after which the job stops itself and can still say how far it got."""


class TritonInterpreter:
    """``test_*`` functions, pairs of function and reference, or the main block of a file (or of its test file)."""

    name = "triton-interpreter"
    domain = Domain.TRITON
    stage = Stage.RUN
    executes_user_code = True
    on_demand = False

    def probe(self) -> ToolStatus:
        return triton_status(self.name, "runs a kernel's own tests on the CPU: wrong values, accesses out of bounds")

    def applies(self, code: str, environment: Environment) -> bool:
        if not environment.settings.triton.run or not mentions_kernels(code):
            return False
        if environment.testbench is None and not any(
            m in code for m in ("def test", "def check_", "__main__", "hardsight:")
        ):
            return False
        # A file that does not parse has nothing to run; its syntax error is the compiler's to report.
        tree = analyze_python(code).tree
        return tree is not None and bool(runnable(code, environment, tree))

    async def run(self, code: str, environment: Environment) -> Outcome:
        status = self.probe()
        interpreter = interpreter_of(environment)
        if not status.found and interpreter is None:
            return Outcome.unavailable(self.name, self.stage, status.install)
        tree = (await asyncio.to_thread(analyze_python, code)).tree
        if tree is None:
            return Outcome(self.name, self.stage, Label.COMPILATION_ERROR, analyze_python(code).diagnostics)
        version = await asyncio.to_thread(triton_version, environment)
        limits = environment.settings.limits
        named = (architecture(name) for name in environment.settings.triton.architectures)
        gpu = next((a for a in named if a is not None), ARCHITECTURES["sm_80"])
        payload = job_payload(code, environment, tree) | {
            "properties": gpu.properties,
            "seconds": round(limits.wall_seconds * SOFT_SHARE, 3),
        }
        answer = RunAnswer(
            self.name, version, code, environment, tuple(source_model(code, tree, LineIndex(code)).kernels)
        )
        with scratch_directory("hardsight-triton-") as scratch:
            try:
                result = await zygote_for(JOBS / "interpret_job.py", interpreter).run(
                    payload, limits=limits, policy=Policy(), path=import_path(environment), cwd=str(scratch)
                )
            except ZygoteError as error:
                return Outcome.unavailable(self.name, self.stage, str(error))
        return answer.outcome(result)
