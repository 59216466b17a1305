"""Reading one file of a bank: what must hold before a parser sees it."""

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
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return refuse("This is not UTF-8 text.", "Save the file again with the encoding UTF-8.", line)
