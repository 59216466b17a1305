"""The fixed cast: the people, the class and the quiz that every test knows.

    Mr Lindqvist   admin
    Ms Okafor      teacher of History 10B (HRN-47K): Blue Heron, Grey Wren, Sea Eagle
    Mr Haddad      teacher of another class (KTE-22M): Red Kite. The outsiders.

The bank "library" has one reading, "rules", of two passages, and five approved questions, one
of each first type, and a draft; two flashcards, a glossary and a timeline. Ms Okafor's quiz
"Library check" asks the five, in this order.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from quizapp.accounts.models import User
from quizapp.banks.flashcards import write_card
from quizapp.banks.importing import begin_import, decide
from quizapp.banks.models import Bank, Passage, Question, Reading
from quizapp.banks.models import Flashcard as CardRow
from quizapp.banks.reviewing import add_comment
from quizapp.banks.service import add_question
from quizapp.banks.unfinished_models import ProposedQuestion
from quizapp.classes.models import Class, Enrolment
from quizapp.core.attempts.policy import ReviewPolicy
from quizapp.core.bank.model import Claim, ClaimStatus, Flashcard, Status, digest_of, read_question
from quizapp.core.documents.blocks import clean
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, AssignmentSlot, Quiz, QuizQuestion

NOW = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
"""A Monday morning. The cast was made then."""

PASSAGES = {
    "hours": "The library opens at nine on school days. The timetable on the door says so.",
    "loans": "A student may borrow three books at a time, for two weeks. The librarian is Ms Amsel.",
}

COMMON: dict[str, Any] = {
    "status": "approved",
    "objectives": ["rules"],
    "claim": {"by": "the timetable", "status": "documented"},
    "level": "remember",
}

QUESTIONS: tuple[dict[str, Any], ...] = (
    {
        "id": "hours-opening",
        "type": "multiple_choice",
        "title": "Opening time",
        "prompt": "According to the rules, when does the library open?",
        "choices": [
            {"text": "At eight", "feedback": "Eight is when the school opens."},
            {"text": "At nine", "correct": True, "feedback": "The first sentence says so."},
            {"text": "At ten", "feedback": "Ten is not named in the rules."},
        ],
        "cites": ["rules/hours"],
    },
    {
        "id": "loans-allowed",
        "type": "multiple_response",
        "title": "What may be borrowed",
        "prompt": "According to the rules, which loans are allowed?",
        "choices": [
            {"text": "Two books for a week", "correct": True, "feedback": "Fewer and shorter is allowed."},
            {"text": "Three books for two weeks", "correct": True, "feedback": "That is the limit itself."},
            {"text": "Four books for a week", "feedback": "Four is one too many."},
            {"text": "One book for a month", "feedback": "A month is too long."},
        ],
        "cites": ["rules/loans"],
    },
    {
        "id": "hours-door",
        "type": "true_false",
        "title": "Where the hours stand",
        "prompt": "According to the rules, the hours are written on the door.",
        "answer": True,
        "if_true": "The second sentence names the door.",
        "if_false": "Look again at where the timetable hangs.",
        "cites": ["rules/hours"],
    },
    {
        "id": "loans-librarian",
        "type": "short_text",
        "title": "The librarian's name",
        "prompt": "According to the rules, who is the librarian?",
        "accept": ["Ms Amsel", "Amsel"],
        "reject": [{"text": "Ms Okafor", "feedback": "She teaches history."}],
        "feedback": "The last sentence names her.",
        "cites": ["rules/loans"],
    },
    {
        "id": "loans-count",
        "type": "numeric",
        "title": "How many books",
        "prompt": "According to the rules, how many books may a student borrow at a time?",
        "answer": 3,
        "unit": "books",
        "feedback": "The number stands in the first sentence on loans.",
        "cites": ["rules/loans"],
    },
)
FLASHCARDS = (
    Flashcard(
        id="three-books",
        status=Status.APPROVED,
        front="How many books may a student borrow?",
        back="Three at a time.",
        reversed=True,
        cites=("rules/loans",),
        claim=Claim(by="the timetable", status=ClaimStatus.DOCUMENTED),
    ),
    Flashcard(id="amsel", front="Who is Ms Amsel?", back="The *librarian*."),
)

GLOSSARY = (
    {"term": "librarian", "meaning": "Who keeps the books.", "cites": ["rules/loans"]},
    {"term": "timetable", "meaning": "A list of <hours>.", "background": True},
    {"term": "harbour", "meaning": "Not in this reading.", "background": True},
)

TIMELINE = (
    {"when": "1979", "event": "The library is built.", "background": True},
    {"when": "2024", "event": "Its hours change.", "cites": ["rules/hours"]},
)

DRAFT: dict[str, Any] = {
    "id": "hours-draft",
    "type": "true_false",
    "title": "A draft",
    "prompt": "According to the rules, the library opens on Sundays.",
    "answer": False,
    "cites": ["rules/hours"],
    "status": "draft",
}


COMMENT = "Nine is *also* the time in ¶ 1.1."
"""What Ms Okafor says of the question about the opening time."""

DOCUMENT = """The bees of the town hall

zzap

zzap

The Town Council has hired three young keepers for the hives.zzap

What they give

