"""The rules of an assignment, as values: when it is open, how long, how often, what is shown after."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from pydantic import ConfigDict, Field

from quizapp.core.qtypes.base import Strict


class When(StrEnum):
    """When a part of the review is shown to the student.

    During: of one question, once the student has checked it; from then on its answer stands.
    """

    DURING = "during"
    SUBMITTED = "submitted"
    CLOSED = "closed"
    NEVER = "never"


class Combine(StrEnum):
    """Which score counts of several attempts."""

    HIGHEST = "highest"
    LAST = "last"
    FIRST = "first"
    AVERAGE = "average"


class Section(Strict):
    """A part of a quiz, in its order. `ask`: so many of its questions, drawn for each attempt; None: all."""

    title: str = Field(default="", max_length=120)
    intro: str = Field(default="", max_length=1_000)
    ask: int | None = Field(default=None, ge=1, le=500)


class ReviewPolicy(Strict):
    """What a student is shown after an attempt, each part with its time."""

    score: When = When.SUBMITTED
    correctness: When = When.SUBMITTED
    key: When = When.CLOSED
    feedback: When = When.CLOSED
    passage: When = When.CLOSED

    model_config = ConfigDict(strict=False)


@dataclass(frozen=True)
class Shown:
    """What a student may see of a submitted attempt now."""

    score: bool = False
    correctness: bool = False
    key: bool = False
    feedback: bool = False
    passage: bool = False

    @property
    def anything(self) -> bool:
        return self.score or self.answers

    @property
    def answers(self) -> bool:
        """Whether there is anything to see question by question."""
        return self.correctness or self.key or self.feedback or self.passage


EVERYTHING = Shown(True, True, True, True, True)

SHORTEST_CODE, LONGEST_CODE = 4, 20


def read_access_code(typed: str) -> str:
    """Return an access code as it is compared, whatever its case, spaces and hyphens."""
    return re.sub(r"[\W_]+", "", typed[:200]).casefold()


class Clock(StrEnum):
    """How a student is told the time left."""

    SHOWN = "shown"
    WARNED = "warned"  # no clock, but a word at five minutes and at one
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Policy:
    """An assignment's rules with the student's accommodations already applied.

    `class_rules` are those of the class, where this student's differ. `break_time` is in all; a break
    moves the end of a time limit, never the closing.
    """

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    time_limit: timedelta | None = None
    grace: timedelta = timedelta(seconds=30)
    attempts_allowed: int | None = 1
    shuffle_questions: bool = False
    shuffle_choices: bool = True
    one_page: bool = False
    combine: Combine = Combine.HIGHEST
    forward_only: bool = False
    access_code: str = ""
    sections: tuple[Section, ...] = ()
    review: ReviewPolicy = field(default_factory=ReviewPolicy)
    break_time: timedelta = timedelta()
    clock: Clock = Clock.SHOWN
    larger_text: bool = False
    class_rules: "Policy | None" = None

    def is_open(self, now: datetime) -> bool:
        """Tell whether an attempt may begin."""
        return not (self.opens_at and now < self.opens_at) and not self.is_closed(now)

    @property
    def one_way(self) -> bool:
        """Tell whether one cannot go back: on a single page there is nowhere to go."""
        return self.forward_only and not self.one_page

    def admits(self, typed: str) -> bool:
        """Tell whether one may begin who typed this as the access code."""
        return not self.access_code or read_access_code(typed) == read_access_code(self.access_code)

    def is_closed(self, now: datetime) -> bool:
        return self.closes_at is not None and now >= self.closes_at

    def deadline(self, started_at: datetime, rested: timedelta = timedelta()) -> datetime | None:
        """Return when an attempt begun then must end: the limit or the closing, whichever is first.

        The clock of the limit stands while the student rests.
        """
        ends = [self.closes_at] if self.closes_at else []
        if self.time_limit:
            ends.append(started_at + self.time_limit + rested)
        return min(ends, default=None)

    def gives_more_time(self, started_at: datetime, rested: timedelta = timedelta()) -> bool:
        """Tell whether an attempt begun then may go on for longer than the class's."""
        end = self.deadline(started_at, rested)
        usual = (self.class_rules or self).deadline(started_at)
        return end is not None and usual is not None and end > usual

    def is_over(self, now: datetime) -> bool:
        """Tell whether it is closed, for whose rules these are, and no last answer is still on its way."""
        return self.closes_at is not None and now >= self.closes_at + self.grace

    def shown(self, now: datetime) -> Shown:
        """Return what a student may see of a submitted attempt."""
        reached = {
            When.DURING: True,
            When.SUBMITTED: True,
            When.CLOSED: self.is_over(now),
            When.NEVER: False,
        }
        return Shown(**{part: reached[when] for part, when in self.review})

    @property
    def shown_during(self) -> Shown:
        """Return what a student may see of a question that was checked while the attempt goes on.

        Nothing on a single page: what one question tells would help with the others.
        """
        if self.one_page:
            return Shown()
        return Shown(**{part: when is When.DURING and part != "score" for part, when in self.review})

    @property
    def checks(self) -> bool:
        """Tell whether each question can be checked by itself."""
        return self.shown_during.answers


def read_sections(value: Sequence[Mapping[str, Any]] | None) -> tuple[Section, ...]:
    """Read the stored form of sections."""
    return _read_sections(tuple(tuple(one.items()) for one in value)) if value else ()


@lru_cache(maxsize=256)
def _read_sections(sections: tuple[tuple[tuple[str, Any], ...], ...]) -> tuple[Section, ...]:
    return tuple(Section.model_validate(dict(one)) for one in sections)


def read_review(value: dict[str, Any]) -> ReviewPolicy:
    """Read the stored form of a review policy."""
    return _read_review(tuple(value.items()))


@lru_cache(maxsize=256)
def _read_review(parts: tuple[tuple[str, Any], ...]) -> ReviewPolicy:
    return ReviewPolicy.model_validate(dict(parts))
