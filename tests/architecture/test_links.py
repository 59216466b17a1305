"""Every link that a page or a view makes leads to a page that is there."""

import re
from pathlib import Path

from flask import Flask

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"""url_for\(\s*["']([a-z_.]+)["']""")


def test_every_address_that_is_asked_for_by_name_is_there(app: Flask) -> None:
    files = [*(ROOT / "quizapp").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]
    named = {(name, file.name) for file in files for name in LINK.findall(file.read_text())}
    assert len(named) > 50
    # Within a blueprint, `.show` is its own `show`.
    there = {*app.view_functions, *("." + name.partition(".")[2] for name in app.view_functions)}
    assert sorted((name, file) for name, file in named if name not in there) == []


def test_every_file_that_a_page_takes_along_is_there() -> None:
    taken = re.compile(r"""url_for\(\s*["']static["'],\s*filename=["']([^"']+)["']\s*\)""")
    for file in (ROOT / "templates").rglob("*.html"):
        for name in taken.findall(file.read_text()):
            assert (ROOT / "static" / name).is_file(), f"{file.name} takes {name}"
