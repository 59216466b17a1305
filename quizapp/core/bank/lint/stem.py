"""Rules over what is asked. The sources are named in rules.py."""

import re
from collections.abc import Iterator

from quizapp.core.bank.lint.rules import Flaw, item_rule
from quizapp.core.bank.lint.text import NEGATIVE, last_sentence, roots, unquoted, words
from quizapp.core.bank.lint.view import View

ASKS_FOR_WRONG = re.compile(
    r"\b(?:which|what|who)\b[^.?!]*\b(?:is|are|was|were)\s+(false|untrue|incorrect|wrong|least\s+\w+)\s*[?.]?\s*$",
    re.IGNORECASE,
)
ASKING = re.compile(
    r"\b(?:which|what|who|whom|whose|where|when|why|how)\b|"
    r"^\W*(?:select|choose|pick|mark|tick|find|name|click|check|complete|count|put|sort|match|order|give|write)\b",
    re.IGNORECASE,
)
MOST_WORDS = 60
MOST_WORDS_OF_CHOICE = 25
MOST_WORDS_OF_SENTENCE = 40

TRUTH = r"(?:true|false|correct|incorrect|right|wrong|accurate|untrue)"
WHICH_IS_TRUE = re.compile(
    rf"\bwhich\b(?:\s+one)?(?:\s+of)?(?:\s+(?:the\s+following|these|those))?(?:\s+\w+)?"
    rf"(?:\s+(?:about|on|regarding|concerning)\b[^?.]*)?\s+(?:is|are)\s+(?:\w+\s+)?{TRUTH}\b",
    re.IGNORECASE,
)
BARE = re.compile(
    rf"^\W*(?:which\s+(?:one\s+)?(?:of\s+(?:the\s+following|these)\s+)?(?:\w+\s+)?(?:is|are)\s+{TRUTH}"
    r"|(?:choose|select|pick|mark|tick)\s+(?:the|a|all|each|every|one)?\s*(?:of\s+the\s+)?"
    r"(?:best|right|correct|true)?\s*(?:answers?|options?|choices?|statements?|one)(?:\s+below)?)\W*$",
    re.IGNORECASE,
)
YES_OR_NO = re.compile(
    r"^\W*(?:true|false|yes|no|right|wrong|correct|incorrect)(?:\s*[,.;:–-].*)?\W*$",
    re.IGNORECASE | re.DOTALL,
)
BLANK = re.compile(r"_{2,}|\.{4,}|…\s*\w|\[\s*(?:blank|gap)?\s*\]|\(\s{2,}\)", re.IGNORECASE)
IN_THE_TEXT = re.compile(
    r"\b(?:which|what)\b(?:\s+one)?(?:\s+of\s+(?:the\s+following|these|those))?(?:\s+\w+){0,2}\s+(?:is|are|was|were)\s+"
    r"(?:directly\s+|explicitly\s+|actually\s+)?(?:stated|mentioned|named|found|said|written|given|discussed)"
    r"\s+(?:in|by)\s+the\s+(?:text|passage|reading|article|document|source|commentary|explainer)s?\b",
    re.IGNORECASE,
)
OPINION = re.compile(
    r"\b(?:do|would|should)\s+you\s+(?:think|believe|feel|agree|prefer|support|favou?r|vote)\b"
    r"|\bin\s+your\s+(?:own\s+)?(?:opinion|view)\b|\byour\s+(?:own\s+)?opinion\b",
    re.IGNORECASE,
)


@item_rule(
    "unmarked-negative",
    "warning",
    "Ask it the positive way. If it has to be negative, print the word in capitals and bold: **NOT**.",
)
def unmarked_negative(view: View) -> Iterator[Flaw]:
    """Find a negative word in the question that is not set off.

    Source: HDR 17; Tarrant: negatively worded stem; SAQUET.
    """
    text = unquoted(view.prompt)
    found = NEGATIVE.finditer(text) if view.options or view.judged else iter(())
    asked = text if view.judged else last_sentence(text)
    for match in found:
        before, after = text[: match.start()], text[match.end() :]
        marked = match[0].isupper() or (before.endswith("*") and after.startswith("*"))
        if not marked and match.start() >= len(text) - len(asked):
            yield Flaw("prompt", f"The question turns on “{match[0]}”, which is easily overlooked.")
            return
    wrong = ASKS_FOR_WRONG.search(text) if view.options else None
    if wrong and not wrong[1].isupper() and "*" not in text:
        yield Flaw("prompt", f"The question asks for what is “{wrong[1]}”, which is easily overlooked.")


