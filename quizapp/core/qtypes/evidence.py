"""Evidence: pick, in a passage that is shown, the sentence or sentences that support a statement."""

from collections.abc import Sequence
from random import Random
from typing import Annotated, Any, Literal

from pydantic import Field

from quizapp.core.findings import Finding
from quizapp.core.formats.item import Item, ItemOption
from quizapp.core.qtypes.base import (
    BLANK,
    Content,
    Example,
    ExampleSet,
    FormatError,
    Grade,
    Mark,
    Prompt,
    QuestionType,
    Raw,
    Strict,
    Summary,
    Tally,
    told,
)
from quizapp.core.qtypes.choices import (
    Choice,
    choice_key,
    chosen_text,
    chosen_why,
    share_guessed,
    share_taken,
    tally_choices,
)
from quizapp.core.qtypes.picks import repeated


class Sentence(Choice):
    """One sentence of the passage, and whether it supports the statement."""

    text: str = Field(min_length=1, max_length=1_000, title="Sentence")
    correct: bool = Field(default=False, title="Supports it")
    feedback: str = Field(default="", max_length=2_000, title="Why it supports it, or why it tempts")


class EvidenceContent(Content):
    statement: str = Field(
        min_length=1,
        max_length=1_000,
        title="Statement",
        description="What the evidence is wanted for, in other words than the passage’s.",
    )
    sentences: Annotated[tuple[Sentence, ...], Field(strict=False)] = Field(
        min_length=2,
        max_length=20,
        title="The passage, sentence by sentence",
        description="Every sentence of the passage, in its order. Mark those that support the statement.",
    )
    scoring: Literal["partial", "all_or_nothing"] = Field(
        default="partial",
        title="Points",
        description="Partial: each right sentence adds a share, each other one takes a share away, never "
        "below 0. All or nothing: only the exact sentences earn the points.",
    )
    most: int | None = Field(
        default=None,
        ge=1,
        le=20,
        title="At most",
        description="How many sentences may be picked. Empty: as many as a student likes.",
    )


class EvidenceResponse(Strict):
    sentences: Annotated[tuple[str, ...], Field(strict=False)] = Field(min_length=1)


