"""How a sentence of a text becomes the stem of a question."""

import re

OPENERS = re.compile(
    r"^(However|In contrast|By contrast|Conversely|Moreover|Furthermore|In addition|Also|Now|For example|"
    r"For instance|Therefore|Thus|As a result|Meanwhile|Similarly|In fact|Still|Yet|But|And|So)"
    r",?\s+(?=[A-Za-z])"
)
LEANS = re.compile(
    r"(This|These|That|Those|It|Its|They|Their|He|She|His|Her|Him|Such|Given|Here|There|Both|Another|Others?|"
    r"The (same|latter|former|other|others)|In this|In these|At that|For this)\b"
)
HELPERS = "has|have|had|is|are|was|were|will|would|could|may|might|can|must|should|do|does|did"
TAIL = re.compile(r"(?:,\s+(?:which|who|where|whose|including|such as|\w+ing|provided|although|while)\b|;)")
POINTS_BACK = re.compile(r"\b(these|those|such|this|the (latter|former|same)) \w", re.IGNORECASE)
SOURCE = "According to the text,"


def standing_alone(sentence: str) -> str:
    """Return a sentence that can be asked about by itself, without its "However,"; "" if it leans."""
    sentence = OPENERS.sub("", sentence).strip()
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
