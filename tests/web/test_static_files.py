"""Static files come under an address with their version, and the stylesheets as one."""

import re
from pathlib import Path

from flask.testing import FlaskClient

from quizapp.web.static_files import whole_stylesheet

CSS = Path(__file__).resolve().parents[2] / "static" / "css"


def test_a_page_takes_one_stylesheet_and_it_holds_every_sheet(anonymous: FlaskClient) -> None:
    [address] = re.findall(r'rel="stylesheet"\s+href="([^"]+)"', anonymous.get("/join").text)
    assert re.fullmatch(r"/static/[0-9a-f]+/css/quizapp\.css", address)
    answer = anonymous.get(address)
    assert answer.mimetype == "text/css"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000"
    assert "@import" not in answer.text
    for file in CSS.glob("*.css"):
        if file.name != "quizapp.css":
            assert file.read_text("utf-8").strip() in answer.text, f"{file.name} is not in quizapp.css"


def test_a_stylesheet_that_a_browser_has_is_not_sent_again(anonymous: FlaskClient) -> None:
    first = anonymous.get("/static/1/css/quizapp.css")
    again = anonymous.get("/static/1/css/quizapp.css", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_page_from_before_an_update_still_gets_its_files(anonymous: FlaskClient) -> None:
    with anonymous.get("/static/0/js/attempt.js") as answer:
        assert answer.status_code == 200


def test_what_is_no_static_file_is_not_found(anonymous: FlaskClient) -> None:
    for path in ("/static/1/js/nothing.js", "/static/1/../wsgi.py", "/static/1/css/", "/static/css"):
        assert anonymous.get(path).status_code == 404


def test_an_import_for_one_medium_stays_with_that_medium(tmp_path: Path) -> None:
    (tmp_path / "all.css").write_text('@import url("ink.css");\n@import url("paper.css") print;\n')
    (tmp_path / "ink.css").write_text("p {}\n")
    (tmp_path / "paper.css").write_text("b {}\n")
    assert whole_stylesheet(tmp_path / "all.css") == "p {}\n@media print {\nb {}\n}\n"


def test_scripts_name_one_another_beside_themselves() -> None:
    # Not by `await import`: a page would be there, and be used, before its script had run.
    for file in (CSS.parent / "js").glob("*.js"):
        text = file.read_text("utf-8")
        assert "import(" not in text, file.name
        for name in re.findall(r'^import .* from "(.+)";$', text, re.MULTILINE):
            assert (file.parent / name).is_file(), f"{file.name} takes {name}"


def test_no_style_hangs_on_the_size_of_a_container() -> None:
    # Chromium 156 leaves out rows of a container whose page comes in several pieces, as on slow Wi-Fi:
    # three of the eight lists of a matching question were not on the page.
    for file in CSS.glob("*.css"):
        text = file.read_text("utf-8")
        assert "container-type" not in text, file.name
        assert "@container" not in text, file.name
