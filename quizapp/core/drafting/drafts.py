"""Draft questions and cards from a text, by rules: each cites its passage and waits to be judged."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random

from quizapp.core.bank.model import Flashcard, Passage, Question, Status, read_question
from quizapp.core.drafting.ideas import Idea
from quizapp.core.drafting.rules import RULES
from quizapp.core.drafting.survey import Survey, survey
from quizapp.core.drafting.terms import Term, terms_in

MOST_PER_SENTENCE = 2
MOST_PER_PASSAGE = 10
MOST_CARDS = 3
"""Cards that are drafted from one passage."""


@dataclass(frozen=True)
class Draft:
    """A drafted question, the rule it comes from, its sentence, and the passage it cites."""

    question: Question
    why: str
    sentence: str
    passage: Passage
    answer: tuple[str, ...]
    distractors: tuple[str, ...] = ()


@dataclass(frozen=True)
class CardDraft:
    """A drafted flashcard, the rule it comes from, its sentence, and the passage it cites."""

    card: Flashcard
    why: str
    sentence: str
    passage: Passage

    @property
    def answer(self) -> tuple[str, ...]:
        return (self.card.front,)


def draft_questions(reading: str, passages: Sequence[Passage], rng: Random) -> list[Draft]:
    """Draft questions about the passages of a reading, in their order; the same `rng` drafts the same."""
    drafter = Drafter(reading, passages, rng)
    return [draft for passage in passages for draft in drafter.questions(passage)]


def draft_cards(reading: str, passages: Sequence[Passage]) -> list[CardDraft]:
    """Draft flashcards of the terms that the passages of a reading explain, in their order."""
    drafter = Drafter(reading, passages, Random(0))  # noqa: S311  nothing is left to chance in a card
    return [draft for passage in passages for draft in drafter.cards(passage)]


class Drafter:
    """Drafts passage by passage, in view of the whole reading; `known` are terms that have a card already."""

    def __init__(
        self, reading: str, passages: Sequence[Passage], rng: Random, known: Collection[str] = ()
    ) -> None:
        self._reading, self._rng = reading, rng
        self._found: Survey = survey(passages)
        self._count = 0
        self._changes: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
        self._terms = {term.casefold() for term in known}

    def questions(self, passage: Passage) -> list[Draft]:
        """Draft questions about a passage."""
        made: list[Draft] = []
        for sentence in self._found.sentences[passage.id]:
            taken: list[Idea] = []
            for idea in (idea for rule in RULES for idea in rule(sentence, self._found, self._rng)):
                if len(taken) == MOST_PER_SENTENCE or len(made) == MOST_PER_PASSAGE:
                    break
                # One fact changed for the same other time and again gives itself away.
                change = (idea.answer, idea.distractors) if idea.fields["type"] == "true_false" else None
                if change in self._changes or any(idea.about == other.about for other in taken):
                    continue
                draft = self._drafted(passage, sentence, idea)
                if draft is not None:
                    taken.append(idea)
                    made.append(draft)
                    if change and change[1]:
                        self._changes.add(change)
        return made

    def cards(self, passage: Passage) -> list[CardDraft]:
        """Draft cards of the terms that a passage explains, of each term of a reading one."""
        made: list[CardDraft] = []
        for sentence in self._found.sentences[passage.id]:
            for term in terms_in(sentence):
                if len(made) < MOST_CARDS and term.front.casefold() not in self._terms:
                    self._terms.add(term.front.casefold())
                    made.append(self._card(passage, sentence, term))
        return made

    def _drafted(self, passage: Passage, sentence: str, idea: Idea) -> Draft | None:
        """Return the draft of an idea, or None where its type finds something wrong with it."""
        # A word that was capitalised for standing first can pass for a part of a name.
        if not all(answer in sentence for answer in idea.answer):
            return None
        mapping = {
            "id": f"draft-{self._count + 1}",
            "status": Status.DRAFT.value,
            "title": f"{idea.title}, ¶ {passage.number}",
            "cites": [f"{self._reading}/{passage.id}"],
            **idea.fields,
        }
        question, findings = read_question(mapping)
        if question is None or any(finding.level != "advice" for finding in findings):
            return None
        self._count += 1
        return Draft(question, idea.why, sentence, passage, idea.answer, idea.distractors)

    def _card(self, passage: Passage, sentence: str, term: Term) -> CardDraft:
        self._count += 1
        card = Flashcard(
            id=f"draft-{self._count}",
            front=term.front,
            back=term.back,
            cites=(f"{self._reading}/{passage.id}",),
        )
        return CardDraft(card, term.why, sentence, passage)
