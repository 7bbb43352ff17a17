from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from server.folders import Folders
from server.settings import Layer, Settings, merge
from server.settings_files import line_of, project_file_for
from server.settings_schema import SCHEMA_FILE, schema, schema_text
from server.trust import RememberedTrust, Trust

ROOT = Path("/p")


def merged(*values: dict[str, Any], trusted: bool = True, project: bool = False) -> tuple[Settings, list[str]]:
    layers = [Layer(f"layer {n}", v, ROOT, project) for n, v in enumerate(values)]
    settings, problems = merge(layers, root=ROOT, trusted=trusted)
    return settings, [f"{p.key}: {p.message}" for each in problems.values() for p in each]


def test_later_layers_win_leaf_by_leaf_and_tables_add_up() -> None:
    settings, problems = merged(
        {"confirm": {"on": "idle", "idle_seconds": 5}, "tools": {"iverilog": "iv"}},
        {"confirm": {"idleSeconds": 1}, "tools": {"yosys": "ys"}},
    )
    assert (settings.confirm.on, settings.confirm.idle_seconds) == ("idle", 1.0)
    assert settings.tools == {"iverilog": "iv", "yosys": "ys"}
    assert not problems


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"confirm": {"on": "never"}}, "confirm.on: must be one of save, idle, manual, not 'never'"),
        ({"confirm": {"idle_seconds": "2"}}, "confirm.idle_seconds: must be a number, not '2'"),
        ({"limits": {"wall_seconds": 0}}, "limits.wall_seconds: must be at least 0.1, not 0"),
        ({"limits": {"processes": 1.5}}, "limits.processes: must be a whole number, not 1.5"),
        ({"limits": {"wall_seconds": float("inf")}}, "limits.wall_seconds: must be a number, not inf"),
        ({"predict": {"threshold": 1.1}}, "predict.threshold: must be at least 0 and at most 1, not 1.1"),
        ({"display": {"picture": 1}}, "display.picture: must be true or false, not 1"),
        (
            {"verilog": {"simulator": "vcs"}},
            "verilog.simulator: must be one of auto, icarus, svling, verilator, not 'vcs'",
        ),
        ({"verilog": {"include_dirs": "inc"}}, "verilog.include_dirs: must be a list, not 'inc'"),
        ({"verilog": {"fail_patterns": ["("]}}, "verilog.fail_patterns: is not a regular expression"),
        ({"verilog": 3}, "verilog: must be a table of settings, not 3"),
        ({"disabled": ["yosys", 3]}, "disabled: must be a text, not 3"),
        ({"verilogg": {}}, "verilogg: there is no such setting"),
    ],
)
def test_a_wrong_value_is_named_and_left_out(values: dict[str, Any], problem: str) -> None:
    settings, problems = merged({"confirm": {"idle_seconds": 7}}, values)
    assert len(problems) == 1 and problems[0].startswith(problem)
    assert settings == merged({"confirm": {"idle_seconds": 7}})[0]


def test_numbers_of_defines_become_texts_and_null_means_unset() -> None:
    settings, problems = merged({"verilog": {"defines": {"WIDTH": 8}, "top": None}})
    assert settings.verilog.defines == {"WIDTH": "8"} and settings.verilog.top is None and not problems


def test_paths_mean_the_folder_of_the_file_that_holds_them() -> None:
    layer = Layer("f", {"verilog": {"include_dirs": ["inc", "/abs"]}, "tools": {"a": "bin/a", "b": "b"}}, ROOT / "sub")
    settings, _ = merge([layer], root=ROOT, trusted=True)
    assert settings.verilog.include_dirs == ("/p/sub/inc", "/abs")
    assert settings.tools == {"a": "/p/sub/bin/a", "b": "b"}


def test_paths_in_the_root_stay_relative_so_that_a_moved_project_is_the_same_project() -> None:
    assert merged({"verilog": {"include_dirs": ["inc"]}})[0].verilog.include_dirs == ("inc",)


def test_an_untrusted_project_cannot_name_programs_nor_trust_itself() -> None:
    values = {"tools": {"iverilog": "./evil"}, "triton": {"interpreter": "./evil"}, "trust": {"folders": ["/"]}}
    settings, problems = merged(values, trusted=False, project=True)
    assert settings == Settings()
    assert len(problems) == 3
    assert merged(values, trusted=True, project=True)[0].trust.folders == ()


