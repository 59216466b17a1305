"""Fields that the forms of quizzes share, with words of ours."""

from collections.abc import Iterable
from typing import Any

from wtforms import (
    SelectChoice,
    SelectField,
    SelectMultipleField,
    ValidationError,
    widgets,
)

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
