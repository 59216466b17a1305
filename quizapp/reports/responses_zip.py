"""The file with one row an answer: responses.csv, its codebook and notes, in a .zip made on the disk."""

import csv
import io
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import IO

from quizapp.core.tables.csv_file import harmless
from quizapp.reports.codebook import NAMED, NOTES, PSEUDONYMS, codebook, variables
from quizapp.reports.responses import Cell, Naming, Row

RESPONSES, CODEBOOK, README = "responses.csv", "codebook.csv", "README.txt"


def write_zip(
    rows: Iterable[Row], naming: Naming, *, title: str, scope: str, sample: bool, now: datetime
) -> IO[bytes]:
    """Write the file as the rows come, and return it: a temporary one that goes when it is closed.

    Whole before the first byte is sent: a download is never cut off in silence. UTF-8 without a BOM,
    which R would take for a part of the first column's name.
    """
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  whoever sends it closes it
    names = [one.name for one in variables(named=naming.named)]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        with _part(archive, RESPONSES, now) as out:
            _write(out, [names])
            _write(out, ([_cell(row[name]) for name in names] for row in rows))
        with _part(archive, CODEBOOK, now) as out:
            _write(out, codebook(named=naming.named))
        with _part(archive, README, now) as out:
            out.write(
                NOTES.format(
                    title=title,
                    day=f"{now:%Y-%m-%d}",
                    sample="\nSample data: made-up answers of made-up students." if sample else "",
                    scope=scope,
                    names=NAMED if naming.key is None else PSEUDONYMS.format(key=naming.key),
                )
            )
    return file


@contextmanager
def _part(archive: zipfile.ZipFile, name: str, now: datetime) -> Iterator[io.TextIOWrapper]:
    """Open a file in the archive for words; of unknown length, it may become larger than 2 GB."""
    entry = zipfile.ZipInfo(name, now.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    part = archive.open(entry, "w", force_zip64=True)
    with part, io.TextIOWrapper(part, encoding="utf-8", newline="") as out:
        yield out


def _write(out: io.TextIOWrapper, rows: Iterable[Sequence[Cell]]) -> None:
    csv.writer(out, lineterminator="\n").writerows(rows)


def _cell(cell: Cell) -> Cell:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return harmless(cell) if isinstance(cell, str) else cell
