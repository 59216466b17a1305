"""Forms are made from content models, also from ones that no question type has yet."""

from enum import StrEnum
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field, StrictBool
from werkzeug.datastructures import MultiDict

from quizapp.banks.content_form import data_for, form_for, mapping_of, with_radio_keys
from quizapp.core.qtypes.registry import QUESTION_TYPES


class Mood(StrEnum):
    CALM = "calm"
    VERY_LOUD = "very_loud"


class Place(BaseModel):
    name: str = Field(title="Name", max_length=100)
    height: int = Field(title="Height")
    inside: StrictBool = Field(default=False, title="Inside")


class Walk(BaseModel):
    story: str = Field(title="Story", description="What happened.", max_length=4_000)
    label: Annotated[str, Field(max_length=40)] = Field(default="", title="Label")
    mood: Mood = Field(default=Mood.CALM, title="Mood")
    speed: int | float = Field(default=1, title="Speed")
    steps: int | None = Field(default=None, title="Steps")
    loop: Literal["once", "twice"] = Field(default="once", title="Round")
    seen: tuple[Literal["sea", "sky"], ...] = Field(default=("sea",), title="Seen")
    names: tuple[Annotated[str, Field(min_length=1)], ...] = Field(min_length=2, title="Names")
    places: tuple[Place, ...] = Field(default=(), title="Places")
    start: Place = Field(title="Start")
    rain: StrictBool = Field(default=True, title="Rain")
    done: StrictBool = Field(title="Done")


def walk(**posted):
    return form_for(Walk)(with_radio_keys(MultiDict(posted), Walk))


def test_each_kind_of_field_gets_the_control_that_fits_with_its_words():
    form = form_for(Walk)()
    assert {field.name: type(field).__name__ for field in form} == {
        "story": "TextAreaField",
        "label": "StringField",
        "mood": "SelectField",
        "speed": "NumberField",
        "steps": "NumberField",
        "loop": "SelectField",
        "seen": "TicksField",
        "names": "RowsField",
        "places": "RowsField",
        "start": "FormField",
        "rain": "BooleanField",
        "done": "TrueOrFalseField",
    }
    assert (form.story.label.text, form.story.description) == ("Story", "What happened.")
    assert [choice.label for choice in form.mood.choices] == ["Calm", "Very loud"]
    assert len(form.names) == 2
    assert form.rain.data is True
    assert form.done.data is None


def test_a_form_gives_back_what_a_file_would_say():
    mapping = {
        "story": "Up and down.\n\nAgain.",
        "label": "hill",
        "mood": "very_loud",
        "speed": 0.5,
        "steps": 12,
        "loop": "twice",
        "seen": ["sea", "sky"],
        "names": ["Ann", "Bo"],
        "places": [{"name": "Top", "height": 3, "inside": True}],
        "start": {"name": "Gate", "height": -1, "inside": False},
        "rain": False,
        "done": False,
    }
    form = form_for(Walk)(data=data_for(Walk, mapping))
    assert mapping_of(form, Walk) == mapping
    assert form.places[0].form.height._value() == "3"


def test_what_is_not_given_is_left_out_and_rows_without_anything_too():
    form = walk(**{"names-0": "", "names-1": "Ann", "places-0-name": " ", "places-1-height": "x"})
    mapping = mapping_of(form, Walk)
    assert mapping["names"] == ["Ann"]
    assert len(mapping["places"]) == 1, "a number that cannot be read is no empty row"
    assert not {"speed", "steps", "done"} & mapping.keys()
    assert mapping["rain"] is False


def test_a_gap_in_the_rows_of_a_request_is_closed():
    form = walk(**{"names-5": "Ann", "names-9": "Bo"})
    assert [(entry.name, entry.data) for entry in form.names] == [("names-0", "Ann"), ("names-1", "Bo")]


def test_radio_buttons_mark_one_row():
    form = walk(**{"places-0-name": "a", "places-1-name": "b", "places-inside": "1"})
    assert [entry.form.inside.data for entry in form.places] == [False, True]


@pytest.mark.parametrize(
    ("typed", "number"),
    [("3", 3), (" -0,5 ", -0.5), ("1 200", 1200), ("0.1", 0.1), ("", None), ("\u2212 2", -2)],
)
def test_numbers_are_read_as_people_type_them(typed, number):
    form = walk(speed=typed)
    form.validate()
    assert not form.speed.errors
    assert form.speed.data == number


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("three", "Write a number, such as 3."),
        ("1,200", "Write 1200 or 1.200: the comma can mean either."),
        ("9" * 50, "Write a number of at most 24 figures."),
    ],
)
def test_what_is_no_number_says_what_to_write_and_stays_as_typed(typed, message):
    form = walk(speed=typed)
    form.validate()
    assert form.speed.errors == [message]
    assert form.speed._value() == typed


def test_a_whole_number_has_no_part():
    form = walk(steps="2.5")
    form.validate()
    assert form.steps.errors == ["Write a whole number, such as 2."]


def test_text_from_a_browser_gets_the_line_ends_of_a_file():
    assert walk(story="One\r\ntwo\rthree\x00").story.data == "One\ntwo\nthree"


def test_a_field_that_no_control_fits_is_told_to_the_author_of_the_type():
    class Odd(BaseModel):
        when: complex = Field(title="When")

    with pytest.raises(TypeError, match="no form field for"):
        form_for(Odd)


@pytest.mark.parametrize("qtype", list(QUESTION_TYPES.values()), ids=lambda qtype: qtype.name)
def test_every_type_has_a_form(qtype):
    for example in qtype.examples():
        form = form_for(qtype.Content)(data=data_for(qtype.Content, example.content))
        again = qtype.Content.model_validate(mapping_of(form, qtype.Content))
        assert again == qtype.Content.model_validate(example.content)


class Stop(BaseModel):
    name: str = Field(title="Name", max_length=40)
    mood: Mood = Field(title="Mood")
    signs: tuple[str, ...] = Field(default=(), title="Signs")
    steps: int = Field(default=0, title="Steps")


class Tour(BaseModel):
    stops: tuple[Stop, ...] = Field(title="Stops")


def test_a_list_inside_a_row_is_written_in_lines():
    posted = {
        "stops-0-name": "Gate",
        "stops-0-mood": "calm",
        "stops-0-signs": "red\r\n\r\n blue ",
        "stops-0-steps": "2",
    }
    form = form_for(Tour)(MultiDict(posted))
    mapping = {"stops": [{"name": "Gate", "mood": "calm", "signs": ["red", "blue"], "steps": 2}]}
    assert mapping_of(form, Tour) == mapping
    assert form_for(Tour)(data=mapping).stops[0].form.signs._value() == "red\nblue"


def test_a_word_that_has_to_be_chosen_is_not_chosen_by_default():
    form = form_for(Tour)(MultiDict({"stops-0-name": "Gate", "stops-0-mood": ""}))
    assert [choice.label for choice in form.stops[0].form.mood.choices] == ["Choose", "Calm", "Very loud"]
    assert "mood" not in mapping_of(form, Tour)["stops"][0]


def test_a_row_with_nothing_but_what_stood_there_from_the_start_is_left_out():
    form = form_for(Tour)(MultiDict({"stops-0-name": "", "stops-0-mood": "calm", "stops-0-steps": "0"}))
    assert mapping_of(form, Tour) == {"stops": []}
