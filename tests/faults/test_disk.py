"""A full disk, and a data folder that cannot be written: nothing is lost, and it is said in words."""

import asyncio
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from quizapp.cli import main
from tests.faults.conftest import diagnosis, told
from tests.load import Answered, Browser, Promises, School, broken, run
from tests.server import PATIENCE, Server, free_port


def mount(*options: str) -> bool:
    """Mount something; False where that is not allowed."""
    try:
        return subprocess.run(["mount", *options], capture_output=True, timeout=10).returncode == 0
    except OSError:
        return False


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of three megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mount("-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)):
        pytest.skip("a full disk: here nobody may mount a small one")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True, timeout=10)


@pytest.fixture
def read_only(school: School) -> Iterator[School]:
    """The school, in a folder that cannot be written."""
    folder = school.data_dir
    if os.geteuid() != 0:
        folder.chmod(0o500)
        yield school
        folder.chmod(0o700)
    elif mount("--bind", str(folder), str(folder)) and mount("-o", "remount,ro,bind", str(folder)):
        yield school
        subprocess.run(["umount", "--lazy", str(folder)], check=True, timeout=10)
    else:
        pytest.skip("a read-only data folder: root may write in any here")


def fill(folder: Path) -> Path:
    """Write a file until the disk is full; return it."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as handle:
        for size in (65536, 4096, 1):
            try:
                while handle.write(b"\0" * size) == size:
                    pass
            except OSError:
                continue
    return ballast


def test_on_a_full_disk_nothing_is_called_saved_that_is_not(
    made_school: School, small_disk: Path, serve: Callable[..., Server], log: Callable[[], str]
) -> None:
    school = made_school.copied_to(small_disk / "data")
    server = serve(school)
    promises = Promises()

    async def write() -> None:
        browsers = [Browser(server.url, school, one, promises) for one in school.students[:8]]
        for browser in browsers:
            await browser.start()
        ballast = await asyncio.to_thread(fill, small_disk)
        unsaved: list[Answered] = []
        for _ in range(200):  # what was written before may leave room for a few
            answers = await asyncio.gather(*(browser.save(1) for browser in browsers))
            unsaved = [one for one in answers if one.status != 200]
            if len(unsaved) == len(browsers):
                break
        assert {one.status for one in unsaved} == {503}
        assert told(unsaved[0])["status"] == "not_saved"
        assert told(unsaved[0])["retry"] is True
        assert unsaved[0].headers["retry-after"] == "5"
        assert (await browsers[0].page()).status == 200  # what was saved can be seen
        refused = await browsers[0].submit()
        assert refused.status == 503
        assert "The app could not write its data." in refused.text
        ballast.unlink()
        for browser in browsers:
            assert (await browser.save_for_sure(1)).status == 200
            assert (await browser.submit()).status == 303
            await browser.close()

    run(write())
    assert "database: database or disk is full" in log()
    assert "Traceback" not in log()
    server.stop()
    assert broken(promises, school.database_url) == []
    assert [said for said in diagnosis(school) if "MB of the disk are free" not in said] == []


def test_a_backup_onto_a_full_disk_leaves_nothing_half_written(
    school: School, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in school.environment.items():
        monkeypatch.setenv(name, value)
    older = small_disk / "older.zip"
    older.write_bytes(b"an older backup")
    fill(small_disk)
    result = CliRunner().invoke(main, ["backup", "--force", str(older)])
    assert result.exit_code == 2
    assert "full" in result.stderr or "No space" in result.stderr
    assert sorted(path.name for path in small_disk.iterdir()) == ["ballast", "older.zip"]
    assert older.read_bytes() == b"an older backup"


def test_a_data_folder_that_became_read_only_is_refused_and_left_as_it_is(
    read_only: School, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    files = {path: path.read_bytes() for path in read_only.data_dir.iterdir()}
    server = Server(read_only.data_dir, **{**read_only.environment, "QUIZAPP_PORT": str(free_port())})
    _, said = server.process.communicate(timeout=PATIENCE)
    assert server.process.returncode == 2
    assert said.startswith(f"quizapp: The data folder {read_only.data_dir} cannot be written (")
    assert said.endswith(
        "give yourself the right to write there, or set QUIZAPP_DATA_DIR to another folder.\n"
    )
    assert {path: path.read_bytes() for path in read_only.data_dir.iterdir()} == files
