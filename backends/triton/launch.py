"""Launches a kernel file's own tests on the GPU of this machine, in the user's interpreter."""

from __future__ import annotations

import asyncio
from pathlib import Path

from backends.environment import Domain, Environment
from backends.outcome import Label, Outcome, Stage
from backends.process import Policy
from backends.protocol import ToolStatus
from backends.python_analysis import analyze_python
from backends.python_project import interpreter_of
from backends.scratch import scratch_directory
from backends.text import LineIndex
from backends.triton.run_outcome import RunAnswer
from backends.triton.source_model import source_model
from backends.triton.worker_input import JOBS, import_path, job_payload, mentions_kernels, runnable, triton_version
from backends.zygote import ZygoteError, zygote_for

DEVICE_FILES = ("/dev/nvidia0", "/dev/kfd")
"""NVIDIA's first GPU; AMD's compute driver."""
ENABLES = "launches kernels on this machine's GPU, against the file's own tests"


def gpu_device() -> str | None:
    """The device file of a GPU that can compute, if there is one."""
    return next((path for path in DEVICE_FILES if Path(path).exists()), None)


class TritonLaunch:
    """The same tests as the interpreter runs, for real. Applies only where a GPU is."""

    name = "triton-launch"
    domain = Domain.TRITON
    stage = Stage.RUN
    executes_user_code = True
    on_demand = False

    def probe(self) -> ToolStatus:
        device = gpu_device()
        if device is None:
            note = f"no GPU: none of {', '.join(DEVICE_FILES)} exists; kernels are compiled and interpreted instead"
            return ToolStatus(
                self.name, ENABLES, "a machine with an NVIDIA or AMD GPU, its driver, and torch", note=note
            )
        return ToolStatus(self.name, ENABLES, "pip install torch", device, device)

    def applies(self, code: str, environment: Environment) -> bool:
        if gpu_device() is None or not environment.settings.triton.run or not mentions_kernels(code):
            return False
        tree = analyze_python(code).tree
        return tree is not None and bool(runnable(code, environment, tree))

    async def run(self, code: str, environment: Environment) -> Outcome:
        if gpu_device() is None:
            return Outcome.unavailable(self.name, self.stage, self.probe().note)
        tree = (await asyncio.to_thread(analyze_python, code)).tree
        if tree is None:
            return Outcome(self.name, self.stage, Label.COMPILATION_ERROR, analyze_python(code).diagnostics)
        limits = environment.settings.limits
        payload = job_payload(code, environment, tree) | {
            "properties": {},
            "seconds": round(limits.wall_seconds * 0.8, 3),
        }
        kernels = tuple(source_model(code, tree, LineIndex(code)).kernels)
        version = await asyncio.to_thread(triton_version, environment)
        answer = RunAnswer(self.name, version, code, environment, kernels)
        with scratch_directory("hardsight-triton-") as scratch:
            try:
                result = await zygote_for(JOBS / "launch_job.py", interpreter_of(environment)).run(
                    payload,
                    limits=limits,
                    policy=Policy(gpu=True),
                    path=import_path(environment),
                    cwd=str(scratch),
                    env={"TRITON_CACHE_DIR": str(scratch / "triton")},
                )
            except ZygoteError as error:
                return Outcome.unavailable(self.name, self.stage, str(error))
        return answer.outcome(result)
