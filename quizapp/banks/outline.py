"""The key and the reasons of any question type, laid out for staff from its content model."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from quizapp.banks.content_form import words_of
from quizapp.core.qtypes.base import Content
from quizapp.core.qtypes.numbers import plain


@dataclass(frozen=True)
class Line:
    """One thing an author wrote: `marks` are the yes-or-no parts that are on, `notes` its other texts."""

    text: str
    marks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A field under its title: lines, or where `short` one word or figure."""

    title: str
    lines: tuple[Line, ...]
    short: bool


def outline(content: Content) -> list[Part]:
    """Return the fields of a content that say more than their default, but not the prompt, in order."""
    parts = []
    for name, info in type(content).model_fields.items():
        value = getattr(content, name)
        if name == "prompt" or (not info.is_required() and value == info.default):
            continue
        many = isinstance(value, tuple) and any(isinstance(item, BaseModel) for item in value)
        items = value if isinstance(value, tuple) else (value,)
        if isinstance(value, bool) and info.is_required():  # what is said, not a setting that is on or off
            items = (str(value),)
        if isinstance(value, tuple) and not many:
            items = (", ".join(_say(item) for item in value),)
        short = not many and not (isinstance(value, str) and len(value) > 60)
        parts.append(Part(info.title or words_of(name), tuple(_line(item) for item in items), short))
    return parts


def _line(item: Any) -> Line:
    if not isinstance(item, BaseModel):
        return Line(_say(item))
    texts, marks = [], []
    for name, info in type(item).model_fields.items():
        value = getattr(item, name)
        if value is True:
            marks.append(info.title or words_of(name))
        elif isinstance(value, tuple):
            texts += [", ".join(_say(inner) for inner in value)] if value != info.default else []
        elif value is not False and value != "" and (info.is_required() or value != info.default):
            texts.append(_say(value))
    return Line(texts[0] if texts else "", tuple(marks), tuple(texts[1:]))


def _say(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return plain(value)
    text = str(value)
    return words_of(text) if "_" in text and " " not in text else text
