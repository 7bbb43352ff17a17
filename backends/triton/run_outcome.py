"""Turns the answer of a run job into an outcome: the verdict, at the user's line, with what was wrong where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from backends.environment import Environment
from backends.outcome import Diagnostic, Label, Metric, Outcome, Range, Related, Severity, Stage
from backends.settings import Limits
from backends.text import LineIndex
from backends.triton import messages
from backends.triton.places import place
from backends.zygote import BROKEN_INTERPRETER, JobResult

SOURCE = "triton"
_LABELS = {
    "timeout": Label.TIMEOUT,
    "fault": Label.MEMORY_FAULT,
    "wrong": Label.WRONG_OUTPUT,
    "resources": Label.RESOURCE_EXCEEDED,
    "error": Label.RUNTIME_ERROR,
}


@dataclass(frozen=True)
class RunAnswer:
    """One run of a file's own tests. ``tool`` and ``version`` are the backend's."""

    tool: str
    version: str
    code: str
    environment: Environment
    kernels: Sequence[str]
    target: str | None = None

    def outcome(self, result: JobResult) -> Outcome:
        """The verdict; a worker that died is one, too."""
        if result.value is None:
            return self._died(result)
        answer = result.value
        status = answer["status"]
        if status == "unavailable":
            return self._made(Label.UNAVAILABLE, (), result, self._needs(answer))
        diagnostics: tuple[Diagnostic, ...] = ()
        label = Label.PASS
        if status == "pass":
            if answer["mismatches"]:
                label, diagnostics = Label.WRONG_OUTPUT, (self._unasserted(answer["mismatches"][0]),)
            elif not answer["ran"]:
                return self._made(Label.UNAVAILABLE, (), result, "every test of this file is skipped")
        else:
            label = _LABELS[status]
            diagnostics = (self._failure(answer, label),)
        return self._made(label, diagnostics, result, "")

    def _made(self, label: Label, diagnostics: tuple[Diagnostic, ...], result: JobResult, why: str) -> Outcome:
        answer = result.value or {}
        metrics = {}
        if label is not Label.UNAVAILABLE and "programs" in answer:
            metrics = {"launches": Metric(answer["launches"]), "programs": Metric(answer["programs"])}
        worst = max((m["largest"] for m in answer.get("mismatches", ()) if m["largest"] == m["largest"]), default=None)
        if worst is not None:
            metrics["max_abs_error"] = Metric(worst)
        lines = [why, *(f"ran {name}" for name in answer.get("ran", ()))]
        lines += [f"skipped {name}" for name in answer.get("skipped", ())]
        if answer.get("torch") == "stand-in":
            lines.append("host code ran on the numpy stand-in for torch, which this interpreter does not have")
        lines += [answer.get("trace", ""), result.stdout, result.stderr]
        log = "\n".join(part.strip() for part in lines if part and part.strip())
        return Outcome(
            self.tool, Stage.RUN, label, diagnostics, metrics, log[-20000:], result.seconds,
            tool_version=self.version, target=self.target,
        )  # fmt: skip

    def _needs(self, answer: dict[str, Any]) -> str:
        if answer.get("type") == "NeedsTorch":
            return (
                f"not run: {answer['message']}, and this interpreter has none. Install torch, or name a Python that has "
                "it in the setting triton.interpreter"
            )
        return f"not run: {answer['message']}"

    def _place(self, locations: Sequence[dict[str, Any]]) -> tuple[Range, str | None]:
        """The innermost place, in the checked file when any frame is there; with the path of another file."""
        here = [at for at in locations if at.get("path") == self.environment.path]
        chosen = here[-1] if here else (locations[-1] if locations else None)
        if chosen is None:
            return Range.of(0, 0, 0, 1), None
        if here:
            return place(chosen, LineIndex(self.code)) or Range.of(0, 0, 0, 1), None
        test = self.environment.testbench
        lines = LineIndex(test.text if test is not None and test.path == chosen["path"] else "")
        line = chosen["line"] - 1
        at = place(chosen, lines) if line < lines.line_count else Range.of(line, 0, line, 1)
        return at or Range.of(line, 0, line, 1), chosen["path"]

    def _failure(self, answer: dict[str, Any], label: Label) -> Diagnostic:
        locations = answer["locations"]
        in_kernel = [at for at in locations if at["function"] in self.kernels]
        wrong = label is Label.WRONG_OUTPUT
        chosen = locations if not in_kernel or wrong else in_kernel
        at, path = self._place(chosen)
        code, text = messages.read(answer["message"], answer["type"])
        data: dict[str, Any] = dict(answer.get("facts") or {})
        if wrong:
            code, text = self._wrong(answer)
            data = {"mismatches": answer["mismatches"][-1:]}
        elif not in_kernel and label is Label.RUNTIME_ERROR:
            # Raised by host code: Python's own class and words.
            code = code if code.startswith("launch") else answer["type"]
            text = f"{answer['type']}: {answer['message']}" if answer["message"] else answer["type"]
        related = tuple(
            Related(place(frame, LineIndex(self.code)) or at, f"in {frame['function']}")
            for frame in locations
            if frame is not chosen[-1] and frame.get("path") == self.environment.path
        )[-3:]
        return Diagnostic(at, Severity.ERROR, code, text[:1000], SOURCE, Stage.RUN, path, related, data)

    def _wrong(self, answer: dict[str, Any]) -> tuple[str, str]:
        """An assertion that failed: by how much and where, when it compared tensors."""
        if answer["mismatches"]:
            found = answer["mismatches"][-1]["text"]
            said = answer["message"].strip().split("\n")[0]
            own = bool(said) and not said.startswith(("Tensor-likes", "The values", "Scalars"))
            return "wrong-output", f"wrong result: {said}: {found}" if own else f"wrong result: {found}"
        return "wrong-output", f"assertion failed: {answer['message']}" if answer["message"] else "assertion failed"

    def _unasserted(self, mismatch: dict[str, Any]) -> Diagnostic:
        """A comparison was false and the file went on (it prints the verdict, say)."""
        at, path = self._place([mismatch["at"]] if mismatch.get("at") else [])
        text = f"wrong result: {mismatch['text']}"
        return Diagnostic(
            at, Severity.ERROR, "wrong-output", text, SOURCE, Stage.RUN, path, data={"mismatches": [mismatch]}
        )

    def _died(self, result: JobResult) -> Outcome:
        label, text = explain_death(result.death or "lost", self.environment.settings.limits)
        diagnostics: tuple[Diagnostic, ...] = ()
        if label is not Label.UNAVAILABLE:
            at = self._traced(result.trace)
            diagnostics = (
                Diagnostic(at, Severity.ERROR, (result.death or "lost").replace(" ", "-"), text, SOURCE, Stage.RUN),
            )
        log = "\n".join(part for part in (text, result.trace, result.stdout, result.stderr) if part.strip())
        return Outcome(
            self.tool, Stage.RUN, label, diagnostics, log=log[-20000:], seconds=result.seconds,
            tool_version=self.version, target=self.target,
        )  # fmt: skip

    def _traced(self, trace: str) -> Range:
        """The user's innermost line in a ``faulthandler`` trace."""
        marker = f'File "{self.environment.path}", line '
        at = trace.find(marker)
        digits = trace[at + len(marker) :].split(" ", 1)[0].strip(",\n") if at >= 0 else ""
        lines = LineIndex(self.code)
        return lines.line_range(int(digits) - 1) if digits.isdigit() else Range.of(0, 0, 0, 1)


def explain_death(death: str, limits: Limits) -> tuple[Label, str]:
    kind, _, number = death.partition(" ")
    match kind:
        case "timeout":
            return Label.TIMEOUT, f"stopped after {limits.wall_seconds:g} s (limits.wall_seconds) without an end"
        case "memory":
            return Label.RESOURCE_EXCEEDED, (
                f"needs more than {limits.memory_bytes >> 20} MiB of memory (limits.memory_bytes): use smaller test sizes"
            )
        case "processes" | "disk":
            return (
                Label.RESOURCE_EXCEEDED,
                f"stopped: too many {'processes' if kind == 'processes' else 'bytes written'}",
            )
        case "signal":
            return Label.RUNTIME_ERROR, f"the run crashed with signal {number}"
        case "exit" if number == BROKEN_INTERPRETER:
            return Label.RUNTIME_ERROR, (
                "the file broke the interpreter it runs in, by closing its files or replacing what Python itself uses"
            )
        case "exit":
            return Label.RUNTIME_ERROR, f"the file ended the interpreter with exit code {number}"
    return Label.UNAVAILABLE, f"the worker was lost ({death})"
