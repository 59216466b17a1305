"""Claim sort: literal cases."""

import pytest

from quizapp.core.formats.item import Item, ItemPair
from quizapp.core.qtypes.base import FormatError
from quizapp.core.qtypes.choices import choice_key
from quizapp.core.qtypes.claim_sort import ClaimSort, ClaimSortContent

qtype = ClaimSort()


def content(**statuses):
    statements = [{"text": text, "status": status, "feedback": text} for text, status in statuses.items()]
    return ClaimSortContent.model_validate({"prompt": "Which?", "statements": statements})


THREE = content(a="documented", b="alleged", c="predicted")


def answered(**picked):
    return qtype.parse(THREE, {f"p-{choice_key(text)}": [status] for text, status in picked.items()})


@pytest.mark.parametrize(
    ("picked", "fraction"),
    [
        ({"a": "documented", "b": "alleged", "c": "predicted"}, 1.0),
        ({"a": "documented", "c": "predicted"}, 0.666667),
        ({"a": "alleged", "b": "alleged", "c": "alleged"}, 0.333333),
        ({"a": "official"}, 0.0),
    ],
)
def test_each_statement_earns_its_share(picked, fraction):
    assert qtype.grade(THREE, answered(**picked)).fraction == fraction


def test_all_six_kinds_are_offered_in_one_order_whatever_the_statements_are():
    kinds = [kind["key"] for kind in qtype.prompt(THREE)["kinds"]]
    assert kinds == ["documented", "official", "reported", "alleged", "analysis", "predicted"]
    assert all(kind["meaning"].endswith(".") for kind in qtype.prompt(THREE)["kinds"])


def test_a_word_that_is_no_kind_is_refused_as_no_answer():
    assert answered(a="proven") == FormatError("Pick from the answers shown.")


def test_each_statement_has_its_own_tallies():
    responses = [answered(a="reported", b="alleged"), answered(a="reported"), answered(a="documented"), None]
    summary = qtype.summarise(THREE, responses)
    assert {(t.group, t.label, t.count, t.correct) for t in summary.tallies if t.count} == {
        ("a", "Reported", 2, False),
        ("a", "Documented", 1, True),
        ("b", "Alleged", 1, True),
    }
    assert len(summary.tallies) == 3 * 6
    wrong = summary.most_chosen_wrong
    assert (wrong.group, wrong.label, wrong.count) == ("a", "Reported", 2)


def test_statements_of_one_kind_alone_are_told_of():
    assert [f.message for f in qtype.problems(content(a="alleged", b="alleged"))] == [
        "Every statement is of one kind."
    ]
    assert [f.place for f in qtype.problems(content(a="alleged", A="reported"))] == ["statements[1].text"]


def test_a_match_with_other_words_is_no_claim_sort():
    item = Item("match", "Which?", pairs=(ItemPair("a", "Documented"), ItemPair("b", "Rumour")))
    with pytest.raises(ValueError, match="not statements to match with kinds of claim"):
        qtype.from_item(item)
