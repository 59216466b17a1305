"""Coverage counts the approved questions that cite each taught line."""

from quizapp.core.bank.coverage import (
    counts_by_level,
    counts_by_status,
    counts_by_type,
    coverage,
    flashcard_coverage,
    flashcards_by_status,
)
from quizapp.core.bank.files import load_unit
from quizapp.core.qtypes.registry import QUESTION_TYPES


def test_each_taught_line_has_the_number_of_approved_questions_that_cite_it(folder):
    unit, _ = load_unit(folder)
    assert coverage(unit) == {"timetable:2": 11, "timetable:3": 5}


def test_a_draft_does_not_cover_and_a_line_nobody_cites_counts_0(folder):
    path = folder / "questions" / "all.yaml"
    path.write_text(path.read_text().replace("status: approved", "status: draft"))
    unit, _ = load_unit(folder)
    assert coverage(unit) == {"timetable:2": 0, "timetable:3": 0}


def test_a_question_that_cites_two_passages_of_a_line_counts_once(folder):
    path = folder / "questions" / "all.yaml"
    both = "    - the-timetable/weekdays\n    - the-timetable/weekend\n"
    path.write_text(path.read_text().replace("    - the-timetable/weekdays\n", both, 1))
    unit, _ = load_unit(folder)
    assert coverage(unit) == {"timetable:2": 11, "timetable:3": 6}


def test_counts_name_every_type_status_and_level(folder):
    unit, _ = load_unit(folder)
    assert counts_by_type(unit.questions[:1]) == {
        name: int(name == "multiple_choice") for name in QUESTION_TYPES
    }
    assert counts_by_status(unit.questions) == {"draft": 0, "review": 0, "approved": 11, "retired": 0}
    assert counts_by_level(unit.questions) == {"remember": 4, "understand": 3, "apply": 2, "analyse": 2}


def test_flashcards_are_counted_like_questions(folder):
    unit, _ = load_unit(folder)
    assert flashcards_by_status(unit.flashcards) == {"draft": 2, "review": 0, "approved": 1, "retired": 0}
    assert flashcard_coverage(unit) == {"timetable:2": 1, "timetable:3": 0}


def test_a_draft_flashcard_does_not_cover(folder):
    path = folder / "flashcards.yaml"
    path.write_text(path.read_text().replace("status: approved", "status: review"))
    unit, _ = load_unit(folder)
    assert flashcard_coverage(unit) == {"timetable:2": 0, "timetable:3": 0}
