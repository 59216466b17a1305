"""What students write about cards: their own, and how they study."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from quizapp.cards.notes import LONGEST_BACK, LONGEST_FRONT
from quizapp.core.cards.cloze import problem_of
from quizapp.web.fields import WholeNumberField

KINDS = [
    SelectChoice("basic", "One card: front, then back"),
    SelectChoice("reversed", "Two cards: also from back to front"),
    SelectChoice("cloze", "A text with gaps: a card for each"),
]
TOO_LONG = "Shorten it to %(max)d characters or fewer: a card is to be read at a glance."


def stripped(value: str | None) -> str:
    """Return what was typed without the space around it, its line ends plain."""
    return (value or "").replace("\r\n", "\n").strip()


class NoteForm(FlaskForm):
    kind = RadioField("What it makes", choices=KINDS, default="basic")
    front = TextAreaField(
        "Front, or the text with gaps",
        [InputRequired("Write something on the front."), Length(max=LONGEST_FRONT, message=TOO_LONG)],
        filters=[stripped],
        description="A question or a term. In a text with gaps, put each gap in square brackets: "
        "The library opens at [nine].",
    )
    back = TextAreaField(
        "Back",
        [Length(max=LONGEST_BACK, message=TOO_LONG)],
        filters=[stripped],
        description="The answer. With gaps it may stay empty; what stands here is shown with each.",
    )

    def validate_front(self, field: Any) -> None:
        if len(field.data) > LONGEST_FRONT:
            return
        if self.kind.data == "cloze":
            problem = problem_of(field.data)
            if problem:
                raise ValidationError(problem)

    def validate_back(self, field: Any) -> None:
        if self.kind.data != "cloze" and not field.data:
            raise ValidationError("Write the answer on the back.")


class SettingsForm(FlaskForm):
    new_a_day = WholeNumberField(
        "New cards a day",
        [InputRequired("Write a number, such as 10."), NumberRange(0, 100, "Write a number from 0 to 100.")],
        description="So many you have not seen before. What is due comes on top.",
    )
    four_buttons = BooleanField(
        "Four buttons instead of two",
        description="Again, Hard, Got it, Easy. Two are enough for nearly everyone.",
    )
    typed = BooleanField(
        "Type my answers before a card is turned",
        description="What you typed is shown beside the answer. You still say how well you knew it.",
    )
