"""Scripts that read secrets, write outside their scratch directory or fill the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends.process import Policy
from tests.hostile.conftest import Sandbox

OPEN = "import sys; print(open(sys.argv[1]).read())"
TRY_TO_WRITE = """
import os, sys
for path in sys.argv[1:]:
    try:
        with open(path, "w") as f:
            f.write("pwned")
        print("WROTE", path)
    except OSError as error:
        print(type(error).__name__, path)
"""


async def test_the_scratch_directory_is_home_and_writable(sandbox: Sandbox, home: Path) -> None:
    code = "import os; os.makedirs('~/a/b'.replace('~', os.path.expanduser('~'))); open('x', 'w').write('1'); print(os.getcwd())"
    result = await sandbox.run(code)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == str(sandbox.scratch)
    assert (sandbox.scratch / "a" / "b").is_dir()
    assert (sandbox.scratch / "x").read_text() == "1"


async def test_nothing_else_can_be_written(sandbox: Sandbox, home: Path, tmp_path: Path) -> None:
    targets = [home / "pwned", home / ".bashrc", tmp_path / "pwned", Path("/tmp/hardsight-pwned"), Path("/etc/pwned")]
    result = await sandbox.run(TRY_TO_WRITE, *targets)
    assert "WROTE" not in result.stdout
    assert len(result.stdout.splitlines()) == len(targets), result.output
    assert not any(target.exists() for target in targets)


async def test_directories_of_the_policy_are_writable(sandbox: Sandbox, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    result = await sandbox.run(TRY_TO_WRITE, cache / "x", policy=Policy(writable=(str(cache),)))
    assert (cache / "x").read_text() == "pwned", result.output


async def test_files_of_the_project_can_be_read_but_not_changed(sandbox: Sandbox, tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "top.v").write_text("module top; endmodule\n")
    code = """
import os, shutil, sys
top = sys.argv[1] + "/top.v"
print(open(top).read().strip())
for attack in (lambda: os.remove(top), lambda: os.rename(top, "stolen.v"), lambda: open(top, "r+").truncate(0),
               lambda: shutil.rmtree(sys.argv[1]), lambda: os.symlink("/", sys.argv[1] + "/link")):
    try:
        attack()
        print("DONE")
    except OSError as error:
        print(type(error).__name__)
"""
    result = await sandbox.run(code, project)
    assert result.stdout.startswith("module top"), result.output
    assert "DONE" not in result.stdout
    assert (project / "top.v").read_text() == "module top; endmodule\n"
    assert [p.name for p in project.iterdir()] == ["top.v"]


@pytest.mark.parametrize("sandbox", ["full", "no Landlock"], indirect=True)
async def test_permissions_and_times_outside_stay_as_they_are(sandbox: Sandbox, tmp_path: Path) -> None:
    """Landlock does not govern them, read-only mounts do; ``iverilog -o /dev/null`` as root, for one, changes the mode of ``/dev/null``."""
    await sandbox.requires("cannot change permissions or times of files outside")
    (tmp_path / "file").write_text("")
    before = (tmp_path / "file").stat(), Path("/dev/null").stat()
    code = """
import os, sys
for path in (sys.argv[1], "/dev/null"):
    for attack in (lambda: os.chmod(path, 0o666), lambda: os.utime(path)):
        try:
            attack()
            print("DONE")
        except OSError as error:
            print(type(error).__name__)
print("x", file=open("/dev/null", "w"))
print("end")
"""
    result = await sandbox.run(code, tmp_path / "file")
    assert "DONE" not in result.stdout and result.stdout.endswith("end\n"), result.output
    after = (tmp_path / "file").stat(), Path("/dev/null").stat()
    assert [(s.st_mode, s.st_mtime) for s in after] == [(s.st_mode, s.st_mtime) for s in before]


@pytest.mark.parametrize("secret", [".ssh/id_x", ".netrc"])
async def test_keys_in_the_home_directory_cannot_be_read(sandbox: Sandbox, home: Path, secret: str) -> None:
    result = await sandbox.run(OPEN, home / secret)
    content = (home / secret).read_text()
    assert content not in result.output


async def test_a_policy_that_names_what_is_readable_hides_the_rest_of_the_home(sandbox: Sandbox, home: Path) -> None:
    project = home / "project"
    project.mkdir()
    (project / "x.v").write_text("VISIBLE")
    policy = Policy(readable=(str(project),))
    assert "VISIBLE" in (await sandbox.run(OPEN, project / "x.v", policy=policy)).stdout
    assert "DIARY" not in (await sandbox.run(OPEN, home / "notes" / "diary.txt", policy=policy)).output
    assert "DIARY" in (await sandbox.run(OPEN, home / "notes" / "diary.txt")).stdout


async def test_a_project_that_is_the_home_directory_still_hides_its_keys(sandbox: Sandbox, home: Path) -> None:
    policy = Policy(readable=(str(home),))
    assert "DIARY" in (await sandbox.run(OPEN, home / "notes" / "diary.txt", policy=policy)).stdout
    assert "PRIVATE" not in (await sandbox.run(OPEN, home / ".ssh" / "id_x", policy=policy)).output


async def test_hidden_paths_of_the_policy_cannot_be_read(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "x").write_text("HIDDEN")
    (tmp_path / "open").write_text("SHOWN")
    policy = Policy(hidden=(str(tmp_path / "vault"),))
    assert "HIDDEN" not in (await sandbox.run(OPEN, tmp_path / "vault" / "x", policy=policy)).output
    assert "SHOWN" in (await sandbox.run(OPEN, tmp_path / "open", policy=policy)).stdout


async def test_a_link_into_the_home_directory_shows_nothing(sandbox: Sandbox, home: Path) -> None:
    (sandbox.scratch / "link").symlink_to(home / ".ssh")
    assert "PRIVATE" not in (await sandbox.run(OPEN, "link/id_x")).output


async def test_one_large_file_stops_at_the_limit(sandbox: Sandbox) -> None:
    code = """
with open("big", "wb") as f:
    try:
        while True:
            f.write(bytes(1 << 20)); f.flush()
    except OSError as error:
        print(error.strerror)
"""
    result = await sandbox.run(code)
    assert result.stdout.strip() == "File too large"
    assert (sandbox.scratch / "big").stat().st_size <= 8 << 20


async def test_a_tool_that_does_not_handle_a_full_file_is_ended_by_it(sandbox: Sandbox) -> None:
    code = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL)\nwith open('big', 'wb') as f:\n while True: f.write(bytes(1 << 20))"
    assert (await sandbox.run(code)).exceeded == "file"


async def test_many_files_stop_at_the_limit_of_the_disk(sandbox: Sandbox) -> None:
    code = """
import os, time
for i in range(60):
    with open(f"f{i}", "wb") as f:
        f.write(os.urandom(1 << 20) * 7); f.flush(); os.fsync(f.fileno())
    time.sleep(0.02)
"""
    result = await sandbox.run(code)
    assert result.exceeded == "disk"
    assert not result.timed_out
