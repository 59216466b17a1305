"""The programs that some tests need besides Python: how they are got, and whether a run may do without."""

import os
import shutil
import subprocess
import sys


def apt_install(package: str, called: str) -> None:
    """Install a package of Debian's where that needs no password; elsewhere do nothing."""
    if not shutil.which("apt-get"):
        return
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing {called} (apt-get install {package}) ...", flush=True)
    for step in (["update"], ["install", "--yes", "--no-install-recommends", package]):
        try:
            done = subprocess.run([*sudo, "apt-get", *step], env=environment, capture_output=True, text=True)
        except OSError:  # no sudo here
            return
        if done.returncode:
            print((done.stderr or done.stdout).strip().splitlines()[-1:], file=sys.stderr)
            return


def how_to_get(package: str, on_a_mac: str, elsewhere: str) -> str:
    """Return what a person does to get it, in a few words."""
    if shutil.which("apt-get"):
        return f"sudo apt-get install {package}"
    return on_a_mac if sys.platform == "darwin" else elsewhere


def must_run() -> bool:
    """Tell whether a run without some of the tests counts as failed: on a CI machine."""
    return os.environ.get("CI") == "true"
