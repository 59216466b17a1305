"""Claim sort: each of a few statements is documented, official, reported, alleged, analysis or predicted."""

from random import Random
from typing import Annotated, Any

from pydantic import Field

from quizapp.core.claims import CLAIM_MEANINGS, CLAIM_WORDS, ClaimStatus
from quizapp.core.findings import Finding
from quizapp.core.formats.item import Item, ItemOption, ItemPair
from quizapp.core.qtypes.base import (
    Example,
    ExampleSet,
    Mark,
    Prompt,
    Strict,
    told,
)
from quizapp.core.qtypes.choices import choice_key
from quizapp.core.qtypes.picks import Asked, PickingType, PicksContent, repeated


class Statement(Strict):
    """A statement as the reading makes it, how firmly it stands there, and why."""

    text: str = Field(
        min_length=1,
        max_length=1_000,
        title="Statement",
        description="With who says it, as the reading does.",
    )
    status: ClaimStatus = Field(strict=False, title="Kind of claim")
    feedback: str = Field(default="", max_length=2_000, title="Why", description="Which words tell.")


class ClaimSortContent(PicksContent):
    statements: Annotated[tuple[Statement, ...], Field(strict=False)] = Field(
        min_length=2,
        max_length=10,
        title="Statements",
        description="Of two kinds at least. Students see them in this order, each with the six kinds.",
    )

    @property
    def asked(self) -> tuple[Asked, ...]:
        return tuple(Asked(choice_key(s.text), s.text, s.status, s.feedback) for s in self.statements)

    @property
    def answers(self) -> dict[str, str]:
        """Return the word of each kind of claim."""
        return {str(status): word for status, word in CLAIM_WORDS.items()}


class ClaimSort(PickingType[ClaimSortContent]):
    name = "claim_sort"
    label = "Sort the claims"
    hint = "Each statement is documented, official, reported, alleged, analysis or predicted."
    sorts_claims = True
    Content = ClaimSortContent

    def problems(self, content: ClaimSortContent) -> list[Finding]:
        findings = repeated([one.text for one in content.statements], "statements[{}].text", "statement")
        if len({one.status for one in content.statements}) == 1:
            message, hint = "Every statement is of one kind.", "Add one of another kind."
            findings.append(Finding("error", "statements", message, hint))
        return findings

    def prompt(self, content: ClaimSortContent, rng: Random | None = None) -> Prompt:
        """Return what a student may see; all six kinds, always in their own order."""
        return {
            "prompt": content.prompt,
            "statements": [{"key": one.key, "text": one.text} for one in content.asked],
            "kinds": [
                {"key": str(status), "text": word, "meaning": CLAIM_MEANINGS[status]}
                for status, word in CLAIM_WORDS.items()
            ],
        }

    def secrets(self, content: ClaimSortContent) -> list[str]:
        return told(content.feedback, *(one.feedback for one in content.statements))

    def to_item(self, content: ClaimSortContent) -> Item:
        """Return a match of statements with the words of their kinds; kinds not used are options."""
        used = {one.status for one in content.statements}
        return Item(
            "match",
            content.prompt,
            options=tuple(ItemOption(word) for status, word in CLAIM_WORDS.items() if status not in used),
            pairs=tuple(
                ItemPair(one.text, CLAIM_WORDS[one.status], one.feedback) for one in content.statements
            ),
            feedback=content.feedback,
        )

    def from_item(self, item: Item) -> ClaimSortContent:
        kinds = {word.casefold(): status for status, word in CLAIM_WORDS.items()}
        if item.interaction != "match" or not all(pair.answer.casefold() in kinds for pair in item.pairs):
            raise ValueError("not statements to match with kinds of claim")
        return ClaimSortContent(
            prompt=item.prompt,
            feedback=item.feedback,
            statements=tuple(
                Statement(
                    text=pair.premise,
                    status=ClaimStatus(kinds[pair.answer.casefold()]),
                    feedback=pair.feedback,
                )
                for pair in item.pairs
            ),
        )

    def examples(self) -> list[ExampleSet]:
        content: dict[str, Any] = {
            "prompt": "What kind of claim is each of these about the library?",
            "feedback": "Look at who says it and how sure they can be.",
            "statements": [
                {
                    "text": "The door’s timetable gives nine as the hour of opening.",
                    "status": "documented",
                    "feedback": "Anyone can read it on the door.",
                },
                {
                    "text": "A pupil says that a neighbour kept three books.",
                    "status": "alleged",
                    "feedback": "One person says it of another.",
                },
                {"text": "The librarian expects more readers in winter.", "status": "predicted"},
            ],
        }
        parts = [f"p-{choice_key(one['text'])}" for one in content["statements"]]

        def raw(*picked: str) -> dict[str, list[str]]:
            return {part: [status] for part, status in zip(parts, picked, strict=False)}

        return [
            ExampleSet(
                content,
                (
                    Example(raw("documented", "alleged", "predicted"), Mark.RIGHT, 1.0),
                    Example(raw("documented", "reported"), Mark.PARTLY, 1 / 3),
                    Example(raw("official", "reported", "analysis"), Mark.WRONG, 0.0),
                    Example(raw("", " "), Mark.BLANK, 0.0),
                    Example({}, Mark.BLANK, 0.0),
                    Example(raw("rumoured"), "malformed"),
                    Example({parts[0]: ["alleged", "documented"]}, "malformed"),
                ),
            )
        ]
