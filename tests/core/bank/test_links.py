"""Links between a question and its unit: the cited passage and the sentences that are shown as its own."""

import pytest

from quizapp.core.bank.links import question_links
from quizapp.core.bank.model import read_question

CITABLE = {
    "rules/hours": "The library opens at *nine*.\nIt closes\nat four.",
    "rules/loans": "Three books may be borrowed.",
}
MESSAGE = "The sentences shown are not the text of the passage that is cited."


def found(sentences, cites):
    question, findings = read_question(
        {
            "id": "q",
            "type": "evidence",
            "prompt": "Which?",
            "statement": "It is open in the morning.",
            "sentences": [{"text": text, "correct": not i} for i, text in enumerate(sentences)],
            "cites": cites,
        }
    )
    assert question, findings
    return [(finding.level, finding.message) for finding in question_links(question, CITABLE, [])]


@pytest.mark.parametrize(
    ("sentences", "cites"),
    [
        (["The library opens at nine.", "It closes at four."], ["rules/hours"]),
        (["The **library** opens at nine.", "It closes  at four."], ["rules/loans", "rules/hours"]),
        (
            ["The library opens at nine.", "It closes at four.", "Three books may be borrowed."],
            ["rules/hours", "rules/loans"],
        ),
    ],
)
def test_sentences_that_are_the_cited_passage_are_fine_whatever_their_emphasis_and_spaces(sentences, cites):
    assert found(sentences, cites) == []


@pytest.mark.parametrize(
    ("sentences", "cites"),
    [
        (["The library opens at ten.", "It closes at four."], ["rules/hours"]),
        (["It closes at four.", "The library opens at nine."], ["rules/hours"]),
        (["The library opens at nine.", "It closes at four."], ["rules/loans"]),
        (["The library opens at nine.", "It closes at four."], []),
    ],
)
def test_sentences_that_are_not_are_warned_of(sentences, cites):
    assert found(sentences, cites) == [("warning", MESSAGE)]
