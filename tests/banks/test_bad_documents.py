"""What is not fit to become a reading: each is told with what to do, and nothing is half-saved."""

import io
import zipfile

import pytest
from pypdf import PdfWriter

from quizapp.banks.models import Bank, Reading
from quizapp.banks.unfinished_models import Import
from quizapp.extensions import db


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 30_000_000)
    return packed.getvalue()


def squeezed() -> bytes:
    """Return an archive whose only part is packed by LZMA and broken."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", b"<w:document/>" * 50)
    data = bytearray(packed.getvalue())
    data[60:90] = b"\xff" * 30
    return bytes(data)


def blank_pdf() -> bytes:
    written = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", bomb(), "unpacks to far more than a document holds"),
        ("a.pdf", blank_pdf(), "There is no text in this PDF"),
        ("a.txt", b"", "The file is empty."),
        ("a.txt", b"\x00\x00\x00", "There is no text in it."),
        ("a.html", b"<script>alert(1)</script>", "There is no text in it."),
        ("a.exe", b"MZ", "A file of this kind cannot be read: .txt, .md, .html, .htm, .docx, .pdf can."),
        ("noname", b"Bees", "A file of this kind cannot be read"),
        (
            "a.txt",
            "Bees fly.\nThey hum: été".encode("latin-1"),
            "not UTF-8 text: line 2 holds something else.",
        ),
        ("a.docx", b"This is no archive.", "The file is not a Word document that can be read."),
        ("a.docx", squeezed(), "The file is not a Word document that can be read."),
        ("a.pdf", b"%PDF-1.7 and no more", "The file is not a PDF that can be read."),
    ],
)
def test_a_bad_file_is_told_and_nothing_is_kept(app, teacher, name, data, said):
    answer = teacher.post("/bank/import", data={"file": (io.BytesIO(data), name)})
    assert answer.status_code == 422
    assert said in answer.text
    assert_nothing_is_kept(app)


def assert_nothing_is_kept(app):
    with app.app_context():
        assert db.session.query(Import).count() == 1  # the cast's own
        assert db.session.query(Bank).count() == 1
        assert db.session.query(Reading).count() == 1


def test_a_paste_of_50_megabytes_is_refused_with_words_that_say_what_to_do(app, teacher):
    answer = teacher.post("/bank/import", data={"text": "x" * 50_000_000})
    assert answer.status_code == 413
    assert "larger than the 2 MB that this app takes. Nothing of it was kept." in answer.text
    assert "Go back and send a smaller one, or the part that you need." in answer.text
    assert_nothing_is_kept(app)


def test_characters_that_no_reader_keeps_are_taken_out(app, teacher, cast):
    path = f"/bank/import/{cast.document}/text"
    said = {"title": "The bees", "note": "A notice.", "text": "## Bees\n\nThey fly.\x07"}
    assert teacher.post(path, data=said).status_code == 303
    with app.app_context():
        reading = db.session.query(Reading).filter_by(title="The bees").one()
        assert (reading.note, [passage.text for passage in reading.passages]) == ("A notice.", ["They fly."])


def test_an_empty_paste_says_what_to_do(teacher):
    answer = teacher.post("/bank/import", data={"text": "  "})
    assert answer.status_code == 422
    assert "There is no text yet. Choose a file, or paste the text here." in answer.text


def test_scripts_in_a_page_are_not_in_what_is_shown(teacher):
    page = (
        b"<h1>Bees</h1><p>They fly.<script>alert(1)</script></p><p>&lt;script&gt;alert(2)&lt;/script&gt;</p>"
    )
    answer = teacher.post("/bank/import", data={"file": (io.BytesIO(page), "a.html")}, follow_redirects=True)
    assert "alert(1)" not in answer.text
    assert "&lt;script&gt;alert(2)&lt;/script&gt;" in answer.text
