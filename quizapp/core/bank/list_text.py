"""The text of a file that lists things: items in it that say something else now, and items added to it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from quizapp.core.bank.splicing import CannotSpliceError, item_spans, splice_item
from quizapp.core.bank.writing import write_item
from quizapp.core.bank.yaml_text import YamlDocument, read_yaml


def rewritten(
    text: str,
    pairs: Mapping[int, tuple[dict[str, Any], dict[str, Any]]],
    read: Callable[[Any], Any],
) -> str:
    """Return the text of a list with the items at some places saying something else: place -> old, new."""
    if not pairs:
        return text
    text = text if text.endswith("\n") else f"{text}\n"
    spans = item_spans(text)
    for place in sorted(pairs, reverse=True):
        start, end = spans[place]
        text = text[:start] + _respoken(text[start:end], *pairs[place], read) + text[end:]
    return text


def _respoken(item: str, old: dict[str, Any], new: dict[str, Any], read: Callable[[Any], Any]) -> str:
    """Return the lines of one item so that they say `new`: spliced if that reads back, else written anew."""
    try:
        spliced = splice_item(item, old, new)
        document = read_yaml(spliced)
        if isinstance(document, YamlDocument) and not document.findings and read(document.value[0]) == new:
            return spliced
    except CannotSpliceError:
        pass
    indent = item[: len(item) - len(item.lstrip(" "))]
    return "".join(f"{indent}{line}\n" for line in write_item(new).splitlines())


def with_items(text: str, items: Sequence[str]) -> str:
    """Return the text of a list with items added at its end, apart as the others are."""
    if not items:
        return text
    spans = item_spans(text) if text else []
    text = text if not text or text.endswith("\n") else f"{text}\n"
    between = [text[spans[place][1] : spans[place + 1][0]] for place in range(len(spans) - 1)]
    gap = "\n" if any(not part.strip() and part for part in between) else ""
    indent = " " * (len(text[spans[0][0] :]) - len(text[spans[0][0] :].lstrip(" "))) if spans else ""
    for item in items:
        text += (gap if text else "") + "".join(f"{indent}{line}\n" for line in item.splitlines())
    return text
