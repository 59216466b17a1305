"""Ordering: put items in their right order."""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from random import Random
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StringConstraints

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
from quizapp.core.qtypes.choices import GONE, choice_key
from quizapp.core.qtypes.picks import ARROW, repeated

ItemText = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class OrderingContent(Content):
    shuffle: ClassVar[bool] = True
    """The items always are: the author's order is the key."""

    items: Annotated[tuple[ItemText, ...], Field(strict=False)] = Field(
        min_length=3,
        max_length=8,
        title="Items in the right order",
        description="The first on top. Students see them in another order.",
    )
    scoring: Literal["partial", "all_or_nothing"] = Field(
        default="partial",
        title="Points",
        description="Partial: each item that directly follows the one it should earns a share. "
        "All or nothing: only the whole right order earns the points.",
    )

    @property
    def key(self) -> tuple[str, ...]:
        """Return the keys of the items in the right order."""
        return tuple(choice_key(text) for text in self.items)


class OrderingResponse(Strict):
    order: Annotated[tuple[str, ...], Field(strict=False)] = Field(min_length=1)


class Ordering(QuestionType[OrderingContent, OrderingResponse]):
    name = "ordering"
    label = "Put in order"
    hint = "A few items to put in their right order."
    Content = OrderingContent
    Response = OrderingResponse

    def problems(self, content: OrderingContent) -> list[Finding]:
        return repeated(content.items, "items[{}]", "item")

    def prompt(self, content: OrderingContent, rng: Random | None = None) -> Prompt:
        """Return what a student may see; never in the right order, without `rng` by their keys.

        An order that was right from the start could not be told from one that nobody touched.
        """
        texts = dict(zip(content.key, content.items, strict=True))
        shown = sorted(texts)
        if rng is not None:
            rng.shuffle(shown)
        if tuple(shown) == content.key:
            shown = [*shown[1:], shown[0]]
        return {"prompt": content.prompt, "items": [{"key": key, "text": texts[key]} for key in shown]}

    def parse(self, content: OrderingContent, raw: Raw) -> OrderingResponse | FormatError | None:
        """Read the part `i-<key>` of each item: its place, from 1."""
        places: dict[str, str] = {}
        for key in content.key:
            place = only_value(raw, f"i-{key}")
            if isinstance(place, FormatError):
                return place
            if place is not None:
                places[key] = place
        if not places:
            return None
        wanted = [str(place) for place in range(1, len(content.items) + 1)]
        for place, count in Counter(places.values()).items():
            if place not in wanted:
                return FormatError(f"Give each item a place from 1 to {len(wanted)}.")
            if count > 1:
                return FormatError(f"{count} items have place {place}. Give each item its own place.")
        if len(places) < len(wanted):
            return FormatError(f"Give every item a place, from 1 to {len(wanted)}.")
        return OrderingResponse(order=tuple(sorted(places, key=lambda key: int(places[key]))))

    def grade(self, content: OrderingContent, response: OrderingResponse | None) -> Grade:
        if response is None:
            return BLANK
        if response.order == content.key or content.scoring == "all_or_nothing":
            return Grade.of(float(response.order == content.key))
        right = set(pairwise(content.key))
        # An item reworded since is in neither order, so the share stays below 1.
        return Grade.of(len(right & set(pairwise(response.order))) / max(1, len(right)))

    def guessed(self, content: OrderingContent) -> float:
        """Return 1 / n! for the whole order; in part each item follows its right one once in n orders."""
        count = len(content.items)
        return 1 / (math.factorial(count) if content.scoring == "all_or_nothing" else count)

    def summarise(self, content: OrderingContent, responses: Sequence[OrderingResponse | None]) -> Summary:
        """Count the places each item was given; the item is the group of its tallies."""
        given = [response.order for response in responses if response is not None]
        tallies = []
        for number, (key, text) in enumerate(zip(content.key, content.items, strict=True), 1):
            counts = Counter(order.index(key) + 1 for order in given if key in order)
            tallies += [
                Tally(f"{key}:{place}", f"Place {place}", counts[place], place == number, group=text)
                for place in range(1, len(content.items) + 1)
            ]
        return Summary(len(responses), len(responses) - len(given), tuple(tallies))

    def say(self, content: OrderingContent, response: OrderingResponse | None) -> str:
        texts = dict(zip(content.key, content.items, strict=True))
        return ARROW.join(texts.get(key, GONE) for key in response.order) if response else ""

    def say_key(self, content: OrderingContent) -> str:
        return ARROW.join(content.items)

    def secrets(self, content: OrderingContent) -> list[str]:
        return told(content.feedback)

    def to_item(self, content: OrderingContent) -> Item:
        return Item(
            "order",
            content.prompt,
            options=tuple(ItemOption(text) for text in content.items),
            feedback=content.feedback,
            settings={"scoring": content.scoring},
        )

    def from_item(self, item: Item) -> OrderingContent:
        if item.interaction != "order":
            raise ValueError("not items to put in order")
        return OrderingContent(
            prompt=item.prompt,
            feedback=item.feedback,
            items=tuple(option.text for option in item.options),
            scoring=item.settings.get("scoring", "partial"),
        )

    def examples(self) -> list[ExampleSet]:
        content: dict[str, Any] = {
            "prompt": "According to the rules, in which order is a book borrowed?",
            "feedback": "The notice by the desk gives the steps from top to bottom.",
            "items": ["Find it on the shelf", "Show your card", "Get the date stamped in it", "Take it home"],
        }
        keys = [choice_key(text) for text in content["items"]]

        def raw(*places: str) -> dict[str, list[str]]:
            return {f"i-{key}": [place] for key, place in zip(keys, places, strict=False)}

        always = (
            Example(raw("1", "2", "3", "4"), Mark.RIGHT, 1.0),
            Example(raw("4", "3", "2", "1"), Mark.WRONG, 0.0),
            Example(raw("", "", " ", ""), Mark.BLANK, 0.0),
            Example({}, Mark.BLANK, 0.0),
            Example(raw("1", "2", "3"), "malformed"),
            Example(raw("1", "2", "3", "3"), "malformed"),
            Example(raw("0", "1", "2", "3"), "malformed"),
        )
        return [
            ExampleSet(content, (*always, Example(raw("2", "3", "4", "1"), Mark.PARTLY, 2 / 3))),
            ExampleSet(
                {**content, "scoring": "all_or_nothing"},
                (*always, Example(raw("2", "3", "4", "1"), Mark.WRONG, 0.0)),
            ),
        ]
