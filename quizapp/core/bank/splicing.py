"""One change put into the text of a YAML file, so that all that did not change stays as a person wrote it.

The text is never written anew from values: an edit replaces, adds or removes the few characters that say
something else now. Comments, quotes, blank lines and the order of fields are not touched. Where a change
cannot be made that way, `CannotSpliceError` says so and the caller writes the entry as a whole.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from quizapp.core.bank.writing import field_lines, scalar

Fields = Mapping[str, Any]


class CannotSpliceError(Exception):
    """The text is not written in a form that a small edit can be made in."""


@dataclass(frozen=True)
class Node:
    """A value in a text: from `start` to `end`, without the comments and blank lines after it."""

    start: int
    end: int
    entries: tuple[tuple[str, int, "Node"], ...] | None = None
    """Of a mapping in block form: each name, where it stands, and its value."""
    items: tuple["Node", ...] | None = None
    """Of a list in block form."""


@dataclass(frozen=True)
class Edit:
    start: int
    end: int
    text: str


def root_of(text: str) -> Node | None:
    """Return the value of a document that `read_yaml` accepts; None where it is empty."""
    events = YAML(typ="safe", pure=True).parse(text)
    for event in events:
        if isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent):
            return _node(event, events, text, event.start_mark.index)
    return None


def _node(event: Any, events: Iterator[Any], text: str, before: int) -> Node:
    start = event.start_mark.index
    if isinstance(event, ScalarEvent):
        if start == event.end_mark.index:
            return Node(before, before)
        # A text in block form ends before the line break that closes it.
        return Node(start, start + len(text[start : event.end_mark.index].rstrip()))
    if event.flow_style:
        depth = 1
        while depth:
            event = next(events)
            depth += isinstance(event, SequenceStartEvent | MappingStartEvent)
            depth -= isinstance(event, SequenceEndEvent | MappingEndEvent)
        return Node(start, event.end_mark.index)
    if isinstance(event, SequenceStartEvent):
        items: list[Node] = []
        while not isinstance(inner := next(events), SequenceEndEvent):
            items.append(_node(inner, events, text, inner.start_mark.index))
        return Node(start, items[-1].end, items=tuple(items))
    entries: list[tuple[str, int, Node]] = []
    while not isinstance(name := next(events), MappingEndEvent):
        after = text.index(":", name.end_mark.index) + 1
        entries.append((name.value, name.start_mark.index, _node(next(events), events, text, after)))
    return Node(start, entries[-1][2].end, entries=tuple(entries))


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Return the text with the edits made; of two at one place the one named first comes first."""
    parts, done = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < done:
            raise CannotSpliceError
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*parts, text[done:]])


def splice_mapping(text: str, old: Fields, new: Fields) -> str:
    """Return the text of a mapping that says `old` so that it says `new`.

    What the text says beside `old`, such as a default written out, stays unless `new` names it.
    """
    node = root_of(text)
    if node is None or node.entries is None:
        raise CannotSpliceError
    text = text if text.endswith("\n") else f"{text}\n"
    return apply(text, _mapping(text, node, old, new))


def splice_item(text: str, old: Fields, new: Fields) -> str:
    """Return the text of a list of one mapping that says `old` so that it says `new`."""
    node = root_of(text)
    if node is None or node.items is None or len(node.items) != 1:
        raise CannotSpliceError
    return apply(text, _mapping(text, node.items[0], old, new))


def item_spans(text: str) -> list[tuple[int, int]]:
    """Return the lines of each item of the list in a text, from its hyphen on, without what is between."""
    node = root_of(text)
    if node is None:
        return []
    if node.items is None:
        raise CannotSpliceError
    spans = [(_line_start(text, _dash(text, item)), _line_end(text, item.end)) for item in node.items]
    if any(end > start for (_, end), (start, _) in pairwise(spans)):
        raise CannotSpliceError
    return spans


