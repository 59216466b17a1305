"""English as the rules see it: words, their roots, and how hard a text is to read."""

import re
from collections.abc import Sequence

WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
QUOTED = re.compile(r'"[^"]*"|“[^”]*”')
MARKS = re.compile(r"[*_`]+")
SENTENCE_END = re.compile(r"[.!?:;]+(?=\s|$|[\"”])")
ABBREVIATION = re.compile(r"\b(?:[A-Z]\.)+(?=\W|$)|\b(?:Mr|Mrs|Ms|Dr|St|vs|etc)\.", re.IGNORECASE)
NEGATIVE = re.compile(r"(?:\b(?:not|never|except|neither|nor)\b|n['’]t\b)", re.IGNORECASE)

_STOP = """
a about after again against all also an and any are as at be because been before being between both
but by can could did do does done down during each few for from further had has have having he her
here him his how i if in into is it its just like made make makes may me might more most much must
my no nor not now of off on once one only or other our out over own said same say says she should
since so some such take tell tells than that the their them then there these they this those through
to too two under until up upon us use used very was we were what when where whether which while who
whom whose why will with without would yet you your
"""
_NUMBERS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty
"""
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_MONTHS = "january february march april may june july august september october november december"

STOP_WORDS = frozenset(_STOP.split())
"""Words too common to give anything away."""
NUMBER_WORDS = {name: value for value, name in enumerate(_NUMBERS.split())}
ORDINALS = {name: value for value, name in enumerate(_ORDINALS.split(), start=1)}
MONTHS = {name: value for value, name in enumerate(_MONTHS.split(), start=1)}
ENDINGS = ("ations", "ation", "ments", "ment", "ingly", "ing", "edly", "ed", "ion", "ly", "er", "or")


def words(text: str) -> list[str]:
    """Return the words of a text in small letters, marks of emphasis left out."""
    return [word.replace("’", "'") for word in WORD.findall(MARKS.sub("", text).casefold())]


def unquoted(text: str) -> str:
    """Return the text without what it quotes: a word under discussion is not a word in use."""
    return QUOTED.sub(" ", text)


def last_sentence(text: str) -> str:
    """Return the sentence that asks: what stands before it sets the scene."""
    return re.split(r"(?<=[.!?])\s+(?=[A-Z\"“*])", text.rstrip())[-1]


def root(word: str) -> str:
    """Return a word without its endings, so that accused, accuses and accusation are one."""
    word = re.sub(r"'s?$", "", word)
    if len(word) < 4:
        return word
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif re.search(r"(s|x|z|ch|sh)es$", word):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word[:-1] if word.endswith(("e", "y")) and len(word) > 4 else word


def roots(text: str) -> set[str]:
    """Return the roots of the words that carry meaning."""
    return {root(word) for word in words(text) if word not in STOP_WORDS}


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Return every run of that many words."""
    found = words(text)
    return {tuple(found[start : start + length]) for start in range(len(found) - length + 1)}


def syllables(word: str) -> int:
    """Count the syllables of an English word, roughly: groups of vowels, without a silent e."""
    groups = len(re.findall(r"[aeiouy]+", word))
    if re.search(r"[^aeiouyl]e$|[^aeiouydt]ed$", word) and groups > 1:
        groups -= 1
    return max(1, groups)


def reading_grade(texts: Sequence[str]) -> float:
    """Return the U.S. school grade of texts, each ending a sentence, by the Flesch-Kincaid formula.

    0.39 words per sentence + 11.8 syllables per word - 15.59 (Kincaid, Fishburne, Rogers and
    Chissom 1975, Naval Technical Training Command, Research Branch Report 8-75).
    """
    sentences = words_in = syllables_in = 0
    for text in texts:
        found = words(text)
        if not found:
            continue
        whole = ABBREVIATION.sub(lambda match: match[0].replace(".", ""), text)
        sentences += len([part for part in SENTENCE_END.split(whole) if WORD.search(part)])
        words_in += len(found)
        syllables_in += sum(syllables(word) for word in found)
    if not words_in:
        return 0.0
    return 0.39 * words_in / sentences + 11.8 * syllables_in / words_in - 15.59
