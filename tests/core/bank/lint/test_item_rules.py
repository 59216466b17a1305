"""Each rule over one question finds its flaw, and nothing in the same question mended."""

import pytest

from quizapp.core.bank.lint import lint_question, rules
from quizapp.core.bank.lint.rules import _ITEM_RULES
from quizapp.core.bank.model import Question
from quizapp.core.qtypes.registry import QUESTION_TYPES
from tests.core.bank.lint.questions import choice, number, question, several, statement, typed

OPENS = "According to the rules, when does the library open?"
CLAIM = {"by": "the U.S. Treasury", "status": "official"}
ROW = ("At eight in the morning", "*At nine in the morning", "At ten in the morning")

CASES: list[tuple[str, str, Question, Question]] = [
    (
        "longest-key",
        "choices[1].text",
        choice(
            "Why was the door shut?",
            "It was late",
            "*So that the autumn rain could stay outside",
            "It hurt",
        ),
        choice(
            "Why was the door shut?",
            "So that heat could stay inside",
            "*So that rain could stay outside",
            "To hide",
        ),
    ),
    (
        "absolute-term",
        "choices[0].text",
        choice(
            "What do bears do in winter?",
            "They never wake before spring",
            "*They sleep for weeks",
            "They go south",
        ),
        choice(
            "What do bears do in winter?", "They wake after spring", "*They sleep for weeks", "They go south"
        ),
    ),
    (
        "absolute-term",
        "prompt",
        statement("According to the text, bears always sleep in winter.", False),
        statement('According to the text, a bear says "always" in winter.', False),
    ),
    (
        "vague-term",
        "choices[2].text",
        choice("When do bears eat?", "At noon", "*At dusk", "Sometimes at dawn"),
        choice("When do bears eat?", "At noon", "*At dusk", "At dawn"),
    ),
    (
        "none-of-the-above",
        "choices[2].text",
        choice("Who has the key?", "The teacher", "*The porter", "None of the above"),
        choice("Who has the key?", "The teacher", "*The porter", "None of the pupils"),
    ),
    (
        "all-of-the-above",
        "choices[2].text",
        choice("Who has the key?", "The teacher", "The porter", "*All of these"),
        choice("Who has the key?", "The teacher", "The porter", "*The pupils"),
    ),
    (
        "unmarked-negative",
        "prompt",
        choice("Which of these animals does not sleep in winter?", "The bear", "*The fox", "The bat"),
        choice("Which of these animals does **NOT** sleep in winter?", "The bear", "*The fox", "The bat"),
    ),
    (
        "unmarked-negative",
        "prompt",
        choice("Which account of the bear is least likely?", "The hunter's", "*The child's", "The doctor's"),
        choice("Spring had not come. Which animal slept?", "The hare", "*The bear", "The wolf"),
    ),
    (
        "unmarked-negative",
        "prompt",
        statement("According to the text, the bear does not sleep."),
        statement('According to the text, the bear says "not yet".'),
    ),
    (
        "grammar-cue",
        "choices[0].text",
        choice("The animal that slept was an", "bear", "*owl", "wolf"),
        choice("Which animal slept?", "A bear", "*An owl", "A wolf"),
    ),
    (
        "grammar-cue",
        "choices[2].text",
        choice("The animals that slept in the cave were", "bears", "*foxes", "a wolf"),
        choice("The animals that slept in the cave were", "bears", "*foxes", "wolves"),
    ),
    (
        "grammar-cue",
        "choices[1].text",
        choice("Why did the fox wait?", "Fearing dogs", "*To hide prey", "Watching birds"),
        choice("Why did the fox wait?", "To flee dogs", "*To hide prey", "To watch birds"),
    ),
    (
        "word-repeat",
        "choices[1].text",
        choice("What does a harvester gather?", "The cattle", "*The harvest", "The pupils"),
        choice("What does a harvester gather?", "The cattle", "*The corn", "The pupils"),
    ),
    (
        "convergence",
        "choices[3].text",
        choice(
            "What did she take?", "Bread and cheese", "Milk and apples", "Bread and nuts", "*Bread and apples"
        ),
        choice(
            "What did she take?",
            "Bread and cheese",
            "Milk and apples",
            "Milk and cheese",
            "*Bread and apples",
        ),
    ),
    (
        "lost-sequence",
        "choices",
        choice("How many came?", "12", "*9", "15"),
        choice("How many came?", "9", "*12", "15", shuffle=False),
    ),
    (
        "lost-sequence",
        "shuffle",
        choice("When did it begin?", "In June 1979", "*In March 1980", "In May 1981"),
        choice("When did it begin?", "In June 1979", "*In March 1980", "In May 1981", shuffle=False),
    ),
    (
        "lost-sequence",
        "choices",
        choice("At what hour?", "At ten", "*At eight", "At nine", shuffle=False),
        choice("At what hour?", "At ten", "*At nine", "At eight", shuffle=False),
    ),
    (
        "k-type",
        "choices[0].text",
        choice(
            "Of (I) bears, (II) foxes and (III) bats, which slept?",
            "I and II",
            "*II and III",
            "I, II and III",
        ),
        several("Which of these animals slept?", "Bears", "*Foxes", "*Bats"),
    ),
    (
        "long-stem",
        "prompt",
        choice("The day was long. " * 16 + "When does it open?", *ROW, shuffle=False),
        choice("The day was long. When does it open?", *ROW, shuffle=False),
    ),
    (
        "unfocused-stem",
        "prompt",
        choice("Bears:", "They sleep", "*They climb", "They swim"),
        choice("What do young bears learn first?", "They sleep", "*They climb", "They swim"),
    ),
    (
        "true-false-in-disguise",
        "prompt",
        choice("Which statement about bears is true?", "They fly", "*They climb", "They sew"),
        choice("What can bears do that wolves cannot?", "They fly", "*They climb", "They sew"),
    ),
    (
        "true-false-in-disguise",
        "choices",
        choice("Did the bear sleep?", "*Yes, it did", "No, it did"),
        choice("Where did the bear sleep?", "*In a cave", "In a tree"),
    ),
    (
        "fill-in-the-blank",
        "prompt",
        choice("The ____ slept in its own cave.", "wolf", "*bear", "deer"),
        choice("Which animal slept in its cave?", "The wolf", "*The bear", "The deer"),
    ),
    (
        "implausible-distractor",
        "choices[0].text",
        choice("Which animal slept?", "Just kidding", "*The bear", "The deer"),
        choice("Which animal slept?", "The wolf", "*The bear", "The deer"),
    ),
    (
        "implausible-distractor",
        "choices[2].text",
        choice("When did it close?", "In 1979", "*In 1984", "In spring", shuffle=False),
        choice("When did it close?", "In 1979", "*In 1984", "In 1990", shuffle=False),
    ),
    (
        "overlapping-options",
        "choices[2].text",
        choice("Who came?", "The fox", "*A bear", "Foxes"),
        choice("Who came?", "The fox", "*A bear", "Wolves"),
    ),
    (
        "overlapping-options",
        "choices[1].text",
        choice("How old was it?", "1 to 5 years", "*5 to 10 years", "11 to 20 years", shuffle=False),
        choice("How old was it?", "1 to 5 years", "*6 to 10 years", "11 to 20 years", shuffle=False),
    ),
    (
        "overlapping-options",
        "choices[2].text",
        choice("What did they take?", "Gold", "*Paper", "Gold and silver"),
        choice("What did they take?", "Gold", "*Paper", "Silver"),
    ),
    (
        "several-right",
        "prompt",
        choice("Select all the animals that slept.", "The wolf", "*The bear", "The deer"),
        several("Select all the animals that slept.", "The wolf", "*The bear", "The deer"),
    ),
    (
        "several-right",
        "reject[0].text",
        typed("Which animal slept?", "bear", reject=[{"text": "Bear", "feedback": "Not so."}]),
        typed("Which animal slept?", "bear", reject=[{"text": "wolf", "feedback": "Not so."}]),
    ),
    (
        "ambiguous-wording",
        "prompt",
        choice("It slept in a cave. Why?", "For warmth", "*For safety", "For food"),
        choice("The bear slept in a cave. Why?", "For warmth", "*For safety", "For food"),
    ),
    (
        "ambiguous-wording",
        "choices[2].text",
        choice("What did the bear eat?", "Nuts", "*Honey", "Fish and/or roots"),
        choice("What did the bear eat?", "Nuts", "*Honey", "Roots"),
    ),
    (
        "opinion-asked",
        "prompt",
        choice("Which candidate do you support?", "The first one", "*The young one", "The tall one"),
        choice("Which candidate does the letter support?", "The first one", "*The young one", "The tall one"),
    ),
    (
        "stated-in-the-text",
        "prompt",
        choice("Which of these is mentioned in the text?", "The wolf", "*The bear", "The deer"),
        choice("Which animal does the text warn of?", "The wolf", "*The bear", "The deer"),
    ),
    (
        "answer-in-stem",
        "title",
        typed("Which animal slept?", "a bear", "bear", title="The bear in its cave"),
        typed("Which animal slept?", "a bear", "bear", title="The animal in its cave"),
    ),
    (
        "claim-without-attribution",
        "prompt",
        typed("Which U.S. department froze their money?", "Treasury", claim=CLAIM),
        typed("According to the article, which U.S. department froze their money?", "Treasury", claim=CLAIM),
    ),
    (
        "unexplained-distractor",
        "choices[0].text",
        question(
            type="multiple_choice",
            prompt="Which animal slept?",
            choices=[{"text": "The wolf"}, {"text": "The bear", "correct": True}],
        ),
        choice("Which animal slept?", "The wolf", "*The bear"),
    ),
]


