"""Multiple choice: literal cases."""

from quizapp.core.qtypes.base import FormatError, Grade, Mark
from quizapp.core.qtypes.choices import choice_key
from quizapp.core.qtypes.multiple_choice import MultipleChoice, MultipleChoiceContent, MultipleChoiceResponse

qtype = MultipleChoice()


def content(*choices, **more):
    return MultipleChoiceContent.model_validate(
        {"prompt": "When?", "choices": [{"text": text, "correct": right} for text, right in choices], **more}
    )


HOURS = content(("eight", False), ("nine", True), ("ten", False))


def test_exactly_one_choice_must_be_right():
    none, two = content(("a", False), ("b", False)), content(("a", True), ("b", True))
    assert [str(finding) for finding in qtype.problems(none)] == [
        "error: choices: 0 choices are marked right; one must be. "
        "Mark exactly one, or use “Choose all that apply”."
    ]
    assert qtype.problems(two)[0].message == "2 choices are marked right; one must be."


def test_choices_that_differ_in_case_and_spaces_are_the_same():
    findings = qtype.problems(content(("At nine", True), ("at  NINE", False)))
    assert [(finding.place, finding.message) for finding in findings] == [
        ("choices[1]", "Same text as choice 1.")
    ]


def test_the_name_of_a_choice_follows_from_its_text_alone():
    assert choice_key("nine") == "16a8b5b2" == HOURS.choices[1].key
    assert qtype.prompt(HOURS)["choices"][1] == {"key": "16a8b5b2", "text": "nine"}


def test_a_position_or_a_text_is_no_answer():
    for raw in ("1", "nine", "BC5BA58E"):
        assert qtype.parse(HOURS, {"answer": [raw]}) == FormatError("Pick one of the choices shown.")


def test_the_tallies_stand_in_the_authors_order_and_name_the_strongest_distractor():
    eight, nine, ten = (MultipleChoiceResponse(choice=choice_key(t)) for t in ("eight", "nine", "ten"))
    summary = qtype.summarise(HOURS, [ten, nine, None, ten, eight, nine, nine])
    assert [(tally.label, tally.count, tally.correct) for tally in summary.tallies] == [
        ("eight", 1, False),
        ("nine", 3, True),
        ("ten", 2, False),
    ]
    assert (summary.n, summary.blank) == (7, 1)
    assert summary.most_chosen_wrong.label == "ten"


def test_a_choice_reworded_since_is_wrong_and_counted_as_gone():
    gone = MultipleChoiceResponse(choice="00000000")
    assert qtype.grade(HOURS, gone) == Grade(0.0, Mark.WRONG)
    assert qtype.say(HOURS, gone) == "A choice that is no longer there"
    assert qtype.summarise(HOURS, [gone]).tallies[-1].count == 1
