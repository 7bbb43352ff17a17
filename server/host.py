"""What all sessions of one server process share: threads for what must not run in the event loop, and what is remembered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version

from icwm.store import TrajectoryStore
from server.tools_loop import ToolsLoop
from server.trust import RememberedTrust


def hardsight_version() -> str:
    try:
        return version("hardsight")
    except PackageNotFoundError:
        return "unknown"


class Host:
    """Made once a process. Front ends get one thread of their own, so that they run one at a time and never in the loop."""

    def __init__(self) -> None:
        self.front_ends = ThreadPoolExecutor(1, thread_name_prefix="front-ends")
        self.tools = ToolsLoop("tools")
        self.assistant = ToolsLoop("assistant")
        self.files = ThreadPoolExecutor(2, thread_name_prefix="files")

    @cached_property
    def remembered_trust(self) -> RememberedTrust:
        return RememberedTrust()

    @cached_property
    def trajectories(self) -> TrajectoryStore:
        return TrajectoryStore()

    def close(self) -> None:
        for loop in (self.tools, self.assistant):
            loop.begin_closing()
        for loop in (self.tools, self.assistant):
            loop.close()
        self.front_ends.shutdown(wait=False, cancel_futures=True)
        self.files.shutdown(wait=True)
        if "trajectories" in self.__dict__:
            self.trajectories.close()
