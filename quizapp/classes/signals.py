"""News of classes for the rooms above; `wiring` connects who listens."""

from blinker import Signal

accommodation_changed = Signal(
    "What is set on the student whose id sends this was changed: "
    "their open attempts must take up the new end."
)
