"""The browser that the journeys drive: where it is, and how it is got where it may be installed.

`python -m tests.chromium` is the step of `make test` before pytest: it installs Chromium on
Debian, or says in one line how to get it. Without it pytest skips the browser tests by name.
"""

import os
import shutil
import sys
from pathlib import Path

from tests.programs import apt_install, how_to_get, must_run

SHELL = "chromium-headless-shell"
"""The same Chromium without a window and what belongs to one: half the work for each test."""
COMMANDS = (
    SHELL,
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
# Without the background switches Chromium looks for its maker's servers at every start.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> str | None:
    """Return the program of a Chromium, Chrome or Edge of this computer, or None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    found = (shutil.which(command) for command in COMMANDS)
    return next((path for path in found if path), next((p for p in PLACES if Path(p).is_file()), None))


def how_to_get_it() -> str:
    """Return one line for a person whose browser tests are not run."""
    way = how_to_get(
        "chromium",
        "install Google Chrome, or: brew install --cask google-chrome",
        "install Chromium or Google Chrome",
    )
    return f"No Chromium found, so the browser tests are not run. To run them: {way} (or set CHROMIUM)."


def main() -> int:
    found = find_chromium()
    # At a desk any will do; a landing, which runs every test, has the quick one.
    if not found or (must_run() and not os.environ.get("CHROMIUM") and not shutil.which(SHELL)):
        apt_install(SHELL, "Chromium without a window for the browser tests")
    if not find_chromium():  # not every Debian has it by itself
        apt_install("chromium", "Chromium for the browser tests")
    if find_chromium():
        return 0
    print(how_to_get_it(), file=sys.stderr)
    return 1 if must_run() else 0


if __name__ == "__main__":
    sys.exit(main())
