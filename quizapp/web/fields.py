"""Fields of forms that more than one feature asks with, and answers to questions in forms."""

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import IntegerField
from wtforms.validators import StopValidation

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
