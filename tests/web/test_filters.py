"""How values are put on a page."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from quizapp.web import clock, filters


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Plain words", "<p>Plain words</p>\n"),
        ("*so they say*", "<p><em>so they say</em></p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ('<b onclick="x()">b</b>', '<p>&lt;b onclick="x()"&gt;b&lt;/b&gt;</p>\n'),
        ("[here](javascript:alert(1))", "<p>[here](javascript:alert(1))</p>\n"),
        ("![](http://elsewhere.example/x.png)", "<p></p>\n"),
    ],
)
def test_prose_keeps_emphasis_and_lets_nothing_run_or_load(text: str, shown: str) -> None:
    assert filters.prose(text) == shown


def test_a_link_in_prose_keeps_its_words_and_loses_its_address() -> None:
    assert filters.prose("[the notice](http://elsewhere.example)") == "<p>the notice</p>\n"


def test_prose_inside_a_line_makes_no_paragraph() -> None:
    assert filters.prose_inline("a *b* <i>c</i>") == "a <em>b</em> &lt;i&gt;c&lt;/i&gt;"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (1, "1 second"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (timedelta(minutes=90), "1 hour 30 minutes"),
        (timedelta(hours=2), "2 hours"),
    ],
)
def test_a_span_of_time_is_written_in_words(value: timedelta | int | None, words: str) -> None:
    assert filters.span(value) == words


@pytest.mark.parametrize(
    ("value", "words"), [(None, ""), (8.0, "8"), (7.5, "7.5"), (1 / 3, "0.33"), (100.0, "100"), (0.0, "0")]
)
def test_points_have_no_idle_decimals(value: float | None, words: str) -> None:
    assert filters.points(value) == words


@pytest.mark.parametrize(("share", "words"), [(None, ""), (0.0, "0%"), (0.455, "46%"), (1.0, "100%")])
def test_a_share_is_a_whole_percentage(share: float | None, words: str) -> None:
    assert filters.percent(share) == words


def test_a_count_takes_the_right_noun() -> None:
    assert [filters.plural(n, "class", "classes") for n in (0, 1, 2)] == ["0 classes", "1 class", "2 classes"]


def test_moments_are_told_in_the_schools_own_zone(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 7, 1, 12, 0, tzinfo=UTC))
    app.config["TIMEZONE"] = "Europe/Berlin"
    with app.app_context():
        assert filters.moment(datetime(2026, 7, 1, 6, 5, tzinfo=UTC)) == "today, 08:05"
        assert filters.moment(datetime(2026, 7, 3, 22, 30, tzinfo=UTC)) == "Sat 4 Jul, 00:30"
        assert filters.moment(datetime(2025, 12, 1, 9, 0, tzinfo=UTC)) == "Mon 1 Dec 2025, 10:00"
        assert filters.clock_time(datetime(2026, 7, 1, 6, 5, tzinfo=UTC)) == "08:05"
