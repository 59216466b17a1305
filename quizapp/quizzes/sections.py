"""The sections of a quiz: names, words before them, and draws from what is in them."""

from collections.abc import Sequence

from werkzeug.exceptions import NotFound

from quizapp.banks.service import content_of
from quizapp.core.attempts.drawing import Slot, asks, section_of
from quizapp.core.attempts.policy import Section, read_sections
from quizapp.extensions import db
from quizapp.quizzes.models import AssignmentSlot, Quiz, QuizQuestion
from quizapp.quizzes.service import askable_links

MOST = 12
"""Sections of one quiz: a page that a teacher can still look over."""


def sections_of(quiz: Quiz) -> tuple[Section, ...]:
    """Return the sections; one without a name where there are none."""
    return read_sections(quiz.sections) or (Section(),)


def set_sections(quiz: Quiz, sections: Sequence[Section]) -> None:
    """Make these the sections; questions of one that is no more come into the last."""
    plain = len(sections) == 1 and sections[0] == Section()
    quiz.sections = [] if plain else [one.model_dump(exclude_defaults=True) for one in sections]
    for link in quiz.questions:
        link.section = min(link.section, len(sections))
    db.session.flush()


def add_section(quiz: Quiz) -> None:
    """Add an empty section at the end, unless there are as many as there may be."""
    sections = sections_of(quiz)
    if len(sections) < MOST:
        set_sections(quiz, [*sections, Section(title=f"Part {len(sections) + 1}")])


def remove_section(quiz: Quiz, number: int) -> None:
    """Take a section away; its questions come into the one before, or become the first. NotFound for none."""
    sections = list(sections_of(quiz))
    if not 1 <= number <= len(sections) or len(sections) == 1:
        raise NotFound
    del sections[number - 1]
    for link in quiz.questions:
        if link.section >= number:
            link.section = max(1, link.section - 1)
    set_sections(quiz, sections)


def in_sections(quiz: Quiz) -> list[tuple[int, Section, list[QuizQuestion]]]:
    """Return number, section and questions of each section, in order."""
    return [
        (number, section, [link for link in quiz.questions if link.section == number])
        for number, section in enumerate(sections_of(quiz), 1)
    ]


def slots_of(quiz: Quiz) -> list[AssignmentSlot]:
    """Return what an assignment of the quiz would ask, pinned as it is now; not stored."""
    links = askable_links(quiz)
    pools = {number: sum(link.section == number for link in links) for number in range(1, MOST + 1)}
    sections = sections_of(quiz)
    slots = []
    for number, link in enumerate(links, 1):
        known = content_of(link.question.current)
        pool = pools[link.section]
        drawn = asks(section_of(sections, link.section), pool) < pool
        slots.append(
            AssignmentSlot(
                slot=number,
                revision_id=link.question.current_id,
                points=known.meta.points,
                section=link.section,
                about=[list(known.meta.cites), known.meta.level.value] if drawn else None,
            )
        )
    return slots


def as_slot(row: AssignmentSlot) -> Slot:
    """Return a slot of an assignment as a draw sees it."""
    passages, level = row.about or ((), "")
    return Slot(row.slot, row.revision_id, row.section, tuple(passages), level)


def count_asked(quiz: Quiz) -> int:
    """Return how many questions one student is asked."""
    links = askable_links(quiz)
    return sum(
        asks(section, sum(link.section == number for link in links))
        for number, section in enumerate(sections_of(quiz), 1)
    )
