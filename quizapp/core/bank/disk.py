"""The files of a bank on the disk: what must hold before a parser sees one, and how they are written."""

import os
import shutil
from codecs import BOM_UTF8
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from quizapp.core.findings import Finding

LARGEST_FILE = 2_000_000


def read_text(path: Path, root: Path) -> str | Finding:
    """Return the text of a file that lies inside `root`, or why it cannot be used."""

    def refuse(message: str, hint: str = "", line: int | None = None) -> Finding:
        return Finding("error", "", message, hint, file=str(path), line=line)

    try:
        if not path.resolve().is_relative_to(root.resolve()):
            return refuse("This is a link that leads out of the unit.", "Put the file itself here.")
        if not path.is_file():
            return refuse("This is not a file.", "Rename or remove it.")
        if path.stat().st_size > LARGEST_FILE:
            return refuse(
                f"This is larger than {LARGEST_FILE // 1_000_000} MB.", "Part it into several files."
            )
        data = path.read_bytes()
    except (OSError, RuntimeError) as error:
        # Python 3.11 and 3.12 report a ring of links as RuntimeError.
        reason = getattr(error, "strerror", None) or "its links lead in a ring"
        return refuse(f"This cannot be read: {reason}.", "Look at its permissions.")
    try:
        return as_text(data)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return refuse("This is not UTF-8 text.", "Save the file again with the encoding UTF-8.", line)


def as_text(data: bytes) -> str:
    """Return what a bank file says, with the line ends that YAML is read with."""
    return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def as_before(text: str, before: bytes | None) -> bytes:
    """Return the bytes of a text, with the line ends and the mark at the start that its file had before."""
    data = text.encode()
    if before is None:
        return data
    if before.count(b"\r\n") * 2 > before.count(b"\n"):
        data = data.replace(b"\n", b"\r\n")
    return BOM_UTF8 + data if before.startswith(BOM_UTF8) else data


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, each at once and all or none; raise OSError where that fails.

    What stood before is put back if one of them cannot be written.
    """
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    staged: list[tuple[Path, Path]] = []
    done: list[tuple[Path, bytes | None]] = []
    try:
        for name, data in files.items():
            target = (folder / name).resolve()
            if not target.parent.exists():
                target.parent.mkdir(parents=True)
                made.insert(0, target.parent)
            beside = target.with_name(f".{target.name}.new")
            staged.append((beside, target))
            with beside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, beside)
        for beside, target in staged:
            before = target.read_bytes() if target.exists() else None
            beside.replace(target)
            done.append((target, before))
    except OSError:
        for target, before in reversed(done):
            with suppress(OSError):
                target.unlink() if before is None else target.write_bytes(before)
        for beside, _ in staged:
            beside.unlink(missing_ok=True)
        for path in made:
            with suppress(OSError):
                path.rmdir()
        raise
