"""Lists inside sentences: "X, Y and Z"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LEAD = re.compile(
    r"\b(?:including|such as|includes?|included|involving|of|with|by|are|were|between|against|for|to)\s+|:\s+"
)
CLAUSE = re.compile(
    r"^(and|or)\b|\b(is|are|was|were|has|have|had|will|would|could|may|might|can|must|should|that|which|who)\b"
)


@dataclass(frozen=True)
class Listing:
    """A list of three or more: what leads to it, its items in order, and whether they are doings ("-ing")."""

    sentence: str
    lead: str
    items: tuple[str, ...]
    doing: bool


def listings(sentence: str) -> Iterator[Listing]:
    """Yield the list that ends a sentence, if its items are short and alike."""
    comma = sentence.find(", ")
    while comma > 0:
        rest = sentence[comma + 2 :].rstrip(".")
        parts = re.split(r",\s+(?:and |or )?", rest)
        if len(parts) == 1:
            parts = re.split(r"\s+(?:and|or)\s+", rest)
        head, joined = sentence[:comma], re.search(r"(,| ) ?(and|or) [^,]+$", rest)
        leads = list(LEAD.finditer(head))
        if joined and leads and len(parts) >= 2 and ";" not in rest:
            first = head[leads[-1].end() :].strip()
            items = (first, *(part.strip() for part in parts))
            if _alike(items):
                yield Listing(sentence, head[: leads[-1].end()].strip(), items, _doing(first))
                return
        comma = sentence.find(", ", comma + 2)


def _alike(items: tuple[str, ...]) -> bool:
    """Tell whether items are of one kind: none a clause, none long, all doings or none."""
    if not 3 <= len(items) <= 6 or len({item.casefold() for item in items}) < len(items):
        return False
    if any(CLAUSE.search(item) or not 1 <= len(item.split()) <= 8 for item in items):
        return False
    return len({_doing(item) for item in items}) == 1


def _doing(item: str) -> bool:
    first = item.split()[0] if item.split() else ""
    return first.endswith("ing") and len(first) > 5
