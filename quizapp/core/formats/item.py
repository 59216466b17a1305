"""The neutral exchange form of a question: what all formats have in common, after QTI 3."""

from dataclasses import dataclass, field
from typing import Any, Literal

Interaction = Literal["choice", "text", "number", "match", "order", "gap", "hottext", "essay"]


@dataclass(frozen=True)
class ItemOption:
    """One thing to pick: `fraction` is the share of the points it earns, 0 for a distractor."""

    text: str
    fraction: float = 0.0
    feedback: str = ""


@dataclass(frozen=True)
class ItemAnswer:
    """One answer foreseen for a typed response; `fraction` 0 marks a foreseen wrong one."""

    value: str
    fraction: float = 1.0
    feedback: str = ""


@dataclass(frozen=True)
class ItemPair:
    """A premise and the answer that goes with it."""

    premise: str
    answer: str
    feedback: str = ""


@dataclass(frozen=True)
class ItemGap:
    """A gap `{{name}}` of the text: what is accepted there, and the list to pick from where there is one."""

    name: str
    accept: tuple[str, ...]
    choices: tuple[str, ...] = ()
    feedback: str = ""
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Item:
    """A question without our classes: what a writer of GIFT, QTI or a table needs.

    Of a match, `options` are the answers that go with no premise; of an order, `options` stand in
    the right order; of a gap text, the running text is `settings["text"]`.
    `settings` holds what only some formats know (shuffle, tolerance, scoring), JSON-able.
    """

    interaction: Interaction
    prompt: str
    options: tuple[ItemOption, ...] = ()
    answers: tuple[ItemAnswer, ...] = ()
    pairs: tuple[ItemPair, ...] = ()
    gaps: tuple[ItemGap, ...] = ()
    max_choices: int | None = None
    feedback: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
