"""The forms that give a quiz to classes: its rules, filled for what it is for."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import AnyOf, InputRequired, NumberRange, Optional

from quizapp.classes.codes import new_code
from quizapp.core.attempts.policy import (
    LONGEST_CODE,
    SHORTEST_CODE,
    Combine,
    ReviewPolicy,
    When,
    read_access_code,
)
from quizapp.quizzes.assigning import Rules
from quizapp.quizzes.fields import ANOTHER, MINUTES, Choose, TicksField, options, stripped
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.school_time import SchoolTimeField, same_minute
from quizapp.web import clock
from quizapp.web.fields import WholeNumberField

WAYS = (
    ("free", "One question a page, in any order"),
    ("forward", "One question a page, and no way back"),
    ("page", "All questions on one page"),
)


class RulesForm(FlaskForm):
    """When, how long, how often, and what is shown afterwards."""

    opens = RadioField(
        "Opens",
        [AnyOf(("now", "at"), ANOTHER)],
        choices=options([("now", "Now"), ("at", "Later, or at a set time")]),
        default="now",
        validate_choice=False,
    )
    opens_at = SchoolTimeField("Opens at")
    closes_at = SchoolTimeField("Closes")
    time_limit = WholeNumberField("Time limit, in minutes", [Optional(), NumberRange(1, 600, MINUTES)])
    attempts = Choose(
        "Attempts",
        choices=options(
            [("1", "One"), *((str(n), str(n)) for n in range(2, 11)), ("0", "As many as they like")]
        ),
        default="1",
    )
    combine = Choose(
        "Which score counts",
        choices=options(
            [
                ("highest", "The highest"),
                ("last", "The last"),
                ("first", "The first"),
                ("average", "The average"),
            ]
        ),
        default="highest",
        description="With more than one attempt.",
    )
    way = RadioField(
        "How they go through it",
        [AnyOf(("free", "forward", "page"), ANOTHER)],
        choices=options(WAYS),
        default="free",
        validate_choice=False,
    )
    access_code = StringField(
        "Access code",
        filters=[stripped],
        description="Students type it to start, not to go on. You show it when it is time.",
    )
    shuffle_questions = BooleanField("Shuffle the questions")
    shuffle_choices = BooleanField("Shuffle the choices of a question", default=True)
    review = RadioField(
        "What students are shown",
        [AnyOf(("score", "usual", "all", "check", "closed", "own"), ANOTHER)],
        choices=options(
            [
                ("score", "Score only"),
                (
                    "usual",
                    "Score, and what was right or wrong, when handed in; "
                    "answers and explanations when the quiz has closed",
                ),
                ("all", "Everything as soon as it is handed in"),
                ("check", "Each question by itself, as soon as the student checks it"),
                ("closed", "Nothing until the quiz has closed, then everything"),
                ("own", "Choose each part"),
            ]
        ),
        default="usual",
        validate_choice=False,
    )
    review_score = Choose("The score")
    review_correctness = Choose("What was right or wrong")
    review_key = Choose("The right answers")
    review_feedback = Choose("The explanations")
    review_passage = Choose("Where the reading says so")

    original: Assignment | None = None

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        times = [("submitted", "After handing in"), ("closed", "After closing"), ("never", "Never")]
        for part in self.review_parts:
            own = part.short_name != "review_score"
            part.choices = options([("during", "When the student checks it"), *times] if own else times)
            if not part.data or part.data == "None":
                part.data = getattr(ReviewPolicy(), part.short_name.removeprefix("review_")).value

    @property
    def review_parts(self) -> list[SelectField]:
        """Return the fields of the parts of the review, in order."""
        return [self[f"review_{name}"] for name in ReviewPolicy.model_fields]

    @classmethod
    def of(cls, row: Assignment, *, now: datetime, **kwargs: Any) -> "RulesForm":
        """Return the form with an assignment's rules, to change them."""
        policy = ReviewPolicy.model_validate(row.review)
        form = cls(
            now=now,
            opens="at" if row.opens_at else "now",
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            time_limit=row.time_limit // 60 if row.time_limit else None,
            attempts=str(row.attempts_allowed or 0),
            combine=row.combine,
            way="page" if row.one_page else "forward" if row.forward_only else "free",
            access_code=row.access_code,
            shuffle_questions=row.shuffle_questions,
            shuffle_choices=row.shuffle_choices,
            review=next((name for name, preset in PRESETS.items() if preset == policy), "own"),
            **{f"review_{name}": when.value for name, when in policy},
            **kwargs,
        )
        form.original = row
        return form

    def validate_opens_at(self, field: SchoolTimeField) -> None:
        if self.opens.data == "at" and field.data is None and not field.process_errors:
            raise ValidationError("Say when it opens, or choose Now.")

    def validate_closes_at(self, field: SchoolTimeField) -> None:
        zone = clock.zone().key
        if field.process_errors:
            return
        if field.data is None:
            if When.CLOSED in dict(self.policy()).values():
                raise ValidationError(
                    "Something is to be shown after closing, but there is no closing time: "
                    "set one, or show everything when it is handed in."
                )
            return
        if field.data <= self.now and not self._kept(field.data, "closes_at"):
            raise ValidationError(f"This time has passed ({zone}): choose a later one.")
        opens_at = self.opening()
        if opens_at and opens_at >= self.closing_or(field.data):
            raise ValidationError(f"It would close before it opens: choose a later time ({zone}).")

    def validate_access_code(self, field: StringField) -> None:
        letters = len(read_access_code(field.data or ""))
        if field.data and not (letters >= SHORTEST_CODE and len(field.data) <= LONGEST_CODE):
            raise ValidationError(
                f"Write a code of {SHORTEST_CODE} to {LONGEST_CODE} letters and figures, or nothing for none."
            )

    def validate_way(self, field: RadioField) -> None:
        if field.data == "page" and When.DURING in dict(self.policy()).values():
            raise ValidationError(
                "On one page nothing can be checked question by question: choose one question a page, "
                "or show the answers later."
            )

    def _kept(self, value: datetime | None, name: str) -> bool:
        """Tell whether a time is the one the assignment has: forms show minutes, rows hold seconds."""
        return self.original is not None and same_minute(getattr(self.original, name), value)

    def opening(self) -> datetime | None:
        """Return when it opens."""
        if self.opens.data == "at" and self.opens_at.data is not None:
            return (
                self.original.opens_at
                if self.original and self._kept(self.opens_at.data, "opens_at")
                else self.opens_at.data
            )
        was = self.original.opens_at if self.original else self.now
        return was if was is None or was <= self.now else self.now

    def closing_or(self, value: datetime) -> datetime:
        """Return when it closes, to the second where the minute was left as it was."""
        if self.original is not None and self.original.closes_at and self._kept(value, "closes_at"):
            return self.original.closes_at
        return value

    def policy(self) -> ReviewPolicy:
        """Return what is shown when."""
        if self.review.data in PRESETS:
            return PRESETS[self.review.data]
        known = {when.value for when in When}
        # A part that was tampered with has its own error: here it counts as never.
        return ReviewPolicy.model_validate(
            {
                part.short_name.removeprefix("review_"): part.data if part.data in known else When.NEVER
                for part in self.review_parts
            }
        )

    def rules(self) -> Rules:
        """Return what was decided, once it validates."""
        closes_at = self.closes_at.data
        return Rules(
            opens_at=self.opening(),
            closes_at=self.closing_or(closes_at) if closes_at else None,
            time_limit=self.time_limit.data,
            attempts_allowed=int(self.attempts.data) or None,
            shuffle_questions=self.shuffle_questions.data,
            shuffle_choices=self.shuffle_choices.data,
            one_page=self.way.data == "page",
            combine=Combine(self.combine.data),
            forward_only=self.way.data == "forward",
            access_code=self.access_code.data or "",
            review=self.policy(),
        )


