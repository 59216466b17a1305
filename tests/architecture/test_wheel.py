"""The wheel holds what git tracks, nothing else, and works where there is no checkout."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from quizapp.cli import main

ROOT = Path(__file__).parents[2]
SHIPPED = ("templates", "static", "questions")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from this checkout, without asking any registry."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the wheel where no checkout is near, as an installation does."""
    folder = tmp_path_factory.mktemp("site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def tracked() -> set[str]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", "quizapp", *SHIPPED], cwd=ROOT, check=True, capture_output=True, text=True
    )
    paths = {path for path in listing.stdout.split("\0") if path and (ROOT / path).is_file()}
    return {f"quizapp/{path}" if path.startswith(SHIPPED) else path for path in paths}


def run_installed(installed: Path, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-P", *command],
        cwd=installed.parent,
        env={**os.environ, "PYTHONPATH": str(installed), "QUIZAPP_DATA_DIR": str(installed / "data")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_what_git_tracks_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert sorted(held ^ tracked()) == []


def test_every_file_in_the_wheel_is_the_one_in_the_checkout(installed: Path) -> None:
    for name in ("templates", "static", "questions"):
        files = [path for path in tracked() if path.startswith(f"quizapp/{name}/")]
        assert files
        for path in files:
            assert (installed / path).read_bytes() == (ROOT / path.removeprefix("quizapp/")).read_bytes()


def test_the_installed_app_takes_nothing_from_the_checkout(installed: Path) -> None:
    code = "import quizapp; from quizapp import paths; print(quizapp.__file__, paths.CHECKOUT)"
    assert run_installed(installed, "-c", code) == f"{installed / 'quizapp' / '__init__.py'} None\n"


def test_the_installed_app_shows_its_pages_with_their_style(installed: Path) -> None:
    code = (
        "from quizapp import create_app; app = create_app(); client = app.test_client(); "
        "print(client.get('/join').status_code, client.get('/static/1/css/quizapp.css').status_code)"
    )
    assert run_installed(installed, "-c", code) == "200 200\n"


def test_the_installed_command_shows_the_banks_that_are_inside(installed: Path) -> None:
    shown = json.loads(run_installed(installed, "-m", "quizapp.cli", "bank", "show", "--json"))
    here = CliRunner().invoke(main, ["bank", "show", "--json"])
    assert shown == json.loads(here.stdout)


def test_the_installed_command_knows_its_version(installed: Path) -> None:
    assert run_installed(installed, "-m", "quizapp.cli", "--version") == "quizapp, version 0.1.0\n"
