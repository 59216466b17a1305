"""Pages drawn once, with holes for what differs from one student to the next.

A class that starts a quiz asks for the same page within one second. Its template is rendered once
for each shape it can have; what is a student's own is put into the holes, escaped.
"""

import re
import secrets
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from flask import has_request_context, render_template
from markupsafe import Markup, escape

MOST = 2_048
"""Shapes kept in a process, some kilobytes each."""

# Nobody can know these two, and write what would be taken for a hole.
_SECRET = secrets.token_hex(8)
NUMBER = 900_000_000 + secrets.randbelow(99_999_999)
"""Stands for an id in addresses, which take no other hole: it becomes the hole `id`."""

_HOLE = re.compile(f"\\[{_SECRET}:([a-z_]+)\\]")


class Mould:
    """A rendered template with holes."""

    def __init__(self, html: str) -> None:
        self._pieces: list[str] = _HOLE.split(html.replace(str(NUMBER), f"[{_SECRET}:id]"))

    def fill(self, **values: object) -> Markup:
        """Return the page with these values, escaped, in its holes."""
        pieces = self._pieces.copy()
        pieces[1::2] = [_safe(values[name]) for name in pieces[1::2]]
        return joined(pieces)

    def fill_some(self, **values: object) -> "Mould":
        """Return a mould with these values in their holes, and the other holes left."""
        texts, names = self._pieces[::2], self._pieces[1::2]
        left = Mould(texts[0])
        for name, text in zip(names, texts[1:], strict=True):
            if name in values:
                # Not by +, with which Markup escapes what it is added to.
                left._pieces[-1] = "".join((left._pieces[-1], _safe(values[name]), text))
            else:
                left._pieces += [name, text]
        return left


def _safe(value: object) -> str:
    # To escape what is safe already takes longer than all the rest.
    kind = value.__class__
    return value if kind is Markup else str(value) if kind is int else escape(value)  # type: ignore[return-value]


def joined(pieces: Iterable[str]) -> Markup:
    """Return pieces that are safe already as one."""
    return _as_markup("".join(pieces))


# Markup itself first looks for a method that text does not have: that takes longer than to join it.
_as_markup = partial(str.__new__, Markup)


class NotDrawnYet(Exception):  # noqa: N818  no error: the ordinary way draws it
    """Nobody has asked for this before by the ordinary way, and templates need what a request brings."""


def needs_request() -> None:
    """Raise NotDrawnYet outside any request, where a page is filled from what is kept."""
    if not has_request_context():
        raise NotDrawnYet


class Moulds:
    """The moulds of an app, by template and shape."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Any, ...], Mould] = {}

    def of(
        self, template: str, holes: tuple[str, ...], shape: Mapping[str, Any], *, keep: bool = True
    ) -> Mould:
        """Return the template rendered for a shape, whose values tell all it shows besides the holes.

        `keep` False draws it for this once: where it shows something else, such as messages.
        """
        key = (template, *shape.values())
        found = self._kept.get(key) if keep else None
        if found is None:
            needs_request()
            blanks = {name: Markup(f"[{_SECRET}:{name}]") for name in holes}  # noqa: S704  a name of ours
            found = Mould(render_template(template, **shape, **blanks))
            if keep:
                if len(self._kept) >= MOST:
                    self._kept.clear()
                self._kept[key] = found
        return found
