"""Matching: each premise goes with one of a few answers."""

from random import Random
from typing import Annotated, Any, ClassVar

from pydantic import Field, StringConstraints

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

AnswerText = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Pair(Strict):
    """A premise, the answer that goes with it, and why."""

    premise: str = Field(min_length=1, max_length=500, title="This")
    answer: str = Field(min_length=1, max_length=200, title="goes with")
    feedback: str = Field(default="", max_length=2_000, title="Why")


class MatchingContent(PicksContent):
    shuffle: ClassVar[bool] = True
    """The answers always are: in the author's order they would tell the pairs."""

    pairs: Annotated[tuple[Pair, ...], Field(strict=False)] = Field(
        min_length=2,
        max_length=10,
        title="Pairs",
        description="What belongs together. Two may have the same answer. "
        "Students see the answers in another order.",
    )
    extra: Annotated[tuple[AnswerText, ...], Field(strict=False)] = Field(
        default=(),
        max_length=10,
        title="Answers that go with nothing",
        description="With one or two of these, the last pair cannot be found by what is left over.",
    )

    @property
    def asked(self) -> tuple[Asked, ...]:
        return tuple(
            Asked(choice_key(pair.premise), pair.premise, choice_key(pair.answer), pair.feedback)
            for pair in self.pairs
        )

    @property
    def answers(self) -> dict[str, str]:
        """Return every answer by its key, in the author's order."""
        return {choice_key(text): text for text in (*(pair.answer for pair in self.pairs), *self.extra)}


class Matching(PickingType[MatchingContent]):
    name = "matching"
    label = "Matching"
    hint = "Each of a few things goes with one of a few answers."
    Content = MatchingContent

    def problems(self, content: MatchingContent) -> list[Finding]:
        findings = repeated([pair.premise for pair in content.pairs], "pairs[{}].premise", "premise")
        answers = {" ".join(pair.answer.casefold().split()) for pair in content.pairs}
        if len(answers) == 1:
            message, hint = "Every pair has the same answer.", "Give at least one another answer."
            findings.append(Finding("error", "pairs", message, hint))
        for index, text in enumerate(content.extra):
            if " ".join(text.casefold().split()) in answers:
                message, hint = "This answer goes with a premise.", "Change it, or remove it."
                findings.append(Finding("error", f"extra[{index}]", message, hint))
        findings += repeated(content.extra, "extra[{}]", "answer")
        if not content.extra and len(answers) == len(content.pairs):
            message = "As many answers as premises: the last pair is found by what is left over."
            hint = "Add an answer that goes with nothing, or use one answer twice."
            findings.append(Finding("advice", "extra", message, hint))
        return findings

    def prompt(self, content: MatchingContent, rng: Random | None = None) -> Prompt:
        """Return what a student may see; without `rng` the answers stand in the order of their keys."""
        answers = [{"key": key, "text": text} for key, text in sorted(content.answers.items())]
        if rng is not None:
            rng.shuffle(answers)
        premises = [{"key": one.key, "text": one.text} for one in content.asked]
        return {"prompt": content.prompt, "premises": premises, "answers": answers}

    def secrets(self, content: MatchingContent) -> list[str]:
        return told(content.feedback, *(pair.feedback for pair in content.pairs))

    def to_item(self, content: MatchingContent) -> Item:
        return Item(
            "match",
            content.prompt,
            options=tuple(ItemOption(text) for text in content.extra),
            pairs=tuple(ItemPair(pair.premise, pair.answer, pair.feedback) for pair in content.pairs),
            feedback=content.feedback,
        )

    def from_item(self, item: Item) -> MatchingContent:
        if item.interaction != "match":
            raise ValueError("not things to match")
        return MatchingContent(
            prompt=item.prompt,
            feedback=item.feedback,
            pairs=tuple(
                Pair(premise=pair.premise, answer=pair.answer, feedback=pair.feedback) for pair in item.pairs
            ),
            extra=tuple(option.text for option in item.options),
        )

    def examples(self) -> list[ExampleSet]:
        content: dict[str, Any] = {
            "prompt": "According to the timetable, what happens on each day?",
            "feedback": "The timetable on the door has a line for each day.",
            "pairs": [
                {"premise": "Monday", "answer": "Reading club", "feedback": "The first line says so."},
                {"premise": "Friday", "answer": "Chess", "feedback": "The last line says so."},
                {"premise": "Saturday", "answer": "Book repair"},
            ],
            "extra": ["Film club"],
        }
        days = {day: f"p-{choice_key(day)}" for day in ("Monday", "Friday", "Saturday")}

        def raw(**picked: str) -> dict[str, list[str]]:
            return {days[day]: [choice_key(text)] for day, text in picked.items()}

        return [
            ExampleSet(
                content,
                (
                    Example(raw(Monday="Reading club", Friday="Chess", Saturday="Book repair"), Mark.RIGHT),
                    Example(raw(Monday="Reading club", Friday="Film club"), Mark.PARTLY, 1 / 3),
                    Example(raw(Monday="Chess", Friday="Chess", Saturday="Chess"), Mark.PARTLY, 1 / 3),
                    Example(raw(Monday="Chess", Friday="Reading club"), Mark.WRONG, 0.0),
                    Example({days["Monday"]: [" "]}, Mark.BLANK, 0.0),
                    Example({}, Mark.BLANK, 0.0),
                    Example({days["Monday"]: ["00000000"]}, "malformed"),
                    Example({days["Monday"]: [choice_key("Chess"), choice_key("Film club")]}, "malformed"),
                ),
            )
        ]
