"""Writing gives back what was read."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.bank.files import load_unit
from quizapp.core.bank.model import Question, QuestionMeta, read_question
from quizapp.core.bank.writing import write_question
from quizapp.core.bank.yaml_text import read_yaml
from quizapp.core.qtypes.choices import Choice
from quizapp.core.qtypes.multiple_choice import MultipleChoiceContent
from quizapp.core.qtypes.numeric import NumericContent


def read_back(text):
    read = [read_question(entry) for entry in read_yaml(text).value]
    assert [findings for _, findings in read if findings] == []
    return [question for question, _ in read]


def test_the_file_of_the_readme_comes_back_but_for_its_defaults(folder):
    unit, _ = load_unit(folder)
    written = "".join(map(write_question, unit.questions))
    file = (folder / "questions" / "all.yaml").read_text()
    defaults = r"  scoring: partial\n|  tolerance_type: absolute\n|  ignore:\n(    - \w+\n){4}"
    assert written == re.sub(defaults, "", file)
    assert read_back(written) == list(unit.questions)


def test_text_that_yaml_would_read_otherwise_is_put_in_quotes():
    question = Question(
        QuestionMeta(id="q", type="numeric"),
        NumericContent(prompt="true", feedback="Note: # 3\n- two", unit="1.5", answer=-0.5),
    )
    assert write_question(question) == (
        '- id: q\n  type: numeric\n  prompt: "true"\n  answer: -0.5\n  unit: "1.5"\n'
        '  feedback: "Note: # 3\\n- two"\n  level: remember\n  difficulty: medium\n'
    )


printable = st.text(
    alphabet=st.characters(exclude_categories=["Cs"])
    | st.sampled_from(list(":#-{}[],'\"\\ \n\x7f\x85\u2028\ufeff")),
    min_size=1,
    max_size=40,
).filter(str.strip)


@settings(max_examples=300, deadline=None, database=None)
@given(prompt=printable, first=printable, by=printable, points=st.sampled_from([1, 2, 0.5, 0.1]))
def test_any_text_comes_back(prompt, first, by, points):
    question = Question(
        QuestionMeta.model_validate(
            {
                "id": "q",
                "type": "multiple_choice",
                "points": points,
                "claim": {"by": by, "status": "alleged"},
                "tags": ["no", "a-1"],
            }
        ),
        MultipleChoiceContent(
            prompt=prompt, choices=(Choice(text=first + "a", correct=True), Choice(text=first + "b"))
        ),
    )
    assert read_back(write_question(question) * 2) == [question, question]
