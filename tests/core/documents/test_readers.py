"""Files of every kind that is read, and what is said of those that are not."""

import io
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from quizapp.core.documents import pdf
from quizapp.core.documents.readers import READERS, read_document, read_pasted
from quizapp.core.findings import Finding
from tests.core.archives import STRANGE, made_strange

HTML = b"""<!doctype html><html><head><title>Bees - Town news</title><script>alert(1)</script>
<style>p { color: red }</style></head><body>
<nav><ul><li><a href="/">Home page</a></li><li>News of town</li></ul></nav>
<h1>The bees of the town hall</h1>
<p>Two hives stand <b>on the</b> roof&nbsp;of the <i>town</i> hall.<script>
document.write("x")</script> They hum.</p>
<ul><li>Honey comes in June and again in August, when the limes are in flower.</li></ul>
<img src="http://example.org/x.png" onerror="alert(2)"><p hidden>Nobody sees this.</p>
<form action="/comment"><label>Your name</label><textarea>typed</textarea></form>
<footer>Town news, 2023</footer></body></html>"""

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCX = f"""<?xml version="1.0"?><w:document {W}><w:body>
<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>The bees</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>What they give</w:t></w:r></w:p>
<w:p><w:r><w:t>Two </w:t></w:r><w:r><w:t>hives</w:t><w:tab/><w:t>stand there.</w:t></w:r></w:p>
<w:p/>
<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>Honey</w:t></w:r></w:p></w:body></w:document>"""


def told(blocks) -> list[tuple[str, str, str]]:
    assert isinstance(blocks, list), blocks
    return [(block.kind, block.text, block.remove) for block in blocks]


def refusal(data: bytes, name: str) -> str:
    finding = read_document(data, name)
    assert isinstance(finding, Finding), finding
    assert finding.level == "error"
    assert finding.hint
    return finding.message


def docx(text: str = DOCX, **others: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", text)
        for name, data in others.items():
            archive.writestr(name, data)
    return packed.getvalue()


def pdf_saying(*lines: str) -> bytes:
    shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    stream = f"BT /F1 12 Tf 72 720 Td {shown} ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


def test_a_text_file_is_read_by_its_lines():
    assert told(read_document("Bees\n\nThey fly to the “limes”.\n".encode(), "Bees.TXT")) == [
        ("title", "Bees", ""),
        ("paragraph", "They fly to the “limes”.", ""),
    ]


def test_markdown_loses_its_links_and_emphasis_but_no_word():
    text = b"---\nx: 1\n---\n# Bees\n\nThey **fly** to [the _limes_](http://x.org) by day.\n\n![a](b.png)"
    text += b"\n2 * 3 * 4"
    blocks = read_document(text, "bees.md")
    assert told(blocks) == [
        ("title", "Bees", ""),
        ("paragraph", "They fly to the limes by day.", ""),
        ("paragraph", "2 * 3 * 4", ""),
    ]
    assert [block.line for block in blocks] == [4, 6, 9]


def test_a_web_page_gives_its_text_and_proposes_to_drop_its_frame():
    assert told(read_document(HTML, "page.html")) == [
        ("item", "Home page", "navigation"),
        ("item", "News of town", "navigation"),
        ("title", "The bees of the town hall", ""),
        ("paragraph", "Two hives stand on the roof of the town hall. They hum.", ""),
        ("item", "Honey comes in June and again in August, when the limes are in flower.", ""),
        ("paragraph", "Your name", "form"),
        ("paragraph", "Town news, 2023", "navigation"),
    ]


def test_a_web_page_fetches_and_expands_nothing():
    page = (
        b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY a "aaaa">]>'
        b"<p>Before &x;&a; after the bees</p>"
    )
    assert "root:" not in str(read_document(page, "page.html"))
    assert "aaaa after" not in str(read_document(page, "page.html"))


def test_a_word_document_is_read_by_its_styles():
    blocks = read_document(docx(), "bees.docx")
    assert told(blocks) == [
        ("title", "The bees", ""),
        ("heading", "What they give", ""),
        ("paragraph", "Two hives stand there.", ""),
        ("item", "Honey", ""),
    ]
    assert [block.line for block in blocks] == [1, 2, 3, 5]


