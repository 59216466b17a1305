"""The search box and the filters above a bank's questions, as the address sets them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict
from wtforms import Form, SearchField, SelectField
from wtforms.fields.choices import SelectChoice

from quizapp.banks.content_form import tidy, words_of
from quizapp.banks.figures import VERDICTS
from quizapp.banks.forms import CLAIM_WORDS, RULES, STATUS_WORDS
from quizapp.banks.models import Bank, Passage
from quizapp.banks.search import FILTERS, NONE, Found, Wanted
from quizapp.banks.service import passage_name
from quizapp.core.bank.model import CognitiveLevel, Difficulty
from quizapp.core.qtypes.registry import QUESTION_TYPES

MOST_TYPED = 5000
"""What is longer is no search; the words past the most are told of by the page."""
LONGEST_SHOWN = 60

# (value, words, group) of each choice of a filter.
Offer = tuple[str, str, str]
LINT = {
    "findings": "Any finding",
    "error": "An error",
    "warning": "A warning",
    "advice": "Advice",
    "clean": "Nothing found",
}


class FilterForm(Form):
    """Which questions of a bank to list. An unknown value finds nothing; it is never an error."""

    q = SearchField("Find", filters=[tidy])
    status = SelectField("State", validate_choice=False)
    type = SelectField("Type", validate_choice=False)
    passage = SelectField("Passage", validate_choice=False)
    tag = SelectField("Tag", validate_choice=False)
    objective = SelectField("Objective", validate_choice=False)
    level = SelectField("Level", validate_choice=False)
    difficulty = SelectField("Difficulty", validate_choice=False)
    claim = SelectField("Kind of claim", validate_choice=False)
    lint = SelectField("Findings", validate_choice=False)
    figures = SelectField("How it went", validate_choice=False)


@dataclass(frozen=True)
class Chip:
    """A filter that is set: its name, what people read of it, how many would fit without it."""

    name: str
    text: str
    without: int


def wanted_in(args: MultiDict[str, str]) -> Wanted:
    """Return what an address asks for."""
    filters = {name: value for name in FILTERS if (value := args.get(name, "").strip())}
    words = (tidy(args.get("q", "")) or "")[:MOST_TYPED]
    return Wanted(words, filters, args.get("sort", ""))


def filter_form(
    wanted: Wanted, bank: Bank, passages: Sequence[Passage], found: Found
) -> tuple[FilterForm, list[Chip]]:
    """Return the filters with the count that each choice would leave, and a chip for each that is set."""
    form = FilterForm(data={"q": wanted.words, **wanted.filters})
    chips = []
    for name, offers in _offers(bank, passages, found).items():
        counts, chosen = found.counts[name], wanted.filters.get(name, "")
        choices = [SelectChoice("", "Any")]
        for value, text, group in offers:
            label = f"{text} ({counts[value]})" if name != "figures" or chosen else text
            choices.append(SelectChoice(value, label, optgroup=group or None))
        if chosen:
            texts = {value: text for value, text, _ in offers}
            text = texts.get(chosen, chosen[:LONGEST_SHOWN])
            chips.append(Chip(name, f"{form[name].label.text}: {text}", found.without[name]))
            if chosen not in texts:
                choices.append(SelectChoice(chosen, text))
        form[name].choices = choices
    return form, chips


def _offers(bank: Bank, passages: Sequence[Passage], found: Found) -> Mapping[str, list[Offer]]:
    rules = {f"rule:{name}": title for title, name in RULES}
    objectives = bank.meta.get("objectives", [])
    return {
        "status": _plain(STATUS_WORDS),
        "type": _plain({name: qtype.label for name, qtype in QUESTION_TYPES.items()}),
        "passage": [
            *((passage_name(p), f"¶ {p.number}", p.reading.title) for p in passages),
            (NONE, "No passage", ""),
        ],
        "tag": _plain({tag: tag for tag in sorted(found.counts["tag"])}),
        "objective": _plain({item["id"]: item["text"] for item in objectives} | {NONE: "No objective"}),
        "level": _plain({level.value: words_of(level.value) for level in CognitiveLevel}),
        "difficulty": _plain({one.value: words_of(one.value) for one in Difficulty}),
        "claim": _plain(CLAIM_WORDS | {NONE: "No claim"}),
        # Of the rules only those that found something, or the list would be longer than the bank.
        "lint": [
            *_plain(LINT),
            *((value, title, "Rule") for value, title in rules.items() if found.counts["lint"][value]),
        ],
        "figures": _plain(VERDICTS),
    }


def _plain(words: Mapping[str, str]) -> list[Offer]:
    return [(value, text, "") for value, text in words.items()]
