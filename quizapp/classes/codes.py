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


# What a letter is taken for where only a figure can stand, and the other way round.
AS_FIGURE = str.maketrans("OQDILZSGTB", "0001125678")
AS_LETTER = str.maketrans("0125678", "OIZSGTB")


def read_code(typed: str) -> str | None:
    """Return a code as it is kept, whatever its case, spaces and hyphens; None if it cannot be one.

    A look-alike counts as what can stand in its place: the S in "HRN-S7K" can only be a 5.
    """
    packed = re.sub(r"[\s–—-]", "", typed).upper()
    if len(packed) != 6 or not packed.isascii() or not packed.isalnum():
        return None
    letters, figures, letter = packed[:3], packed[3:5], packed[5:]
    code = f"{letters.translate(AS_LETTER)}-{figures.translate(AS_FIGURE)}{letter.translate(AS_LETTER)}"
    return code if re.fullmatch(r"[A-Z]{3}-[0-9]{2}[A-Z]", code) else None
