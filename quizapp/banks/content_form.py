"""A form for any question type, made from its content model.

What a field is follows from its annotation; its words come from `Field(title, description)`.
`mapping_of` gives back what a bank file would say, for `core.bank.model.read_question` to
judge: the forms themselves refuse nothing but a number that cannot be read.
"""

import re
import types
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
    widgets,
)
from wtforms.fields.choices import SelectChoice
from wtforms.utils import unset_value

from quizapp.core.qtypes.base import FormatError
from quizapp.core.qtypes.numbers import plain, read_number

LONG_TEXT = 300
"""A text that may be longer than this, in characters, gets a box of several lines."""
MOST_ROWS = 60
"""Rows read from one list. What a type allows is for its model to say; this bounds the work."""

NUMBERS = (int, float, Decimal)


def tidy(text: str | None) -> str:
    """Give text from a browser the line ends of a file, without what a database cannot keep."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


class NumberField(Field):
    """A number as it was typed; `data` is an int, a float, or None where nothing stands."""

    widget = widgets.TextInput()

    def __init__(self, *args: Any, whole: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whole = whole
        self.unread = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data, self.unread = None, ""
        text = tidy(valuelist[0]).strip() if valuelist else ""
        if not text:
            return
        figures = read_number(text)
        if isinstance(figures, FormatError):
            self.unread = figures.message
        elif self.whole and "." in figures:
            self.unread = "Write a whole number, such as 2."
        else:
            self.data = float(figures) if "." in figures else int(figures)

    def pre_validate(self, form: Form) -> None:
        if self.unread:
            raise ValidationError(self.unread)

    def _value(self) -> str:
        if self.raw_data:
            return tidy(self.raw_data[0])
        return "" if self.data is None else plain(self.data)


class TrueOrFalseField(RadioField):
    """A yes or no that has to be said: nothing is taken for granted; `value` is None until it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        choices = [SelectChoice("true", "True"), SelectChoice("false", "False")]
        super().__init__(*args, choices=choices, validate_choice=False, **kwargs)

    def process_data(self, value: Any) -> None:
        self.data = str(value).lower() if isinstance(value, bool) else None

    @property
    def value(self) -> bool | None:
        return {"true": True, "false": False}.get(self.data or "")


class TicksField(SelectMultipleField):
    """Some of a few words, as boxes to tick. It is for the model to refuse a word it does not know."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, validate_choice=False, **kwargs)


class LinesField(Field):
    """Some texts, one a line. Inside a row it stands for a list of its own."""

    widget = widgets.TextArea()

    def process_formdata(self, valuelist: list[str]) -> None:
        lines = tidy(valuelist[0]).split("\n") if valuelist else []
        self.data = [line.strip() for line in lines if line.strip()][:MOST_ROWS]

    def _value(self) -> str:
        return "\n".join(self.data or ())


class RowsField(FieldList):
    """Rows of one field or form, at least `fewest` to begin with."""

    def __init__(self, *args: Any, fewest: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, max_entries=MOST_ROWS, **kwargs)
        self.fewest = fewest

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        # WTForms' own takes whatever isdigit() takes: int() fails on "²" and on thousands of figures.
        plain = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,4}})(?:-|$)")
        yield from (int(found[1]) for name in formdata if (found := plain.match(name)))

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(formdata, data, extra_filters)
        # Not by min_entries: where a browser left a number out, that reads the row after it twice.
        while len(self.entries) < self.fewest:
            self._add_entry()


def words_of(value: str) -> str:
    """Put a stored word as people read it: "all_or_nothing" is "All or nothing"."""
    return value.replace("_", " ").capitalize()


@cache
def form_for(model: type[BaseModel], inside: bool = False) -> type[Form]:
    """Return the form class of a model; `inside` another form its lists of texts are lines of one box."""
    return type(f"{model.__name__}Form", (Form,), fields_for(model, inside))


def fields_for(model: type[BaseModel], inside: bool = False) -> dict[str, Any]:
    """Return an unbound form field for each field of a model."""
    return {name: _field(info, inside) for name, info in model.model_fields.items()}


def _field(info: FieldInfo, inside: bool) -> Any:
    words = {"label": info.title or "", "description": info.description or ""}
    default = None if info.is_required() else info.get_default(call_default_factory=True)
    annotation = _bare(info.annotation)
    if get_origin(annotation) is tuple:
        item = _bare(get_args(annotation)[0])
        if inside and item is str:
            return LinesField(default=default or (), **words)
        return _tuple_field(item, words, default, _bound(info, "min_length") or 0)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return FormField(form_for(annotation, inside=True), **words)
    if options := _options(annotation):
        if info.is_required():  # or the first would be taken by whoever overlooks the field
            options.insert(0, SelectChoice("", "Choose"))
        return SelectField(choices=options, default=default, validate_choice=False, **words)
    if annotation is bool and info.is_required():
        return TrueOrFalseField(**words)
    if annotation is bool:
        return BooleanField(default=default, **words)
    if annotation in NUMBERS:
        return NumberField(default=default, whole=annotation is int, **words)
    if annotation is str:
        longest = _bound(info, "max_length")
        kind = StringField if longest is not None and longest <= LONG_TEXT else TextAreaField
        return kind(default=default, filters=[tidy], **words)
    raise TypeError(f"no form field for {info.annotation}")


def _tuple_field(item: Any, words: dict[str, str], default: Any, fewest: int) -> Any:
    if options := _options(item):
        return TicksField(choices=options, default=default, **words)
    if item in NUMBERS:
        row: Any = NumberField(whole=item is int)
    else:
        row = StringField(filters=[tidy]) if item is str else FormField(form_for(item, inside=True))
    return RowsField(row, fewest=fewest, default=default or (), **words)


def _bare(annotation: Any) -> Any:
    """Return an annotation without its Annotated wrapping; of a union of numbers, the widest."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, types.UnionType):
        members = [_bare(member) for member in get_args(annotation) if member is not type(None)]
        if all(member in NUMBERS for member in members):
            return max(members, key=NUMBERS.index)
        return members[0] if len(members) == 1 else annotation
    return annotation


