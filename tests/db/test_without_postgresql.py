"""Where there is no PostgreSQL, its tests are not run, and that is said; on a CI machine it is a failure."""

from pathlib import Path

import pytest

from tests import postgres


@pytest.fixture
def without_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv(postgres.VARIABLE, raising=False)
    monkeypatch.setattr(postgres, "PLACES", ())


def test_it_is_said_in_one_line_how_to_get_it(
    without_servers: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", "")
    assert postgres.main([]) == 0
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith("No PostgreSQL found, so the tests are run on SQLite only. To run them on both: ")


def test_on_a_ci_machine_that_is_a_failure(without_servers: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    assert postgres.main([]) == 1


def test_the_newest_server_is_taken(
    without_servers: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for version in ("9.6", "15", "13"):
        folder = tmp_path / "postgresql" / version / "bin"
        folder.mkdir(parents=True)
        (folder / "initdb").touch()
    monkeypatch.setattr(postgres, "PLACES", (f"{tmp_path}/postgresql/*/bin".lstrip("/"),))
    assert postgres.find_programs() == tmp_path / "postgresql" / "15" / "bin"


def test_where_no_test_touches_a_database_nothing_failed(tmp_path: Path) -> None:
    (tmp_path / "test_plain.py").write_text("def test_plain(): pass")
    arguments = ["-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), "-k", "nothing", str(tmp_path)]
    assert postgres.run_tests("postgresql://localhost/nowhere", arguments) == 0
