"""The rows of a table of marks, from the bytes of a CSV file as any spreadsheet writes it."""

import csv
import io
import re

from quizapp.core.findings import Finding

Row = tuple[int, list[str]]
"""A line of the file, counted from 1, and its cells."""


class UnusableTableError(ValueError):
    """What makes a file unusable, as findings."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(findings[0].message)
        self.findings = findings


def error(line: int | None, message: str, hint: str) -> Finding:
    """Return what is wrong in a line, or with the file."""
    return Finding("error", f"row {line}" if line else "file", message, hint=hint)


def count(number: int, noun: str) -> str:
    """Return a number with its noun: 1 mark, 2 marks."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _text(data: bytes) -> str:
    """Return the text of a file: UTF-8, with or without a mark, UTF-16 as Excel writes it, or Latin."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise UnusableTableError([error(None, "This is not a text file.", "Save the table as CSV.")])
    return text


def read_rows(data: bytes) -> tuple[list[Row], str]:
    """Return the rows that hold something, with their line, and the sign that parts their cells."""
    text = _text(data)
    lines = text.splitlines()
    skipped = 0
    if lines and (said := re.fullmatch(r'"?sep=([^"\w])"?', lines[0].strip(), re.IGNORECASE)):
        delimiter, skipped = said[1], 1
    else:
        first = next((line for line in lines if line.strip()), "")
        delimiter = max(",;\t", key=lambda sign: _cells_in(first, sign))
    body = "\n".join(lines[skipped:])
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = [(reader.line_num + skipped, row) for row in reader]
    except csv.Error as wrong:
        raise UnusableTableError(
            [error(None, f"The file cannot be read as CSV ({wrong}).", "Look for a stray quotation mark.")]
        ) from wrong
    rows = [(line, row) for line, row in rows if any(cell.strip() for cell in row)]
    if not rows:
        raise UnusableTableError([error(None, "The file is empty.", "Give it one row a student.")])
    return rows, delimiter


def _cells_in(line: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=delimiter), []))
    except csv.Error:
        # A cell of more than 128 KB: the reading of all rows will say so.
        return 0


def width_of(head: Row, body: list[Row]) -> tuple[int, list[Finding]]:
    """Return how many columns there are, and the rows that have others."""

    def length(row: list[str]) -> int:
        return next((place for place in range(len(row), 0, -1) if row[place - 1].strip()), 0)

    # A spreadsheet may write empty columns after the last; a question without a name has marks under it.
    width = max(length(row[: len(head[1])]) for _, row in (head, *body))
    found = []
    if width < 2:
        hint = "The first row names the questions, the first column the students."
        found.append(error(head[0], "There are no questions in this table.", hint))
    if not body:
        found.append(error(None, "There are no students in this file.", "Give each one a row."))
    for line, row in body:
        if len(row) < width or length(row) > width:
            have = f"This row has {count(len(row), 'cell')}, and the first row {width}."
            hint = "Leave the cell of a missing mark empty, and put a mark with a comma in quotation marks."
            found.append(error(line, have, hint))
    return width, found
