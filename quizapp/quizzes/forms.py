"""The forms that make a quiz."""

import re
from collections.abc import Iterator
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from quizapp.core.attempts.policy import (
    Section,
)
from quizapp.quizzes.fields import MINUTES, Choose, TicksField, stripped
from quizapp.quizzes.models import Quiz
from quizapp.quizzes.sections import MOST, sections_of
from quizapp.web.fields import WholeNumberField


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
    draw = BooleanField(
        "Other questions for each student",
        description="All that fit come into the quiz, and each attempt draws so many of them.",
    )


class SectionForm(Form):
    """A section of a quiz."""

    title = StringField(
        "Name of the section",
        [Length(max=120, message="Shorten the name to 120 characters.")],
        filters=[stripped],
    )
    intro = TextAreaField(
        "Words before it",
        [Length(max=1_000, message="Shorten this to 1,000 characters.")],
        filters=[stripped],
    )
    ask = WholeNumberField(
        "Questions for each student",
        [Optional(), NumberRange(1, 500, "Write how many, such as 5, or nothing for all.")],
        description="Empty: all. Fewer than there are: each attempt draws its own, spread over the passages.",
    )

    def value(self) -> Section:
        return Section(title=self.title.data or "", intro=self.intro.data or "", ask=self.ask.data)


class SectionFields(FieldList):
    """The sections of a quiz, by numbers that are numbers."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        # WTForms' own takes whatever isdigit() takes: int() fails on "²" and on thousands of figures.
        plain = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,4}})-")
        yield from (int(found[1]) for name in formdata if (found := plain.match(name)))


class EditForm(QuizForm):
    """A quiz and its sections. An address that names sections that are no more is read as far as they are."""

    sections = SectionFields(FormField(SectionForm), max_entries=MOST)

    @classmethod
    def of(cls, quiz: Quiz) -> "EditForm":
        sections = sections_of(quiz)
        form = cls(
            title=quiz.title,
            intro=quiz.intro,
            time_limit=quiz.time_limit,
            sections=[one.model_dump() for one in sections],
        )
        while len(form.sections) > len(sections):
            form.sections.pop_entry()
        while len(form.sections) < len(sections):
            form.sections.append_entry(sections[len(form.sections)].model_dump())
        return form

    def section_values(self) -> list[Section]:
        return [entry.form.value() for entry in self.sections]