def _mapping(text: str, node: Node, old: Fields, new: Fields) -> list[Edit]:
    if node.entries is None:
        raise CannotSpliceError
    standing = {name for name, _, _ in node.entries}
    added = _added_after(new, old, standing)
    indent = node.entries[0][1] - _line_start(text, node.entries[0][1])
    edits = []
    for place, (name, start, value) in enumerate(node.entries):
        if name in new and (name not in old or not same(old[name], new[name])):
            edits += _entry(text, name, start, value, old.get(name), new[name], indent)
        elif name in old and name not in new:
            if place == 0:
                raise CannotSpliceError
            edits.append(Edit(_line_start(text, start), _line_end(text, value.end), ""))
        if lines := [line for other in added.get(name, ()) for line in field_lines({other: new[other]})]:
            end = _line_end(text, value.end)
            edits.append(Edit(end, end, "".join(f"{' ' * indent}{line}\n" for line in lines)))
    return edits


def _added_after(new: Fields, old: Fields, standing: set[str]) -> dict[str, list[str]]:
    """Return the fields to add, by the standing field that each comes after."""
    added: dict[str, list[str]] = {}
    last = None
    for name, value in new.items():
        if name in standing:
            last = name
        elif name not in old or not same(old[name], value):
            if last is None:
                raise CannotSpliceError
            added.setdefault(last, []).append(name)
    return added


def _entry(text: str, name: str, start: int, value: Node, old: Any, new: Any, indent: int) -> list[Edit]:
    """Return the edits that make one field say `new`: as small as its form allows."""
    if isinstance(new, dict) and isinstance(old, dict) and value.entries:
        return _mapping(text, value, old, new)
    if isinstance(new, list) and new and isinstance(old, list) and value.items:
        return _list(text, value, old, new)
    if not isinstance(new, dict | list) and not isinstance(old, dict | list) and value.end > value.start:
        return [_scalar(text, value, new)]
    lines = field_lines({name: new})
    return [Edit(start, max(value.end, start), ("\n" + " " * indent).join(lines))]


def _list(text: str, node: Node, old: list[Any], new: list[Any]) -> list[Edit]:
    items = node.items or ()
    if len(items) != len(old):
        raise CannotSpliceError
    dashes = [_dash(text, item) for item in items]
    indent = dashes[0] - _line_start(text, dashes[0])
    edits = []
    said, wanted = ([json.dumps(item, sort_keys=True) for item in items] for items in (old, new))
    for what, i1, i2, j1, j2 in SequenceMatcher(None, said, wanted, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        paired = min(i2 - i1, j2 - j1)
        for item, before, after in zip(items[i1 : i1 + paired], old[i1:i2], new[j1:j2], strict=False):
            if isinstance(before, dict) and isinstance(after, dict):
                edits += _mapping(text, item, before, after)
            elif isinstance(before, dict | list) or isinstance(after, dict | list):
                raise CannotSpliceError
            else:
                edits.append(_scalar(text, item, after))
        for dash, item in zip(dashes[i1 + paired : i2], items[i1 + paired : i2], strict=True):
            edits.append(Edit(_line_start(text, dash), _line_end(text, item.end), ""))
        if more := new[j1 + paired : j2]:
            at = i1 + paired
            place = _line_end(text, items[at - 1].end) if at else _line_start(text, dashes[0])
            lines = [f"{' ' * indent}{line[2:]}\n" for line in field_lines({"": more})[1:]]
            edits.append(Edit(place, place, "".join(lines)))
    return edits


def _scalar(text: str, node: Node, new: Any) -> Edit:
    if node.end == node.start:
        raise CannotSpliceError
    return Edit(node.start, node.end, scalar(new, quoted=text[node.start] == '"'))


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are the same in a file: 1 is not true there."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _line_start(text: str, place: int) -> int:
    return text.rfind("\n", 0, place) + 1


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end + 1


def _dash(text: str, item: Node) -> int:
    """Return where the hyphen of an item stands, which must be alone before it on its line."""
    line = _line_start(text, item.start)
    before = text[line : item.start]
    if before.strip() != "-":
        raise CannotSpliceError
    return line + before.index("-")
