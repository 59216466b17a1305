"""The rules of the drafter: each looks at one sentence and proposes what could be asked of it."""

import re
from collections.abc import Callable, Iterator
from random import Random

from quizapp.core.drafting.facts import Fact
from quizapp.core.drafting.ideas import Idea
from quizapp.core.drafting.membership import list_membership
from quizapp.core.drafting.survey import Survey
from quizapp.core.drafting.wording import (
    HELPERS,
    POINTS_BACK,
    SOURCE,
    as_clause,
    shortened,
    standing_alone,
    statement,
)
from quizapp.core.qtypes.numbers import plain

KEPT_TRUE = 0.4
"""The share of statements in which nothing is changed: what is always false need not be read."""
Rule = Callable[[str, Survey, Random], Iterator[Idea]]

COUNTED = re.compile(
    r"(?P<subject>.{3,60}?) (?P<helper>has|have|had) (?P<verb>\w+ed|\w+en|"
    r"built|made|sent|held|kept|won|lost|bought|brought|found|led|met|paid|sold|spent|taught|caught|cut) $"
)
NOUN_ENDS = re.compile(
    r"\b(for|in|on|to|from|with|by|at|after|before|since|until|who|that|which|whose|and|or|\w+ed|\w+ing)\b|[,.;(]"
)


def who(sentence: str, found: Survey, rng: Random) -> Iterator[Idea]:
    """Ask for the subject of a sentence that begins with a name."""
    stem = standing_alone(sentence)
    first = next((fact for fact in found.facts(stem) if fact.kind == "name"), None) if stem else None
    if first is None or stem[: first.start] not in ("", "The "):
        return
    stem = shortened(stem, first.end)
    rest = stem[first.end :]
    verb = re.match(rf" (?P<noun>[a-z]{{4,}} )?(?P<verb>(?:{HELPERS}) |[a-z]+ed )", rest)
    if not verb or re.match(r" (are|were|have|do) ", rest) or len(rest) > 240:
        return
    aliases = found.aliases(first.text)
    asked = rest.rstrip(".!").strip()
    if POINTS_BACK.search(asked) or any(re.search(rf"\b{re.escape(alias)}", asked) for alias in aliases):
        return
    if verb["noun"]:
        noun = verb["noun"].strip()
        if noun.endswith(("s", "ly")) or re.fullmatch(rf"{HELPERS}|also", noun):
            return
        question, accept = f"which {asked}?", [f"the {first.text} {noun}", first.text, f"{first.text} {noun}"]
        aliases = []
    else:
        word = "who" if first.group.startswith(("body", "person")) else "who or what"
        question, accept = f"{word} {asked}?", [first.text]
    article = stem.startswith("The ") and not verb["noun"]
    accept += [f"the {first.text}"] if article else []
    accept += [alias for alias in aliases if alias not in accept]
    yield Idea(
        {
            "type": "short_text",
            "prompt": f"{SOURCE} {question}",
            "accept": accept,
            "distance": 1 if len(first.text) > 8 else 0,
            "feedback": f"The text says: “{sentence}”",
        },
        "Who or what",
        "Who or what a sentence is about",
        (first.text,),
        first.text,
    )


def how_many(sentence: str, found: Survey, rng: Random) -> Iterator[Idea]:
    """Ask for the number in a sentence that has one only; for several see `figures`."""
    stem = standing_alone(sentence)
    counts = [fact for fact in found.facts(stem) if fact.kind == "number"]
    if len(counts) != 1:
        return
    (fact,) = counts
    counted = COUNTED.fullmatch(stem[: fact.start])
    things = NOUN_ENDS.split(stem[fact.end :], maxsplit=1)[0].strip()
    if counted and things:
        subject = as_clause(counted["subject"], found.begins_with_name(stem))
        asked = f"how many {things} {counted['helper']} {subject} {counted['verb']}?"
    else:
        asked = f"which number belongs in the brackets? “{_with_gap(stem, fact, '[number]', found)}”"
    yield _figure(sentence, fact, asked, "How many")


def when(sentence: str, found: Survey, rng: Random) -> Iterator[Idea]:
    """Ask for a year: of an event where it is named, else of what the sentence says."""
    stem = standing_alone(sentence)
    facts = found.facts(stem)
    dates = [fact for fact in facts if fact.kind == "year"]
    if len(dates) != 1:
        return
    (fact,) = dates
    named = [fact for fact in facts if fact.kind == "name" and " " in fact.text]
    event = next((name for name in named if stem[name.end : fact.start] == " in "), None)
    if event and stem[: event.start].lower().endswith("the "):
        asked = f"in which year was the {event.text}?"
    else:
        asked = f"which year belongs in the brackets? “{_with_gap(stem, fact, '[year]', found)}”"
    yield _figure(sentence, fact, asked, "Which year")


