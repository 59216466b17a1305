"""What the types have in common that ask for one answer from a list, several times over."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from quizapp.core.findings import Finding
from quizapp.core.qtypes.base import FormatError, Raw, Tally, only_value
from quizapp.core.qtypes.choices import GONE

Picks = dict[str, str]
"""Which answer was picked for what, both by key; only what was answered."""

ARROW = " → "
"""Stands between what was asked and what was answered, where both are put in words."""


@dataclass(frozen=True)
class Asked:
    """One thing to pick an answer for, and the key of the right one."""

    key: str
    text: str
    right: str
    feedback: str = ""


def read_picks(raw: Raw, asked: Iterable[Asked], known: Collection[str]) -> Picks | FormatError | None:
    """Read the part `p-<key>` of each thing asked; None if nothing was picked for any."""
    picks = {}
    for one in asked:
        value = only_value(raw, f"p-{one.key}")
        if isinstance(value, FormatError):
            return value
        if value is not None and value not in known:
            return FormatError("Pick from the answers shown.")
        if value is not None:
            picks[one.key] = value
    return picks or None


def share_right(asked: Sequence[Asked], picks: Mapping[str, str]) -> float:
    """Return the share of the things asked for which the right answer was picked."""
    return sum(picks.get(one.key) == one.right for one in asked) / len(asked)


def feedback_on(asked: Sequence[Asked], picks: Mapping[str, str]) -> list[str]:
    """Return what to tell of the things that were answered, in the author's order."""
    return [one.feedback for one in asked if one.key in picks]


def tally_picks(
    asked: Sequence[Asked], labels: Mapping[str, str], given: Sequence[Mapping[str, str]]
) -> tuple[Tally, ...]:
    """Count each answer to each thing asked; what is asked is the group, reworded answers come last."""
    tallies = []
    for one in asked:
        counts = Counter(picks[one.key] for picks in given if one.key in picks)
        for key in (*labels, *(key for key in counts if key not in labels)):
            label, right = labels.get(key, GONE), key == one.right
            tallies.append(Tally(f"{one.key}:{key}", label, counts[key], right, group=one.text))
    return tuple(tallies)


def say_picks(asked: Sequence[Asked], labels: Mapping[str, str], picks: Mapping[str, str]) -> str:
    """Put picks in words: "Premise → answer; premise → answer"."""
    return "; ".join(
        f"{one.text}{ARROW}{labels.get(picks[one.key], GONE)}" for one in asked if one.key in picks
    )


def repeated(texts: Sequence[str], place: str, what: str) -> list[Finding]:
    """Return an error for each text that stood before; `place` names one, such as "pairs[{}].premise"."""
    seen: dict[str, int] = {}
    findings = []
    for index, text in enumerate(texts):
        folded = " ".join(text.casefold().split())
        if folded in seen:
            message = f"Same text as {what} {seen[folded] + 1}."
            findings.append(Finding("error", place.format(index), message, hint="Change one, or remove it."))
        seen.setdefault(folded, index)
    return findings
