"""Draft questions from a text, by rules: each cites its passage and waits for a person's judgement."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from quizapp.core.bank.model import Passage, Question, Status, read_question
from quizapp.core.drafting.ideas import Idea
from quizapp.core.drafting.rules import RULES
from quizapp.core.drafting.survey import survey

MOST_PER_SENTENCE = 2
MOST_PER_PASSAGE = 10


@dataclass(frozen=True)
class Draft:
    """A drafted question, the rule it comes from, its sentence, and the passage it cites."""

    question: Question
    why: str
    sentence: str
    passage: Passage
    answer: tuple[str, ...]
    distractors: tuple[str, ...] = ()


def draft_questions(reading: str, passages: Sequence[Passage], rng: Random) -> list[Draft]:
    """Draft questions about the passages of a reading, in their order; the same `rng` drafts the same."""
    found = survey(passages)
    drafts: list[Draft] = []
    for passage in passages:
        made = 0
        for sentence in found.sentences[passage.id]:
            taken: list[Idea] = []
            for idea in (idea for rule in RULES for idea in rule(sentence, found, rng)):
                full = len(taken) == MOST_PER_SENTENCE or made == MOST_PER_PASSAGE
                if full or any(idea.about == other.about for other in taken):
                    continue
                draft = _drafted(reading, passage, sentence, idea, len(drafts) + 1)
                if draft is not None:
                    taken.append(idea)
                    made += 1
                    drafts.append(draft)
    return drafts


def _drafted(reading: str, passage: Passage, sentence: str, idea: Idea, number: int) -> Draft | None:
    """Return the draft of an idea, or None where its type finds something wrong with it."""
    # A word that was capitalised for standing first can pass for a part of a name.
    if not all(answer in sentence for answer in idea.answer):
        return None
    mapping = {
        "id": f"draft-{number}",
        "status": Status.DRAFT.value,
        "title": f"{idea.title}, ¶ {passage.number}",
        "cites": [f"{reading}/{passage.id}"],
        **idea.fields,
    }
    question, findings = read_question(mapping)
    if question is None or any(finding.level != "advice" for finding in findings):
        return None
    return Draft(question, idea.why, sentence, passage, idea.answer, idea.distractors)
