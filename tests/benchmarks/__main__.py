"""The figures that the app is held to, on the real server: `make bench`.

    python -m tests.benchmarks [--quick] [--json FILE]

Each is measured beside a bare Flask route on the same server in the same run, and printed with its
target. Loopback only; ends by itself. Exit code 1 where a target is missed.
"""

import argparse
import json
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks import burst, cards, costs, reports, saves, watching
from tests.benchmarks.measure import Figure, Place, on_ram, printed
from tests.load import make_school

STUDENTS, QUICK = 1_000, 100
PARTS = {
    "saves": saves,
    "costs": costs,
    "burst": burst,
    "watching": watching,
    "reports": reports,
    "cards": cards,
}


@contextmanager
def place() -> Iterator[Place]:
    """Give a folder on a real disk, for the time of a run."""
    folder = Path(tempfile.mkdtemp(prefix="quizapp-bench-", dir=Path.cwd()))
    try:
        yield Place(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Measure all and say how it went."""
    options = argparse.ArgumentParser(prog="make bench")
    options.add_argument("--quick", action="store_true", help="a tenth of the students: a look, no verdict")
    options.add_argument("--json", type=Path, default=Path("bench.json"), help="where to write the figures")
    options.add_argument("--only", choices=PARTS, help="one part alone")
    chosen = options.parse_args()
    students = QUICK if chosen.quick else STUDENTS
    figures: list[Figure] = []
    with place() as here:
        school = make_school(
            here.folder / "school", students, one_page=True, time_limit=3600, shuffle_questions=False
        )
        for name, part in PARTS.items():
            if chosen.only in (None, name):
                print(f"Measuring {name} ...", file=sys.stderr, flush=True)
                figures += part.measure(here, school, students)
        where = "in memory (tmpfs)" if on_ram(here.folder) else "on disk"
    print(printed(figures))
    machine = (
        f"{platform.machine()}, {len_cpus()} processors, Python {platform.python_version()}, data {where}"
    )
    print(machine)
    chosen.json.write_text(
        json.dumps({"machine": machine, "figures": [asdict(figure) for figure in figures]}, indent=2) + "\n"
    )
    return 0 if all(figure.met for figure in figures) else 1


def len_cpus() -> int:
    """Return how many processors this run may use."""
    import os

    return len(os.sched_getaffinity(0))


if __name__ == "__main__":
    sys.exit(main())
