"""Essay: literal cases."""

import pytest
from pydantic import ValidationError

from quizapp.core.qtypes.base import BLANK, FormatError, Grade, Mark
from quizapp.core.qtypes.essay import Criterion, Essay, EssayContent, EssayResponse

qtype = Essay()


def content(**more):
    return EssayContent.model_validate({"prompt": "Why?", **more})


def test_what_was_written_waits_to_be_marked_and_earns_nothing_yet():
    assert qtype.grade(content(), EssayResponse(text="So.")) == Grade(0.0, Mark.WAITING)
    assert qtype.grade(content(), None) == BLANK


def test_lines_stay_as_they_were_typed():
    response = qtype.parse(content(), {"answer": [" One.\r\n\r\nTwo\ttoo.\x00 "]})
    assert response == EssayResponse(text="One.\n\nTwo too.")
    assert response.words == 3


def test_a_number_of_words_is_no_reason_to_refuse_what_was_written():
    question = content(fewest_words=3, most_words=4)
    assert qtype.parse(question, {"answer": ["One."]}) == EssayResponse(text="One.")
    assert qtype.parse(question, {"answer": ["a b c d e f"]}) == EssayResponse(text="a b c d e f")


def test_what_no_save_could_hold_is_to_be_shortened():
    assert qtype.parse(content(), {"answer": ["a" * 12_001]}) == FormatError(
        "Shorten your answer to 12000 characters or fewer."
    )


def test_a_rubric_has_levels_with_points():
    criterion = Criterion(name="Quotes", levels=("2: Both: by name", "0.5: One", "0: None"))
    assert criterion.scale == ((2.0, "Both: by name"), (0.5, "One"), (0.0, "None"))
    assert criterion.points == 2.0
    assert qtype.say_key(content(rubric=[criterion])) == "Quotes → up to 2"
    assert qtype.say_key(content()) == "Marked by the teacher"


@pytest.mark.parametrize("level", ["Both", "two: Both", "2 Both", "2:"])
def test_a_level_without_points_says_how_it_is_written(level):
    with pytest.raises(ValidationError, match="Write the points, a colon and what earns them"):
        Criterion(name="Quotes", levels=(level, "0: None"))


def test_what_contradicts_itself_is_told():
    levels = ["1: a", "1: b"]
    question = content(fewest_words=9, most_words=3, rubric=[{"name": "x", "levels": levels}])
    assert [(f.place, f.message) for f in qtype.problems(question)] == [
        ("most_words", "At most is less than at least."),
        ("rubric[0].levels", "Two levels have the same points."),
    ]


def test_nothing_of_the_rubric_is_in_the_prompt():
    question = content(rubric=[{"name": "Quotes", "levels": ["1: a", "0: b"]}])
    assert qtype.prompt(question) == qtype.prompt(content())
