"""``hardsight.acceptFix [number or trajectory]``: the user took a fix; kept, and its place watched for a minute."""

from __future__ import annotations

from typing import Any

from icwm.trajectory import Feedback
from server.commands.arguments import Arguments, BadArguments
from server.feedback import places_of
from server.fixes import OfferedFix
from server.session import Session


async def run(session: Session, arguments: Arguments) -> dict[str, Any]:
    number = arguments.number(0)
    if number is not None:
        offered = session.fixes.get(number)
        if offered is None:
            raise BadArguments(f"there is no fix with number {number}")
        return await accept(session, offered)
    trajectory = arguments.text(0)
    if trajectory is None:
        raise BadArguments("argument 1 must be the number of an offered fix or the identifier of its trajectory")
    if not await session.feedback.record(trajectory, Feedback.ACCEPTED):
        raise BadArguments(f"there is no trajectory {trajectory!r}")
    return {"trajectory_id": trajectory}


async def accept(session: Session, offered: OfferedFix) -> dict[str, Any]:
    """Keep the acceptance and confirm the repaired file."""
    trajectory = offered.fix.trajectory_id
    if trajectory is not None:
        places = places_of((e.range, e.text) for e in offered.fix.edits)
        await session.feedback.accepted(trajectory, offered.path, places)
    return {"trajectory_id": trajectory}