def test_a_zip_bomb_is_not_opened():
    bomb = docx(bomb=b"\0" * 30_000_000)
    assert len(bomb) < 100_000
    assert refusal(bomb, "bomb.docx") == (
        "The file unpacks to far more than a document holds, so it was not opened."
    )
    assert refusal(docx(" " * 9_000_000), "bomb.docx").startswith("The file unpacks to far more")
    many = docx(**{f"n{n}": b"" for n in range(2_001)})
    assert refusal(many, "many.docx").startswith("The file unpacks to far more")


def test_entities_in_a_word_document_are_refused():
    laughs = DOCX.replace('<?xml version="1.0"?>', '<!DOCTYPE d [<!ENTITY a "ha">]>').replace("Honey", "&a;")
    assert refusal(docx(laughs), "a.docx") == "The file is not a Word document that can be read."


@pytest.mark.parametrize("data", [b"no zip", docx()[:-40], docx("<w:broken"), b"PK\x03\x04"])
def test_what_is_no_word_document_is_told(data):
    assert refusal(data, "a.docx") == "The file is not a Word document that can be read."


@pytest.mark.parametrize("how", STRANGE)
def test_an_archive_that_cannot_be_unpacked_here_is_no_word_document(how):
    assert refusal(made_strange(docx(), how), "a.docx") == "The file is not a Word document that can be read."


def test_a_pdf_is_read_line_by_line():
    data = pdf_saying("The bees", "Two hives stand on the roof.", "3")
    assert [block[1] for block in told(read_document(data, "bees.pdf"))] == [
        "The bees",
        "Two hives stand on the roof.",
        "3",
    ]


def test_a_pdf_without_text_says_so():
    written = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(written)
    assert refusal(written.getvalue(), "a.pdf") == "There is no text in this PDF: its pages are pictures."


def test_a_broken_pdf_says_so():
    assert refusal(b"%PDF-1.4 and then nothing", "a.pdf") == "The file is not a PDF that can be read."


def test_without_the_extra_a_pdf_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(pdf, "find_spec", lambda name: None)
    finding = read_document(pdf_saying("Bees"), "a.pdf")
    assert "pip install 'quizapp[documents]'" in finding.hint


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "a.txt", "The file is empty."),
        (b"\n \n", "a.md", "The file is empty."),
        (b"\x00\x00", "a.txt", "There is no text in it."),
        (b"<script>alert(1)</script>", "a.html", "There is no text in it."),
        (b"Bees \xff\xfe", "a.txt", "The file is not UTF-8 text: line 1 holds something else."),
        (b"x", "a.exe", "A file of this kind cannot be read: .txt, .md, .html, .htm, .docx, .pdf can."),
        (b"x" * (2 * 1024 * 1024 + 1), "a.txt", "The file is larger than 2 MB."),
        (b"x" * 500_001, "a.txt", "The text is longer than 500,000 characters."),
        (b"Bee.\n\n" * 2_001, "a.txt", "It has 2001 paragraphs; 2000 can be taken."),
    ],
)
def test_what_cannot_be_taken_says_why(data, name, message):
    assert refusal(data, name) == message


def test_a_pasted_text_has_the_same_bounds():
    assert told(read_pasted("Bees\x00\n\nThey fly.")) == [
        ("title", "Bees", ""),
        ("paragraph", "They fly.", ""),
    ]
    assert read_pasted("x" * 500_001).message == "The text is longer than 500,000 characters."
    assert read_pasted("\x00 \n").message == "There is no text yet."


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.binary(max_size=300), st.sampled_from(sorted(READERS)))
def test_any_bytes_are_blocks_or_a_finding(data, end):
    assert isinstance(read_document(data, f"a{end}"), list | Finding)


@pytest.mark.parametrize(
    "text",
    [
        "| 1.5 |" * 20 + ".a",
        "a>" * 70 + ".a",
        "begin\n\n" + "a" * 400_000 + "\n\nbegin",
        "\n\n".join(f"w{n:x}g" for n in range(1_900)),
    ],
    ids=["a row of a table", "a path", "one long word", "a list of words"],
)
def test_no_text_keeps_the_reader_busy(text):
    began = time.process_time()
    assert not isinstance(read_pasted(text), Finding)
    assert time.process_time() - began < 5