@pytest.mark.parametrize(
    ("rule", "place", "bad", "good"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)]
)
def test_a_rule_finds_its_flaw_and_nothing_in_the_question_mended(rule, place, bad, good):
    found = lint_question(bad)
    assert (rule, place) in [(finding.rule, finding.place) for finding in found]
    assert {finding.rule for finding in found} == {rule}
    assert [str(finding) for finding in lint_question(good)] == []


def test_every_rule_over_one_question_has_an_example():
    assert {case[0] for case in CASES} == set(_ITEM_RULES)


def test_every_rule_names_its_source_and_the_remedy():
    for rule in rules().values():
        assert "Source: " in rule.source, rule.id
        assert rule.remedy.endswith("."), rule.id


def test_what_is_right_in_every_choice_is_no_absolute_cue():
    asked = choice("How far did it go?", "All sleep", "*All eat", "All swim")
    assert lint_question(asked) == []


def test_a_word_under_discussion_is_not_a_word_in_use():
    asked = choice(
        'What does "not" tell you in the line that the text quotes?', "A doubt", "*A denial", "A wish"
    )
    assert lint_question(asked) == []


def test_numbers_to_type_and_questions_without_a_claim_are_left_alone():
    assert lint_question(number("How many books may a student borrow?", 3)) == []


def test_in_another_language_only_what_needs_no_words_is_judged():
    asked = choice(
        "Welches Tier schläft nie?", "All", "*Der Bär, der in den Bergen lebt und Honig frisst", "Fuchs"
    )
    assert [finding.rule for finding in lint_question(asked, "de")] == ["longest-key"]


EXAMPLES = [(qtype, example) for qtype in QUESTION_TYPES.values() for example in qtype.examples()]


@pytest.mark.parametrize(
    ("qtype", "example"), EXAMPLES, ids=[f"{qtype.name}-{n}" for n, (qtype, _) in enumerate(EXAMPLES)]
)
def test_the_example_of_every_type_is_judged_and_has_no_error(qtype, example):
    found = lint_question(question(type=qtype.name, **example.content))
    assert [finding for finding in found if finding.level == "error"] == []
