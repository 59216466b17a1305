"""What a teacher writes about a gradebook."""

import re
from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, FieldList, Form, FormField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, StopValidation
from wtforms.widgets import TextInput

from quizapp.accounts.forms import stripped
from quizapp.core.gradebook import MOST_CATEGORIES, Category, Rules
from quizapp.web.fields import WholeNumberField

LEFT_OUT, UNSORTED = "out", ""
MOST_WEIGHT = 1000
SPARE = 2
"""Empty rows below the categories there are: more come after saving."""


class WeightField(Field):
    """What a category weighs: 0 to 1000, with two decimals at most."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        text = str(valuelist[0]).strip().removesuffix("%").strip().replace(",", ".") if valuelist else ""
        if not text:
            return
        if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,2})?", text) or float(text) > MOST_WEIGHT:
            raise ValueError("Write a number from 0 to 1000, such as 40.")
        self.data = float(text)

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:g}"


class CategoryRow(Form):
    """One category; a row without a name is none."""

    name = StringField(
        "Name", [Length(max=60, message="Make it 60 characters or fewer.")], filters=[stripped]
    )
    weight = WeightField("Weight")
    drop = WholeNumberField(
        "Lowest dropped", [Optional(), NumberRange(0, 20, "Write a number from 0 to 20.")]
    )

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if self.name.data and self.weight.data is None and not self.weight.errors:
            self.weight.errors = [*self.weight.errors, "Write what it weighs, such as 40."]
            good = False
        if not self.name.data and self.weight.data is not None:
            self.name.errors = [*self.name.errors, "Name it, or empty the row."]
            good = False
        return good


class RulesForm(FlaskForm):
    """How the figures of a class are made. Places are by the row of a category, so that one form says all."""

    missed_is_zero = BooleanField(
        "Not handed in counts as zero after closing",
        description="Without this it does not count at all. Excused never counts, and neither does a quiz "
        "that is still open.",
    )
    categories = FieldList(FormField(CategoryRow), max_entries=MOST_CATEGORIES)

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        names = [row.form.name.data.casefold() for row in self.categories if row.form.name.data]
        if len(set(names)) < len(names):
            self.form_errors.append("Two categories have the same name: change one.")
            good = False
        return good

    @classmethod
    def of(cls, rules: Rules) -> "RulesForm":
        """Return the form with what is decided, and empty rows for more."""
        rows = [
            {"name": one.name, "weight": one.weight, "drop": one.drop_lowest or None}
            for one in rules.categories
        ]
        spare = min(SPARE, MOST_CATEGORIES - len(rows))
        return cls(missed_is_zero=rules.missed_is_zero, categories=[*rows, *[{}] * spare])

    def wanted(self, sent: dict[int, str]) -> Rules:
        """Return the rules, once it validates; `sent` has the choice made for each assignment."""
        named = [place for place, row in enumerate(self.categories) if row.form.name.data]
        categories = tuple(
            Category(row.name.data, row.weight.data, row.drop.data or 0)
            for row in (self.categories[place].form for place in named)
        )
        places = {
            key: named.index(int(value))
            for key, value in sent.items()
            if value.isdecimal() and int(value) in named
        }
        out = frozenset(key for key, value in sent.items() if value == LEFT_OUT)
        return Rules(bool(self.missed_is_zero.data), categories, places, out)


def choice_of(rules: Rules, assignment: int) -> str:
    """Return what is chosen for an assignment."""
    if assignment in rules.left_out:
        return LEFT_OUT
    place = (rules.places or {}).get(assignment)
    return UNSORTED if place is None else str(place)


def read_choices(form: Any, assignments: Sequence[int]) -> dict[int, str]:
    """Read what a form says of where each assignment counts; anything else leaves it unsorted."""
    rows = {str(place) for place in range(MOST_CATEGORIES)}
    sent = {number: form.get(f"place-{number}", UNSORTED) for number in assignments}
    return {
        number: value if value in rows or value == LEFT_OUT else UNSORTED for number, value in sent.items()
    }


def as_sent(rules: Rules) -> dict[str, str]:
    """Return what the form would send for these rules: to set them again by one press."""
    sent = {"missed_is_zero": "y"} if rules.missed_is_zero else {}
    for place, one in enumerate(rules.categories):
        sent |= {
            f"categories-{place}-name": one.name,
            f"categories-{place}-weight": f"{one.weight:g}",
            f"categories-{place}-drop": str(one.drop_lowest),
        }
    placed = (rules.places or {}).items()
    sent |= {f"place-{number}": str(place) for number, place in placed}
    return sent | {f"place-{number}": LEFT_OUT for number in rules.left_out}


class ExcuseForm(FlaskForm):
    reason = StringField(
        "Why",
        [
            DataRequired("Write why, such as: ill that week."),
            Length(max=200, message="Make it 200 characters or fewer."),
        ],
        filters=[stripped],
        description="Such as: ill that week. Only staff see it.",
    )
