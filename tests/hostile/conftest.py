from __future__ import annotations

import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from backends.process import Policy, ToolResult, run_tool
from backends.sandbox.report import protections
from backends.sandbox.spawner import Spawner
from backends.settings import Limits

LIMITS = Limits(
    wall_seconds=20, cpu_seconds=20, memory_bytes=256 << 20, processes=24, file_bytes=8 << 20, disk_bytes=64 << 20
)

WITHOUT = {
    "full": (),
    "no namespaces": ("user", "pid"),
    "no Landlock": ("landlock",),
    "no mounts": ("mounts",),
}


@dataclass
class Sandbox:
    """Runs hostile Python code as a tool, in one of the forms the sandbox takes on weaker systems."""

    form: str
    spawner: Spawner
    scratch: Path

    async def requires(self, what: str) -> None:
        """Skip the test where the report of the sandbox says that this cannot be enforced here."""
        await self.spawner.start()
        (line,) = [p for p in protections(self.spawner.facts["mode"]) if p.what == what]
        if not line.enforced:
            pytest.skip(line.why)

    async def run(self, code: str, *arguments: object, policy: Policy | None = None, **limits: float) -> ToolResult:
        return await run_tool(
            [sys.executable, "-I", "-S", "-c", code, *map(str, arguments)],
            cwd=str(self.scratch),
            limits=replace(LIMITS, **limits),
            policy=policy or Policy(),
            spawner=self.spawner,
        )


@pytest.fixture(scope="session")
def spawners() -> Iterator[dict[str, Spawner]]:
    made = {form: Spawner(sys.executable, without=without) for form, without in WITHOUT.items()}
    yield made
    for spawner in made.values():
        spawner.kill()


@pytest.fixture(params=WITHOUT)
def sandbox(request: pytest.FixtureRequest, spawners: dict[str, Spawner], tmp_path: Path) -> Sandbox:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    return Sandbox(request.param, spawners[request.param], scratch)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's home directory, with a key in it."""
    home = tmp_path / "home"
    (home / ".ssh").mkdir(parents=True)
    (home / ".ssh" / "id_x").write_text("PRIVATE KEY")
    (home / ".netrc").write_text("PASSWORD")
    (home / "notes").mkdir()
    (home / "notes" / "diary.txt").write_text("DIARY")
    monkeypatch.setenv("HOME", str(home))
    return home


@pytest.fixture
def token() -> str:
    """A word that only processes of this test have on their command line."""
    return f"token{uuid.uuid4().hex}"
