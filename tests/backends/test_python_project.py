from __future__ import annotations

from pathlib import Path

import pytest

from backends.environment import Domain, Environment, Role
from backends.python_project import MAX_MODULES, python_environment
from backends.settings import CadQuerySettings, ToolSettings


def collect(
    root: Path, text: str, *, domain: Domain = Domain.CADQUERY, settings: ToolSettings | None = None, name: str = "part.py",
    overlay: dict[str, str] | None = None,
) -> Environment:  # fmt: skip
    return python_environment(domain, str(root / name), text, str(root), settings or ToolSettings(), overlay or {})


def names(environment: Environment, role: Role = Role.MODULE) -> list[str]:
    return [str(Path(f.path).relative_to(environment.root)) for f in environment.of_role(role)]


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def test_local_modules_are_followed_and_others_are_not(tmp_path: Path) -> None:
    write(tmp_path, {"screws.py": "import threads\nimport os, numpy", "threads.py": "PITCH = 1", "unused.py": ""})
    environment = collect(tmp_path, "import cadquery as cq\nimport screws\n")
    assert names(environment) == ["screws.py", "threads.py"]
    assert environment.domain is Domain.CADQUERY and environment.root == str(tmp_path)


def test_packages_submodules_and_relative_imports(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "lib/__init__.py": "",
            "lib/gears/__init__.py": "from . import tooth",
            "lib/gears/tooth.py": "from ..base import MODULE",
            "lib/base.py": "MODULE = 2",
            "lib/other.py": "",
        },
    )
    environment = collect(tmp_path, "from lib.gears import tooth")
    assert names(environment) == ["lib/__init__.py", "lib/base.py", "lib/gears/__init__.py", "lib/gears/tooth.py"]


def test_imports_inside_functions_count(tmp_path: Path) -> None:
    write(tmp_path, {"late.py": ""})
    assert names(collect(tmp_path, "def f():\n    import late\n")) == ["late.py"]


def test_import_dirs_of_the_settings_are_searched(tmp_path: Path) -> None:
    write(tmp_path, {"vendor/bearings.py": ""})
    settings = ToolSettings(cadquery=CadQuerySettings(import_dirs=("vendor",)))
    assert names(collect(tmp_path, "import bearings")) == []
    assert names(collect(tmp_path, "import bearings", settings=settings)) == ["vendor/bearings.py"]


def test_the_editors_text_wins_over_the_disk(tmp_path: Path) -> None:
    write(tmp_path, {"screws.py": "SIZE = 1"})
    overlay = {str(tmp_path / "screws.py"): "SIZE = 2\nimport unsaved", str(tmp_path / "unsaved.py"): "X = 1"}
    environment = collect(tmp_path, "import screws", overlay=overlay)
    assert {Path(f.path).name: f.text for f in environment.files} == {
        "screws.py": "SIZE = 2\nimport unsaved",
        "unsaved.py": "X = 1",
    }


def test_cycles_end(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "import b", "b.py": "import a, part", "part.py": "import a"})
    assert names(collect(tmp_path, "import a")) == ["a.py", "b.py"]


def test_a_change_in_an_imported_module_changes_the_digest(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "X = 1"})
    before = collect(tmp_path, "import a").digest()
    assert collect(tmp_path, "import a").digest() == before
    write(tmp_path, {"a.py": "X = 2"})
    assert collect(tmp_path, "import a").digest() != before


@pytest.mark.parametrize("text", ["import (", "", "\0", "import a.", "from a import ("])
def test_broken_imports_name_no_modules(tmp_path: Path, text: str) -> None:
    write(tmp_path, {"a.py": ""})
    assert collect(tmp_path, text).files == ()


@pytest.mark.parametrize(
    "text",
    [
        "def f(:\n import a, b",
        "from a import (  # the (first\n  X,  # second)\n  Y,\n)\nimport b",
        "import a; import b",
        "try: import a\nexcept ImportError: import b",
        "import a, \\\n  b as c\nx = (",
        "\tfrom   a import *\n  import b as c  # the (other",
    ],
)
def test_imports_are_found_wherever_they_stand_also_in_half_typed_text(tmp_path: Path, text: str) -> None:
    write(tmp_path, {"a.py": "", "b.py": "", "important.py": ""})
    assert names(collect(tmp_path, "import important_not\n" + text)) == ["a.py", "b.py"]


def test_a_module_that_changed_on_disk_or_in_the_editor_is_read_anew(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "import b", "b.py": "", "c.py": ""})
    assert names(collect(tmp_path, "import a")) == ["a.py", "b.py"]
    write(tmp_path, {"a.py": "import c"})
    assert names(collect(tmp_path, "import a")) == ["a.py", "c.py"]
    assert names(collect(tmp_path, "import a", overlay={str(tmp_path / "a.py"): "X = 1"})) == ["a.py"]
    (tmp_path / "a.py").unlink()
    assert names(collect(tmp_path, "import a")) == []


def test_unreadable_neighbours_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "latin.py").write_bytes(b"# \xff\xfe")
    (tmp_path / "huge.py").write_bytes(b"#" * (2 << 20))
    write(tmp_path, {"fine.py": ""})
    assert names(collect(tmp_path, "import latin, huge, fine")) == ["fine.py"]


def test_the_number_of_modules_is_bounded(tmp_path: Path) -> None:
    write(tmp_path, {f"m{i}.py": f"import m{i + 1}" for i in range(MAX_MODULES + 50)})
    assert len(collect(tmp_path, "import m0").files) == MAX_MODULES


@pytest.mark.parametrize("test", ["test_add.py", "add_test.py", "tests/test_add.py"])
def test_the_test_of_a_file_is_its_testbench(tmp_path: Path, test: str) -> None:
    write(tmp_path, {test: "import add, reference", "reference.py": "", "add.py": ""})
    environment = collect(tmp_path, "import triton", domain=Domain.TRITON, name="add.py")
    assert names(environment, Role.TESTBENCH) == [test]
    assert names(environment) == ["reference.py"]
    assert collect(tmp_path, "import cadquery", name="test_add.py").testbench is None
