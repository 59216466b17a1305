"""A question as the front of a card that knows nothing of our types: its prompt and what there is to pick."""

import re
from collections.abc import Iterable

from quizapp.core.formats.item import Item

GAP = re.compile(r"\{\{[^{}]*\}\}")


def asked(item: Item) -> str:
    """Return the Markdown of a question, what there is to pick in an order that tells nothing."""
    parts = [item.prompt]
    told = item.settings.get("statement", "")
    if told and told != item.prompt:
        parts.append(told)
    if item.interaction == "gap":
        parts.append(GAP.sub("[ … ]", item.settings.get("text", "")))
        parts += [_list(gap.choices) for gap in item.gaps if gap.choices]
    elif item.interaction == "match":
        parts.append(_list(pair.premise for pair in item.pairs))
        parts.append(_list({pair.answer for pair in item.pairs} | {one.text for one in item.options}))
    elif item.interaction == "hottext":
        parts.append("\n".join(f"- {one.text}" for one in item.options))  # the text itself, in its order
    elif item.options:
        parts.append(_list(one.text for one in item.options))
    return "\n\n".join(part for part in parts if part)


def _list(texts: Iterable[str]) -> str:
    return "\n".join(f"- {text}" for text in sorted(texts, key=str.casefold))
