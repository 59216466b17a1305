"""Multiple choice: one of several, exactly one right."""

from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Annotated, Any

from pydantic import Field, StrictBool

from quizapp.core.findings import Finding
from quizapp.core.formats.item import Item, ItemOption
from quizapp.core.qtypes.base import (
    BLANK,
    Choice,
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
    only_value,
)


def shown_choices(choices: Sequence[Choice], shuffle: bool, rng: Random | None) -> list[dict[str, str]]:
    """Return key and text of each choice in the order to show, and nothing that tells the right one."""
    shown = [{"key": choice.key, "text": choice.text} for choice in choices]
    if shuffle and rng is not None:
        rng.shuffle(shown)
    return shown


def choice_problems(choices: Sequence[Choice]) -> list[Finding]:
    """Return what is wrong with any list of choices: the same text twice."""
    seen: dict[str, int] = {}
    findings = []
    for index, choice in enumerate(choices):
        folded = " ".join(choice.text.casefold().split())
        if folded in seen:
            findings.append(
                Finding(
                    "error",
                    f"choices[{index}]",
                    f"Same text as choice {seen[folded] + 1}.",
                    hint="Change one, or remove it.",
                )
            )
        seen.setdefault(folded, index)
    return findings


class MultipleChoiceContent(Content):
    choices: Annotated[tuple[Choice, ...], Field(strict=False)] = Field(
        min_length=2,
        max_length=8,
        title="Choices",
        description="Mark the right one. Three or four are enough.",
    )
    shuffle: StrictBool = Field(
        default=True,
        title="Shuffle the choices",
        description="Leave off where the order means something, such as dates.",
    )


class MultipleChoiceResponse(Strict):
    choice: str


class MultipleChoice(QuestionType[MultipleChoiceContent, MultipleChoiceResponse]):
    name = "multiple_choice"
    label = "Multiple choice"
    hint = "One right answer among a few."
    Content = MultipleChoiceContent
    Response = MultipleChoiceResponse

    def problems(self, content: MultipleChoiceContent) -> list[Finding]:
        findings = choice_problems(content.choices)
        right = sum(choice.correct for choice in content.choices)
        if right != 1:
            findings.append(
                Finding(
                    "error",
                    "choices",
                    f"{right} choices are marked right; one must be.",
                    hint="Mark exactly one, or use “Choose all that apply”.",
                )
            )
        return findings

    def prompt(self, content: MultipleChoiceContent, rng: Random | None = None) -> Prompt:
        return {"prompt": content.prompt, "choices": shown_choices(content.choices, content.shuffle, rng)}

    def parse(self, content: MultipleChoiceContent, raw: Raw) -> MultipleChoiceResponse | FormatError | None:
        value = only_value(raw)
        if value is None or isinstance(value, FormatError):
            return value
        if value not in {choice.key for choice in content.choices}:
            return FormatError("Pick one of the choices shown.")
        return MultipleChoiceResponse(choice=value)

    def grade(self, content: MultipleChoiceContent, response: MultipleChoiceResponse | None) -> Grade:
        if response is None:
            return BLANK
        chosen = self._chosen(content, response)
        return Grade.of(float(chosen.correct), chosen.feedback)

    def summarise(
        self, content: MultipleChoiceContent, responses: Sequence[MultipleChoiceResponse | None]
    ) -> Summary:
        counts = Counter(response.choice for response in responses if response)
        tallies = tuple(
            Tally(choice.key, choice.text, counts[choice.key], choice.correct) for choice in content.choices
        )
        return Summary(len(responses), sum(response is None for response in responses), tallies)

    def say(self, content: MultipleChoiceContent, response: MultipleChoiceResponse | None) -> str:
        return self._chosen(content, response).text if response else ""

    def say_key(self, content: MultipleChoiceContent) -> str:
        return "; ".join(choice.text for choice in content.choices if choice.correct)

    def secrets(self, content: MultipleChoiceContent) -> list[str]:
        return [content.feedback, *(choice.feedback for choice in content.choices)]

    def to_item(self, content: MultipleChoiceContent) -> Item:
        return Item(
            "choice",
            content.prompt,
            options=tuple(
                ItemOption(choice.text, float(choice.correct), choice.feedback) for choice in content.choices
            ),
            max_choices=1,
            feedback=content.feedback,
            settings={"shuffle": content.shuffle},
        )

    def from_item(self, item: Item) -> MultipleChoiceContent:
        if item.interaction != "choice" or item.max_choices != 1:
            raise ValueError("not a choice of one")
        return MultipleChoiceContent(
            prompt=item.prompt,
            feedback=item.feedback,
            choices=tuple(
                Choice(text=option.text, correct=option.fraction == 1, feedback=option.feedback)
                for option in item.options
            ),
            shuffle=bool(item.settings.get("shuffle", True)),
        )

    def examples(self) -> list[ExampleSet]:
        content: dict[str, Any] = {
            "prompt": "According to the timetable, when does the library open?",
            "feedback": "The timetable on the door gives the hours.",
            "choices": [
                {"text": "At eight", "feedback": "That is when the school opens."},
                {"text": "At nine", "correct": True, "feedback": "The second line says so."},
                {"text": "At ten", "feedback": "That is the hour on Sundays."},
            ],
        }
        eight, nine = Choice(text="At eight").key, Choice(text="At nine").key
        return [
            ExampleSet(
                content,
                (
                    Example({"answer": [nine]}, Mark.RIGHT, 1.0),
                    Example({"answer": [eight]}, Mark.WRONG, 0.0),
                    Example({"answer": []}, Mark.BLANK, 0.0),
                    Example({}, Mark.BLANK, 0.0),
                    Example({"answer": ["00000000"]}, "malformed"),
                    Example({"answer": [eight, nine]}, "malformed"),
                ),
            )
        ]

    @staticmethod
    def _chosen(content: MultipleChoiceContent, response: MultipleChoiceResponse) -> Choice:
        return next(choice for choice in content.choices if choice.key == response.choice)
