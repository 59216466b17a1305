"""Names from other programs, as ours are written."""

import re
import unicodedata
from collections.abc import Iterable

MOST, LONGEST = 20, 60


def slug_names(names: Iterable[str]) -> list[str]:
    """Return tags as ours: "Geography::Côte d'Azur" is geography-cote-d-azur; those without a letter go."""
    plain = (unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower() for name in names)
    slugs = (re.sub(r"[^a-z0-9]+", "-", name)[:LONGEST].strip("-") for name in plain)
    return list(dict.fromkeys(slug for slug in slugs if slug))[:MOST]
