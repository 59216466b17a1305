"""The forms of banks: a question with all that is known of it, and the filters above a list."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from quizapp.banks.content_form import (
    NumberField,
    RowsField,
    TicksField,
    fields_for,
    row_numbers,
    tidy,
    words_of,
)
from quizapp.core.bank.lint import rules
from quizapp.core.bank.model import CognitiveLevel, Difficulty
from quizapp.core.claims import CLAIM_WORDS as CLAIM_WORDS
from quizapp.core.findings import Finding
from quizapp.core.qtypes.base import QuestionType
from quizapp.web.fields import WholeNumberField

STATUS_WORDS = {"draft": "Draft", "review": "In review", "approved": "Approved", "retired": "Retired"}
STATUS_TONES = {"draft": "partly", "review": "pen", "approved": "right", "retired": ""}


def options(words: Mapping[str, str]) -> list[SelectChoice]:
    """Return the choices of a field: value -> what people read."""
    return [SelectChoice(value, label) for value, label in words.items()]


LEVELS = options({level.value: words_of(level.value) for level in CognitiveLevel})
DIFFICULTIES = options({difficulty.value: words_of(difficulty.value) for difficulty in Difficulty})


class ClaimForm(Form):
    by = StringField(
        "Who says it", filters=[tidy], description="Such as U.S. Treasury Department, or the commentary."
    )
    status = SelectField(
        "Kind of claim",
        choices=[SelectChoice("", "None"), *options(CLAIM_WORDS)],
        validate_choice=False,
    )


RULES = sorted((rule.title, name) for name, rule in rules().items())


class WaiverForm(Form):
    rule = SelectField(
        "Rule",
        choices=[SelectChoice("", "None"), *(SelectChoice(name, title) for title, name in RULES)],
        validate_choice=False,
    )
    reason = StringField("Why the question is right as it is", filters=[tidy])


def _meta_fields() -> dict[str, Any]:
    """Return what is known of a question besides what it asks; made anew for each form class."""
    return {
        "cites": TicksField(
            "Where the reading says so", description="Tick each passage that the answer stands in."
        ),
        "claim": FormField(ClaimForm, "The claim"),
        "objectives": TicksField("Objectives", description="What a student who answers it can do."),
        "title": StringField(
            "Title",
            filters=[tidy],
            description="Three to six words, its name in reports. It must not give the answer away.",
        ),
        "id": StringField(
            "Id",
            filters=[tidy],
            description="Its name in the bank's files: small letters, figures, hyphens. "
            "Left empty, it is made from the title. It cannot be changed later.",
        ),
        "level": SelectField("Level", choices=LEVELS, validate_choice=False),
        "difficulty": SelectField(
            "Difficulty", choices=DIFFICULTIES, default="medium", validate_choice=False
        ),
        "points": NumberField("Points", default=1),
        "tags": StringField(
            "Tags", filters=[tidy], description="Small letters and hyphens, with commas between."
        ),
        "waive": RowsField(
            FormField(WaiverForm),
            "Rules set aside",
            description="A finding that you have weighed and will not follow, and why.",
        ),
        "revision": HiddenField(),
    }


@cache
def question_form(qtype: QuestionType[Any, Any]) -> type[FlaskForm]:
    """Return the form class of a type: its content first, then the rest, as on the page."""
    return type(f"{qtype.name}_form", (FlaskForm,), {**fields_for(qtype.Content), **_meta_fields()})


class StatusForm(FlaskForm):
    status = SelectField("State", choices=options(STATUS_WORDS))
    undo = WholeNumberField(validators=[Optional()])


MOST_SAID = 2000


class CommentForm(FlaskForm):
    text = TextAreaField(
        "Comment",
        filters=[tidy, str.strip],
        description="For teachers and admins. No student ever sees it.",
    )

    def validate_text(self, field: TextAreaField) -> None:
        if not field.data:
            raise ValidationError("Write what you want to say, then press Comment.")
        if len(field.data) > MOST_SAID:
            raise ValidationError(
                f"That is {len(field.data):,} characters; a comment has {MOST_SAID:,} at most. Shorten it."
            )


# ---- findings on the fields they are about ----


def put_on_fields(form: Any, findings: list[Finding]) -> None:
    """Make each error the error of the field its place names, such as `choices[2].text`.

    A field that has an error already keeps just that one. What names no field is said of the form.
    """
    for finding in findings:
        if finding.level != "error":
            continue
        message = f"{finding.message} {finding.hint}".strip()
        above, field = _find_field(form, finding.place)
        if field is None:
            form.form_errors += [message] if message not in form.form_errors else []
        elif not field.errors:
            field.errors = [message]
            for parent in above:
                parent.errors = [*parent.errors, {field.short_name: [message]}]


def _find_field(form: Any, place: str) -> tuple[list[FieldList], Any]:
    """Return the field a place names, or the nearest above it, and the lists it lies in."""
    here, above = form, []
    for name, number in re.findall(r"([^.\[\]]+)|\[(\d+)\]", place):
        step: Any = None
        if number and isinstance(here, FieldList):
            kept = row_numbers(here)
            step = here[kept[int(number)]] if int(number) < len(kept) else None
            if step is not None:
                above.append(here)
        elif name and isinstance(here, Form | FormField):
            inner = here.form if isinstance(here, FormField) else here
            step = next((field for field in inner if field.short_name == name), None)
        if step is None:
            break
        here = step
    if isinstance(here, Form):
        return [], None
    while isinstance(here, FormField):  # a row's own error stands at its first field
        here = next(iter(here.form))
    return above, here
