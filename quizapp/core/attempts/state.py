"""An attempt as a value, and what can happen to it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from quizapp.core.attempts.scoring import Result

LONGEST_SEQ = 2**31 - 1


@dataclass(frozen=True)
class Saved:
    """The newest answer to a slot. `response` is the JSON of the type's Response; None: emptied.

    `checked`: the student was told how it is, so that it stands as it is.
    """

    seq: int
    response: str | None = None
    flagged: bool = False
    saved_at: datetime | None = None
    checked: bool = False


@dataclass(frozen=True)
class AttemptState:
    """One sitting. `layout` is (slot, revision id) in the order shown; `seed` orders the choices.

    A seed of 0 leaves the choices as their author put them. It is decided at the start, so that
    a change of the assignment's rules redraws no page of an attempt under way. `reached` is the
    number of the question, from 1, that one who cannot go back is at.

    During a break `break_ends_at` is when it ends by itself, and `deadline_at` is what it is then:
    whoever never comes back is handed in at the right time by anyone who looks at that alone.
    `break_used` counts the breaks before it, in whole seconds.
    """

    number: int
    seed: int
    layout: tuple[tuple[int, int], ...]
    started_at: datetime
    deadline_at: datetime | None = None
    submitted_at: datetime | None = None
    submitted_by: Literal["student", "deadline", "teacher"] | None = None
    break_started_at: datetime | None = None
    break_ends_at: datetime | None = None
    break_used: timedelta = timedelta()
    more_time: bool = False
    answers: Mapping[int, Saved] = field(default_factory=lambda: MappingProxyType({}))
    reached: int = 1

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None

    @property
    def rested(self) -> timedelta:
        """Return the breaks so far, the one begun as if it were taken to its end."""
        if self.break_started_at is None or self.break_ends_at is None:
            return self.break_used
        return self.break_used + (self.break_ends_at - self.break_started_at)

    def on_break(self, now: datetime) -> bool:
        return self.is_open and self.break_ends_at is not None and now < self.break_ends_at

    @property
    def slots(self) -> tuple[int, ...]:
        """Return the slots in the order shown."""
        return tuple(slot for slot, _ in self.layout)

    def answered(self, slot: int) -> bool:
        """Tell whether the slot holds an answer."""
        saved = self.answers.get(slot)
        return saved is not None and saved.response is not None

    def checked(self, slot: int) -> bool:
        saved = self.answers.get(slot)
        return saved is not None and saved.checked

    def flagged(self, slot: int) -> bool:
        saved = self.answers.get(slot)
        return saved is not None and saved.flagged


class Reason(StrEnum):
    """Why something asked for was not done."""

    NOT_OPEN_YET = "not_open_yet"
    CLOSED = "closed"
    NO_ATTEMPTS_LEFT = "no_attempts_left"
    TOO_LATE = "too_late"
    HANDED_IN = "handed_in"
    NO_SUCH_QUESTION = "no_such_question"
    WRONG_CODE = "wrong_code"
    NO_WAY_BACK = "no_way_back"
    CHECKED = "checked"
    NOTHING_TO_CHECK = "nothing_to_check"
    NO_BREAK_LEFT = "no_break_left"


@dataclass(frozen=True)
class Started:
    """An attempt began."""


@dataclass(frozen=True)
class AnswerSaved:
    """The slot now holds this answer."""

    slot: int
    saved: Saved


@dataclass(frozen=True)
class Checked:
    """The answer stands from now on, and what may be shown of it during the attempt is."""

    slot: int


@dataclass(frozen=True)
class WentOn:
    """The attempt is at this question now, counting from 1."""

    reached: int


@dataclass(frozen=True)
class AlreadyNewer:
    """The slot already holds an answer as new or newer; nothing changed."""

    slot: int
    saved: Saved


@dataclass(frozen=True)
class Submitted:
    """The attempt was handed in and graded."""

    result: Result


@dataclass(frozen=True)
class BreakBegan:
    """The clock stands, at the longest until then."""

    until: datetime


@dataclass(frozen=True)
class BreakEnded:
    """The clock goes on."""


@dataclass(frozen=True)
class Refused:
    """Nothing changed, for this reason. `at` is the moment that decided it."""

    reason: Reason
    at: datetime | None = None


Event = (
    Started | AnswerSaved | AlreadyNewer | Checked | WentOn | Submitted | BreakBegan | BreakEnded | Refused
)


def receipt(attempt_id: int, state: AttemptState) -> str:
    """Return the short code of what was handed in: 8 figures of the answers' checksum, "7F3A-19C2"."""
    answers = [(slot, state.answers[slot].response) for slot in sorted(state.slots) if state.answered(slot)]
    text = json.dumps([attempt_id, state.number, answers], separators=(",", ":"))
    code = hashlib.sha256(text.encode()).hexdigest()[:8].upper()
    return f"{code[:4]}-{code[4:]}"
