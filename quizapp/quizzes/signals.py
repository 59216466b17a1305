"""News of quizzes for the rooms above; `wiring` connects who listens."""

from blinker import Signal

assignment_changed = Signal(
    "The rules of an assignment were changed, by `sender`, the Assignment, at `now`: "
    "open attempts must take up its closing time and limit."
)
