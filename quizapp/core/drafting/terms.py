"""Terms that a sentence explains: "X is a …", "X, which is …", "X (…)", "called X", and short forms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quizapp.core.drafting.facts import ACRONYM, CAPITAL, FUNCTION, QUOTED
from quizapp.core.drafting.wording import LEANS, standing_alone

WORD = r"[A-Za-z][\w’'-]*"
PHRASE = rf"{WORD}(?: (?:of (?:the )?)?{WORD}){{0,3}}"
NAMED = rf"{CAPITAL}(?: (?:of (?:the )?)?{CAPITAL}){{0,4}}"
IS_A = re.compile(
    rf"(?:The |An? )?(?P<term>{PHRASE}) (?:is|are|was|were) "
    r"(?P<back>(?:an?|one of (?:the|its|their)) [^;“”]{8,260})[.!]"
)
WHICH = re.compile(
    rf"(?:\b(?:[Tt]he|[Aa]n?) (?P<term>{PHRASE})|(?P<name>{NAMED})), (?:which|who) (?:is|are|was|were) "
    r"(?P<back>(?!not\b|also\b|still\b|often\b|usually\b)[^,;.]{8,200})[,.]"
)
BESIDE = re.compile(
    rf"(?:\b(?:[Tt]he|[Aa]n?) (?P<term>{PHRASE})|(?P<name>{NAMED})), "
    r"(?P<back>(?:an?|the) [^,;.]{10,160}), (?!and\b|or\b)"
)
BRACKETS = re.compile(rf"\b(?:[Tt]he|[Aa]n?) (?P<term>{PHRASE}) \((?P<back>(?:an?|the) [^()]{{6,160}})\)")
CALLED = re.compile(
    r"\b(?:called|known as|named|termed) (?:the |an? |its |their )?[“\"]?"
    r"(?P<term>[A-Za-z][\w’' -]{2,40}?)[”\"]?"
    r"(?=[,.;]| (?:and|because|since|when|where|which|that|in|on|at|with|to|by|for|from|is|are|was|were)\b)"
)
OR = re.compile(
    r"\b(?P<back>(?:the|an?) (?:(?!\b(?:the|an?) )[^,;.()]){4,60})(?:, or (?:the |an? )?| \()"
    r"(?P<term>[A-Z]{2,8}|“[^”]{3,40}”)(?=[,.;)])"
)
MEANS = re.compile(
    r"[^.;]{0,60}? (?:means?|meant|includes?|included|involves?|involved|consists? of|refers? to|is an?|"
    r"was an?)\b"
)
VERBS = re.compile(
    rf"{FUNCTION.pattern}|not|never|only|just|it|he|she|they|we|one|there|here|this|that", re.IGNORECASE
)

GENERAL = re.compile(
    r"(?:goal|aim|result|problem|reason|purpose|point|idea|answer|cause|effect|approach|way|step)s?",
    re.IGNORECASE,
)
JUDGED = re.compile(
    r"^(?:an?|one of \w+) (?:[\w-]+ ){0,2}(?:risk|threat|concern|problem|matter|challenge|way|part|sign|case|"
    r"reason|result|fact|chance|time|subject|success|failure|lot|bit|number)s?\b"
)
LEFT_OPEN = re.compile(r"\b(?:this|these|those|it|its|they|their|such)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Term:
    """A term, what its sentence says of it, and the rule that found it."""

    front: str
    back: str
    why: str


def terms_in(sentence: str) -> Iterator[Term]:
    """Yield the terms that a sentence explains, the plainest way of explaining first."""
    stem = standing_alone(sentence)
    whole = stem or sentence
    for found in ACRONYM.finditer(sentence):
        name = re.sub(r"^(The|An?) ", "", found["name"])
        yield Term(found["short"], f"{name}.", "A short form and what it stands for")
    for found in OR.finditer(sentence):
        yield Term(found["term"].strip("“”"), _whole(found["back"]), "Another name for something")
    if not stem:
        return
    for pattern, why in (
        (IS_A, "“X is a …”"),
        (WHICH, "“X, which is …”"),
        (BESIDE, "“X, a …,”"),
        (BRACKETS, "“X (…)”"),
    ):
        told = pattern.fullmatch(stem) if pattern is IS_A else pattern.search(stem)
        term = (told["term"] or told.groupdict().get("name") or "") if told else ""
        if told and _is_term(term) and _explains(told["back"]):
            yield Term(term, _whole(told["back"]), f"A term that the sentence explains: {why}")
    for named in CALLED.finditer(stem):
        if _is_term(named["term"]):
            yield Term(named["term"], whole, "A name that the sentence gives to something")
    for found in QUOTED.finditer(stem):
        plain = len(found[1].split()) <= 4 and not re.search(r"[.!?,]", found[1])
        # A sentence that only uses a term, and says nothing of it, is the back of no card.
        if plain and MEANS.match(stem, found.end()):
            yield Term(found[1], whole, "A term in quotation marks, and what it means")


def _whole(text: str) -> str:
    """Return a part of a sentence as a sentence."""
    text = text.strip()
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _explains(text: str) -> bool:
    """Tell whether words say what a thing is: they judge nothing, and point at nothing said before."""
    return not JUDGED.match(text) and not LEFT_OPEN.search(text)


def _is_term(text: str) -> bool:
    """Tell whether words can be a term: few, none a verb or a word that points elsewhere."""
    words = [word for word in text.split() if word not in ("of", "the")]
    if not words or GENERAL.fullmatch(words[-1]) or LEANS.match(text.capitalize()):
        return False
    return not any(VERBS.fullmatch(word) for word in words)
