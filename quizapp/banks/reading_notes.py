"""What stands under a reading: the terms it uses, each linked from the text, and the unit's timeline."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape

from markupsafe import Markup, escape

from quizapp.banks.models import Bank, Passage
from quizapp.banks.service import passage_name
from quizapp.core.bank.model import GlossaryTerm, TimelineEntry
from quizapp.core.bank.terms import TermFinder
from quizapp.web.filters import prose

TAG = re.compile(r"(<[^>]*>)")


@dataclass(frozen=True)
class Note:
    """A term or a moment, what is said of it, and the passages that say so."""

    head: str
    text: str
    passages: tuple[Passage, ...]
    background: bool
    anchor: str = ""


class Glossary:
    """The terms of a bank, put to the texts of one reading: it knows afterwards which of them were used."""

    def __init__(self, bank: Bank) -> None:
        self._terms = [GlossaryTerm.model_validate(term) for term in bank.glossary]
        self._finder = TermFinder([term.forms for term in self._terms])
        self._used: set[int] = set()

    def linked(self, text: str) -> Markup:
        """Return a passage as blocks, the first use of each term in it a link to what it means."""
        html, seen = Markup(), set[int]()
        for part in TAG.split(prose(text)):
            html += Markup(part) if part.startswith("<") else self._words(unescape(part), seen)  # noqa: S704
        self._used |= seen
        return html

    def notes(self, standing: Iterable[Passage]) -> list[Note]:
        """Return the terms used so far, by the alphabet."""
        places = {passage_name(passage): passage for passage in standing}
        notes = [
            _note(term.term, term.meaning, term, places, anchor=f"term-{n}")
            for n, term in enumerate(self._terms)
            if n in self._used
        ]
        return sorted(notes, key=lambda note: note.head.casefold())

    def _words(self, text: str, seen: set[int]) -> Markup:
        html, done = Markup(), 0
        for start, end, term in self._finder.find(text):
            if term not in seen:
                seen.add(term)
                link = Markup('<a class="term" role="doc-glossref" href="#term-{}">{}</a>')
                html += escape(text[done:start]) + link.format(term, text[start:end])
                done = end
        return html + escape(text[done:])


def timeline_of(bank: Bank, standing: Iterable[Passage]) -> list[Note]:
    """Return the moments of the unit's timeline, in its order."""
    places = {passage_name(passage): passage for passage in standing}
    entries = [TimelineEntry.model_validate(entry) for entry in bank.timeline]
    return [_note(entry.when, entry.event, entry, places) for entry in entries]


def _note(
    head: str, text: str, ground: GlossaryTerm | TimelineEntry, places: dict[str, Passage], anchor: str = ""
) -> Note:
    cites: Sequence[str] = [cite for cite in ground.cites if cite in places]
    return Note(head, text, tuple(places[cite] for cite in cites), ground.background, anchor)
