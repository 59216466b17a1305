"""Rules over what gives the key away. The sources are named in rules.py."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from quizapp.core.bank.lint.rules import Flaw, item_rule
from quizapp.core.bank.lint.text import STOP_WORDS, root, roots, words
from quizapp.core.bank.lint.view import Option, View

LONGER = 1.25
LONGER_BY = 8
"""A key is too long from a quarter and this many characters above every other choice."""

ENDS_IN_ARTICLE = re.compile(r"\b(an?)\W*$", re.IGNORECASE)
ENDS_IN_PLURAL = re.compile(r"\b(?:are|were)\W*$", re.IGNORECASE)
SINGULAR_START = re.compile(r"^\W*(?:an?|one)\s", re.IGNORECASE)


@item_rule("longest-key", "warning", "Shorten it, or lengthen the others.", english=False)
def longest_key(view: View) -> Iterator[Flaw]:
    """Find a right choice much longer than the wrong ones.

    Source: HDR 24 and 28d; Tarrant: longest option correct; SAQUET.
    """
    if not view.keys or not view.distractors:
        return
    shortest_key = min(len(option.text) for option in view.keys)
    longest_wrong = max(len(option.text) for option in view.distractors)
    if shortest_key > longest_wrong * LONGER and shortest_key - longest_wrong >= LONGER_BY:
        what = "The right choice is" if len(view.keys) == 1 else "The right choices are"
        yield Flaw(view.keys[0].place, f"{what} much longer than the wrong ones.")


@item_rule(
    "word-repeat", "warning", "Use another word in the one or the other, or put it in a wrong choice too."
)
def word_repeat(view: View) -> Iterator[Flaw]:
    """Find a word of the stem that only the key repeats.

    Source: HDR 28b, clang; Tarrant: word repeats; SAQUET.
    """
    if not view.one_right:
        return
    wrong = {each for option in view.distractors for each in _clangs(option.text)}
    for key in view.keys:
        carried = _clangs(key.text)
        if shared := sorted((carried & _clangs(view.prompt)) - wrong):
            said = next(word for word in words(key.text) if root(word) == shared[0])
            yield Flaw(key.place, f"“{said}” stands in the question and in the right choice alone.")


def _clangs(text: str) -> set[str]:
    return {each for each in roots(text) if len(each) >= 4}


@item_rule(
    "grammar-cue", "warning", "Give all choices the same form, and let each fit the end of the question."
)
def grammar_cue(view: View) -> Iterator[Flaw]:
    """Find grammar that tells the key from the rest.

    Source: HDR 23 and 28c; Tarrant: grammatical cues; SAQUET.
    """
    for says, fits in _fitting(view.prompt):
        misfits = [option for option in view.distractors if not fits(option.text)]
        if misfits and all(fits(option.text) for option in view.keys):
            yield Flaw(
                misfits[0].place, f"It does not fit a question that ends in “{says}”, so it is ruled out."
            )
            return
    if view.one_right and len(view.keys) == 1 and len(view.distractors) >= 2:
        for what, form in FORMS.items():
            key, others = form(view.keys[0].text), {form(option.text) for option in view.distractors}
            if len(others) == 1 and key not in others:
                yield Flaw(view.keys[0].place, f"The right choice alone differs in {what}.")
                return


def _fitting(prompt: str) -> Iterator[tuple[str, Callable[[str], bool]]]:
    """Yield each demand that the end of an unfinished stem makes on the choices."""
    if article := ENDS_IN_ARTICLE.search(prompt):
        wants_vowel = article[1].lower() == "an"
        yield article[1], lambda text: bool(re.match(r"\W*[aeiou]", text, re.IGNORECASE)) == wants_vowel
        yield article[1], lambda text: not _is_plural(text)
    elif plural := ENDS_IN_PLURAL.search(prompt):
        yield plural[0].strip(" :"), lambda text: not SINGULAR_START.match(text)


def _is_plural(text: str) -> bool:
    last = (words(text) or [""])[-1]
    return len(last) > 3 and last.endswith("s") and not last.endswith(("ss", "us", "is", "'s"))


FORMS: dict[str, Callable[[str], bool]] = {
    "its full stop": lambda text: text.rstrip().endswith("."),
    "its first letter, capital or small": lambda text: text[:1].islower(),
    "beginning with “to”": lambda text: words(text)[:1] == ["to"],
    "beginning with a word in -ing": lambda text: bool(re.match(r"\W*\w{3,}ing\b", text)),
}


@item_rule("convergence", "warning", "Spread the parts that choices share evenly over all of them.")
def convergence(view: View) -> Iterator[Flaw]:
    """Find a key made of the parts the others share.

    Source: HDR 28e; Tarrant: convergence cues; SAQUET.
    """
    if not view.one_right or len(view.options) < 3 or len(view.keys) != 1:
        return
    parts = {option: _parts(option) for option in view.options}
    if sum(len(found) >= 2 for found in parts.values()) < len(parts) - 1:
        return
    counts = Counter(part for found in parts.values() for part in found)
    shared = {option: sum(counts[part] > 1 for part in found) for option, found in parts.items()}
    key = view.keys[0]
    if shared[key] >= 2 and all(shared[key] > shared[option] for option in view.distractors):
        yield Flaw(key.place, "It is made of parts that the other choices share, and no other choice is.")


def _parts(option: Option) -> frozenset[frozenset[str]]:
    """Return the parts that a choice joins, each as its roots."""
    pieces = re.split(r"[,;:/+]|\b(?:and|but|yet|or|then|with|since|because)\b", option.text)
    return frozenset(
        frozenset(root(word) for word in words(piece) if word not in STOP_WORDS or word in ("no", "not"))
        for piece in pieces
        if any(word not in STOP_WORDS for word in words(piece))
    )
