"""The index of a project: where modules are, kept true to the disk, never in the way."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from backends.verilog.module_index import ModuleIndex, index_for, index_of_files


def indexed(root: Path) -> ModuleIndex:
    index = index_for(str(root))
    assert index.wait(20)
    return index


def names(paths: tuple[str, ...]) -> list[str]:
    return [Path(p).name for p in paths]


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_units_includes_and_users(tmp_path: Path) -> None:
    write(tmp_path / "rtl/pair.v", "module one; endmodule\nmodule two; one u(); endmodule\n")
    write(tmp_path / "rtl/pkg.sv", "package types;\nendpackage\ninterface link;\nendinterface\n")
    write(tmp_path / "top.sv", '`include "../inc/defs.svh"\nmodule top;\n  import types::*;\n  two u();\nendmodule\n')
    write(tmp_path / "inc/defs.svh", "`define A 1\n")
    index = indexed(tmp_path)
    assert names(index.files_defining("one")) == names(index.files_defining("two")) == ["pair.v"]
    assert names(index.files_defining("types")) == names(index.files_defining("link")) == ["pkg.sv"]
    assert index.files_defining("gone") == ()
    assert names(index.files_named("defs.svh")) == ["defs.svh"]
    assert names(index.files_including("defs.svh")) == ["top.sv"]
    assert names(index.files_referring_to("two")) == names(index.files_referring_to("types")) == ["top.sv"]
    assert index.files_referring_to("one") == (), "a module used beside its definition needs no other file"


def test_comments_strings_and_build_folders_define_nothing(tmp_path: Path) -> None:
    write(
        tmp_path / "a.v",
        '// module ghost;\n/* module ghost;\n endmodule */\nmodule a; initial $display("module ghost;"); endmodule\n',
    )
    write(tmp_path / "obj_dir/b.v", "module ghost; endmodule\n")
    write(tmp_path / ".hidden/c.v", "module ghost; endmodule\n")
    write(tmp_path / "notes.txt", "module ghost; endmodule\n")
    index = indexed(tmp_path)
    assert index.files_defining("ghost") == ()
    assert names(index.files_defining("a")) == ["a.v"]


def test_an_edited_or_deleted_file_is_never_answered_from_memory(tmp_path: Path) -> None:
    path = tmp_path / "m.v"
    write(path, "module old; endmodule\n")
    index = indexed(tmp_path)
    assert names(index.files_defining("old")) == ["m.v"]
    write(path, "module fresh; endmodule\n")
    os.utime(path, ns=(1, 1))
    assert index.files_defining("old") == ()
    assert names(index.files_defining("fresh")) == ["m.v"]
    path.unlink()
    assert index.files_defining("fresh") == ()


def test_a_reported_file_is_known_at_once(tmp_path: Path) -> None:
    index = indexed(tmp_path)
    path = tmp_path / "late.v"
    write(path, "module late; endmodule\n")
    assert index.files_defining("late") == ()
    index.refresh(str(path))
    assert names(index.files_defining("late")) == ["late.v"]
    path.unlink()
    index.refresh(str(path))
    assert index.files_named("late.v") == ()


def test_links_that_lead_back_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "rtl/a.v", "module a; endmodule\n")
    (tmp_path / "rtl/again").symlink_to(tmp_path)
    assert names(indexed(tmp_path).files_defining("a")) == ["a.v"]


def test_what_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "good.v", "module good; endmodule\n")
    os.mkfifo(tmp_path / "pipe.v")
    (tmp_path / "dangling.v").symlink_to(tmp_path / "nowhere.v")
    (tmp_path / "binary.v").write_bytes(bytes(range(256)) * 100)
    assert names(indexed(tmp_path).files_defining("good")) == ["good.v"]


def test_the_first_question_does_not_wait_for_a_large_project(tmp_path: Path) -> None:
    """The walk is held at its second file, so that an index that waited for all would never answer."""
    write(tmp_path / "first.v", "module first; endmodule\n")
    write(tmp_path / "second.v", "module second; endmodule\n")
    go_on = threading.Event()

    def walk():  # type: ignore[no-untyped-def]
        yield str(tmp_path / "first.v"), (tmp_path / "first.v").stat().st_mtime_ns
        go_on.wait(20)
        yield str(tmp_path / "second.v"), (tmp_path / "second.v").stat().st_mtime_ns

    index = ModuleIndex(walk)
    assert not index.wait(0.2)
    go_on.set()
    assert index.wait(20)
    assert names(index.files_defining("second")) == ["second.v"]


def test_an_index_of_listed_files_looks_nowhere_else(tmp_path: Path) -> None:
    write(tmp_path / "a.v", "module a; endmodule\n")
    write(tmp_path / "b.v", "module b; endmodule\n")
    index = index_of_files((str(tmp_path / "a.v"), str(tmp_path / "gone.v")))
    assert index.wait(20)
    assert names(index.files_defining("a")) == ["a.v"]
    assert index.files_defining("b") == ()
