"""Fields of forms that more than one feature asks with."""

from typing import Any

from wtforms import IntegerField
from wtforms.validators import StopValidation


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
