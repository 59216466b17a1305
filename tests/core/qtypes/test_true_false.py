"""True or false: literal cases."""

import pytest
from pydantic import ValidationError

from quizapp.core.formats.item import Item, ItemOption
from quizapp.core.qtypes.base import FormatError
from quizapp.core.qtypes.true_false import TrueFalse, TrueFalseContent, TrueFalseResponse

qtype = TrueFalse()
FALSE = TrueFalseContent(prompt="It rains.", answer=False, if_true="Look outside.", if_false="It is dry.")
SAID_TRUE, SAID_FALSE = TrueFalseResponse(answer=True), TrueFalseResponse(answer=False)


def test_false_is_an_answer_and_not_a_blank():
    assert qtype.parse(FALSE, {"answer": ["false"]}) == SAID_FALSE
    assert qtype.say(FALSE, SAID_FALSE) == "False"
    assert qtype.grade(FALSE, SAID_FALSE).fraction == 1.0


def test_feedback_follows_what_was_chosen():
    assert qtype.grade(FALSE, SAID_TRUE).feedback == ("Look outside.",)
    assert qtype.grade(FALSE, SAID_FALSE).feedback == ("It is dry.",)


@pytest.mark.parametrize("raw", ["True", "FALSE", "1", "yes", "on"])
def test_only_the_two_words_of_the_form_are_taken(raw):
    assert qtype.parse(FALSE, {"answer": [raw]}) == FormatError("Pick True or False.")


def test_the_answer_is_a_yaml_boolean_and_no_word():
    with pytest.raises(ValidationError):
        TrueFalseContent.model_validate({"prompt": "It rains.", "answer": "false"})


def test_true_stands_first_in_prompt_and_tallies():
    assert [choice["text"] for choice in qtype.prompt(FALSE)["choices"]] == ["True", "False"]
    summary = qtype.summarise(FALSE, [SAID_FALSE, None, SAID_TRUE, SAID_TRUE])
    assert [(t.key, t.label, t.count, t.correct) for t in summary.tallies] == [
        ("true", "True", 2, False),
        ("false", "False", 1, True),
    ]


def test_an_item_with_other_options_or_two_right_ones_is_refused():
    def item(*options):
        return Item("choice", "It rains.", options=options, max_choices=1)

    assert qtype.from_item(item(ItemOption("FALSE", 1.0), ItemOption("True"))).answer is False
    for options in (
        (ItemOption("Yes", 1.0), ItemOption("No")),
        (ItemOption("True", 1.0), ItemOption("False", 1.0)),
        (ItemOption("True"), ItemOption("False")),
    ):
        with pytest.raises(ValueError):
            qtype.from_item(item(*options))
