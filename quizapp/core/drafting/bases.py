"""What a question begins with that a person writes about one sentence: filled in as far as rules can."""

import re
from collections.abc import Sequence
from random import Random
from typing import Any

from quizapp.core.bank.links import same_words
from quizapp.core.bank.model import Passage
from quizapp.core.drafting.membership import list_membership
from quizapp.core.drafting.rules import Rule, figures, how_many, key_term, when, who
from quizapp.core.drafting.survey import Survey, parts_of, survey
from quizapp.core.drafting.wording import SOURCE, content_words, standing_alone, statement

RULES_OF: dict[str, tuple[Rule, ...]] = {
    "cloze": (figures, key_term),
    "numeric": (how_many, when),
    "short_text": (who,),
    "multiple_response": (list_membership,),
}


def sentence_with(passage: str, quote: str) -> int | None:
    """Return the place of the sentence that a selected text begins in, or None where no sentence has it."""
    wanted = same_words(quote)
    for place, sentence in enumerate(parts_of(passage)):
        said = same_words(sentence)
        if wanted and (wanted in said or (said in wanted and len(said.split()) > 1)):
            return place
    # A selection that runs over the end of a sentence begins in it.
    for place, sentence in enumerate(parts_of(passage)):
        words = same_words(sentence)
        if any(wanted.startswith(words[at:]) for at in range(len(words) - 3)):
            return place
    return None


def begun(
    kind: str, sentence: str, passage: Passage, passages: Sequence[Passage], rng: Random
) -> dict[str, Any]:
    """Return the first fields of a question of a type about a sentence; its feedback quotes the sentence."""
    found = survey(passages)
    for rule in RULES_OF.get(kind, ()):
        for idea in rule(sentence, found, rng):
            if idea.fields["type"] == kind and all(answer in sentence for answer in idea.answer):
                return {name: value for name, value in idea.fields.items() if name != "type"}
    quoted = {"feedback": f"The text says: “{' '.join(sentence.split())}”"}
    return {**_plainly(kind, sentence, passage, found), **quoted}


def _plainly(kind: str, sentence: str, passage: Passage, found: Survey) -> dict[str, Any]:
    stem = standing_alone(sentence) or sentence
    if kind == "true_false":
        return {"prompt": statement(stem, found.begins_with_name(stem)), "answer": True}
    if kind == "evidence":
        texts = list(dict.fromkeys(parts_of(passage.text)))
        return {
            "prompt": "Which sentence supports this statement?",
            "sentences": [{"text": text, "correct": text == sentence} for text in texts],
        }
    if kind == "cloze":
        words = [word for word in re.findall(r"[^\W\d_]+", stem) if content_words(word)]
        word = max(words, key=len, default="")
        return {
            "prompt": f"{SOURCE} what is missing here?",
            "text": re.sub(rf"\b{word}\b", "{{1}}", stem, count=1) if word else stem,
            "gaps": [{"name": "1", "accept": [word]}] if word else [],
        }
    return {}
