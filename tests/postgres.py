"""The PostgreSQL that the tests run on besides SQLite: found, installed where it may be, served for one run.

`python -m tests.postgres` is the step of `make test` after pytest's run on SQLite: it starts a server of
its own in a temporary folder, runs on it every test that touches a database, and takes it away again.
QUIZAPP_TEST_POSTGRES names a server to use instead, by a user who may make databases.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.programs import apt_install, how_to_get, must_run

VARIABLE = "QUIZAPP_TEST_POSTGRES"
NO_TESTS = 5  # pytest's own status for it
PLACES = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql*/bin")
# Nothing here has to outlive a power cut, and what is not waited for makes the run half as long.
OPTIONS = (
    "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off "
    "-c max_connections=200 -c autovacuum=off"
)


def find_programs() -> Path | None:
    """Return the folder with a server's programs, the newest where there are several, or None."""
    if named := shutil.which("initdb"):
        return Path(named).resolve().parent
    found = [path.parent for place in PLACES for path in Path("/").glob(f"{place}/initdb")]
    return max(found, key=lambda path: [int(n) for n in re.findall(r"\d+", path.parent.name)], default=None)


def how_to_get_it() -> str:
    """Return one line for a person whose tests on PostgreSQL are not run."""
    way = how_to_get("postgresql", "brew install postgresql", "install PostgreSQL")
    return (
        "No PostgreSQL found, so the tests are run on SQLite only. "
        f"To run them on both: {way} (or set {VARIABLE} to a server's address)."
    )


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """Serve a new PostgreSQL on a socket in a temporary folder, and give its address."""
    # A server refuses to run as root: there it is run as the user that comes with the package.
    user = "postgres" if os.geteuid() == 0 else None
    # Short: a socket's path may have a hundred signs, and macOS's own temporary folder has most of them.
    folder = Path(tempfile.mkdtemp(prefix="quizapp-pg-", dir="/tmp"))
    if user:
        shutil.chown(folder, user, user)

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [programs / program, "-D", folder / "data", *arguments],
            user=user, group=user, extra_groups=[] if user else None, cwd=folder,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"PostgreSQL did not start:\n{done.stdout}")

    try:
        # A country's order of signs where it can be had, as in schools: unlike SQLite's, and not to be seen.
        told = subprocess.run([programs / "initdb", "--help"], capture_output=True, text=True).stdout
        order = ["--locale-provider=icu", "--icu-locale=en"] if "--icu-locale" in told else []
        run(
            "initdb",
            "--username=quizapp",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync",
            *order,
        )
        options = f"-c unix_socket_directories={folder} {OPTIONS}"
        run("pg_ctl", "-l", f"{folder / 'log'}", "-o", options, "--wait", "start")
        try:
            yield f"postgresql+psycopg://quizapp@/postgres?host={folder}"
        finally:
            run("pg_ctl", "--mode=immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(arguments: list[str]) -> int:
    """Run the tests on PostgreSQL, or say how to get it: on a CI machine that is a failure."""
    if os.environ.get(VARIABLE):
        return run_tests(os.environ[VARIABLE], arguments)
    if not find_programs():
        apt_install("postgresql", "PostgreSQL for the tests")
    programs = find_programs()
    if programs is None:
        print(how_to_get_it(), file=sys.stderr)
        return 1 if must_run() else 0
    with server(programs) as address:
        return run_tests(address, arguments)


def run_tests(address: str, arguments: list[str]) -> int:
    """Run on that server what touches a database; of the tests asked for there may be none that does."""
    print("The tests that touch a database, on PostgreSQL:", flush=True)
    status = subprocess.call(
        [sys.executable, "-m", "pytest", *arguments], env={**os.environ, VARIABLE: address}
    )
    return 0 if status == NO_TESTS else status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
