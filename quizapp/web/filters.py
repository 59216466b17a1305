"""How values are put on a page: prose, moments, spans of time, points."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from math import ceil

import nh3
from flask import Flask
from markdown_it import MarkdownIt
from markupsafe import Markup

from quizapp.web import clock

_markdown = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False})
_TAGS = {
    "p",
    "em",
    "strong",
    "code",
    "pre",
    "ul",
    "ol",
    "li",
    "blockquote",
    "br",
    "sub",
    "sup",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "hr",
}
_INLINE = {"em", "strong", "code", "sub", "sup"}


@lru_cache(maxsize=4096)
def prose(text: str) -> Markup:
    """Render Markdown as sanitised blocks."""
    return Markup(nh3.clean(_markdown.render(text), tags=_TAGS, attributes={}))  # noqa: S704  nh3 cleaned it


@lru_cache(maxsize=4096)
def prose_inline(text: str) -> Markup:
    """Render Markdown inside a line: emphasis and code, no paragraphs."""
    return Markup(nh3.clean(_markdown.renderInline(text), tags=_INLINE, attributes={}))  # noqa: S704


def listed(words: Iterable[str]) -> str:
    """Join words, one at least, as in a sentence: "a, b and c"."""
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last


def moment(value: datetime | None) -> str:
    """Write a moment in the school's zone: "Fri 6 Nov, 14:05", with the year where it is another."""
    if value is None:
        return ""
    local, today = value.astimezone(clock.zone()), clock.now().astimezone(clock.zone())
    if local.date() == today.date():
        return f"today, {local:%H:%M}"
    year = f" {local.year}" if local.year != today.year else ""
    return f"{local:%a} {local.day} {local:%b}{year}, {local:%H:%M}"


def clock_time(value: datetime) -> str:
    """Write the time of day in the school's zone: "14:05"."""
    return f"{value.astimezone(clock.zone()):%H:%M}"


def short_day(value: datetime) -> str:
    """Write a day in the school's zone, as short as a chart needs it: "6 Nov"."""
    local = value.astimezone(clock.zone())
    return f"{local.day} {local:%b}"


def whole_day(value: datetime) -> str:
    """Write a day in the school's zone with its year: "6 November 2026"."""
    local = value.astimezone(clock.zone())
    return f"{local.day} {local:%B %Y}"


def span(value: timedelta | float | None) -> str:
    """Write a length of time (a timedelta, or seconds) in words: "1 hour 30 minutes"."""
    if value is None:
        return ""
    seconds = ceil(value.total_seconds() if isinstance(value, timedelta) else value)
    if seconds < 60:
        return plural(seconds, "second")
    hours, minutes = divmod(seconds // 60, 60)
    return " ".join(plural(n, unit) for n, unit in ((hours, "hour"), (minutes, "minute")) if n)


def plural(count: float, one: str, many: str | None = None) -> str:
    """Write a count with its noun: "1 question", "3 questions"."""
    return f"{points(count)} {one if count == 1 else many or one + 's'}"


def points(value: float | None) -> str:
    """Write points without idle decimals: "8", "7.5", "0.33"."""
    return "" if value is None else f"{round(value, 2):g}"


def percent(share: float | None) -> str:
    """Write a share (0 to 1) as a whole percentage; nothing for None."""
    return "" if share is None else f"{int(share * 100 + 0.5)}%"


def sentence_case(text: str) -> str:
    """Begin with a capital, and leave the rest as it is: a month keeps its own."""
    return text[:1].upper() + text[1:]


def init_app(app: Flask) -> None:
    days = (moment, clock_time, short_day, whole_day, span)
    names = (prose, prose_inline, *days, plural, points, percent, sentence_case)
    for function in names:
        app.add_template_filter(function)