@item_rule("long-stem", "warning", "Leave out what a student does not need to answer it.", english=False)
def long_stem(view: View) -> Iterator[Flaw]:
    """Find gratuitous length.

    Source: HDR 13 and 16; Tarrant: gratuitous information in stem; SAQUET.
    """
    count = len(words(view.prompt))
    if count > MOST_WORDS:
        yield Flaw("prompt", f"The question has {count} words; {MOST_WORDS} are enough.")
    else:
        longest = max(
            (len(words(part)) for part in re.split(r"(?<=[.!?])\s", view.prompt.replace("U.S.", "US"))),
            default=0,
        )
        if longest > MOST_WORDS_OF_SENTENCE:
            yield Flaw(
                "prompt", f"One sentence of it has {longest} words; {MOST_WORDS_OF_SENTENCE} are enough."
            )
    for option in view.options:
        count = len(words(option.text))
        if count > MOST_WORDS_OF_CHOICE:
            yield Flaw(option.place, f"The choice has {count} words; {MOST_WORDS_OF_CHOICE} are enough.")


@item_rule(
    "unfocused-stem",
    "warning",
    "Put the question whole, so that it can be answered with the choices covered.",
)
def unfocused_stem(view: View) -> Iterator[Flaw]:
    """Find a stem that asks nothing without its choices.

    Source: HDR 14 and 15; Tarrant: unfocused stem; SAQUET.
    """
    if not view.options:
        return
    if BARE.match(view.prompt):
        yield Flaw("prompt", "It does not say what the question is about.")
        return
    if not ASKING.search(view.prompt) and "?" not in view.prompt and len(words(view.prompt)) < 5:
        yield Flaw("prompt", "It asks nothing: only the choices tell what is meant.")


@item_rule(
    "true-false-in-disguise",
    "warning",
    "Ask one thing that all choices answer, or make each statement a true-or-false question.",
)
def true_false_in_disguise(view: View) -> Iterator[Flaw]:
    """Find statements to judge dressed as choices.

    Source: Tarrant: true/false question; SAQUET; HDR 9.
    """
    if not view.options:
        return
    if all(YES_OR_NO.match(option.text) for option in view.options):
        yield Flaw("choices", "The choices are yes or no, true or false.")
    elif WHICH_IS_TRUE.search(view.prompt):
        yield Flaw("prompt", "Each choice is a statement of its own to judge.")


@item_rule("fill-in-the-blank", "warning", "Ask a whole question, or use a type with gaps.", english=False)
def fill_in_the_blank(view: View) -> Iterator[Flaw]:
    """Find a blank in the stem of a choice.

    Source: Tarrant: fill in the blank; SAQUET; HDR 15.
    """
    if view.item.interaction == "choice" and BLANK.search(view.prompt):
        yield Flaw("prompt", "The question has a blank in it, so it has to be read again with each choice.")


@item_rule(
    "stated-in-the-text", "warning", "Ask what the text says about something, or what follows from it."
)
def stated_in_the_text(view: View) -> Iterator[Flaw]:
    """Find a stem that asks only whether words occur.

    Source: HDR 3 and 15; Tarrant: unfocused stem.
    """
    if view.options and IN_THE_TEXT.search(view.prompt):
        yield Flaw("prompt", "It asks what stands in the text, and can be answered by looking for words.")


@item_rule("opinion-asked", "warning", "Ask what the text says, whose claim it is, or what would support it.")
def opinion_asked(view: View) -> Iterator[Flaw]:
    """Find a graded question about what the student holds.

    Source: HDR 6: avoid opinion-based items.
    """
    if (view.options or view.judged or view.item.answers) and OPINION.search(unquoted(view.prompt)):
        yield Flaw("prompt", "It asks for an opinion, and marks one as right.")


@item_rule("answer-in-stem", "warning", "Word the question, and its title, without the answer.")
def answer_in_stem(view: View) -> Iterator[Flaw]:
    """Find a typed answer, or the words of the key, in the question or its title.

    Source: HDR 28; Tarrant: logical cues.
    """
    prompt, title = f" {' '.join(words(view.prompt))} ", f" {' '.join(words(view.question.meta.title))} "
    for answer in view.typed_answers:
        said = f" {' '.join(words(answer))} "
        for place, text in (("prompt", prompt), ("title", title)):
            if said.strip() and said in text:
                yield Flaw(place, f"The answer “{answer}” stands in it.")
                return
    told = roots(view.question.meta.title)
    for key in view.keys:
        carried = roots(key.text)
        others = [roots(option.text) for option in view.distractors]
        if carried and carried <= told and not any(other and other <= told for other in others):
            yield Flaw("title", "The title, which reports show, says the right choice.")
            return
