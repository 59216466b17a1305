"""A class list from a file or from pasted lines: the good rows come in, the others are told."""

import csv
import io
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from quizapp.accounts.service import fold_name
from quizapp.core.findings import Finding

HEADERS = {"name", "names", "student", "student name", "pseudonym", "full name"}
FIRST_NAMES = {"first name", "firstname", "forename", "given name"}
LAST_NAMES = {"last name", "lastname", "surname", "family name"}
LARGEST_FILE = 2_000_000  # bytes
LONGEST_NAME = 80
MOST_ROWS = 500


@dataclass(frozen=True)
class Roster:
    """Names to enrol, in order, and what was wrong with the other rows."""

    names: tuple[str, ...]
    findings: tuple[Finding, ...]


def read_lines(text: str, taken: Collection[str]) -> Roster:
    """Read names pasted one a line. `taken` holds the folded names already in the class."""
    rows = ((number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip())
    return _read_names(rows, taken, "line")


def read_csv(data: bytes, taken: Collection[str]) -> Roster:
    """Read a CSV file parted by comma, semicolon or tab: one column, or the one headed "name".

    First and last names in two columns so headed are put together. What other columns hold is
    left out, and a finding says so.
    """
    if len(data) > LARGEST_FILE:
        return _refused("This file is larger than 2 MB.", "Send one with the names alone.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _refused("This is not a UTF-8 text file.", "Save the list as “CSV UTF-8” and send it again.")
    if "\x00" in text:
        return _refused("This is not a text file.", "Save the list as “CSV UTF-8” and send it again.")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = [
            (reader.line_num, row)
            for reader in [csv.reader(io.StringIO(text, newline=None), delimiter=delimiter, strict=True)]
            for row in reader
        ]
    except csv.Error as error:
        return _refused(
            f"The file cannot be read as CSV ({error}).", "Look for a quotation mark that is not closed."
        )
    rows = [(number, row) for number, row in rows if any(cell.strip() for cell in row)]
    if not rows:
        return _refused("There are no names in this file.", "Write one name a row, in the first column.")
    columns = _name_columns(rows[0][1])
    others = [i for i in range(max(len(row) for _, row in rows)) if i not in (columns or [0])]
    more = any(i < len(row) and row[i].strip() for _, row in rows for i in others)
    if columns is None and more:
        return _refused(
            "The file has several columns, and none is headed “name”.",
            "Write “name” over the column that holds the names, and send it again.",
        )
    heads = rows.pop(0)[1] if columns else []
    if not rows:
        return _refused("There are no names in this file.", "Write one name a row, under “name”.")
    roster = _read_names(
        ((n, " ".join(row[i] for i in columns or [0] if i < len(row))) for n, row in rows), taken, "row"
    )
    if not more:
        return roster
    left = ", ".join(f"“{heads[i].strip()}”" for i in others if i < len(heads) and heads[i].strip())
    note = Finding("advice", "file", f"Only the names were read. Left out: {left or 'the other columns'}.")
    return replace(roster, findings=(*roster.findings, note))


def _name_columns(heads: list[str]) -> list[int] | None:
    """Return the columns that make up a name, by what stands over them; None where nothing does."""
    folded = [fold_name(cell) for cell in heads]
    for i, head in enumerate(folded):
        if head in HEADERS:
            return [i]
    first = [i for i, head in enumerate(folded) if head in FIRST_NAMES]
    last = [i for i, head in enumerate(folded) if head in LAST_NAMES]
    return (first[:1] + last[:1]) or None


def _refused(message: str, hint: str) -> Roster:
    return Roster((), (Finding("error", "file", message, hint=hint),))


def _read_names(rows: Iterable[tuple[int, str]], taken: Collection[str], noun: str) -> Roster:
    names: list[str] = []
    findings: list[Finding] = []
    used = set(taken)
    here: set[str] = set()
    for number, cell in rows:
        name = " ".join(cell.split())
        place = f"{noun} {number}"
        problem = name_problem(name)
        if len(names) + len(findings) == MOST_ROWS:
            findings.append(
                Finding("error", place, f"More than {MOST_ROWS} names at once.", hint="Send the rest after.")
            )
            break
        if problem:
            findings.append(Finding("error", place, problem))
        elif fold_name(name) in here:
            findings.append(
                Finding("error", place, f"{name} stands here twice.", hint="Add a letter to one.")
            )
        elif fold_name(name) in used:
            findings.append(_already(place, name))
        else:
            names.append(name)
            here.add(fold_name(name))
    return Roster(tuple(names), tuple(findings))


def _already(place: str, name: str) -> Finding:
    return Finding(
        "error",
        place,
        f"{name} is in the class already.",
        hint="If not, it was taken out: bring it back on the class list.",
    )


def name_problem(name: str) -> str | None:
    """Return what is wrong with a student's name, or None."""
    if not name:
        return "There is no name in this row."
    if max(len(name), len(fold_name(name))) > LONGEST_NAME:  # folded, ß is two
        return f"This name is longer than {LONGEST_NAME} characters."
    if any(not character.isprintable() or character in "<>" for character in name):
        return "This name has signs in it that cannot be printed on a card."
    return None
