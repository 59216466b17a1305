"""The forms that make a quiz and give it to classes."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
    widgets,
)
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional

from quizapp.core.attempts.policy import ReviewPolicy, When
from quizapp.quizzes.assigning import Rules
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.school_time import SchoolTimeField, same_minute
from quizapp.web import clock
from quizapp.web.fields import WholeNumberField

ANOTHER = "Choose one of the list."
MINUTES = "Write minutes from 1 to 600, such as 20, or nothing for no limit."


def options(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Return values and their words as WTForms takes them."""
    return [SelectChoice(value, label) for value, label in pairs]


def stripped(value: str | None) -> str | None:
    """Return the text without the space round it."""
    return value.strip() if value else value


class TicksField(SelectMultipleField):
    """Boxes to tick, any number of them."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        known = {choice.value for choice in self.iter_choices()}
        if not set(self.data or ()) <= known:
            raise ValidationError("Something ticked is not in the list any more: look at the ticks again.")


class Choose(SelectField):
    """One of a list, with words of ours for anything else."""

    def pre_validate(self, form: Any) -> None:
        if self.data not in {choice.value for choice in self.iter_choices()}:
            raise ValidationError(ANOTHER)


class QuizForm(FlaskForm):
    """What a quiz is called and how long it is proposed to take."""

    title = StringField(
        "Title",
        [
            InputRequired("Give the quiz a title."),
            Length(max=200, message="Shorten the title to 200 characters."),
        ],
        filters=[stripped],
        description="Students see this.",
    )
    intro = TextAreaField(
        "Words before the quiz",
        [Length(max=2_000, message="Shorten this to 2,000 characters.")],
        filters=[stripped],
        description="Shown to students before they start.",
    )
    time_limit = WholeNumberField(
        "Proposed time limit, in minutes",
        [Optional(), NumberRange(1, 600, MINUTES)],
        description="You can change it each time you assign the quiz.",
    )

    @classmethod
    def of(cls, quiz: Quiz) -> "QuizForm":
        return cls(title=quiz.title, intro=quiz.intro, time_limit=quiz.time_limit)

    def validate_title(self, field: StringField) -> None:
        if not field.data:
            raise ValidationError("Give the quiz a title.")

    def values(self) -> dict[str, Any]:
        return {
            "title": self.title.data,
            "intro": self.intro.data or "",
            "time_limit": self.time_limit.data,
        }


class NewQuizForm(QuizForm):
    """A quiz to be filled by hand."""

    bank = Choose("Bank")


class QuickForm(FlaskForm):
    """So many questions about these passages."""

    title = StringField(
        "Title",
        [Length(max=200, message="Shorten the title to 200 characters.")],
        filters=[stripped],
    )
    count = WholeNumberField(
        "How many questions",
        [
            InputRequired("Write how many questions, such as 10."),
            NumberRange(1, 100, "Write a number from 1 to 100."),
        ],
        default=10,
    )
    types = TicksField("Types", [InputRequired("Tick at least one type of question.")])
    passages = TicksField("Passages", [InputRequired("Tick at least one passage.")])


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
    shuffle_questions = BooleanField("Shuffle the questions")
    shuffle_choices = BooleanField("Shuffle the choices of a question", default=True)
    review = RadioField(
        "What students are shown",
        [AnyOf(("score", "usual", "all", "own"), ANOTHER)],
        choices=options(
            [
                ("score", "Score only"),
                (
                    "usual",
                    "Score, and what was right or wrong, when handed in; "
                    "answers and explanations when the quiz has closed",
                ),
                ("all", "Everything as soon as it is handed in"),
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
        times = options([("submitted", "After handing in"), ("closed", "After closing"), ("never", "Never")])
        for part in self.review_parts:
            part.choices = times
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
            review=self.policy(),
        )


PRESETS = {
    "score": ReviewPolicy(correctness=When.NEVER, key=When.NEVER, feedback=When.NEVER, passage=When.NEVER),
    "usual": ReviewPolicy(),
    "all": ReviewPolicy(key=When.SUBMITTED, feedback=When.SUBMITTED, passage=When.SUBMITTED),
}


class AssignForm(RulesForm):
    """The classes a quiz goes to, and its rules."""

    classes = TicksField("Classes", [InputRequired("Tick at least one class.")])

    @classmethod
    def proposed(cls, quiz: Quiz, chosen: Sequence[str], *, now: datetime) -> "AssignForm":
        """Return the form as it first appears: open now, closing in a week, the quiz's own limit."""
        week = (now.astimezone(clock.zone()) + timedelta(days=7)).replace(minute=0, second=0, microsecond=0)
        return cls(now=now, closes_at=week, time_limit=quiz.time_limit, classes=list(chosen))


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
