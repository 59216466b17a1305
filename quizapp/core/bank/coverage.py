"""What a unit's questions and flashcards are about, counted."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from quizapp.core.bank.model import CognitiveLevel, Flashcard, Question, QuestionMeta, Status, Unit
from quizapp.core.qtypes.registry import QUESTION_TYPES


def coverage(unit: Unit) -> dict[str, int]:
    """Return, for each taught line as `document:line`, how many approved questions cite it."""
    return _coverage(unit, (question.meta for question in unit.questions))


def flashcard_coverage(unit: Unit) -> dict[str, int]:
    """Return, for each taught line as `document:line`, how many approved flashcards cite it."""
    return _coverage(unit, unit.flashcards)


def _coverage(unit: Unit, citing: Iterable[QuestionMeta | Flashcard]) -> dict[str, int]:
    counts = {f"{source.id}:{line}": 0 for source in unit.meta.sources for line in source.lines}
    places = {cite: passage.sources for cite, passage in unit.passages()}
    for item in citing:
        if item.status is Status.APPROVED:
            # A set: two passages of one line, cited by one question, are one question about it.
            for place in {place for cite in item.cites for place in places.get(cite, ())}:
                counts[place] += 1
    return counts


def counts_by_type(questions: Iterable[Question]) -> dict[str, int]:
    """Return how many questions there are of each type, 0 included."""
    counts = Counter(question.meta.type for question in questions)
    return {name: counts[name] for name in QUESTION_TYPES}


def counts_by_status(questions: Iterable[Question]) -> dict[str, int]:
    """Return how many questions stand at each status, 0 included."""
    return _counts(Status, (question.meta.status for question in questions))


def flashcards_by_status(flashcards: Iterable[Flashcard]) -> dict[str, int]:
    """Return how many flashcards stand at each status, 0 included."""
    return _counts(Status, (card.status for card in flashcards))


def counts_by_level(questions: Iterable[Question]) -> dict[str, int]:
    """Return how many questions ask at each cognitive level, 0 included."""
    return _counts(CognitiveLevel, (question.meta.level for question in questions))


def _counts(names: type[StrEnum], values: Iterable[StrEnum]) -> dict[str, int]:
    counts = Counter(values)
    return {name.value: counts[name] for name in names}