def figures(sentence: str, found: Survey, rng: Random) -> Iterator[Idea]:
    """Leave gaps for the numbers of a sentence that has several."""
    stem = standing_alone(sentence)
    facts = found.facts(stem)
    counts = [fact for fact in facts if fact.kind == "number"]
    dates = [fact for fact in facts if fact.kind == "year"]
    for asked, words in ((counts, "numbers"), (dates, "years")):
        if not 2 <= len(asked) <= 4 or len({fact.value for fact in asked}) < len(asked):
            continue
        text = stem
        for number, fact in reversed(list(enumerate(asked, 1))):
            text = f"{text[: fact.start]}{{{{{number}}}}}{text[fact.end :]}"
        gaps = [{"name": str(n), "accept": _ways(fact)} for n, fact in enumerate(asked, 1)]
        yield Idea(
            {
                "type": "cloze",
                "prompt": f"{SOURCE} which {words} are missing here?",
                "text": text,
                "gaps": gaps,
                "feedback": f"The text says: “{sentence}”",
            },
            f"Missing {words}",
            f"A sentence with several {words}",
            tuple(fact.text for fact in asked),
            asked[0].text,
        )


def key_term(sentence: str, found: Survey, rng: Random) -> Iterator[Idea]:
    """Leave a gap for a term: quoted, explained by an acronym, or a name of several words."""
    stem = standing_alone(sentence)
    terms = [fact for fact in found.facts(stem) if _weight(fact, found)]
    if not terms:
        return
    fact = max(terms, key=lambda one: _weight(one, found))
    short = re.match(r" \(([A-Z]{2,8})\)", stem[fact.end :])
    end = fact.end + (short.end() if short else 0)
    accept = found.aliases(fact.text)
    text = f"{stem[: fact.start]}{{{{1}}}}{stem[end:]}"
    if any(re.search(rf"\b{re.escape(alias)}\b", text, re.IGNORECASE) for alias in accept):
        return
    gap = {"name": "1", "accept": accept, "distance": 1 if len(fact.text) > 8 else 0}
    wrong: list[str] = []
    others = found.others(fact, stem)
    if len(others) >= 3:
        wrong = rng.sample(others, 3)
        gap = {"name": "1", "accept": [fact.text], "choices": sorted([fact.text, *wrong])}
    yield Idea(
        {
            "type": "cloze",
            "prompt": f"{SOURCE} what is missing here?",
            "text": text,
            "gaps": [gap],
            "feedback": f"The text says: “{sentence}”",
        },
        "Missing term",
        "A term in quotation marks" if fact.kind == "quoted" else "A name that the text uses",
        (fact.text,),
        fact.text,
        tuple(wrong),
    )


def one_change(sentence: str, found: Survey, rng: Random) -> Iterator[Idea]:
    """State a sentence with one fact changed for another of its kind; now and then with none changed."""
    stem = standing_alone(sentence)
    facts = found.facts(stem)
    for fact in rng.sample(facts, len(facts)):
        others = [other for other in found.others(fact, stem) if _fits(stem, fact, other)]
        told = shortened(stem, fact.end)
        if not others or POINTS_BACK.search(told):
            continue
        other, keep = rng.choice(others), rng.random() < KEPT_TRUE
        said = told if keep else told[: fact.start] + other + told[fact.end :]
        if not keep and found.says(said, other):
            continue
        told_wrong = {} if keep else {"if_true": f"The text says {fact.text} here, not {other}."}
        yield Idea(
            {
                "type": "true_false",
                "prompt": statement(said, found.begins_with_name(stem)),
                "answer": keep,
                "feedback": f"The text says: “{sentence}”",
                **told_wrong,
            },
            "True or false",
            "What a sentence says, unchanged" if keep else f"One fact changed: {fact.text} became {other}",
            (fact.text,),
            fact.text,
            () if keep else (other,),
        )


RULES: tuple[Rule, ...] = (list_membership, figures, how_many, when, who, key_term, one_change)


def _figure(sentence: str, fact: Fact, asked: str, title: str) -> Idea:
    return Idea(
        {
            "type": "numeric",
            "prompt": f"{SOURCE} {asked}",
            "answer": int(fact.value) if fact.value == int(fact.value) else fact.value,
            "feedback": f"The text says: “{sentence}”",
        },
        title,
        "A year that the text gives" if fact.kind == "year" else "A number that the text gives",
        (fact.text,),
        fact.text,
    )


def _with_gap(stem: str, fact: Fact, gap: str, found: Survey) -> str:
    return shortened(stem[: fact.start] + gap + stem[fact.end :], fact.start + len(gap))


def _ways(fact: Fact) -> list[str]:
    """Return a figure as it stands and in figures."""
    return list(dict.fromkeys((fact.text, plain(fact.value))))


def _weight(fact: Fact, found: Survey) -> int:
    """Say how much a term is worth asking for; 0 for one that is not."""
    if fact.kind == "quoted":
        return 3
    if fact.kind != "name" or found.names[fact.text] > 3 or fact.group.startswith(("adjective", "before")):
        return 0
    if len(found.aliases(fact.text)) > 1:
        return 2
    return 1 if " " in fact.text or re.fullmatch(r"[A-Z]{3,}", fact.text) else 0


def _fits(stem: str, fact: Fact, other: str) -> bool:
    """Tell whether a word can stand where the fact stood: after "a" or "an", and inside no other name."""
    article = re.search(r"\b([Aa]n?) $", stem[: fact.start])
    vowels = [text[0].lower() in "aeiou" for text in (fact.text, other)]
    return not article or vowels[0] == vowels[1]