PRESETS = {
    "score": ReviewPolicy(correctness=When.NEVER, key=When.NEVER, feedback=When.NEVER, passage=When.NEVER),
    "usual": ReviewPolicy(),
    "all": ReviewPolicy(key=When.SUBMITTED, feedback=When.SUBMITTED, passage=When.SUBMITTED),
    "check": ReviewPolicy(
        correctness=When.DURING, key=When.DURING, feedback=When.DURING, passage=When.DURING
    ),
    "closed": ReviewPolicy(score=When.CLOSED, correctness=When.CLOSED),
}

KINDS = {
    "homework": ("Homework", "A week, two attempts, the higher counts."),
    "test": ("Test", "A time limit, one attempt, nothing shown before it has closed."),
    "practice": ("Practice", "As often as they like, each answer checked at once."),
    "in-class": ("In-class check", "An hour, a code to start, no way back."),
}
"""What quizzes are given for: a name, and what it means in short. The form is filled with its rules."""


def proposal(kind: str, quiz: Quiz, now: datetime) -> dict[str, Any]:
    """Return the fields of a RulesForm filled for a kind of quiz; for none, as it first appears."""
    local = now.astimezone(clock.zone())
    week = (local + timedelta(days=7)).replace(minute=0, second=0, microsecond=0)
    usual: dict[str, Any] = {"closes_at": week, "time_limit": quiz.time_limit}
    kinds: dict[str, dict[str, Any]] = {
        "homework": {**usual, "attempts": "2", "time_limit": None},
        "test": {
            **usual,
            "time_limit": quiz.time_limit or 30,
            "shuffle_questions": True,
            "review": "closed",
        },
        "practice": {"closes_at": None, "attempts": "0", "shuffle_questions": True, "review": "check"},
        "in-class": {
            "closes_at": local.replace(second=0, microsecond=0) + timedelta(hours=1),
            "time_limit": quiz.time_limit,
            "way": "forward",
            "access_code": new_code(SystemRandom()),
            "shuffle_questions": True,
        },
    }
    return kinds.get(kind, usual)


class AssignForm(RulesForm):
    """The classes a quiz goes to, and its rules."""

    classes = TicksField("Classes", [InputRequired("Tick at least one class.")])

    @classmethod
    def proposed(cls, quiz: Quiz, chosen: Sequence[str], *, now: datetime, kind: str = "") -> "AssignForm":
        """Return the form as it first appears: open now, closing in a week, the quiz's own limit.

        With a kind, filled anew with its rules, whatever was sent; the classes stay ticked.
        """
        sent = {"formdata": None} if kind in KINDS else {}
        return cls(now=now, **proposal(kind, quiz, now), classes=list(chosen), **sent)


class ReopenForm(FlaskForm):
    """Until when a closed quiz is open again."""

    until = SchoolTimeField("Open again until")

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def validate_until(self, field: SchoolTimeField) -> None:
        if field.process_errors:
            return
        if field.data is None:
            raise ValidationError("Say until when it is open again.")
        if field.data <= self.now:
            raise ValidationError(f"This time has passed ({clock.zone().key}): choose a later one.")
