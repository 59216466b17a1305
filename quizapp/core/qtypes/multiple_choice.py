"""Multiple choice: one of several, exactly one right."""

from collections.abc import Sequence
from random import Random
from typing import Any

from pydantic import Field, StrictBool

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
    only_value,
    told,
)
from quizapp.core.qtypes.choices import (
    Choice,
    Choices,
    choice_problems,
    chosen_text,
    chosen_why,
    shown_choices,
    tally_choices,
)


class MultipleChoiceContent(Content):
    choices: Choices = Field(
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
        chosen = next((choice for choice in content.choices if choice.key == response.choice), None)
        # A choice reworded since is gone: an answer to a question that was not this one earns nothing.
        return Grade.of(float(chosen.correct), chosen.feedback) if chosen else Grade.of(0.0)

    def guessed(self, content: MultipleChoiceContent) -> float:
        return sum(choice.correct for choice in content.choices) / len(content.choices)

    def summarise(
        self, content: MultipleChoiceContent, responses: Sequence[MultipleChoiceResponse | None]
    ) -> Summary:
        given = [response for response in responses if response is not None]
        tallies = tally_choices(content.choices, (response.choice for response in given))
        return Summary(len(responses), len(responses) - len(given), tallies)

    def why(self, content: MultipleChoiceContent, answer: Tally) -> str:
        return chosen_why(content.choices, answer.key)

    def say(self, content: MultipleChoiceContent, response: MultipleChoiceResponse | None) -> str:
        return chosen_text(content.choices, response.choice) if response else ""

    def say_key(self, content: MultipleChoiceContent) -> str:
        return "; ".join(choice.text for choice in content.choices if choice.correct)

    def secrets(self, content: MultipleChoiceContent) -> list[str]:
        return told(content.feedback, *(choice.feedback for choice in content.choices))

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
