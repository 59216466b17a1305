"""Multiple response: choose all that apply."""

from collections.abc import Sequence
from random import Random
from typing import Annotated, Any, Literal

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
    told,
)
from quizapp.core.qtypes.choices import (
    Choice,
    Choices,
    choice_key,
    choice_problems,
    chosen_text,
    chosen_why,
    share_guessed,
    share_taken,
    shown_choices,
    tally_choices,
)


class MultipleResponseContent(Content):
    choices: Choices = Field(
        min_length=2,
        max_length=10,
        title="Choices",
        description="Mark every right one. At least one must be wrong.",
    )
    scoring: Literal["partial", "all_or_nothing"] = Field(
        default="partial",
        title="Points",
        description="Partial: each right choice adds a share, each wrong one takes a share away, never "
        "below 0. All or nothing: only the exact set of right choices earns the points.",
    )
    shuffle: StrictBool = Field(
        default=True,
        title="Shuffle the choices",
        description="Leave off where the order means something, such as dates.",
    )


class MultipleResponseResponse(Strict):
    choices: Annotated[tuple[str, ...], Field(strict=False)] = Field(min_length=1)


class MultipleResponse(QuestionType[MultipleResponseContent, MultipleResponseResponse]):
    name = "multiple_response"
    label = "Choose all that apply"
    hint = "Several choices, one or more of them right."
    Content = MultipleResponseContent
    Response = MultipleResponseResponse

    def problems(self, content: MultipleResponseContent) -> list[Finding]:
        findings = choice_problems(content.choices)
        right = sum(choice.correct for choice in content.choices)
        if right == 0:
            findings.append(
                Finding("error", "choices", "No choice is marked right.", hint="Mark at least one.")
            )
        elif right == len(content.choices):
            findings.append(
                Finding("error", "choices", "Every choice is marked right.", hint="Add one that is wrong.")
            )
        return findings

    def prompt(self, content: MultipleResponseContent, rng: Random | None = None) -> Prompt:
        return {
            "prompt": content.prompt,
            "choices": shown_choices(content.choices, content.shuffle, rng),
            "scoring": content.scoring,
        }

    def parse(
        self, content: MultipleResponseContent, raw: Raw
    ) -> MultipleResponseResponse | FormatError | None:
        chosen = {value.strip() for value in raw.get("answer", ())} - {""}
        if not chosen:
            return None
        in_order = tuple(choice.key for choice in content.choices if choice.key in chosen)
        if chosen - set(in_order):
            return FormatError("Pick from the choices shown.")
        return MultipleResponseResponse(choices=in_order)

    def grade(self, content: MultipleResponseContent, response: MultipleResponseResponse | None) -> Grade:
        if response is None:
            return BLANK
        feedback = [one.feedback for one in content.choices if one.key in response.choices]
        return Grade.of(share_taken(content.choices, response.choices, content.scoring), *feedback)

    def guessed(self, content: MultipleResponseContent) -> float:
        return share_guessed(content.choices, content.scoring)

    def summarise(
        self, content: MultipleResponseContent, responses: Sequence[MultipleResponseResponse | None]
    ) -> Summary:
        """Count how many took each choice: one student counts at each choice taken."""
        given = [response for response in responses if response is not None]
        tallies = tally_choices(content.choices, (key for response in given for key in response.choices))
        return Summary(len(responses), len(responses) - len(given), tallies, several=True)

    def why(self, content: MultipleResponseContent, answer: Tally) -> str:
        return chosen_why(content.choices, answer.key)

    def say(self, content: MultipleResponseContent, response: MultipleResponseResponse | None) -> str:
        return "; ".join(chosen_text(content.choices, key) for key in response.choices) if response else ""

    def say_key(self, content: MultipleResponseContent) -> str:
        return "; ".join(choice.text for choice in content.choices if choice.correct)

    def secrets(self, content: MultipleResponseContent) -> list[str]:
        return told(content.feedback, *(choice.feedback for choice in content.choices))

    def to_item(self, content: MultipleResponseContent) -> Item:
        share = 1 / max(1, sum(choice.correct for choice in content.choices))
        return Item(
            "choice",
            content.prompt,
            options=tuple(
                ItemOption(choice.text, share if choice.correct else 0.0, choice.feedback)
                for choice in content.choices
            ),
            max_choices=None,
            feedback=content.feedback,
            settings={"scoring": content.scoring, "shuffle": content.shuffle},
        )

    def from_item(self, item: Item) -> MultipleResponseContent:
        if item.interaction != "choice" or item.max_choices == 1:
            raise ValueError("not a choice of several")
        return MultipleResponseContent(
            prompt=item.prompt,
            feedback=item.feedback,
            choices=tuple(
                Choice(text=option.text, correct=option.fraction > 0, feedback=option.feedback)
                for option in item.options
            ),
            scoring=item.settings.get("scoring", "partial"),
            shuffle=bool(item.settings.get("shuffle", True)),
        )

    def examples(self) -> list[ExampleSet]:
        content: dict[str, Any] = {
            "prompt": "According to the timetable, on which days is the library open?",
            "feedback": "The timetable on the door lists the days.",
            "choices": [
                {"text": "Monday", "correct": True, "feedback": "The first line names it."},
                {"text": "Wednesday", "correct": True, "feedback": "The third line names it."},
                {"text": "Sunday", "feedback": "The door is locked then."},
                {"text": "Saturday", "feedback": "That was so until last year."},
            ],
        }
        monday, wednesday, sunday = (choice_key(day) for day in ("Monday", "Wednesday", "Sunday"))
        always = (
            Example({"answer": [wednesday, monday]}, Mark.RIGHT, 1.0),
            Example({"answer": [sunday]}, Mark.WRONG, 0.0),
            Example({"answer": [monday, sunday]}, Mark.WRONG, 0.0),
            Example({"answer": ["", " "]}, Mark.BLANK, 0.0),
            Example({}, Mark.BLANK, 0.0),
            Example({"answer": [monday, "00000000"]}, "malformed"),
        )
        return [
            ExampleSet(
                content,
                (
                    *always,
                    Example({"answer": [monday]}, Mark.PARTLY, 0.5),
                    Example({"answer": [monday, wednesday, sunday]}, Mark.PARTLY, 0.5),
                ),
            ),
            ExampleSet(
                {**content, "scoring": "all_or_nothing", "shuffle": False},
                (*always, Example({"answer": [monday]}, Mark.WRONG, 0.0)),
            ),
        ]
