"""A bank's approved flashcards to take away: for Anki, for a spreadsheet, for the scissors."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from quizapp.banks.flashcards import card_of, flashcards_of
from quizapp.banks.models import Bank, Flashcard, Passage
from quizapp.core.bank.model import Status
from quizapp.core.cards import cloze
from quizapp.core.formats.anki import AnkiDeck, AnkiNote, Cited, note_of
from quizapp.core.formats.anki_out import write_apkg
from quizapp.core.formats.card_table import write_csv
from quizapp.web.filters import prose

ACROSS, DOWN = 2, 4
SIZES = ((140, ""), (420, "long"), (680, "longer"))
"""How many characters fit a card in each size of type; what is longer is set smallest of all."""


@dataclass(frozen=True)
class Side:
    """One side of a card on paper; `size` is "", "long", "longer" or "longest"."""

    row: Flashcard
    text: str
    is_back: bool
    source: str

    @property
    def size(self) -> str:
        return next((size for most, size in SIZES if len(self.text) <= most), "longest")


def approved_cards(bank: Bank) -> list[Flashcard]:
    """Return the cards that may leave: drafts are nobody's to learn from yet."""
    return [row for row in flashcards_of(bank) if row.status == Status.APPROVED.value]


def side_html(text: str) -> str:
    """Render one side of a card; a single paragraph goes without its tags, as Anki writes it."""
    rendered = str(prose(text)).strip()
    single = rendered.startswith("<p>") and rendered.endswith("</p>") and rendered.count("<p>") == 1
    return rendered[3:-4] if single else rendered


def deck_file(bank: Bank) -> bytes:
    """Return the approved cards as an Anki package, with their passages and sources on the back."""
    notes = tuple(deck_note(row) for row in approved_cards(bank))
    return write_apkg(AnkiDeck(bank.slug, bank.title, notes))


def deck_note(row: Flashcard) -> AnkiNote:
    """Return a card as a note of Anki's, whichever deck it goes out in."""
    return note_of(
        card_of(row),
        row.bank.slug,
        html=side_html,
        cited=[_cited(cite.passage) for cite in row.cites if cite.passage.removed_at is None],
        source=source_of(row.bank, [cite.passage for cite in row.cites]),
        changed=int(row.updated_at.timestamp()),
    )


def table_file(bank: Bank) -> bytes:
    """Return the approved cards as CSV, all that they say."""
    return write_csv([card_of(row) for row in approved_cards(bank)], bank.slug)


def source_of(bank: Bank, passages: Iterable[Passage]) -> str:
    """Say which unit a card is of, and which documents the passages that it cites retell."""
    known = {source["id"]: source for source in bank.meta.get("sources", [])}
    names = dict.fromkeys(
        ", ".join(filter(None, (source.get("title", ""), source.get("publisher", ""))))
        for passage in passages
        if (source := known.get(passage.reading.source))
    )
    return ". ".join(filter(None, (bank.title, *(name for name in names if name != bank.title))))


def sheets_of(bank: Bank, *, fold: bool) -> list[list[Side | None]]:
    """Return sheets of cells, row by row, `ACROSS` to a row; None leaves a cell empty.

    To fold: the two sides of a card side by side. Else a sheet of fronts, then one of their backs with
    the columns changed about, so that each lies behind its front when paper is turned on its long edge.
    """
    pairs = [
        (Side(row, front, False, source), Side(row, back, True, source))
        for row in approved_cards(bank)
        for source in (source_of(bank, [cite.passage for cite in row.cites]),)
        for front, back in sides_on_paper(row)
    ]
    if fold:
        return [[side for pair in some for side in pair] for some in _parts(pairs, DOWN)]
    sheets: list[list[Side | None]] = []
    for some in _parts(pairs, ACROSS * DOWN):
        empty: list[Side | None] = [None] * (-len(some) % ACROSS)
        fronts: list[Side | None] = [front for front, _ in some]
        backs: list[Side | None] = [*(back for _, back in some), *empty]
        turned = [
            cell for start in range(0, len(backs), ACROSS) for cell in backs[start : start + ACROSS][::-1]
        ]
        sheets += [fronts + empty, turned]
    return sheets


def sides_on_paper(row: Flashcard) -> list[tuple[str, str]]:
    """Return front and back of the card, or of a card for each gap of a text."""
    if not row.cloze:
        return [(row.front, row.back)]
    beneath = f"\n\n{row.back}" if row.back else ""
    return [
        (cloze.front_of(row.front, number), cloze.back_of(row.front, number) + beneath)
        for number in range(1, row.gaps + 1)
    ]


def _parts(pairs: Sequence[tuple[Side, Side]], size: int) -> Iterator[Sequence[tuple[Side, Side]]]:
    for start in range(0, len(pairs), size):
        yield pairs[start : start + size]


def _cited(passage: Passage) -> Cited:
    return Cited(f"¶ {passage.number}, {passage.reading.title}", passage.text)
