"""What a server and all its processes use, as Linux counts it."""

import os
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> set[int]:
    """Return a process and all that came of it."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int(_fields(int(folder.name))[1])
        except OSError:
            continue
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def cpu_seconds(pid: int) -> float:
    """Return the processor's time that a process and its children have used, user and system."""
    total = 0
    for one in family(pid):
        try:
            fields = _fields(one)
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def memory_mb(pid: int) -> float:
    """Return the memory that a process and its children hold, what they share counted once."""
    total = 0
    for one in family(pid):
        for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def _fields(pid: int) -> list[str]:
    # The name in brackets may hold spaces.
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
