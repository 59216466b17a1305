"""News of quizzes for the rooms above; `wiring` connects who listens."""

from blinker import Signal

assignment_changed = Signal(
    "The rules of the Assignment that sends this were changed: "
    "its open attempts must take up the new closing time and limit. `closed`: it was closed at once, for all."
)
assignment_deleted = Signal(
    "The Assignment that sends this is about to be deleted, at `now`: what hangs on its rules can still "
    "read them."
)
