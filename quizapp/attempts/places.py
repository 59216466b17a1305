"""Which question of an attempt is meant, counting from 1."""

from quizapp.attempts.store import Sitting


def number_of(sitting: Sitting, query: str | None) -> int:
    """Return the question to show: the one asked for, or where none is, where the student goes on."""
    if query is None and not sitting.policy.one_way:
        return last_answered(sitting)
    return asked_for(sitting, query)


def asked_for(sitting: Sitting, query: str | None) -> int:
    """Return the question that an address asks for; the first for anything else.

    Where there is no way back it is the one that the attempt is at, while it goes on.
    """
    if sitting.policy.one_way and sitting.state.is_open:
        return min(sitting.state.reached, len(sitting.state.layout))
    number = read_number(query)
    return number if 1 <= number <= len(sitting.state.layout) else 1


def read_number(query: str | None) -> int:
    """Read the number of a question in an address; 1 for anything else."""
    text = "1" if query is None else query
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def last_answered(sitting: Sitting) -> int:
    """Return which question was answered last: where one goes on, also on another device."""
    saved = sitting.state.answers
    last = max(saved, key=lambda slot: saved[slot].seq, default=None)  # it counts the time
    return 1 if last is None else 1 + sitting.state.slots.index(last)
