"""What one part of a unit says of another: do the names resolve?"""

import re
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches

from quizapp.core.bank.model import Question, ReadyQuiz, Status
from quizapp.core.findings import Finding


def question_links(
    question: Question, citable: Mapping[str, str], objectives: Collection[str]
) -> list[Finding]:
    """Return what is wrong between a question and the rest of its unit; `citable` is name -> text."""
    meta = question.meta
    found = []
    for index, cite in enumerate(meta.cites):
        if cite not in citable:
            message = f"There is no passage “{cite}”."
            hint = did_you_mean(cite, citable)
            found.append(Finding("error", f"cites[{index}]", message, hint, "unresolved-citation"))
    for index, objective in enumerate(meta.objectives):
        if objective not in objectives:
            message = f"unit.yaml has no objective “{objective}”."
            found.append(
                Finding("error", f"objectives[{index}]", message, did_you_mean(objective, objectives))
            )
    if meta.status is Status.APPROVED and not meta.cites:
        hint = "Name the passage that supports the answer."
        found.append(Finding("warning", "cites", "Approved without a passage.", hint, "no-citation"))
    if meta.status is Status.APPROVED and meta.claim is None:
        hint = "Say who claims this and how firmly, such as {by: U.S. Treasury, status: official}."
        found.append(Finding("warning", "claim", "Approved without a claim.", hint, "no-claim"))
    cited = [citable[cite] for cite in meta.cites if cite in citable]
    quoted = same_words(question.qtype.quoted(question.content))
    if quoted and quoted not in [same_words(text) for text in (*cited, " ".join(cited))]:
        message = "The sentences shown are not the text of the passage that is cited."
        hint = "Copy every sentence of the passage, in its order, or cite the passage they come from."
        found.append(Finding("warning", "cites", message, hint, "misquoted-passage"))
    return found


def same_words(text: str) -> str:
    """Return a text without its Markdown emphasis and with single spaces, to compare it with another."""
    return " ".join(re.sub(r"[*_`]", "", text).split())


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
