"""How a sentence of a text becomes the stem of a question."""

import re
from functools import lru_cache

OPENERS = re.compile(
    r"^(However|In contrast|By contrast|Conversely|Moreover|Furthermore|In addition|Also|Now|For example|"
    r"For instance|Therefore|Thus|As a result|Meanwhile|Similarly|In fact|Still|Yet|But|And|So)"
    r",?\s+(?=[A-Za-z])"
)
LEANS = re.compile(
    r"(This|These|That|Those|It|Its|They|Their|He|She|His|Her|Him|Such|Given|Here|There|Both|Another|Others?|"
    r"The (same|latter|former|other|others)|In this|In these|At that|For this)\b"
)
LABEL = re.compile(r"^[A-Z][\w’'-]*(?: [\w’'-]+){0,5}: (?=[A-Z])")
"""What an item of a list is called before it says anything: "Dry feet: The tower stands on rock."."""
HELPERS = "has|have|had|is|are|was|were|will|would|could|may|might|can|must|should|do|does|did"
TAIL = re.compile(r"(?:,\s+(?:which|who|where|whose|including|such as|\w+ing|provided|although|while)\b|;)")
POINTS_BACK = re.compile(r"\b(these|those|such|this|the (latter|former|same)) \w", re.IGNORECASE)
SOURCE = "According to the text,"


COMMON = re.compile(
    r"about|according|after|also|among|another|because|been|before|being|between|both|could|does|each|from|have|"
    r"having|here|into|just|like|made|make|many|might|more|most|much|must|only|other|over|said|same|should|since|"
    r"some|such|text|than|that|their|them|then|there|these|they|this|those|through|under|until|very|were|what|"
    r"when|where|which|while|will|with|would|your"
)


@lru_cache(maxsize=8192)
def content_words(text: str) -> frozenset[str]:
    """Return the words of a text that carry its matter, without their endings: "keepers" is "keeper"."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return frozenset(
        re.sub(r"(?:ies|es|s|ed|ing|al|y)$", "", word) if len(word) > 4 else word
        for word in words
        if not COMMON.fullmatch(word) and (len(word) > 3 or word.isdecimal())
    )


def standing_alone(sentence: str) -> str:
    """Return a sentence that can be asked about by itself, without its "However,"; "" if it leans."""
    sentence = OPENERS.sub("", LABEL.sub("", sentence)).strip()
    sentence = sentence[:1].upper() + sentence[1:]
    words = len(sentence.split())
    whole = sentence.endswith((".", "!")) and 5 <= words <= 60 and len(sentence) <= 500
    return sentence if whole and not LEANS.match(sentence) else ""


def shortened(sentence: str, keep: int) -> str:
    """Return a long sentence without the clauses that trail behind the place `keep`, where it stays whole."""
    if len(sentence) <= 140:
        return sentence
    for tail in TAIL.finditer(sentence, keep):
        head = sentence[: tail.start()]
        # What follows another comma may be the rest of the main clause.
        whole = re.search(rf"\b(?:{HELPERS})\b", head) and len(head.split()) >= 6
        if whole and not re.search(r",\s+(?!and\b|or\b)[a-z]+(?:s|ed)\b", sentence[tail.end() :]):
            return f"{head}."
    return sentence


def as_clause(sentence: str, is_name: bool) -> str:
    """Return a sentence to stand after "According to the text,"."""
    return sentence if is_name else sentence[:1].lower() + sentence[1:]


def statement(sentence: str, is_name: bool) -> str:
    """Return a sentence as what the text says."""
    return f"{SOURCE} {as_clause(sentence, is_name)}"
