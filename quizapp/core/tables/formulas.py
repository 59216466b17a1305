"""Words that a spreadsheet would run as a formula, and the apostrophe that keeps it from that."""

import re

SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
"""What a formula begins with; the wide forms too, which some spreadsheets read as the narrow ones."""

# At the beginning, and behind whatever a spreadsheet may take for the end of a cell: one that is set to
# semicolons reads a line of ours anew, and quotes inside of it do not stop it. An apostrophe that stands
# there already gets another, so that taking one away always gives back what was there.
_BLANK = r"(?:[^\S\t\r\n]|\")*"
_BEGINNING = re.compile(rf"(^|[;\t\r\n])('*{_BLANK})(?=[{SIGNS}])")
_GUARDED = re.compile(rf"(^|[;\t\r\n])'('*{_BLANK})(?=[{SIGNS}])")


def guarded(text: str) -> str:
    """Return words with an apostrophe before whatever a spreadsheet would run."""
    return _BEGINNING.sub(r"\1'\2", text)


def unguarded(text: str) -> str:
    """Return the words that `guarded` was given."""
    return _GUARDED.sub(r"\1\2", text)
