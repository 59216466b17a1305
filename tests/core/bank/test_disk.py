"""Files are written all or none, in the form they had."""

from pathlib import Path

import pytest

from quizapp.core.bank.disk import as_before, as_text, write_files


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("text", [b"a\nb\n", b"a\r\nb\r\n"])
def test_line_ends_and_the_mark_at_the_start_stay(mark, text):
    before = mark + text
    assert as_before(as_text(before), before) == before


def test_all_files_are_written_into_new_folders_and_keep_their_modes(tmp_path):
    old = tmp_path / "bank" / "unit.yaml"
    old.parent.mkdir()
    old.write_text("old")
    old.chmod(0o640)
    write_files(tmp_path / "bank", {"unit.yaml": b"new", "questions/a.yaml": b"also"})
    assert (old.read_text(), oct(old.stat().st_mode & 0o777)) == ("new", "0o640")
    names = sorted(path.name for path in (tmp_path / "bank").rglob("*"))
    assert names == ["a.yaml", "questions", "unit.yaml"]


def test_if_one_cannot_be_written_all_stand_as_before(tmp_path, monkeypatch):
    (tmp_path / "a").write_text("old")
    real = Path.replace

    def fail_on_c(self, target):
        if Path(target).name == "c":
            raise PermissionError(13, "Permission denied", str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", fail_on_c)
    with pytest.raises(PermissionError):
        write_files(tmp_path, {"a": b"new", "new/b": b"new", "c": b"new"})
    assert {path.name: path.read_text() for path in tmp_path.rglob("*")} == {"a": "old"}
