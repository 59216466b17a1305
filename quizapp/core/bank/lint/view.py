"""A question as the rules see it, whatever its type."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from quizapp.core.bank.model import Question
from quizapp.core.formats.item import Item


@dataclass(frozen=True)
class Option:
    """A choice that the author wrote, and the field it stands in."""

    text: str
    right: bool
    feedback: str
    place: str


@dataclass(frozen=True)
class View:
    """A question with its neutral form; places are relative to the question."""

    question: Question

    @cached_property
    def item(self) -> Item:
        return self.question.qtype.to_item(self.question.content)

    @property
    def prompt(self) -> str:
        return self.question.content.prompt

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """The choices that the author wrote; those that a type supplies, such as True, are left out."""
        if self.item.interaction != "choice":
            return ()
        written = {text: list(places) for text, places in self._places.items()}
        return tuple(
            Option(option.text, option.fraction > 0, option.feedback, written[option.text].pop(0))
            for option in self.item.options
            if written.get(option.text)
        )

    def place_of(self, text: str) -> str:
        """Return the field of the content that holds this text last, or ""."""
        return self._places.get(text, [""])[-1]

    @cached_property
    def _places(self) -> dict[str, list[str]]:
        places: dict[str, list[str]] = {}
        for place, text in _texts(self.question.content.model_dump()):
            places.setdefault(text, []).append(place)
        return places

    @property
    def judged(self) -> bool:
        """Whether the prompt is a statement to judge, with choices that the author did not write."""
        return self.item.interaction == "choice" and not self.options

    @property
    def keys(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.right)

    @property
    def distractors(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if not option.right)

    @property
    def one_right(self) -> bool:
        """Whether exactly one choice may be picked."""
        return bool(self.options) and self.item.max_choices == 1

    @property
    def shuffled(self) -> bool:
        return bool(self.item.settings.get("shuffle"))

    @property
    def typed_answers(self) -> tuple[str, ...]:
        """The right answers to type in words."""
        answers = self.item.answers if self.item.interaction == "text" else ()
        return tuple(answer.value for answer in answers if answer.fraction > 0)


def _texts(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text of a content with the path to it, such as `choices[2].text`."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, f"{place}.{name}" if place else name)
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _texts(inner, f"{place}[{index}]")
