"""Class codes: three letters, two figures and a letter, easy to read out and to type."""

import re
from random import Random

# No vowels, so that no word is spelt; nothing that looks like something else (I L O 0 1).
LETTERS = "BCDFGHJKMNPQRTVWXY"
FIGURES = "23456789"


def new_code(rng: Random) -> str:
    """Return a code such as "HRN-47K"."""
    letters = "".join(rng.choices(LETTERS, k=3))
    figures = "".join(rng.choices(FIGURES, k=2))
    return f"{letters}-{figures}{rng.choice(LETTERS)}"


def read_code(typed: str) -> str | None:
    """Return a code as it is kept, whatever its case, spaces and hyphens; None if it cannot be one."""
    packed = re.sub(r"[\s–—-]", "", typed).upper()
    if len(packed) != 6 or not packed.isascii() or not packed.isalnum():
        return None
    return f"{packed[:3]}-{packed[3:]}"