class Evidence(QuestionType[EvidenceContent, EvidenceResponse]):
    name = "evidence"
    label = "Pick the evidence"
    hint = "The sentences of a passage that support a statement."
    Content = EvidenceContent
    Response = EvidenceResponse

    def problems(self, content: EvidenceContent) -> list[Finding]:
        texts = [sentence.text for sentence in content.sentences]
        findings = repeated(texts, "sentences[{}].text", "sentence")
        right = sum(sentence.correct for sentence in content.sentences)
        if right == 0:
            message, hint = "No sentence supports the statement.", "Mark at least one."
            findings.append(Finding("error", "sentences", message, hint))
        elif right == len(texts):
            message, hint = "Every sentence supports the statement.", "Show one that does not."
            findings.append(Finding("error", "sentences", message, hint))
        elif content.most is not None and content.most < right:
            message = f"{right} sentences support the statement; a student could not pick them all."
            findings.append(Finding("error", "most", message, f"Write {right} or more, or leave it empty."))
        return findings

    def prompt(self, content: EvidenceContent, rng: Random | None = None) -> Prompt:
        """Return what a student may see; the sentences keep the order of the passage."""
        return {
            "prompt": content.prompt,
            "statement": content.statement,
            "sentences": [{"key": one.key, "text": one.text} for one in content.sentences],
            "scoring": content.scoring,
            "most": content.most,
        }

    def parse(self, content: EvidenceContent, raw: Raw) -> EvidenceResponse | FormatError | None:
        picked = {value.strip() for value in raw.get("answer", ())} - {""}
        if not picked:
            return None
        in_order = tuple(one.key for one in content.sentences if one.key in picked)
        if picked - set(in_order):
            return FormatError("Pick from the sentences shown.")
        if content.most is not None and len(in_order) > content.most:
            return FormatError(
                "Pick one sentence only."
                if content.most == 1
                else f"Pick {content.most} sentences at most; you picked {len(in_order)}."
            )
        return EvidenceResponse(sentences=in_order)

    def grade(self, content: EvidenceContent, response: EvidenceResponse | None) -> Grade:
        if response is None:
            return BLANK
        feedback = [one.feedback for one in content.sentences if one.key in response.sentences]
        return Grade.of(share_taken(content.sentences, response.sentences, content.scoring), *feedback)

    def guessed(self, content: EvidenceContent) -> float:
        return share_guessed(content.sentences, content.scoring, content.most)

    def summarise(self, content: EvidenceContent, responses: Sequence[EvidenceResponse | None]) -> Summary:
        """Count how many picked each sentence: one student counts at each sentence picked."""
        given = [response for response in responses if response is not None]
        tallies = tally_choices(content.sentences, (key for one in given for key in one.sentences))
        return Summary(len(responses), len(responses) - len(given), tallies, several=True)

    def why(self, content: EvidenceContent, answer: Tally) -> str:
        return chosen_why(content.sentences, answer.key)

    def say(self, content: EvidenceContent, response: EvidenceResponse | None) -> str:
        return (
            "; ".join(chosen_text(content.sentences, key) for key in response.sentences) if response else ""
        )

    def say_key(self, content: EvidenceContent) -> str:
        return "; ".join(one.text for one in content.sentences if one.correct)

    def secrets(self, content: EvidenceContent) -> list[str]:
        return told(content.feedback, *(one.feedback for one in content.sentences))

    def quoted(self, content: EvidenceContent) -> str:
        return " ".join(one.text for one in content.sentences)

    def to_item(self, content: EvidenceContent) -> Item:
        share = 1 / max(1, sum(one.correct for one in content.sentences))
        return Item(
            "hottext",
            content.prompt,
            options=tuple(
                ItemOption(one.text, share if one.correct else 0.0, one.feedback) for one in content.sentences
            ),
            max_choices=content.most,
            feedback=content.feedback,
            settings={"statement": content.statement, "scoring": content.scoring},
        )

    def from_item(self, item: Item) -> EvidenceContent:
        if item.interaction != "hottext":
            raise ValueError("not a text to pick from")
        return EvidenceContent(
            prompt=item.prompt,
            feedback=item.feedback,
            statement=item.settings.get("statement", item.prompt),
            sentences=tuple(
                Sentence(text=option.text, correct=option.fraction > 0, feedback=option.feedback)
                for option in item.options
            ),
            scoring=item.settings.get("scoring", "partial"),
            most=item.max_choices,
        )

    def examples(self) -> list[ExampleSet]:
        texts = (
            "The library opens at nine on school days.",
            "It closes at half past four.",
            "On *Saturday* it opens for two hours.",
            "On Sunday it is closed.",
        )
        opens, closes, saturday, sunday = (choice_key(text) for text in texts)
        content: dict[str, Any] = {
            "prompt": "Which sentences support this statement?",
            "statement": "A reader can borrow a book at the weekend, but not on both days.",
            "feedback": "Look for the two days of the weekend.",
            "sentences": [
                {"text": texts[0], "feedback": "School days are not the weekend."},
                {"text": texts[1]},
                {"text": texts[2], "correct": True, "feedback": "There is the one day it opens."},
                {"text": texts[3], "correct": True, "feedback": "There is the other day."},
            ],
        }
        always = (
            Example({"answer": [sunday, saturday]}, Mark.RIGHT, 1.0),
            Example({"answer": [opens]}, Mark.WRONG, 0.0),
            Example({"answer": [sunday, closes]}, Mark.WRONG, 0.0),
            Example({"answer": [" "]}, Mark.BLANK, 0.0),
            Example({}, Mark.BLANK, 0.0),
            Example({"answer": [sunday, "00000000"]}, "malformed"),
        )
        return [
            ExampleSet(
                content,
                (
                    *always,
                    Example({"answer": [saturday]}, Mark.PARTLY, 0.5),
                    Example({"answer": [opens, saturday, sunday]}, Mark.PARTLY, 0.5),
                ),
            ),
            ExampleSet(
                {**content, "scoring": "all_or_nothing", "most": 2},
                (
                    *always,
                    Example({"answer": [saturday]}, Mark.WRONG, 0.0),
                    Example({"answer": [opens, saturday, sunday]}, "malformed"),
                ),
            ),
        ]
