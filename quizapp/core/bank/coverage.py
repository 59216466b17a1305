"""What a unit's questions ask about, counted."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from quizapp.core.bank.model import CognitiveLevel, Question, Status, Unit
from quizapp.core.qtypes.registry import QUESTION_TYPES


def coverage(unit: Unit) -> dict[str, int]:
    """Return, for each taught line as `document:line`, how many approved questions cite it."""
    counts = {f"{source.id}:{line}": 0 for source in unit.meta.sources for line in source.lines}
    places = {cite: passage.sources for cite, passage in unit.passages()}
    for question in unit.questions:
        if question.meta.status is Status.APPROVED:
            # A set: two passages of one line, cited by one question, are one question about it.
            for place in {place for cite in question.meta.cites for place in places.get(cite, ())}:
                counts[place] += 1
    return counts


def counts_by_type(questions: Iterable[Question]) -> dict[str, int]:
    """Return how many questions there are of each type, 0 included."""
    counts = Counter(question.meta.type for question in questions)
    return {name: counts[name] for name in QUESTION_TYPES}


def counts_by_status(questions: Iterable[Question]) -> dict[str, int]:
    """Return how many questions stand at each status, 0 included."""
    return _counts(Status, (question.meta.status for question in questions))


def counts_by_level(questions: Iterable[Question]) -> dict[str, int]:
    """Return how many questions ask at each cognitive level, 0 included."""
    return _counts(CognitiveLevel, (question.meta.level for question in questions))


def _counts(names: type[StrEnum], values: Iterable[StrEnum]) -> dict[str, int]:
    counts = Counter(values)
    return {name.value: counts[name] for name in names}