Honey comes in June, and wax all year.
"""
"""What Ms Okafor has begun to bring in: its noise is left out, and it is not saved yet."""


@dataclass(frozen=True)
class Cast:
    """The ids of the cast; rows are loaded afresh where they are used."""

    admin: int
    teacher: int
    outsider_teacher: int
    heron: int
    wren: int
    eagle: int
    outsider: int
    bank: int
    class_: int
    outsider_class: int
    quiz: int
    assignment: int
    document: int
    draft: int
    comment: int


def _person(role: str, name: str, username: str | None = None) -> User:
    user = User(role=role, name=name, username=username, created_at=NOW)
    db.session.add(user)
    db.session.flush()
    return user


def _class(teacher: User, name: str, code: str, *students: User) -> Class:
    row = Class(teacher=teacher, name=name, code=code, created_at=NOW)
    row.enrolments = [
        Enrolment(user=student, name_key=student.name.casefold(), created_at=NOW) for student in students
    ]
    db.session.add(row)
    db.session.flush()
    return row


def make_bank() -> Bank:
    """Make the bank "library"."""
    bank = Bank(
        slug="library",
        title="The school library",
        meta={
            "id": "library",
            "title": "The school library",
            "objectives": [{"id": "rules", "text": "Know the rules of the library."}],
            "sources": [{"id": "door", "title": "The notice on the door"}],
            "readings": ["rules"],
        },
        glossary=list(GLOSSARY),
        timeline=list(TIMELINE),
        created_at=NOW,
    )
    reading = Reading(
        bank=bank, slug="rules", title="The rules of the library", source="door", note="A notice.", position=1
    )
    reading.passages = [
        Passage(
            slug=slug,
            number=f"1.{n}",
            section="Rules",
            text=text,
            digest=digest_of(text),
            sources=[f"door:{n}"],
            position=n,
        )
        for n, (slug, text) in enumerate(PASSAGES.items(), 1)
    ]
    db.session.add(bank)
    db.session.flush()
    for mapping in (*({**COMMON, **q} for q in QUESTIONS), DRAFT):
        question, findings = read_question(mapping)
        assert question, findings
        add_question(bank, question, author=None, now=NOW)
    for card in FLASHCARDS:
        write_card(CardRow(bank=bank, slug=card.id, created_at=NOW), card, now=NOW)
    return bank


def make_draft(bank: Bank) -> ProposedQuestion:
    """Make a draft, as the rules would, that waits to be judged."""
    row = ProposedQuestion(
        bank_id=bank.id,
        passage_id=bank.readings[0].passages[0].id,
        record={**{k: v for k, v in DRAFT.items() if k not in ("id", "status")}, "title": "Sundays, ¶ 1.1"},
        sentence=PASSAGES["hours"].partition(".")[0] + ".",
        why="One fact changed: school days became Sundays",
        state="waiting",
    )
    db.session.add(row)
    db.session.flush()
    return row


def make_assignment(quiz: Quiz, class_: Class, **rules: Any) -> Assignment:
    """Give a quiz to a class, open since an hour before NOW, with all of the review after submitting."""
    rules = {
        "opens_at": NOW - timedelta(hours=1),
        "review": ReviewPolicy(key="submitted", feedback="submitted", passage="submitted").model_dump(
            mode="json"
        ),
        "shuffle_choices": False,
        **rules,
    }
    row = Assignment(quiz=quiz, class_=class_, created_at=NOW, **rules)
    row.slots = [
        AssignmentSlot(slot=n, revision_id=link.question.current_id, points=1.0)
        for n, link in enumerate(quiz.questions, 1)
    ]
    db.session.add(row)
    db.session.flush()
    return row


def make_quiz(cast: Cast, title: str, *mappings: dict[str, Any], **rules: Any) -> Assignment:
    """Give the cast's class a quiz of new questions of the library; the caller commits."""
    bank = db.session.get_one(Bank, cast.bank)
    quiz = Quiz(owner_id=cast.teacher, bank=bank, title=title, intro="", created_at=NOW)
    for position, mapping in enumerate(mappings, 1):
        question, findings = read_question({**COMMON, **mapping})
        assert question, findings
        row = add_question(bank, question, author=None, now=NOW)
        quiz.questions.append(QuizQuestion(question=row, position=position))
    db.session.add(quiz)
    db.session.flush()
    return make_assignment(quiz, db.session.get_one(Class, cast.class_), **rules)


def make_cast() -> Cast:
    """Fill an empty database with the cast; the caller commits."""
    admin = _person("admin", "Mr Lindqvist", "lindqvist")
    teacher = _person("teacher", "Ms Okafor", "okafor")
    outsider_teacher = _person("teacher", "Mr Haddad", "haddad")
    heron, wren, eagle, outsider = (
        _person("student", name) for name in ("Blue Heron", "Grey Wren", "Sea Eagle", "Red Kite")
    )
    class_ = _class(teacher, "History 10B", "HRN-47K", heron, wren, eagle)
    outsider_class = _class(outsider_teacher, "History 10A", "KTE-22M", outsider)
    bank = make_bank()
    by_slug = {question.slug: question for question in db.session.query(Question).all()}
    quiz = Quiz(
        owner=teacher, bank=bank, title="Library check", intro="Have the rules at hand.", created_at=NOW
    )
    quiz.questions = [
        QuizQuestion(question=by_slug[mapping["id"]], position=n) for n, mapping in enumerate(QUESTIONS, 1)
    ]
    db.session.add(quiz)
    db.session.flush()
    assignment = make_assignment(quiz, class_)
    document = begin_import(clean(DOCUMENT), title="Bees", owner=teacher, now=NOW)
    decide(document, removed={1, 2}, mended={3})
    draft = make_draft(bank)
    comment = add_comment(by_slug["hours-opening"], COMMENT, author=teacher, now=NOW)
    return Cast(
        admin.id, teacher.id, outsider_teacher.id, heron.id, wren.id, eagle.id, outsider.id,
        bank.id, class_.id, outsider_class.id, quiz.id, assignment.id, document.id, draft.id,
        comment.id,
    )  # fmt: skip