def test_the_written_schema_is_the_one_the_settings_make() -> None:
    assert SCHEMA_FILE.read_text() == schema_text(), "run `hardsight schema --write`"


def test_the_schema_describes_every_leaf_with_type_and_default() -> None:
    def leaves(table: dict[str, Any], at: str = "") -> list[tuple[str, dict[str, Any]]]:
        found: list[tuple[str, dict[str, Any]]] = []
        for name, each in table["properties"].items():
            inner = leaves(each, f"{at}{name}.") if "properties" in each else [(f"{at}{name}", each)]
            found += inner
        return found

    every = dict(leaves(json.loads(schema_text())))
    assert every["verilog.simulator"]["enum"] == ["auto", "icarus", "svling", "verilator"]
    assert every["confirm.on"]["default"] == "save"
    assert every["limits.wall_seconds"]["minimum"] == 0.1
    assert all("type" in leaf and "default" in leaf for leaf in every.values())
    assert schema()["additionalProperties"] is False


def test_a_key_is_found_in_its_file() -> None:
    text = (
        "disabled = []\n[verilog]\ntop = 'x'\n\n[verilog.defines]\nA = 1\n[confirm]\non = 'no'\n\"idle-seconds\" = 1\n"
    )
    assert line_of(text, "confirm.on") == 7
    assert line_of(text, "confirm.idle_seconds") == 8
    assert line_of(text, "verilog.defines") == 4
    assert line_of(text, "disabled") == 0
    assert line_of(text, "nowhere") == 0


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(Trust(RememberedTrust(tmp_path / "trust.json"), True))


def test_the_nearest_project_file_counts_and_the_search_ends_at_the_folder(tmp_path: Path, folders: Folders) -> None:
    (tmp_path / "hardsight.toml").write_text("[confirm]\non = 'manual'\n")
    workspace = tmp_path / "w"
    (workspace / "rtl" / "deep").mkdir(parents=True)
    (workspace / "rtl" / "hardsight.toml").write_text("[confirm]\non = 'idle'\n")
    folders.paths = (str(workspace),)
    inner = folders.of(str(workspace / "rtl" / "deep" / "a.v"))
    assert (inner.settings.confirm.on, inner.root, inner.folder) == ("idle", str(workspace / "rtl"), str(workspace))
    assert folders.of(str(workspace / "b.v")).settings.confirm.on == "save"


def test_a_changed_made_or_removed_project_file_is_noticed(tmp_path: Path, folders: Folders) -> None:
    folders.paths = (str(tmp_path),)
    source, file = str(tmp_path / "a.v"), tmp_path / "hardsight.toml"
    folders.of(source)
    assert not folders.stale()
    file.write_text("[confirm]\non = 'idle'\n")
    assert folders.stale()
    folders.forget()
    assert folders.of(source).settings.confirm.on == "idle" and not folders.stale()
    file.unlink()
    assert folders.stale()


def test_a_file_that_is_not_toml_is_reported_at_its_line(tmp_path: Path, folders: Folders) -> None:
    (tmp_path / "hardsight.toml").write_text("[confirm]\non = save\n")
    folders.paths = (str(tmp_path),)
    assert folders.of(str(tmp_path / "a.v")).settings == Settings()
    ((_, (problem,)),) = folders.problems().values()
    assert problem.line == 1 and "not valid TOML" in problem.message


def test_a_project_file_where_everybody_can_write_does_not_count(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    (shared / "hardsight.toml").write_text("")
    (shared / "mine").mkdir()
    assert project_file_for(shared / "mine", None) is None


def test_each_folder_has_the_settings_the_editor_gave_for_it(tmp_path: Path, folders: Folders) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    folders.paths = (str(one), str(two))
    folders.client_values = {str(one): {"confirm": {"on": "idle"}}, str(two): {"confirm": {"on": "manual"}}, "": {}}
    assert folders.of(str(one / "a.v")).settings.confirm.on == "idle"
    assert folders.of(str(two / "a.v")).settings.confirm.on == "manual"
