"""From the bytes of a file to rows of cards, whichever program wrote it."""

from pathlib import PurePath

from quizapp.core.findings import Finding
from quizapp.core.formats.anki import Html
from quizapp.core.formats.anki_in import read_apkg
from quizapp.core.formats.card_text import is_packed, read_text
from quizapp.core.formats.cards import CardsRead, refused

PACKAGES = (".apkg", ".colpkg")
KINDS = (".apkg", ".csv", ".tsv", ".txt")


def read_cards(data: bytes, name: str, *, html: Html) -> CardsRead | Finding:
    """Read a file by what is in it; its name only helps to say what is wrong."""
    if not data.strip():
        return refused("The file is empty.", "Choose another.")
    suffix = PurePath(name.lower()).suffix
    if is_packed(data):
        if suffix in (".xlsx", ".ods", ".numbers"):
            return refused(
                "A spreadsheet cannot be read here as it is.", "Save it as “CSV UTF-8” and send that."
            )
        return read_apkg(data, html=html)
    if suffix in PACKAGES:
        return refused(
            "This is no Anki package, whatever its name says: it may be damaged.",
            "In Anki, export the deck again and send the new file.",
        )
    return read_text(data)
