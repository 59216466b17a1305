"""What one part of a unit says of another: do the names resolve?"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from itertools import pairwise

from quizapp.core.bank.gap_findings import gap_findings
from quizapp.core.bank.model import (
    Flashcard,
    GlossaryTerm,
    Question,
    ReadyQuiz,
    Status,
    TimelineEntry,
)
from quizapp.core.bank.terms import TermFinder
from quizapp.core.findings import Finding

MISQUOTED = "misquoted-passage"
YEAR = re.compile(r"\b[0-9]{4}\b")


def question_links(
    question: Question, citable: Mapping[str, str], objectives: Collection[str]
) -> list[Finding]:
    """Return what is wrong between a question and the rest of its unit; `citable` is name -> text."""
    meta = question.meta
    found = cite_links(meta.cites, citable) + objective_links(meta.objectives, objectives)
    if meta.status is Status.APPROVED and not meta.cites:
        hint = "Name the passage that supports the answer."
        found.append(Finding("warning", "cites", "Approved without a passage.", hint, "no-citation"))
    if meta.status is Status.APPROVED and meta.claim is None:
        hint = "Say who claims this and how firmly, such as {by: U.S. Treasury, status: official}."
        found.append(Finding("warning", "claim", "Approved without a claim.", hint, "no-claim"))
    return found + misquoted(question, [citable[cite] for cite in meta.cites if cite in citable])


def misquoted(question: Question, cited: Sequence[str]) -> list[Finding]:
    """Return a warning where a question shows a passage that is none of the cited texts, nor all of them."""
    quoted = same_words(question.qtype.quoted(question.content))
    if not quoted or quoted in [same_words(text) for text in (*cited, " ".join(cited))]:
        return []
    message = "The sentences shown are not the text of the passage that is cited."
    hint = "Copy every sentence of the passage, in its order, or cite the passage they come from."
    return [Finding("warning", "cites", message, hint, MISQUOTED)]


def same_words(text: str) -> str:
    """Return a text without its Markdown emphasis and with single spaces, to compare it with another."""
    return " ".join(re.sub(r"[*_`]", "", text).split())


def flashcard_links(card: Flashcard, citable: Collection[str], objectives: Collection[str]) -> list[Finding]:
    """Return what is wrong between a flashcard and the rest of its unit."""
    found = cite_links(card.cites, citable) + objective_links(card.objectives, objectives)
    if card.status is Status.APPROVED and not card.cites:
        hint = "Name the passage that says what is on the back."
        found.append(Finding("warning", "cites", "Approved without a passage.", hint, "no-citation"))
    return found + (gap_findings(card.front) if card.cloze else [])


def glossary_links(term: GlossaryTerm, citable: Collection[str], texts: Iterable[str]) -> list[Finding]:
    """Return what is wrong between a term of the glossary and the readings, whose passages are `texts`."""
    found = cite_links(term.cites, citable)
    finder = TermFinder([term.forms])
    if not any(any(finder.find(text)) for text in texts):
        hint = "Name under also the form that they use; a term is explained only where it is used."
        found.append(Finding("advice", "term", "No reading uses this term.", hint))
    return found


def timeline_order(entries: Sequence[TimelineEntry]) -> dict[int, Finding]:
    """Return, by its index, each entry whose first year is before that of the entry above it."""
    years = [
        (index, int(year[0])) for index, entry in enumerate(entries) if (year := YEAR.search(entry.when))
    ]
    hint = "Put the entries in order of time."
    return {
        index: Finding("warning", "when", f"This stands after {before}.", hint)
        for (_, before), (index, year) in pairwise(years)
        if year < before
    }


def cite_links(cites: Sequence[str], citable: Collection[str]) -> list[Finding]:
    """Return the cites that name no passage."""
    return [
        Finding(
            "error",
            f"cites[{index}]",
            f"There is no passage “{cite}”.",
            did_you_mean(cite, citable),
            "unresolved-citation",
        )
        for index, cite in enumerate(cites)
        if cite not in citable
    ]


def objective_links(names: Sequence[str], objectives: Collection[str]) -> list[Finding]:
    """Return the objectives that the unit does not have."""
    return [
        Finding(
            "error",
            f"objectives[{index}]",
            f"unit.yaml has no objective “{name}”.",
            did_you_mean(name, objectives),
        )
        for index, name in enumerate(names)
        if name not in objectives
    ]


def quiz_links(quiz: ReadyQuiz, questions: Mapping[str, Question]) -> list[Finding]:
    """Return what is wrong between a ready-made quiz and the questions of its unit."""
    found = []
    for index, name in enumerate(quiz.questions):
        place = f"questions[{index}]"
        if name not in questions:
            message = f"There is no question “{name}”, or it has errors."
            found.append(Finding("error", place, message, did_you_mean(name, questions)))
        elif questions[name].meta.status is not Status.APPROVED:
            message = f"The question is not approved: it is {questions[name].meta.status}."
            found.append(Finding("warning", place, message, "Approve it, or take it out."))
        if name in quiz.questions[:index]:
            found.append(Finding("error", place, f"“{name}” is listed twice.", "Remove one."))
    return found


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a hint that names the known name nearest to one that is not known, or ""."""
    close = get_close_matches(name, sorted(known), n=1)
    return f"Did you mean {close[0]}?" if close else ""
