"""``hardsight.rejectFix [number or trajectory]``: the user does not want this fix; kept."""

from __future__ import annotations

from typing import Any

from icwm.trajectory import Feedback
from server.commands.arguments import Arguments, BadArguments
from server.session import Session


async def run(session: Session, arguments: Arguments) -> dict[str, Any]:
    number = arguments.number(0)
    offered = session.fixes.get(number) if number is not None else None
    trajectory = offered.fix.trajectory_id if offered is not None else arguments.text(0)
    if number is None and trajectory is None:
        raise BadArguments("argument 1 must be the number of an offered fix or the identifier of its trajectory")
    if trajectory is not None and not await session.feedback.record(trajectory, Feedback.REJECTED):
        raise BadArguments(f"there is no trajectory {trajectory!r}")
    return {"trajectory_id": trajectory}
