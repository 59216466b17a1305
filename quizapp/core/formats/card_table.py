"""Cards as a table, CSV: for a spreadsheet and back again. No cell of it is ever run as a formula."""

import csv
import io
from collections.abc import Iterable

from quizapp.core.bank.model import Flashcard
from quizapp.core.tables.formulas import guarded

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
