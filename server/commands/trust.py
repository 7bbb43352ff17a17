"""``hardsight.trust [folder or uri, bool]``: the user says whether code there may be executed; remembered."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from server.commands.arguments import Arguments, BadArguments
from server.documents import path_of
from server.session import Session


async def run(session: Session, arguments: Arguments) -> dict[str, Any]:
    given = arguments.text(0)
    if given is None and len(session.folders.paths) == 1:
        given = session.folders.paths[0]
    if given is None:
        raise BadArguments("argument 1 must be a folder, or the URI of a file in it")
    path = os.path.normpath(path_of(given))
    folder = path if Path(path).is_dir() else session.folders.of(path).folder
    trusted = arguments.flag(1, True)
    session.trust_answered(folder, trusted, remember=True)
    session.show(
        f"{folder} is {'trusted: its code may be run to confirm it' if trusted else 'not trusted: none of its code is run'}"
    )
    return {"folder": folder, "trusted": trusted}
