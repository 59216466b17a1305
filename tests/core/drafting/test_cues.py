"""Drafts that give each other's answer away."""

from quizapp.core.bank.model import read_question
from quizapp.core.drafting.cues import Shown, shown_of, tells

SENTENCE = "The Town Council has hired three young keepers for the hives."
HOW_MANY = Shown(SENTENCE, "How many young keepers has the Town Council hired?", ("three",))
WHO = Shown(SENTENCE, "Who has hired three young keepers for the hives?", ("Town Council",))


def test_two_drafts_of_a_sentence_tell_each_others_answer():
    assert tells(HOW_MANY, WHO)
    assert tells(WHO, HOW_MANY)


def test_a_draft_of_another_sentence_tells_it_only_where_it_is_about_the_same():
    elsewhere = "Two hives stand on the roof."
    same = Shown(elsewhere, "Did the three young keepers of the hives come in May?", ("May",))
    other = Shown(elsewhere, "Did three dogs bark?", ("dogs",))
    assert tells(same, HOW_MANY)
    assert not tells(other, HOW_MANY)


def test_a_word_that_merely_holds_the_answer_tells_nothing():
    assert not tells(Shown(SENTENCE, "How many threescore keepers?", ("x",)), HOW_MANY)


def test_only_what_a_student_sees_before_answering_counts():
    mapping = {
        "id": "a", "type": "true_false", "prompt": "It is so.", "answer": True, "if_true": "Indeed.",
        "feedback": "Because.",
    }  # fmt: skip
    assert shown_of(read_question(mapping)[0]) == "It is so. True False"
