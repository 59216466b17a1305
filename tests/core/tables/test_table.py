"""The names under which files are saved."""

from datetime import date

import pytest

from quizapp.core.tables.table import file_name

DAY = date(2026, 9, 14)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("History 10B", "Library check", "students"), "history-10b-library-check-students-2026-09-14.csv"),
        (("", "Été"), "été-2026-09-14.csv"),
        (("../../etc/passwd",), "etc-passwd-2026-09-14.csv"),
        (('a"b\r\nc',), "a-b-c-2026-09-14.csv"),
        (("???",), "table-2026-09-14.csv"),
        (("x" * 200,), f"{'x' * 120}-2026-09-14.csv"),
    ],
)
def test_a_name_says_what_is_in_the_file_and_when(words: tuple[str, ...], name: str) -> None:
    assert file_name(*words, on=DAY, ending="csv") == name
