"""Which questions an attempt asks, and in which order: sections, draws from a pool, shuffling."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from random import Random

from quizapp.core.attempts.policy import Policy, Section


@dataclass(frozen=True)
class Slot:
    """A question that an assignment may ask: its pinned revision, the section it is in, from 1.

    `passages` and `level` say what a draw is to be balanced over. `flagged`: its figures are poor and
    nobody has looked at it yet, so that a draw leaves it out.
    """

    slot: int
    revision: int
    section: int = 1
    passages: tuple[str, ...] = ()
    level: str = ""
    flagged: bool = False


def section_of(sections: Sequence[Section], number: int) -> Section:
    """Return the section of that number, from 1; one without a name where there is none."""
    return sections[number - 1] if 1 <= number <= len(sections) else Section()


def asks(section: Section, pool: int) -> int:
    """Return how many questions are asked of a section that has so many."""
    return pool if section.ask is None else min(section.ask, pool)


def layout(
    slots: Iterable[Slot], policy: Policy, seed: int, seen: Collection[int] = ()
) -> tuple[tuple[int, int], ...]:
    """Return the (slot, revision) pairs that this attempt shows, in order.

    Sections stay in their order, and shuffling stays inside each. `seen`: the slots that earlier
    attempts asked, which a draw takes only where others have run out. The same seed, the same layout.
    """
    chance = Random(seed)  # noqa: S311  a fair order, not a secret
    by_section: dict[int, list[Slot]] = {}
    for one in sorted(slots, key=lambda one: one.slot):
        by_section.setdefault(one.section, []).append(one)
    shown: list[Slot] = []
    for number, pool in sorted(by_section.items()):
        count = asks(section_of(policy.sections, number), len(pool))
        part = pool if count == len(pool) else draw(pool, count, chance, seen)
        if policy.shuffle_questions:
            chance.shuffle(part)
        shown += part
    return tuple((one.slot, one.revision) for one in shown)


def draw(pool: Sequence[Slot], count: int, chance: Random, seen: Collection[int] = ()) -> list[Slot]:
    """Return `count` of the pool in its own order, spread evenly over passages, then over levels.

    Each turn takes what was not seen before, is about the passages asked about least, and is of the
    level asked least; chance decides the rest. What is flagged is taken only where nothing else is
    left: a student is asked as many questions as was said. Fewer come back only when there are no more.
    """
    left = sorted(pool, key=lambda one: one.slot)
    chance.shuffle(left)
    asked: Counter[str] = Counter()
    levels: Counter[str] = Counter()
    drawn: list[Slot] = []

    def turn(one: Slot) -> tuple[bool, bool, int, int, int]:
        loads = [asked[passage] for passage in one.passages or ("",)]
        return one.flagged, one.slot in seen, min(loads), levels[one.level], sum(loads)

    while left and len(drawn) < count:
        best = min(left, key=turn)
        left.remove(best)
        drawn.append(best)
        asked.update(best.passages or ("",))
        levels[best.level] += 1
    return sorted(drawn, key=lambda one: one.slot)
