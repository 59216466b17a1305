"""Cards as a table, CSV: for a spreadsheet and back again. No cell of it is ever run as a formula."""

import csv
import io
import re
from collections.abc import Iterable

from quizapp.core.bank.model import Flashcard

COLUMNS = (
    "unit",
    "card",
    "front",
    "back",
    "reversed",
    "tags",
    "objectives",
    "cites",
    "claim_by",
    "claim_status",
    "cloze",
)
"""The columns of our own tables, by which they are known again; tables from before have not the last."""

LISTS = ("tags", "objectives", "cites")

SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
"""What a formula begins with; the wide forms too, which some spreadsheets read as the narrow ones."""

# At the beginning, and behind whatever a spreadsheet may take for the end of a cell. An apostrophe that
# stands there already gets another, so that taking one away always gives back what was there.
BEGINNING = re.compile(rf"(^|[;\t\r\n])([\s\"]*)('*)(?=[{SIGNS}])")
GUARDED = re.compile(rf"(^|[;\t\r\n])([\s\"]*)'('*)(?=[{SIGNS}])")


def guarded(text: str) -> str:
    """Return words with an apostrophe before whatever a spreadsheet would run."""
    return BEGINNING.sub(r"\1\2'\3", text)


def unguarded(text: str) -> str:
    """Return the words that `guarded` was given."""
    return GUARDED.sub(r"\1\2\3", text)


def write_csv(cards: Iterable[Flashcard], unit: str) -> bytes:
    """Return a row for each card, all that it says; UTF-8 with a BOM, without which Excel reads é as two."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for card in cards:
        told = {
            "unit": unit,
            "card": card.id,
            "front": card.front,
            "back": card.back,
            "reversed": "yes" if card.reversed else "",
            "cloze": "yes" if card.cloze else "",
            "claim_by": card.claim.by if card.claim else "",
            "claim_status": card.claim.status.value if card.claim else "",
            **{name: " ".join(getattr(card, name)) for name in LISTS},
        }
        rows.writerow([guarded(told[name]) for name in COLUMNS])
    return out.getvalue().encode("utf-8-sig")
