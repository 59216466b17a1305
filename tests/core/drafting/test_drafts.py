"""Questions drafted from made-up texts, by rules."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.bank.model import Passage, read_question
from quizapp.core.drafting.drafts import Draft, draft_questions
from quizapp.core.qtypes.base import Mark

TEXT = (
    "The Town Council has hired three young keepers for the hives. "
    "The School Board has bought two veils and four smokers for the pupils of the town.",
    "Since the Great Swarm in 1979, the hives have stood on the roof. "
    "The Amsel administration has promised a new roof, provided the bees stay. "
    "A second hive came from Linden in 1984 with a “quiet queen” of its own.",
    "The keepers fight many enemies, including hungry wasps, wax moths, and cold winds. "
    "The pupils bring good things, such as sugar water, clean cloths, and dry wood. "
    "The Order of Old Keepers (OOK) has met since 1991 in the cellar of the hall.",
    "The Berger administration had wanted the hives gone. These bees are loud. It is so.",
)


def passages(*texts: str) -> list[Passage]:
    return [Passage(f"p-1-{n}", f"1.{n}", "Bees", text, ()) for n, text in enumerate(texts, 1)]


def drafts(*texts: str, seed: int = 1) -> list[Draft]:
    return draft_questions("bees", passages(*texts), Random(seed))


def of_type(name: str, *answer: str) -> list[Draft]:
    return [
        draft for draft in drafts(*TEXT) if draft.question.meta.type == name and answer in ((), draft.answer)
    ]


def prompts(*texts: str) -> list[str]:
    return [draft.question.content.prompt for draft in drafts(*texts)]


def test_a_number_is_asked_for_as_how_many():
    (draft,) = [one for one in drafts(TEXT[0]) if one.question.meta.type == "numeric"]
    assert draft.question.content.prompt == (
        "According to the text, how many young keepers has the Town Council hired?"
    )
    assert (draft.question.content.answer, draft.question.content.feedback) == (
        3,
        "The text says: “The Town Council has hired three young keepers for the hives.”",
    )
    assert draft.question.meta.cites == ("bees/p-1-1",)
    assert draft.question.meta.status == "draft"
    assert draft.sentence == "The Town Council has hired three young keepers for the hives."


def test_the_subject_of_a_sentence_is_asked_for_as_who():
    assert "According to the text, who has hired three young keepers for the hives?" in prompts(TEXT[0])


def test_several_numbers_are_gaps():
    (draft,) = [one for one in drafts(TEXT[0]) if one.question.meta.type == "cloze"]
    assert draft.question.content.text == (
        "The School Board has bought {{1}} veils and {{2}} smokers for the pupils of the town."
    )
    assert [gap.accept for gap in draft.question.content.gaps] == [("two", "2"), ("four", "4")]


def test_a_year_is_asked_for_by_its_event_or_in_brackets():
    asked = prompts(*TEXT)
    assert "According to the text, in which year was the Great Swarm?" in asked
    assert (
        "According to the text, which year belongs in the brackets? "
        "“The Order of Old Keepers (OOK) has met since [year] in the cellar of the hall.”"
    ) in asked


def test_an_administration_is_asked_for_by_its_noun():
    (draft,) = of_type("short_text", "Amsel")
    assert draft.question.content.prompt == (
        "According to the text, which administration has promised a new roof, provided the bees stay?"
    )
    assert draft.question.content.accept == (
        "the Amsel administration",
        "Amsel",
        "Amsel administration",
    )


def test_a_term_in_quotation_marks_is_a_gap():
    texts = [one.question.content.text for one in of_type("cloze")]
    assert "A second hive came from Linden in 1984 with a “{{1}}” of its own." in texts


def test_an_acronym_counts_as_what_it_stands_for():
    (draft,) = of_type("cloze", "Order of Old Keepers")
    assert draft.question.content.text == "The {{1}} has met since 1991 in the cellar of the hall."
    assert draft.question.content.gaps[0].accept == ("Order of Old Keepers", "OOK")


def test_what_is_listed_is_asked_among_what_other_sentences_list():
    draft = next(one for one in drafts(*TEXT) if one.question.meta.type == "multiple_response")
    assert draft.question.content.prompt == (
        "According to the text, which of these are named as enemies? "
        "“the keepers fight many enemies, including …”"
    )
    choices = {choice.text: choice.correct for choice in draft.question.content.choices}
    assert choices == {
        "hungry wasps": True,
        "wax moths": True,
        "cold winds": True,
        "sugar water": False,
        "clean cloths": False,
        "dry wood": False,
    }


def test_a_statement_has_one_fact_changed_for_one_of_its_kind():
    found = {
        draft.question.content.prompt: draft.question.content.answer
        for seed in range(12)
        for draft in drafts(
            "In spring the Amsel administration has promised a roof.",
            "In autumn the Berger administration had wanted the hives gone.",
            seed=seed,
        )
        if draft.question.meta.type == "true_false"
    }
    true = "According to the text, in autumn the Berger administration had wanted the hives gone."
    assert found[true] is True
    assert found[true.replace("Berger", "Amsel")] is False


@pytest.mark.parametrize(
    "text",
    [
        "",
        "This is new. They came in 1984. These three bees are loud.",
        "No figure and no name stands in this one sentence of words.",
        "Is it the Town Council that came?",
    ],
)
def test_what_leans_on_other_sentences_is_not_asked(text):
    assert drafts(text) == []


def test_the_same_chance_drafts_the_same():
    assert drafts(*TEXT, seed=5) == drafts(*TEXT, seed=5)


NOISE = """The Town Council has hired three keepers in 1984 and 1990 , “quiet queen” of Linden . two U.S.
Amsel administration including wax, moths, and wood Ms Berger 2.5 1,200 bees (OOK) {{1}} * _ [x] </p> “ ”"""
WORDS = st.sampled_from(NOISE.split())


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=40).map(" ".join), max_size=4), st.integers(0, 3))
def test_every_draft_validates_and_its_answer_stands_in_its_sentence(texts, seed):
    made = [*drafts(*texts, seed=seed), *drafts(*TEXT, *texts, seed=seed)]
    assert len(made) >= 8
    for draft in made:
        question, findings = read_question(draft.question.as_mapping())
        assert question == draft.question
        assert [finding for finding in findings if finding.level != "advice"] == []
        assert all(answer in draft.sentence for answer in draft.answer)
        assert not any(wrong in draft.sentence for wrong in draft.distractors)
        assert draft.question.content.prompt.startswith("According to the text, ")
        assert draft.why


def test_the_key_of_every_draft_is_graded_right():
    for draft in drafts(*TEXT):
        content, qtype = draft.question.content, draft.question.qtype
        raw = {
            "short_text": lambda c: {"answer": [c.accept[0]]},
            "numeric": lambda c: {"answer": [str(c.answer)]},
            "true_false": lambda c: {"answer": ["true" if c.answer else "false"]},
            "multiple_response": lambda c: {"answer": [choice.key for choice in c.choices if choice.correct]},
            "cloze": lambda c: {f"g-{n}": [gap.accept[0]] for n, gap in enumerate(c.gaps, 1)},
        }[draft.question.meta.type](content)
        assert qtype.grade(content, qtype.parse(content, raw)).mark is Mark.RIGHT


def test_a_small_word_that_stands_first_is_no_part_of_a_name():
    assert all(answer in draft.sentence for draft in drafts("bees The The The .") for answer in draft.answer)
