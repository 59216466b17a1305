"""Fields of forms that more than one feature asks with, and answers to questions in forms."""

import re
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, IntegerField
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from quizapp.core.attempts.accommodations import LEAST_FACTOR, MOST_FACTOR
from quizapp.core.qtypes.base import Raw

MOST_VALUES = 100
"""Values read of one part of an answer: more than any question has choices."""


def raw_of(form: "MultiDict[str, str]", field: str) -> Raw:
    """Return what a form says for one question: `s3-answer` is the part `answer` of the field `s3`."""
    prefix = f"{field}-"
    return {
        name.removeprefix(prefix): form.getlist(name)[:MOST_VALUES]
        for name in form
        if name.startswith(prefix)
    }


class WholeNumberField(IntegerField):
    """A whole number that says how to write one."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        text = str(valuelist[0]).strip() if valuelist else ""
        if not text:
            return
        if not (text.lstrip("-").isdecimal() and text.isascii() and len(text) < 10):
            raise ValueError("Write a whole number, such as 10.")
        self.data = int(text)

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation  # what is no number is not out of range as well


class FactorField(Field):
    """So many times the time of the class: 1 to 4, with two decimals at most."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        text = str(valuelist[0]).strip().replace(",", ".") if valuelist else ""
        if not text:
            return
        if not re.fullmatch(r"[0-9](\.[0-9]{1,2})?", text) or not LEAST_FACTOR <= float(text) <= MOST_FACTOR:
            raise ValueError("Write a number from 1 to 4 with two decimals at most, such as 1.5.")
        self.data = float(text)

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation  # what could not be read is not missing as well

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:g}"
