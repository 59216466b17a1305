"""Rules over the words used, in the question and in its choices. The sources are named in rules.py."""

import re
from collections.abc import Iterator

from quizapp.core.bank.lint.options import ALL_ABOVE, NONE_ABOVE
from quizapp.core.bank.lint.rules import Flaw, item_rule
from quizapp.core.bank.lint.text import NEGATIVE, last_sentence, root, unquoted, words
from quizapp.core.bank.lint.view import View

VAGUE = re.compile(
    r"\b(?:often|oftentimes|frequently|sometimes|usually|generally|rarely|seldom|occasionally|commonly|typically|"
    r"mostly|largely|in most cases|from time to time|regularly|hardly ever)\b",
    re.IGNORECASE,
)
ABSOLUTE = re.compile(
    r"\b(?:always|never|absolutely|completely|entirely|totally|exclusively|invariably|impossible|"
    r"every(?:one|body|thing|where)?|nobody|no one|nothing|only|"
    r"(?<!after )(?<!at )(?<!above )(?<!of )all(?! (?:day|night|week|year|long|right|over|kinds)\b))\b",
    re.IGNORECASE,
)
LOOSE = re.compile(r"\band/or\b|\betc\b\.?|\band so (?:on|forth)\b|\w\(s\)", re.IGNORECASE)
STARTS_LOOSE = re.compile(r"^\W*(?:he|she|it|they|this|these|those)\s+(?!(?:or|and)\b)[a-z]+", re.IGNORECASE)
NAMES_AT_ONCE = re.compile(
    r"^\W*(?:these|those|this)\s+(?!is\b|are\b|was\b|were\b|has\b|have\b|had\b|will\b|would\b|can\b|could\b)"
    r"|^\W*it\s+(?:is|was)\s+\w+\s+(?:that|to|by)\b",
    re.IGNORECASE,
)


@item_rule("vague-term", "warning", "Give the number, or word it so that nobody can argue about it.")
def vague_term(view: View) -> Iterator[Flaw]:
    """Find vague words of frequency in a choice or a statement.

    Source: Tarrant: vague frequency terms; SAQUET; HDR 12.
    """
    for place, text in _judged_texts(view):
        if vague := VAGUE.search(unquoted(text)):
            yield Flaw(place, f"“{vague[0]}” means something else to each reader.")


@item_rule(
    "absolute-term", "warning", "Say how far it goes in other words, or give all choices the same force."
)
def absolute_term(view: View) -> Iterator[Flaw]:
    """Find words such as always and never, which give away what is wrong.

    Source: HDR 28a; Tarrant; SAQUET.
    """
    texts = list(_judged_texts(view))
    found = [(place, ABSOLUTE.search(unquoted(text))) for place, text in texts]
    if len(found) > 1 and all(match for _, match in found):
        return
    asked = {root(word) for word in words(view.prompt)} if view.options else set()
    for place, match in found:
        if match and root(match[0].casefold()) not in asked:
            yield Flaw(place, f"“{match[0]}” is so strong that it gives away whether this is right.")


def _judged_texts(view: View) -> Iterator[tuple[str, str]]:
    if view.judged:
        yield "prompt", view.prompt
    for option in view.options:
        if not ALL_ABOVE.match(option.text) and not NONE_ABOVE.match(option.text):
            yield option.place, option.text


@item_rule("ambiguous-wording", "warning", "Say exactly what is meant, by its name.")
def ambiguous_wording(view: View) -> Iterator[Flaw]:
    """Find wording with two readings.

    Source: Tarrant: ambiguous or unclear information; SAQUET; HDR 11, 12, 14 and 27.
    """
    prompt = unquoted(view.prompt)
    if STARTS_LOOSE.match(prompt) and not NAMES_AT_ONCE.match(prompt):
        yield Flaw(
            "prompt", f"It begins with “{words(prompt)[0]}”, and nothing before says who or what that is."
        )
    for place, text in (
        ("prompt", prompt),
        *((option.place, unquoted(option.text)) for option in view.options),
    ):
        if loose := LOOSE.search(text):
            yield Flaw(place, f"“{loose[0]}” leaves open what belongs to it.")
    if view.options and NEGATIVE.search(last_sentence(prompt)):
        for option in view.options:
            if negative := NEGATIVE.search(unquoted(option.text)):
                yield Flaw(option.place, f"“{negative[0]}” answers a question that is negative itself.")