def _options(annotation: Any) -> list[SelectChoice]:
    """Return the choices for an annotation of fixed words, else nothing."""
    if get_origin(annotation) is Literal:
        return [SelectChoice(str(value), words_of(str(value))) for value in get_args(annotation)]
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [SelectChoice(str(member.value), words_of(str(member.value))) for member in annotation]
    return []


def _bound(info: FieldInfo, name: str) -> int | None:
    bounds = [getattr(item, name) for item in info.metadata if getattr(item, name, None) is not None]
    return bounds[0] if bounds else None


# ---- from a browser, and back ----


def with_radio_keys(formdata: MultiDict[str, str], model: type[BaseModel]) -> MultiDict[str, str]:
    """Read a mark given by radio buttons: `choices-correct=2` is `choices-2-correct`."""
    spread = formdata.copy()
    for name, info in model.model_fields.items():
        for part in _marks(info):
            for row in formdata.getlist(f"{name}-{part}"):
                spread.add(f"{name}-{row}-{part}", "y")
    return spread


def _marks(info: FieldInfo) -> list[str]:
    """Return the yes-or-no parts of the rows of a field."""
    annotation = _bare(info.annotation)
    item = _bare(get_args(annotation)[0]) if get_origin(annotation) is tuple else None
    if not (isinstance(item, type) and issubclass(item, BaseModel)):
        return []
    return [part for part, inner in item.model_fields.items() if _bare(inner.annotation) is bool]


def mapping_of(form: Form, model: type[BaseModel]) -> dict[str, Any]:
    """Return the content that a form holds, as a bank file would write it.

    Rows with nothing in them and numbers not given are left out.
    """
    values = {name: _value(form[name]) for name in model.model_fields}
    return {name: value for name, value in values.items() if value is not None}


def _value(field: Any) -> Any:
    if isinstance(field, FieldList):
        return [_value(entry) for entry in field if not is_blank(entry)]
    if isinstance(field, FormField):
        values = {inner.short_name: _value(inner) for inner in field.form}
        return {name: value for name, value in values.items() if value is not None}
    if isinstance(field, SelectField) and not isinstance(field, RadioField) and field.data == "":
        return None
    return field.value if isinstance(field, TrueOrFalseField) else field.data


def is_blank(entry: Any) -> bool:
    """Tell whether a row holds nothing. What is only chosen among fixed words says nothing alone."""
    if isinstance(entry, FormField):
        return all(is_blank(inner) for inner in entry.form)
    if isinstance(entry, NumberField) and entry.unread:
        return False
    if isinstance(entry, TicksField | LinesField):
        return isinstance(entry, TicksField) or not entry.data
    if isinstance(entry, SelectField) or (isinstance(entry, NumberField) and entry.data == entry.default):
        return True
    return entry.data is None or entry.data is False or not str(entry.data).strip()


def row_numbers(field: FieldList) -> list[int]:
    """Return where each row that `mapping_of` keeps stands in the form."""
    return [place for place, entry in enumerate(field) if not is_blank(entry)]


def data_for(model: type[BaseModel], content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a form's first data for a content as a bank file writes it."""
    return {name: content[name] for name in model.model_fields if name in content}
