"""Lists inside sentences: "X, Y and Z", "such as X and Y", "these: X, Y", and lists with a line each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

NAMED = re.compile(r"(?:,\s+)?\b(?:including|such as|namely|for example|for instance),?\s+|:\s+")
"""What leads to a list by saying that it is one: two items are enough."""
PLAIN = re.compile(
    r"\b(?:includes?|included|involving|involves?|of|with|by|are|were|between|against|for|to|has|have|into|from|at)\s+"
)
CLAUSE = re.compile(
    r"^(?:and|or)\b|\b(?:is|are|was|were|has|have|had|will|would|could|may|might|can|must|should|that|which|who|"
    r"it|they|he|she|we|this|these|did|does|do|not)\b"
)
PARTED = re.compile(rf"{CLAUSE.pattern}|\b(?:and|or)\b|[,;:!?()]|\.$")
"""What no item of a list holds: a clause, or a list of its own."""
BEYOND = re.compile(
    rf"{CLAUSE.pattern}|\b(?:before|after|until|while|when|where|because|since|if|as|so)\b", re.IGNORECASE
)
ENDS = re.compile(r"[,;.:!?(]|\s[–—-]\s")
COUNTED = re.compile(
    r"(?:.*\s)?(?:many|several|some|various|all|other|different|certain|the|a|an|its|their|our|these|those|two|three|"
    r"four|five|six|both|few|good|great)\s+(?P<rest>.+)",
    re.IGNORECASE,
)
AMOUNT = re.compile(r"\b(?:range|variety|number|series|set|list|mix|kinds?|sorts?|types?) of\s+$")
JOINED = re.compile(
    r"\b(?:and|or|of|to|in|on|at|by|for|from|with|into|as|than|against|between)\b", re.IGNORECASE
)
MOST_ITEMS, MOST_WORDS = 6, 8

Kind = Literal["doing", "name", "thing"]


@dataclass(frozen=True)
class Listing:
    """A list: its sentence, what leads to it, its items in order, their kind, what they are called or ""."""

    sentence: str
    lead: str
    items: tuple[str, ...]
    kind: Kind
    called: str = ""


def listings(sentence: str) -> Iterator[Listing]:
    """Yield the list of a sentence whose items are short and alike."""
    if "\n" in sentence:
        yield from _lines(sentence)
        return
    for lead in NAMED.finditer(sentence):
        items = _items(sentence[lead.end() :])
        if len(items) >= 2 and _alike(items):
            yield _listing(
                sentence, sentence[: lead.end()], items, _called(sentence[: lead.start()], lead[0])
            )
            return
    # Without such words a list is told by its commas, and by where it ends: with the sentence.
    comma = sentence.find(", ")
    while comma > 0:
        leads = list(PLAIN.finditer(sentence, 0, comma))
        if leads and ENDS.search(sentence[leads[-1].end() : comma]) is None:
            items = _items(sentence[leads[-1].end() :], to_the_end=True)
            if len(items) >= 3 and _alike(items):
                yield _listing(sentence, sentence[: leads[-1].end()], items)
                return
        comma = sentence.find(", ", comma + 2)


def _lines(sentence: str) -> Iterator[Listing]:
    """Yield the list whose items have a line each, under a line that ends with a colon."""
    lead, *lines = sentence.splitlines()
    items = tuple(line.removeprefix("- ").rstrip(".;,").strip() for line in lines)
    if len(items) >= 2 and _alike(items):
        yield _listing(sentence, f"{lead.rstrip(':')}:", items, _called(lead.rstrip(": "), ":"))


def _listing(sentence: str, lead: str, items: tuple[str, ...], called: str = "") -> Listing:
    return Listing(sentence, lead.strip(), items, kind_of(items) or "thing", called)


def _items(rest: str, to_the_end: bool = False) -> tuple[str, ...]:
    """Return the items that a text begins with, up to what ends the list; none where that is not plain."""
    *parts, last = re.split(r",\s+(?=(?:and|or)\s)|,\s+", rest)
    before: list[str] = []
    for part in (*parts, last):
        joined = re.match(r"(?:and|or)\s+(.+)", part)
        pair = None if joined else re.fullmatch(r"(.+?)\s+(?:and|or)\s+(.+)", part)
        if joined or pair:
            # What is joined by "and" is the last: the list ends there, or at the next sign.
            final = joined[1] if joined else pair[2] if pair else ""
            whole = final == part or rest.rstrip(".!").endswith(final.rstrip(".!"))
            if to_the_end and not whole:
                return ()
            final = ENDS.split(final, maxsplit=1)[0].strip()
            if not to_the_end and (beyond := BEYOND.search(final)):
                final = final[: beyond.start()].strip()
            return (*before, *([pair[1]] if pair else []), final)
        if ENDS.search(part):
            return ()
        before.append(part.strip())
    return ()


def _alike(items: tuple[str, ...]) -> bool:
    """Tell whether items are of one kind: none a clause, none long, all doings, all names or all things."""
    if not 2 <= len(items) <= MOST_ITEMS or len({item.casefold() for item in items}) < len(items):
        return False
    if any(PARTED.search(item) or not 1 <= len(item.split()) <= MOST_WORDS for item in items):
        return False
    return bool(kind_of(items))


def kind_of(items: tuple[str, ...]) -> Kind | Literal[""]:
    """Say what the items of a list are: all doings ("mending nets"), all names, or things; or ""."""
    named = [item[:1].isupper() for item in items]
    if any(named):
        return "name" if all(named) else ""
    # One of them alone may be a thing: "falling ice".
    doing = [
        len(words) > 1 and len(words[0]) > 5 and words[0].endswith("ing") for words in map(str.split, items)
    ]
    return "doing" if all(doing) else "thing"


def _called(before: str, lead: str) -> str:
    """Return what the items of a list are called, from the words before it: a noun in the plural, or ""."""
    clause = ENDS.split(before)[-1]
    phrase = JOINED.split(clause)[-1].strip()
    # "tensions between the countries, including" lists tensions; "such as" lists what it stands beside.
    if phrase != clause.strip() and "such as" not in lead and not AMOUNT.search(clause[: -len(phrase)]):
        return ""
    counted = COUNTED.fullmatch(phrase)
    words = (counted["rest"] if counted else phrase).split()
    # Only a phrase whose beginning is known is sure to hold no verb; of another the last word is the noun.
    noun = " ".join(words if counted and len(words) <= 2 else words[-1:])
    noun = noun.lower() if noun == before.strip() else noun
    return noun if re.fullmatch(r"(?:[a-z-]+ )?[a-z-]{3,}s", noun) and not noun.endswith(("ss", "us")) else ""
