from __future__ import annotations

from pathlib import Path

import pytest

from server.file_replacement import FileChanged, FileImage


@pytest.mark.parametrize(
    "raw",
    [
        b"module m;\r\nendmodule\r\n",
        b"\xef\xbb\xbfmodule m;\nendmodule",
        "// µ 🙂\nmodule m; endmodule\n".encode(),
        "// caf\xe9\nmodule m; endmodule\n".encode("latin-1"),
        b"",
        b"\x0c\x0bmodule m;\x1c\n",
    ],
)
def test_what_is_not_changed_stays_byte_for_byte(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "m.v"
    path.write_bytes(raw)
    image = FileImage.read(path)
    image.replace(image.text)
    assert path.read_bytes() == raw
    image.replace(image.text + "// more\n")
    assert path.read_bytes() == raw + b"// more\n"


def test_the_mode_is_kept_and_nothing_else_is_left_behind(tmp_path: Path) -> None:
    path = tmp_path / "m.v"
    path.write_text("a")
    path.chmod(0o754)
    FileImage.read(path).replace("b")
    assert path.stat().st_mode & 0o7777 == 0o754
    assert [p.name for p in tmp_path.iterdir()] == ["m.v"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "m.v").write_text("a")
    (tmp_path / "m.v").symlink_to("real/m.v")
    FileImage.read(tmp_path / "m.v").replace("b")
    assert (tmp_path / "m.v").is_symlink()
    assert (tmp_path / "real" / "m.v").read_text() == "b"


def test_an_edit_made_meanwhile_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "m.v"
    path.write_text("a")
    image = FileImage.read(path)
    path.write_text("the user's")
    with pytest.raises(FileChanged, match="changed while"):
        image.replace("b")
    assert path.read_text() == "the user's"
    assert [p.name for p in tmp_path.iterdir()] == ["m.v"]


def test_text_that_the_encoding_cannot_hold_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.v"
    path.write_bytes(b"// caf\xe9\n")
    with pytest.raises(UnicodeEncodeError):
        FileImage.read(path).replace("// 🙂")
    assert path.read_bytes() == b"// caf\xe9\n"
    assert [p.name for p in tmp_path.iterdir()] == ["m.v"]
