"""What makes a text with gaps a poor card."""

import re

from quizapp.core.cards import cloze
from quizapp.core.findings import Finding

FEWEST_WORDS = 3
"""Words around a gap, without which nobody can know what is asked."""

MOST_WORDS = 8
"""Words in a gap: more are not recalled but recited."""

WORD = re.compile(r"\w+")


def gap_findings(text: str) -> list[Finding]:
    """Return what is wrong with the gaps of a text: given away, without a context, or too long."""
    found = []
    for number, words in enumerate(cloze.gaps_of(text), 1):
        hidden = _words(words)
        around = _words(cloze.front_of(text, number))
        if len(around) < FEWEST_WORDS:
            message = f"Gap {number}: there are too few words around it to know what is asked."
            hint = "Write the sentence that the words stand in."
            found.append(Finding("warning", "front", message, hint, "gap-without-context"))
        elif hidden and any(around[at : at + len(hidden)] == hidden for at in range(len(around))):
            message = f"Gap {number}: its words stand in the text a second time and give it away."
            hint = "Name the thing once, or hide other words."
            found.append(Finding("warning", "front", message, hint, "gap-given-away"))
        if len(hidden) > MOST_WORDS:
            message = f"Gap {number} hides {len(hidden)} words."
            found.append(Finding("advice", "front", message, "Hide the few that matter.", "gap-too-long"))
    return found


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())
