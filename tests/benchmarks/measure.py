"""A figure with its target, and the servers it is measured on."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from tests.load import School
from tests.server import Server, free_port


@dataclass(frozen=True)
class Figure:
    """What was measured, and what it should be: at least or at most the target; None: for the record."""

    name: str
    value: float
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None

    @property
    def met(self) -> bool:
        return (self.at_least is None or self.value >= self.at_least) and (
            self.at_most is None or self.value <= self.at_most
        )

    @property
    def target(self) -> str:
        if self.at_least is not None:
            return f"at least {self.at_least:g}"
        return f"at most {self.at_most:g}" if self.at_most is not None else ""


def printed(figures: Sequence[Figure]) -> str:
    """Return the figures as a table."""
    rows = [
        (
            one.name,
            f"{one.value:,.2f} {one.unit}".strip(),
            one.target,
            "" if not one.target else "ok" if one.met else "MISSED",
        )
        for one in figures
    ]
    widths = [max(len(row[n]) for row in rows) for n in range(3)]
    return "\n".join(
        f"{name:<{widths[0]}}  {value:>{widths[1]}}  {target:<{widths[2]}}  {verdict}".rstrip()
        for name, value, target, verdict in rows
    )


@dataclass(frozen=True)
class Place:
    """Where a run keeps its data."""

    folder: Path


def on_ram(folder: Path) -> bool:
    """Tell whether a folder is in memory, where a sync costs nothing."""
    found = subprocess.run(
        ["stat", "-f", "-c", "%T", str(folder)], capture_output=True, text=True, check=True
    )
    return found.stdout.strip() in ("tmpfs", "ramfs")


@contextmanager
def serving(school: School, **settings: str) -> Iterator[Server]:
    """Run `quizapp serve` on a school."""
    server = Server(school.data_dir, **{**school.environment, "QUIZAPP_PORT": str(free_port()), **settings})
    try:
        server.wait_until_it_answers()
        yield server
    finally:
        server.stop()


@dataclass(frozen=True)
class Bare:
    """The bare route's server."""

    url: str
    pid: int


@contextmanager
def bare() -> Iterator[Bare]:
    """Run the bare route."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.benchmarks.bare", str(port)])
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                urlopen(url, timeout=5).close()
                break
            except OSError:
                time.sleep(0.05)
        yield Bare(url, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=10)


def slow_disk(folder: Path) -> str:
    """Compile what adds 3 ms to each sync; return what to preload."""
    library = folder / "slow_sync.so"
    source = Path(__file__).parent / "slow_disk" / "sync.c"
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", str(library), str(source), "-ldl"], check=True)
    return os.fspath(library)
