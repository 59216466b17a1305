"""What is said of a text with gaps that is a poor card."""

import pytest

from quizapp.core.bank.gap_findings import gap_findings


def test_a_sound_text_has_nothing_said_of_it() -> None:
    assert gap_findings("The library opens at [nine] on [school days].") == []


@pytest.mark.parametrize(
    ("text", "level", "rule", "words"),
    [
        ("[Ms Amsel] lends.", "warning", "gap-without-context", "Gap 1: there are too few words"),
        (
            "The library opens at [nine], and Nine is early.",
            "warning",
            "gap-given-away",
            "Gap 1: its words stand in the text a second time",
        ),
        (
            "Here it says [that a student may borrow three books at once].",
            "advice",
            "gap-too-long",
            "Gap 1 hides 9 words.",
        ),
    ],
)
def test_a_poor_gap_is_told_of_by_its_number(text: str, level: str, rule: str, words: str) -> None:
    (found,) = gap_findings(text)
    assert (found.level, found.rule, found.place) == (level, rule, "front")
    assert found.message.startswith(words)
