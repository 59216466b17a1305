"""Rules over whose claim it is."""

import re
from collections.abc import Iterator

from quizapp.core.bank.lint.rules import Flaw, item_rule
from quizapp.core.bank.lint.text import roots
from quizapp.core.bank.lint.view import View

ATTRIBUTES = re.compile(
    r"\baccording to\b|\b(?:says?|said|stated|states that|claims?|claimed|argues?|argued|alleg\w+|accus\w+|"
    r"report(?:s|ed|edly)?|"
    r"charged|the charge|indict\w+|purported\w*|suppos\w+|believed|predict\w*|forecasts?|expects?|"
    r"describes?|mentions?|"
    r"explains?|tells|writes?|wrote|warns?|concludes?|presents?|lists?|names)\b"
    r"|\b(?:view|account|opinion|words|judgment|telling) of\b"
    r"|['’]s (?:\w+ )?(?:view|account|opinion|words|judgment|conclusion)\b"
    r"|\b(?:texts?|readings?|passages?|articles?|authors?|writers?|documents?|sources?|commentary|explainer|"
    r"editorial|speech|letter|stor(?:y|ies)|study|survey|poll)\b",
    re.IGNORECASE,
)

OFFICES = roots("U.S. United States department agency government office ministry school")
"""What many claimants are called, and so names none of them."""


@item_rule(
    "claim-without-attribution",
    "warning",
    "Name whose claim it is, such as “According to the commentary,” at its start.",
)
def claim_without_attribution(view: View) -> Iterator[Flaw]:
    """Find a claim put as if it were a fact.

    Source: our own, that the question, as its record, says who claims what.

    A question that records no claim is left alone: that is told of an approved one when its file is read.
    """
    claim = view.question.meta.claim
    if claim is None or ATTRIBUTES.search(view.prompt):
        return
    if not (roots(claim.by) - OFFICES) & roots(view.prompt):
        yield Flaw("prompt", f"The claim is recorded as one by {claim.by}, but the question does not say so.")
