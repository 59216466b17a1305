"""Long lists, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """A page of a list: `number` from 1, `total` rows in all."""

    rows: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def count(self) -> int:
        return max(1, -(-self.total // self.size))


def page_number() -> int:
    """Return the page asked for; 1 for anything that is not a page."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def paginate(rows: Sequence[T], size: int = 50) -> Page[T]:
    """Cut the page asked for out of all rows; past the end, the last page."""
    last = max(1, -(-len(rows) // size))
    number = min(page_number(), last)
    return Page(rows[(number - 1) * size : number * size], number, size, len(rows))
