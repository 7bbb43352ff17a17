"""``workspace/executeCommand``: each command is a file in ``server/commands``."""

from __future__ import annotations

import importlib
from collections.abc import Awaitable, Callable
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInvalidParams

from server.commands.arguments import Arguments, BadArguments
from server.language_server import HardsightServer

COMMANDS = {
    "hardsight.confirm": "confirm",
    "hardsight.explain": "explain",
    "hardsight.showLog": "show_log",
    "hardsight.status": "status",
    "hardsight.trust": "trust",
    "hardsight.fixFile": "fix_file",
    "hardsight.applyFix": "apply_fix",
    "hardsight.acceptFix": "accept_fix",
    "hardsight.rejectFix": "reject_fix",
}


def register(server: HardsightServer) -> None:
    for name in COMMANDS:
        server.command(name)(_advertised)
    server.feature(lsp.WORKSPACE_EXECUTE_COMMAND)(execute_command)


async def execute_command(ls: HardsightServer, params: lsp.ExecuteCommandParams) -> Any:
    module = COMMANDS.get(params.command)
    if module is None:
        raise JsonRpcInvalidParams(f"There is no command {params.command!r}; there are {', '.join(COMMANDS)}")
    run: Callable[..., Awaitable[Any]] = importlib.import_module(f"server.commands.{module}").run
    try:
        return await run(ls.session, Arguments(params.arguments or (), params.work_done_token))
    except BadArguments as error:
        raise JsonRpcInvalidParams(f"{params.command}: {error}") from None


def _advertised() -> None:
    """pygls lists the commands registered with it; ``execute_command`` runs them, so that they can be cancelled."""
