"""Rules over the choices: what they are. The sources are named in rules.py."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from quizapp.core.bank.lint.rules import Flaw, item_rule
from quizapp.core.bank.lint.text import MONTHS, NUMBER_WORDS, ORDINALS, root, unquoted, words
from quizapp.core.bank.lint.view import Option, View

REST = r"(?:above|these|them|those|answers|choices|options|others)"
NONE_ABOVE = re.compile(
    rf"^\W*(?:none|neither|not any)\s+(?:of\s+)?(?:the\s+)?{REST}\b",
    re.IGNORECASE,
)
ALL_ABOVE = re.compile(
    rf"^\W*(?:(?:all|both|any)\s+(?:of\s+)?(?:the\s+)?{REST}\b"
    r"|more than one of\b)",
    re.IGNORECASE,
)
LABEL = r"(?:[ivx]{1,4}|[a-f]|[1-9])"
K_TYPE = re.compile(
    rf"^\W*(?:both\s+|only\s+)?{LABEL}\)?(?:\s*(?:,|and|&|or|\+)+\s*{LABEL}\)?)+(?:\s+only)?\W*$",
    re.IGNORECASE,
)
K_SINGLE = re.compile(rf"^\W*(?:only\s+)?{LABEL}\)?(?:\s+only)?\W*$", re.IGNORECASE)
FILLER = re.compile(
    r"^\W*(?:i (?:do not|don['’]t) (?:know|care)|no idea|not sure|don['’]t know|n/?a|tbd|\?+|x{2,}"
    r"|(?:option|choice|answer)\s*\w"
    r"|asdf\w*|lorem ipsum.*|just kidding.*|lol|aliens?\b.*|magic|unicorns?\b.*)\W*$|^\W*$",
    re.IGNORECASE,
)
ADMITS = re.compile(
    r"\b(?:also|equally|just as|as well|too)\s+(?:\w+\s+)?(?:right|correct|true|acceptable)\b"
    r"|\b(?:is|are|would be|could be)\s+(?:right|correct|acceptable)\s*(?:,\s*)?(?:too|as well)\b"
    r"|\bcould (?:also )?be (?:the )?(?:right|correct)\b",
    re.IGNORECASE,
)
ASKS_SEVERAL = re.compile(
    r"\b(?:select|choose|pick|mark|tick|check)\s+(?:all|each|every|two|three|several|any)\b"
    r"|\bwhich\s+(?:two|three|four)\b|\ball that apply\b",
    re.IGNORECASE,
)
ASKS_ONE = re.compile(
    r"\b(?:select|choose|pick|mark|tick|check)\s+(?:the\s+)?(?:one|single)\b|\bwhich\s+(?:single|one)\b",
    re.IGNORECASE,
)
FIGURES = re.compile(r"[-−]?\d+(?:[.,]\d+)*")
RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:-|–|to)\s*(\d+(?:\.\d+)?)")
NEGATORS = {"no", "not", "never", "without", "none", "nobody", "nothing"}
ARTICLES = {"a", "an", "the"}


@item_rule("none-of-the-above", "warning", "Put a choice in its place that somebody who errs would pick.")
def none_of_the_above(view: View) -> Iterator[Flaw]:
    """Find “none of the above”.

    Source: HDR 25; Tarrant; SAQUET.
    """
    for option in view.options:
        if NONE_ABOVE.match(option.text):
            yield Flaw(
                option.place, "“None of the above” tells what a student rules out, not what they know."
            )


@item_rule("all-of-the-above", "warning", "Name one thing, or let students choose all that apply.")
def all_of_the_above(view: View) -> Iterator[Flaw]:
    """Find “all of the above”.

    Source: HDR 26; Tarrant; SAQUET.
    """
    for option in view.options:
        if ALL_ABOVE.match(option.text):
            yield Flaw(option.place, "“All of the above” is found by whoever knows two of the choices.")


@item_rule("k-type", "warning", "Let students choose all that apply, or ask about one thing.")
def k_type(view: View) -> Iterator[Flaw]:
    """Find choices that are combinations of others.

    Source: HDR 9; Tarrant: complex or K-type; SAQUET.
    """
    combined = [option for option in view.options if K_TYPE.match(option.text)]
    if len(combined) >= 2 or (combined and sum(bool(K_SINGLE.match(o.text)) for o in view.options) >= 2):
        yield Flaw(
            combined[0].place,
            "The choices combine parts, so a student can work out the key without knowing it.",
        )


@item_rule("lost-sequence", "warning", "Put numbers and dates in order, and do not shuffle them.")
def lost_sequence(view: View) -> Iterator[Flaw]:
    """Find numbers, dates or ordinals out of order.

    Source: HDR 21; Tarrant: lost sequence in presenting data; SAQUET.
    """
    values = [_value(option.text) for option in view.options]
    if len(values) < 3 or any(value is None for value in values):
        return
    kinds = {kind for kind, _ in filter(None, values)}
    places = [value for _, value in filter(None, values)]
    if len(kinds) != 1 or len(set(places)) != len(places):
        return
    if places not in (sorted(places), sorted(places, reverse=True)):
        yield Flaw("choices", "The choices are numbers, dates or steps, and stand out of order.")
    elif view.shuffled:
        yield Flaw(
            "shuffle", "The choices are numbers, dates or steps, and each student gets them in another order."
        )


def _value(text: str) -> tuple[str, tuple[float, ...]] | None:
    """Return what a choice counts: the words around its number, and the number; None if it is none."""
    said = words(text)
    for names in (MONTHS, ORDINALS):
        place = next((i for i, word in enumerate(said[:2]) if word in names), None)
        if place is not None and (names is ORDINALS or len(said) <= 3):
            figures = [float(word) for word in said if word.isdecimal()]
            year = max((figure for figure in figures if figure > 31), default=0.0)
            return ("month" if names is MONTHS else "ordinal", (year, float(names[said[place]]), *figures))
    numbers = FIGURES.findall(text)
    if len(numbers) == 1:
        try:
            number = float(numbers[0].replace(",", "").replace("−", "-"))
        except ValueError:
            return None
        around = FIGURES.sub("#", text).casefold().strip(" .")
        return (around, (number,)) if len(words(around)) <= 3 else None
    counted = [word for word in said if word in NUMBER_WORDS]
    if not numbers and len(counted) == 1 and len(said) <= 4:
        return " ".join("#" if word in NUMBER_WORDS else word for word in said), (
            float(NUMBER_WORDS[counted[0]]),
        )
    return None


@item_rule(
    "implausible-distractor", "warning", "Write what somebody who errs would really pick, or remove it."
)
def implausible_distractor(view: View) -> Iterator[Flaw]:
    """Find a wrong choice nobody would pick.

    Source: HDR 28f, 29 and 30; Tarrant: implausible distractors; SAQUET.
    """
    for option in view.distractors:
        if FILLER.match(option.text):
            yield Flaw(option.place, f"“{option.text}” only fills the place.")
    figures = [bool(FIGURES.search(option.text) or _value(option.text)) for option in view.options]
    for option, has_figure in zip(view.options, figures, strict=True):
        others = [other for other in view.options if other is not option]
        alone = len(others) >= 2 and all(
            bool(FIGURES.search(other.text) or _value(other.text)) != has_figure for other in others
        )
        if alone and not option.right and _is_short(view.options):
            kind = "a number" if has_figure else "no number"
            yield Flaw(option.place, f"It is the only choice with {kind}, so it is soon ruled out.")


def _is_short(options: Sequence[Option]) -> bool:
    return all(len(words(option.text)) <= 4 for option in options)


@item_rule(
    "unexplained-distractor",
    "advice",
    "Say in its feedback why it tempts and why it is wrong.",
    english=False,
)
def unexplained_distractor(view: View) -> Iterator[Flaw]:
    """Find a wrong choice whose author wrote no reason for it.

    Source: HDR 29 and 30: use typical errors of students.
    """
    for option in view.distractors:
        if not option.feedback:
            yield Flaw(option.place, "Nobody has written down why a student might pick this.")


@item_rule("overlapping-options", "warning", "Make each choice exclude the others.")
def overlapping_options(view: View) -> Iterator[Flaw]:
    """Find choices that say the same or hold one another.

    Source: HDR 22; Tarrant: more than one correct; SAQUET.
    """
    for first, second in combinations(view.options, 2):
        one, other = _essence(first.text), _essence(second.text)
        if not one or not other or K_TYPE.match(first.text):
            continue
        if one == other:
            yield Flaw(second.place, f"It says the same as “{first.text}”.")
        elif _ranges_overlap(first.text, second.text):
            yield Flaw(second.place, f"It overlaps with “{first.text}”.")
        elif view.one_right and (_holds(one, other) or _holds(other, one)):
            yield Flaw(second.place, f"Of it and “{first.text}” one holds the other, so both may be right.")


def _essence(text: str) -> list[str]:
    return [root(word) for word in words(text) if word not in ARTICLES]


def _holds(one: list[str], other: list[str]) -> bool:
    """Tell whether the words of `other` stand in a row within `one`, and nothing there denies them."""
    if len(other) >= len(one) or NEGATORS & (set(one) ^ set(other)):
        return False
    return any(one[start : start + len(other)] == other for start in range(len(one) - len(other) + 1))


def _ranges_overlap(first: str, second: str) -> bool:
    one, other = RANGE.search(first), RANGE.search(second)
    if not one or not other:
        return False
    (low, high), (from_, to) = map(float, one.groups()), map(float, other.groups())
    return low <= to and from_ <= high


@item_rule("several-right", "warning", "Leave one right answer, or let students choose all that apply.")
def several_right(view: View) -> Iterator[Flaw]:
    """Find signs of more than one right choice.

    Source: HDR 19; Tarrant: more than one or no correct answer; SAQUET.
    """
    asked = unquoted(view.prompt)
    if view.one_right and ASKS_SEVERAL.search(asked):
        yield Flaw("prompt", "It asks for several, but only one choice can be picked.")
    if view.options and not view.one_right and ASKS_ONE.search(asked):
        yield Flaw("prompt", "It asks for one, but several can be picked.")
    for option in view.distractors:
        if ADMITS.search(option.feedback):
            yield Flaw(option.place, "Its feedback says that it is right too, but it earns nothing.")
    right = {" ".join(words(answer)) for answer in view.typed_answers}
    for answer in view.item.answers:
        if answer.fraction == 0 and " ".join(words(answer.value)) in right:
            yield Flaw(view.place_of(answer.value), f"“{answer.value}” is both accepted and refused.")
