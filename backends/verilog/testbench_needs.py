"""What a testbench that was found by its name needs and the project does not have."""

from __future__ import annotations

import re

from backends.environment import Environment, Role, SourceFile
from backends.verilog.source_scan import blank_comments_and_strings, scan
from backends.verilog.systemverilog_keywords import SYSTEMVERILOG_ONLY

_INSTANCE = (
    r"(?:^|;|\)|\bend|\bbegin)\s*{name}\s*(?:#\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)\s*)?"
    r"[A-Za-z_][\w$]*\s*(?:\[[^\]]*\]\s*)?\("
)
_IMPORT = re.compile(r"\bimport\s+([A-Za-z_]\w*)\s*::")


def lacking(bench: SourceFile, code: str, environment: Environment) -> str | None:
    """Why the testbench cannot tell anything about the checked file: modules or packages that are nowhere in the project.

    ``None`` when nothing is missing, when the user named the testbench or opened it (then what is missing is an error),
    and when the testbench uses nothing of the design: then the design may have the wrong name.
    """
    if environment.settings.verilog.testbench or bench.path == environment.path:
        return None
    others = [f for f in environment.files if f.path != bench.path and f.role is not Role.MODULE]
    design = {*scan(code).units, *(u for f in others for u in scan(f.text).units)}
    facts = scan(bench.text)
    used = {named for _, named, _ in facts.instances}
    if used.isdisjoint(design):
        return None
    text = blank_comments_and_strings(bench.text)
    missing = sorted(
        name
        for name in (used | set(_IMPORT.findall(text)) - {"std"}) - design - set(facts.units) - SYSTEMVERILOG_ONLY
        # What looks like an instance may be a variable of a type that the testbench defines.
        if name not in used or re.search(_INSTANCE.format(name=re.escape(name)), text, re.MULTILINE)
    )
    if not missing:
        return None
    names = ", ".join(f"`{m}`" for m in missing)
    return (
        f"the testbench {bench.path} needs {names}, which no file of the project defines. Add the folder to "
        "verilog.library_dirs or a file list, or name another testbench in verilog.testbench."
    )
