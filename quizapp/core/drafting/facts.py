"""Facts that rules can find in English sentences: names, years, numbers, quoted terms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

YEAR = re.compile(r"(?<![\w.,$€£-])(1[0-9]{3}|20[0-9]{2})(?![\w-]|[.,]\d|%)")
WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
VALUES = {word: value for value, word in enumerate(WORDS.split())} | TENS
NUMBER = re.compile(
    rf"(?<![\w.,$€£-])(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}(?:\.\d+)?|{'|'.join(list(VALUES)[2:])})"
    r"(?= [a-z]{3,})(?! (?:and|or|of|to|in|on|at|by|with|from|the|million|billion|hundred|thousand)\b)"
)
POINTING = re.compile(r"\b(the|these|those|both|all|of|other|last|first|next|number|page|chapter)\s*$", re.I)
"""Before a number: it counts what was named before, or it counts nothing."""

QUOTED = re.compile(r"[“\"]([^“”\"]{3,60})[”\"]")
ACRONYM = re.compile(
    r"(?P<name>[A-Z][\w-]*(?: (?:of |and |for |the )*[A-Z][\w-]*)+) \((?P<short>[A-Z]{2,8})\)"
)
CAPITAL = r"(?:(?:[A-Z]\.){2,}|[A-Z][A-Za-zÀ-ÿ]*(?:[-’'][A-Z][A-Za-zÀ-ÿ]+)*)"
NAME = re.compile(rf"(?<![\w’'-]){CAPITAL}(?: (?:of (?:the )?|for )?{CAPITAL})*(?![\w-])")
NOT_NAMES = re.compile(
    r"(A|An|The|This|That|These|Those|It|Its|He|She|His|Her|They|Their|We|Our|You|Your|I|In|On|At|By|For|From|"
    r"To|Of|With|Since|After|Before|During|While|When|As|If|But|And|Or|So|Yet|Now|Then|Here|There|However|"
    r"Although|Because|Both|Each|Every|All|Some|Many|Most|Few|Several|Other|Another|Such|No|Not|What|Who|Why|"
    r"How|Where|Which|Under|Over|Between|Among|Through|Despite|Unlike|Like|Also|Once|Until|Only|Given|One|Two|"
    r"Three|Four|Five|Six|Seven|Eight|Nine|Ten)\b"
)
BODY = re.compile(
    r"\b(Department|Agency|Corps|Ministry|Bureau|Committee|University|Council|Company|Party|Court|Bank|Institute|"
    r"Society|Association|Commission|Office|Organi[sz]ation|Union|Board|Service|School|Museum|Library|Army|Navy|"
    r"Police|Parliament|Congress|Senate|Foundation|Federation|League|Authority|Cent(?:er|re))\b"
)
RANK = re.compile(
    r"\b(Mr|Mrs|Ms|Dr|Prof|Professor|President|General|Senator|Captain|King|Queen|Prince|Princess|Minister|Mayor|"
    r"Judge|Chancellor|Colonel|Governor|Sir|Lady|Pope)\.?\s*$"
)
ADJECTIVE = re.compile(r"[A-Z][a-z]+(?:ian|ean|ish|ese|can|nch|ch|tch|ic|i)")
FUNCTION = re.compile(
    r"(and|or|of|to|in|on|at|by|for|from|with|is|are|was|were|has|have|had|will|would|could|may|might|can|must|"
    r"should|that|which|who|as|than|but|into|about|over|under|after|before|until|while|also|not|\w+(?:ed|ing))"
)

Kind = Literal["name", "year", "number", "quoted"]


@dataclass(frozen=True)
class Fact:
    """Something that can be asked for, where it stands in its sentence. `value` is a figure's.

    `group` names what a fact is like: another fact of the group could stand in its place. "" if unknown.
    """

    kind: Kind
    text: str
    start: int
    end: int
    group: str = ""
    value: float = 0.0


def facts_in(sentence: str) -> list[Fact]:
    """Return what can be asked for in a sentence, in its order; names at its start may be plain words."""
    found = (*years(sentence), *numbers(sentence), *names(sentence), *quoted(sentence))
    return sorted(found, key=lambda fact: fact.start)


def years(sentence: str) -> Iterator[Fact]:
    for found in YEAR.finditer(sentence):
        yield Fact("year", found[0], found.start(), found.end(), "year", float(found[0]))


def numbers(sentence: str) -> Iterator[Fact]:
    """Yield numbers that count things, in figures or in words."""
    for found in NUMBER.finditer(sentence):
        if YEAR.fullmatch(found[0]) or POINTING.search(sentence[: found.start()]):
            continue
        spelled = found[0] in VALUES
        value = float(VALUES[found[0]] if spelled else found[0].replace(",", ""))
        group = "number in words" if spelled else "number in figures"
        yield Fact("number", found[0], found.start(), found.end(), group, value)


def quoted(sentence: str) -> Iterator[Fact]:
    """Yield terms in quotation marks, without them."""
    for found in QUOTED.finditer(sentence):
        if len(found[1].split()) <= 4 and not re.search(r"[.!?,]", found[1]):
            yield Fact("quoted", found[1], found.start(1), found.end(1))


def names(sentence: str) -> Iterator[Fact]:
    """Yield runs of capitalised words."""
    for found in NAME.finditer(sentence):
        text, start = found[0], found.start()
        while leading := NOT_NAMES.match(text):
            rest = text[leading.end() :]
            start += leading.end() + len(rest) - len(rest.lstrip())
            text = rest.lstrip()
        text = re.sub(r"^(of|for|the)\s+", "", text)
        start = sentence.index(text, start) if text else start
        if len(text) > 1 and not sentence[:start].endswith("-"):
            yield Fact("name", text, start, start + len(text), _group(sentence, text, start))


def _group(sentence: str, text: str, start: int) -> str:
    """Say what a name is like, from its words and its neighbours."""
    before, after = sentence[:start], sentence[start + len(text) :]
    article = " with the" if re.search(r"\b[Tt]he $", before) else ""
    noun = re.match(r" ([a-z]{3,})\b", after)
    if noun and not FUNCTION.fullmatch(noun[1]):
        # "the Trump administration", "the Biden administration"; "Iranian hackers", "Russian hackers"
        return "adjective" if ADJECTIVE.fullmatch(text) else f"before {noun[1]}"
    if BODY.search(text):
        return f"body{article}"
    if RANK.search(before):
        return "person"
    if not article and re.search(r"\b(in|at|near|from|to|across) $", before):
        return "place"
    return ""
