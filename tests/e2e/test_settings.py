"""Settings from file and editor, in one folder and in several, and what is said of wrong ones."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.conftest import COUNTER, Start
from tests.e2e.lsp_client import CAPABILITIES

USER = '`include "widths.vh"\nmodule user(output [`WIDTH-1:0] q);\n  assign q = {`WIDTH{1\'b0}};\nendmodule\n'


def errors(diagnostics: list[dict[str, object]]) -> list[dict[str, object]]:
    return [d for d in diagnostics if d["severity"] == 1]


async def test_a_wrong_setting_is_shown_at_its_line_and_goes_when_corrected(start: Start, project: Path) -> None:
    file = project / "hardsight.toml"
    file.write_text('[confirm]\non = "never"\n\n[verilog]\ntopp = "x"\n')
    client = await start(project)
    found = await client.diagnostics_where(file.as_uri(), lambda ds: len(ds) == 2)
    assert [d["range"]["start"]["line"] for d in found] == [1, 4]
    assert "save, idle, manual" in found[0]["message"] and "no such setting" in found[1]["message"]
    file.write_text('[confirm]\non = "manual"\n')
    await client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": file.as_uri(), "type": 2}]})
    await client.diagnostics_where(file.as_uri(), lambda ds: ds == [])


async def test_a_file_that_is_no_toml_does_not_stop_the_server(start: Start, project: Path) -> None:
    (project / "hardsight.toml").write_text("[confirm\non = 1\n")
    client = await start(project)
    (found,) = await client.diagnostics_where((project / "hardsight.toml").as_uri(), lambda ds: ds)
    assert "not valid TOML" in found["message"] and found["range"]["start"]["line"] == 0
    assert not errors(await client.diagnostics(await client.open(project / "counter.v"), 1))
    (told,) = [m["message"] for m in client.messages("window/showMessage")]
    assert told.startswith(str(project / "hardsight.toml")) and "until it is corrected" in told


async def test_include_directories_of_the_project_file_count_at_once(start: Start, project: Path) -> None:
    elsewhere = project.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "widths.vh").write_text("`define WIDTH 4\n")
    client = await start(project)
    uri = await client.open(project / "user.v", USER)
    assert errors(await client.diagnostics(uri, 1))
    file = project / "hardsight.toml"
    file.write_text('[verilog]\ninclude_dirs = ["../elsewhere"]\n')
    await client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": file.as_uri(), "type": 1}]})
    await client.diagnostics_where(uri, lambda ds: not errors(ds))


async def test_the_editors_settings_count_when_they_change(start: Start, project: Path) -> None:
    client = await start(project)
    uri = await client.open(project / "user.v", "module user(output q);\n  assign q = `VALUE;\nendmodule\n")
    assert errors(await client.diagnostics(uri, 1))
    for name in client.settings:
        client.settings[name] = {"verilog": {"defines": {"VALUE": "1'b1"}}}
    await client.notify("workspace/didChangeConfiguration", {"settings": None})
    await client.diagnostics_where(uri, lambda ds: not errors(ds))


async def test_a_client_that_cannot_be_asked_sends_its_settings(start: Start, project: Path) -> None:
    capabilities = {**CAPABILITIES, "workspace": {}}
    client = await start(project, capabilities=capabilities)
    uri = await client.open(project / "user.v", "module user(output q);\n  assign q = `VALUE;\nendmodule\n")
    assert errors(await client.diagnostics(uri, 1))
    settings = {"hardsight": {"verilog": {"defines": {"VALUE": "1'b1"}}}}
    await client.notify("workspace/didChangeConfiguration", {"settings": settings})
    await client.diagnostics_where(uri, lambda ds: not errors(ds))


async def test_two_folders_have_their_own_settings_and_another_can_join(start: Start, tmp_path: Path) -> None:
    folders = []
    for name, value in (("one", "1'b1"), ("two", None), ("three", "1'b0")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "m.v").write_text("module m(output q);\n  assign q = `VALUE;\nendmodule\n")
        if value is not None:
            (folder / "hardsight.toml").write_text(f'[verilog.defines]\nVALUE = "{value}"\n')
        folders.append(folder)
    one, two, three = folders
    client = await start(one, two)
    assert not errors(await client.diagnostics(await client.open(one / "m.v"), 1))
    assert errors(await client.diagnostics(await client.open(two / "m.v"), 1))
    event = {"added": [{"uri": three.as_uri(), "name": "three"}], "removed": [{"uri": two.as_uri(), "name": "two"}]}
    await client.notify("workspace/didChangeWorkspaceFolders", {"event": event})
    assert not errors(await client.diagnostics(await client.open(three / "m.v"), 1))
    assert (await client.command("hardsight.status"))["folders"] == [str(one), str(three)]


async def test_the_users_own_file_is_the_first_layer(start: Start, project: Path, tmp_path: Path) -> None:
    config = tmp_path / "config" / "hardsight"
    config.mkdir(parents=True)
    (config / "config.toml").write_text('disabled = ["slang"]\n[display]\ncode_lens = false\n')
    client = await start(project, env={"XDG_CONFIG_HOME": str(config.parent)})
    uri = await client.open(project / "counter.v", COUNTER.replace("q + 4'd1", "cnt"))
    assert await client.diagnostics(uri, 1) == []
    assert await client.request("textDocument/codeLens", {"textDocument": {"uri": uri}}) is None


async def test_it_registers_for_what_it_wants_to_be_told(start: Start, project: Path) -> None:
    client = await start(project)
    (params,) = await client.wait_for(lambda: client.messages("client/registerCapability"))
    methods = {r["method"]: r.get("registerOptions") for r in params["registrations"]}
    assert set(methods) == {"workspace/didChangeConfiguration", "workspace/didChangeWatchedFiles"}
    patterns = [w["globPattern"] for w in methods["workspace/didChangeWatchedFiles"]["watchers"]]
    assert "**/hardsight.toml" in patterns


async def test_files_are_watched_for_a_client_that_cannot(start: Start, project: Path) -> None:
    (project / "widths.vh").write_text("\n")
    client = await start(project, capabilities={**CAPABILITIES, "workspace": {}})
    uri = await client.open(project / "user.v", USER)
    assert errors(await client.diagnostics(uri, 1))
    for _ in range(20):
        # The watcher may start after the first write; a later one it sees.
        (project / "widths.vh").write_text("`define WIDTH 4\n")
        try:
            await client.diagnostics_where(uri, lambda ds: not errors(ds), timeout=1)
            return
        except TimeoutError:
            continue
    raise AssertionError("the changed header was not noticed")


async def test_the_editor_wins_over_the_project_and_the_project_over_the_user(
    start: Start, project: Path, tmp_path: Path
) -> None:
    """``VALUE`` is set by all three, ``OTHER`` by the first two, ``THIRD`` by the first."""
    config = tmp_path / "config" / "hardsight"
    config.mkdir(parents=True)
    (config / "config.toml").write_text('[verilog.defines]\nVALUE = "u"\nOTHER = "u"\nTHIRD = "1\'b1"\n')
    (project / "hardsight.toml").write_text('[verilog.defines]\nVALUE = "p"\nOTHER = "1\'b1"\n')
    settings = {"verilog": {"defines": {"VALUE": "1'b1"}}}
    client = await start(project, env={"XDG_CONFIG_HOME": str(config.parent)}, settings=settings)
    text = "module user(output q);\n  assign q = `VALUE & `OTHER & `THIRD;\nendmodule\n"
    uri = await client.open(project / "user.v", text)
    await client.diagnostics_where(uri, lambda ds: not errors(ds))
