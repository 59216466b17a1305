"""Where there is no browser, its tests are not run, and that is said; on a CI machine it is a failure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import chromium

ROOT = Path(__file__).parents[2]
BROWSER_TEST = "tests/journeys/test_pages_are_accessible.py"


@pytest.fixture
def without_browsers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "PLACES", ())


def run(ci: str) -> subprocess.CompletedProcess[str]:
    if any(Path(place).is_file() for place in chromium.PLACES):
        pytest.skip("This computer has a browser that is found without PATH.")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", BROWSER_TEST, "-k", "nowhere"],
        cwd=ROOT,
        env={**{k: v for k, v in os.environ.items() if k != "CHROMIUM"}, "PATH": "/nowhere", "CI": ci},
        capture_output=True,
        text=True,
    )


def test_pytest_names_what_it_did_not_run_and_why() -> None:
    done = run(ci="")
    assert done.returncode == 0, done.stdout
    assert "SKIPPED [1]" in done.stdout
    assert "No Chromium found, so the browser tests are not run. To run them: " in done.stdout


def test_on_a_ci_machine_that_is_a_failure() -> None:
    done = run(ci="true")
    assert done.returncode != 0
    assert "No Chromium found" in done.stdout + done.stderr


def test_make_test_says_in_one_line_how_to_get_it(
    without_browsers: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", "")
    assert chromium.main() == 0
    assert capsys.readouterr().err.count("\n") == 1
    monkeypatch.setenv("CI", "true")
    assert chromium.main() == 1


def test_the_one_without_a_window_goes_before_the_others(
    without_browsers: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("chromium", "chromium-headless-shell"):
        (tmp_path / name).touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chromium.find_chromium() == str(tmp_path / "chromium-headless-shell")


def test_a_browser_that_was_named_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/opt/a/browser of mine")
    assert chromium.find_chromium() == "/opt/a/browser of mine"
