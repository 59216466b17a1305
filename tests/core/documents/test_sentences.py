"""Where a sentence ends."""

import pytest

from quizapp.core.documents.sentences import sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["It cost 3.5 million.", "Nobody paid."],
        ["Dr. Amsel met Mr. Lind at 5 p.m. on Friday.", "They spoke."],
        ["He lives in the U.S. and likes it.", "She does not."],
        ["He lives in the U.S.", "The town is small."],
        ["The U.S. Army came.", "It went."],
        ["She said “Go. Now.” and left.", "He stayed."],
        ["Was it “true”?", "“No!” she said."],
        ["J. R. Doe wrote it.", "See No. 5 of the list."],
        ["Did she say no.", "Yes, she did."],
        ["Bees, e.g. Honeybees, fly.", "Ants, wasps, etc.", "All crawl."],
        ["It ended (in 1999).", "Then it began again..."],
        ["No full stop at all"],
    ],
)
def test_a_text_is_parted_into_its_sentences(parts):
    assert sentences(" ".join(parts)) == parts


def test_lines_of_a_list_are_sentences_of_their_own():
    assert sentences("It gives:\n- honey\n- wax. And more.") == ["It gives:", "honey", "wax.", "And more."]


def test_nothing_has_no_sentences():
    assert sentences(" \n ") == []
