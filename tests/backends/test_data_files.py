"""Outcomes of Python scripts are found again only while what the scripts may read is the same."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from backends.cache import OutcomeCache
from backends.environment import Domain, Environment, Role, SourceFile
from backends.installed_packages import installed_packages, installed_version
from backends.settings import CadQuerySettings, ToolSettings


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    (tmp_path / "data" / "parts").mkdir(parents=True)
    return Environment(Domain.CADQUERY, str(tmp_path / "model.py"), str(tmp_path))


def key(code: str, environment: Environment) -> str:
    return OutcomeCache(Path("/nowhere")).key("cadquery", "1", code, environment)


@pytest.mark.parametrize(
    ("code", "file"),
    [
        ("part = importers.importStep('case.step')", "case.step"),
        ("part = importers.importStep('data/parts/case.STEP')", "data/parts/case.STEP"),
        ('HERE = Path(__file__).parent\nf = HERE / "data" / "parts" / f"case_{i}.dxf"', "data/parts/case_2.dxf"),
        ("rows = [read(p) for p in Path('data').glob('*.csv')]", "data/screws.csv"),
        ("open(os.path.join(os.path.dirname(__file__), 'data', 'sizes.json'))", "data/sizes.json"),
    ],
)
def test_a_data_file_that_appears_or_changes_changes_the_key(environment: Environment, code: str, file: str) -> None:
    path = Path(environment.root) / file
    absent = key(code, environment)
    path.write_text("1")
    first = key(code, environment)
    assert key(code, environment) == first != absent
    path.write_text("2")
    assert key(code, environment) != first


def test_so_do_data_files_that_a_module_names(environment: Environment) -> None:
    module = SourceFile(str(Path(environment.root) / "lib.py"), "TABLE = 'table.csv'", Role.MODULE)
    environment = replace(environment, files=(module,))
    before = key("import lib", environment)
    (Path(environment.root) / "table.csv").write_text("1")
    assert key("import lib", environment) != before


def test_other_files_do_not(environment: Environment) -> None:
    code = "part = importers.importStep('case.step')"
    before = key(code, environment)
    for name in ("notes.txt", "other.py", "data/parts/unnamed.step"):
        (Path(environment.root) / name).write_text("1")
    assert key(code, environment) == before


def test_the_packages_of_the_named_interpreter_count(environment: Environment, tmp_path: Path) -> None:
    site = tmp_path / "site"
    python = tmp_path / "python"
    site.mkdir()
    python.write_text(f"#!/bin/sh\necho '[\"{site}\"]'\n")
    python.chmod(0o755)
    settings = ToolSettings(cadquery=CadQuerySettings(interpreter=str(python)))
    environment = replace(environment, settings=settings)
    keys = []
    for version in ("2.4.0", "2.5.2"):
        (site / f"cadquery-{version}.dist-info").mkdir()
        keys.append(key("x", environment))
        assert installed_version("cadquery", str(python)) == version
        (site / f"cadquery-{version}.dist-info").rmdir()
    assert len({*keys, key("x", environment)}) == 3
    assert installed_version("cadquery", str(python)) is None


def test_packages_of_a_real_interpreter_are_told_and_a_missing_one_has_none() -> None:
    own = installed_packages(None)
    assert any(name.startswith("pyflakes-") for name in own)
    assert installed_packages(sys.executable) == own
    assert installed_packages("/nowhere/python") == ()
