"""Long lists, a page at a time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import request, url_for

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


def page_links(page: Page[Any], here: str | None = None, leave_out: Collection[str] = ()) -> dict[str, Any]:
    """Return what the macro parts.pagination takes: the pages near this one, the first and the last.

    `here` is the list's own address where this page has another; what `leave_out` names is not kept.
    """

    # Written by hand: to url_for a name in the address such as `_scheme` would be an order.
    others = [
        (name, value)
        for name, value in request.args.items(multi=True)
        if value and name not in ("page", *leave_out)
    ]
    here = here or url_for(request.endpoint or "", **(request.view_args or {}))

    def url(number: int) -> str:
        return f"{here}?{urlencode([*others, ('page', number)])}"

    near = sorted({1, page.count, *range(max(1, page.number - 2), min(page.count, page.number + 2) + 1)})
    links: list[tuple[str, str | None, bool]] = []
    for before, number in zip([0, *near], near, strict=False):
        if number > before + 1:
            links.append(("…", None, False))
        links.append((str(number), url(number), number == page.number))
    first = (page.number - 1) * page.size
    return {
        "first": first + 1,
        "last": first + len(page.rows),
        "total": page.total,
        "links": links,
        "before": url(page.number - 1) if page.number > 1 else None,
        "after": url(page.number + 1) if page.number < page.count else None,
    }
