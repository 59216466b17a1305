"""The sentence of a reading that a question is written about."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from quizapp.banks import service
from quizapp.banks.models import Bank, Passage
from quizapp.core.bank import model as core
from quizapp.core.drafting.bases import begun, sentence_with
from quizapp.core.drafting.survey import parts_of

AROUND = 40
"""Passages before and after one that are looked through for what could stand in a choice."""


@dataclass(frozen=True)
class Base:
    """A passage, its sentences, and the place of the one that was chosen, from 1, or None."""

    passage: Passage
    sentences: tuple[str, ...]
    chosen: int | None

    @property
    def sentence(self) -> str:
        return self.sentences[self.chosen - 1] if self.chosen else ""

    @property
    def about(self) -> dict[str, Any]:
        """Return what names it in an address."""
        named: dict[str, Any] = {"cite": service.passage_name(self.passage)}
        return {**named, "sentence": self.chosen} if self.chosen else named


def base_in(bank: Bank, args: Mapping[str, str]) -> Base | None:
    """Read `cite` with `sentence` or `quote` from an address; None where it names no passage."""
    passage = service.passage_named(bank, args.get("cite", ""))
    if passage is None:
        return None
    sentences, number = tuple(parts_of(passage.text)), args.get("sentence", "")
    chosen = int(number) if number.isascii() and number.isdecimal() and len(number) < 5 else None
    if chosen is None and "quote" in args:
        place = sentence_with(passage.text, args["quote"][:2_000])
        chosen = None if place is None else place + 1
    return Base(passage, sentences, chosen if chosen and chosen <= len(sentences) else None)


def first_fields(bank: Bank, base: Base | None, kind: str) -> dict[str, Any]:
    """Return what a question of a type begins with; nothing where no sentence was chosen."""
    if base is None or not base.sentence:
        return {}
    rows = service.passages_of(bank, base.passage.reading)
    at = rows.index(base.passage)
    passages = [
        core.Passage(row.slug, row.number, row.section, row.text, tuple(row.sources))
        for row in rows[max(0, at - AROUND) : at + AROUND + 1]
    ]
    passage = next(one for one in passages if one.id == base.passage.slug)
    return begun(kind, base.sentence, passage, passages, Random(0))  # noqa: S311  the same at each look
