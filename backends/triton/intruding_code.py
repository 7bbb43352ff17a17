"""What the user's own code raised inside the compile job: a hook of ``sys.settrace`` runs in whatever runs next."""

from __future__ import annotations

import re

from backends.outcome import Diagnostic, Severity, Stage
from backends.text import LineIndex

_FRAME = re.compile(r'^  File "([^"\n]+)", line (\d+), in ', re.MULTILINE)
_RAISED = re.compile(r"^([A-Za-z_][\w.]*)(?::[ ]?(.*))?$", re.MULTILINE)
_HOOK = re.compile(r"\b(?:sys|threading)\s*\.\s*(settrace|setprofile)(?:_all_threads)?\s*\(")


def intrusion(report: str, path: str, code: str, source: str) -> Diagnostic | None:
    """The error at the line of ``path`` that raised it; ``None`` when, by Python's ``report``, it was another's doing."""
    frames = list(_FRAME.finditer(report))
    own = [frame for frame in frames if frame[1] == path]
    hook = _HOOK.search(code)
    # A hook may well fail inside a package that it calls.
    if not own or (own[-1] is not frames[-1] and hook is None):
        return None
    lines = LineIndex(code)
    line = int(own[-1][2]) - 1
    raised = _RAISED.search(report, own[-1].end())
    if raised is None or not 0 <= line < lines.line_count:
        return None
    name, what = raised[1].rpartition(".")[2], raised[2]
    said = f"{name}: {what}" if what else name
    if hook is not None:
        said += (
            f"; raised by the hook given to `{hook[1]}`, which Python calls in all code that runs after it, the compiler's too: "
            "set it only around what it is to watch, or let it raise nothing"
        )
    else:
        said += "; raised while Triton's compiler called this code: let it raise nothing there"
    return Diagnostic(lines.line_range(line), Severity.ERROR, name, said, source, Stage.COMPILE)
