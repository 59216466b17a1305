"""`quizapp bank verify`, as a person or a script calls it."""

import hashlib
from pathlib import Path

import pytest

from tests.cli.test_bank import run

SOURCE = b"The door\nBears sleep in winter.\nFoxes do not.\nThe end\n"
SHIPPED = Path("/work/shared/documents")


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    folder = tmp_path / "bears"
    (folder / "questions").mkdir(parents=True)
    (folder / "readings").mkdir()
    (folder / "unit.yaml").write_text(
        "id: bears\ntitle: Bears\nsources:\n  - id: leaflet\n    title: A leaflet\n"
        f"    sha256: {digest(SOURCE)}\n    lines:\n"
        f'      "2": {digest(b"Bears sleep in winter.")}\n      "3": {digest(b"Foxes do not.")}\n'
        "readings:\n  - winter\n"
    )
    (folder / "readings" / "winter.md").write_text(
        "---\nid: winter\ntitle: Winter\nsource: leaflet\n---\n\n## A\n\n"
        "<!-- passage: bears; source: leaflet:2 -->\nA bear spends the winter asleep.\n\n"
        "<!-- passage: foxes; source: leaflet:3 -->\nA fox stays awake.\n"
    )
    (folder / "questions" / "all.yaml").write_text(
        "- id: sleeper\n  type: short_text\n  status: approved\n  prompt: Which animal sleeps?\n"
        "  accept:\n    - bear\n  cites:\n    - winter/bears\n"
        "  claim: {by: The leaflet, status: documented}\n"
    )
    return folder


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "README.md").write_text("Two files.\n")
    (folder / "0001.txt").write_bytes(SOURCE)
    return folder


def verify(unit: Path, documents: Path):
    return run("bank", "verify", unit, "--documents", documents)


def test_a_document_is_known_by_its_digest_whatever_its_name(unit, documents):
    result = verify(unit, documents)
    assert result.exit_code == 0, result.output
    assert result.stdout == (
        "Bears\n\n"
        "  leaflet: 0001.txt\n"
        "    It is the copy that was used.\n"
        "    line    2  as taught  1 question\n"
        "    line    3  as taught  no question asks about it\n\n"
        "  1 citation of 2 passages resolve.\n\n"
        "1 source, 2 lines checked: 0 errors, 0 warnings.\n"
    )


def test_a_changed_line_is_told_and_ends_with_1(unit, documents):
    (documents / "0001.txt").write_bytes(SOURCE.replace(b"do not", b"do too"))
    result = verify(unit, documents)
    assert result.exit_code == 1
    assert "  leaflet: 0001.txt\n    error: 0001.txt is not the copy that was used: " in result.stdout
    assert "    error: Line 3 of 0001.txt is not the one that is taught. Read it again, " in result.stdout
    assert "    line    2  as taught  1 question\n    line    3  differs    no question" in result.stdout
    assert result.stdout.endswith("1 source, 2 lines checked: 2 errors, 0 warnings.\n")


def test_a_line_that_moved_is_told_with_its_new_number(unit, documents):
    (documents / "0001.txt").write_bytes(b"A new top\n" + SOURCE)
    result = verify(unit, documents)
    assert result.exit_code == 1
    assert "Line 2 of 0001.txt is not the one that is taught. That one is line 3 now: " in result.stdout
    assert "Line 3 of 0001.txt is not the one that is taught. That one is line 4 now: " in result.stdout


def test_newlines_of_another_system_change_the_file_and_no_line(unit, documents):
    (documents / "0001.txt").write_bytes(SOURCE.replace(b"\n", b"\r\n"))
    result = verify(unit, documents)
    assert result.exit_code == 1
    assert "is not the copy that was used" in result.stdout
    assert result.stdout.count("as taught") == 2


def test_a_document_with_the_name_of_the_source_is_held_against_it(unit, documents):
    (documents / "0001.txt").unlink()
    (documents / "leaflet.txt").write_text("Something else\n")
    result = verify(unit, documents)
    assert result.exit_code == 1
    assert "  leaflet: leaflet.txt\n" in result.stdout
    assert result.stdout.count("differs") == 2


def test_a_missing_document_is_one_clear_line_and_1(unit, documents):
    (documents / "0001.txt").unlink()
    result = verify(unit, documents)
    assert result.exit_code == 1
    assert (
        "  leaflet: not found\n"
        "    error: No document in the folder is “leaflet”. "
        "Put a copy of it into the folder; its name does not matter.\n"
    ) in result.stdout


def test_a_citation_or_a_passage_of_nothing_ends_with_1(unit, documents):
    path = unit / "questions" / "all.yaml"
    path.write_text(path.read_text().replace("winter/bears", "winter/beers"))
    result = verify(unit, documents)
    assert result.exit_code == 1
    assert "bears/sleeper.cites[0]: There is no passage “winter/beers”." in result.stdout
    reading = unit / "readings" / "winter.md"
    reading.write_text(reading.read_text().replace("leaflet:3", "leaflet:9"))
    assert "unit.yaml lists no line leaflet:9." in verify(unit, documents).stdout


def test_a_source_without_digests_is_warned_of(unit, documents):
    head = "id: bears\ntitle: Bears\nsources:\n  - id: leaflet\n    title: A leaflet\n"
    (unit / "unit.yaml").write_text(head)
    for path in (unit / "readings" / "winter.md", unit / "questions" / "all.yaml"):
        path.unlink()
    (documents / "0001.txt").unlink()
    result = verify(unit, documents)
    assert result.exit_code == 0
    assert "warning: No digest of “leaflet” is kept." in result.stdout


def test_a_folder_that_is_not_there_is_one_line_and_2(unit, tmp_path):
    result = verify(unit, tmp_path / "nowhere")
    assert (result.exit_code, result.stdout) == (2, "")
    assert (
        result.stderr == f"There is no folder {tmp_path / 'nowhere'}. Name the folder with the documents.\n"
    )


@pytest.mark.skipif(not SHIPPED.is_dir(), reason="the documents themselves are not shipped")
def test_the_shipped_unit_is_made_from_the_documents_as_they_are():
    result = run("bank", "verify", "--documents", SHIPPED)
    assert result.exit_code == 0, result.output
    assert result.stdout.endswith("2 sources, 25 lines checked: 0 errors, 0 warnings.\n")
    assert "no question asks" not in result.stdout
