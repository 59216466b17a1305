"""Settings: safe without any, and every wrong one is said in one line that names what to set."""

import multiprocessing
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from quizapp.config import Settings, SettingsError, kept_secret_key, read_settings


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Settings]:
    """Return a reader of settings whose data folder is not made yet."""
    return lambda **given: read_settings({"QUIZAPP_DATA_DIR": str(tmp_path / "data"), **given})


def test_without_settings_the_app_listens_everywhere_at_8000_on_a_file(
    read: Callable[..., Settings], tmp_path: Path
) -> None:
    settings = read()
    assert (settings.host, settings.port) == ("0.0.0.0", 8000)
    assert settings.database_file == tmp_path / "data" / "quizapp.sqlite3"
    assert settings.testing is False


def test_settings_given_are_taken(read: Callable[..., Settings]) -> None:
    settings = read(
        QUIZAPP_HOST="127.0.0.1",
        QUIZAPP_PORT="8080",
        QUIZAPP_SECRET_KEY="a key of one's own",
        QUIZAPP_TIMEZONE="Europe/Berlin",
        QUIZAPP_DATABASE_URL="sqlite:////srv/school.sqlite3",
    )
    assert settings == Settings(
        data_dir=settings.data_dir,
        database_url="sqlite:////srv/school.sqlite3",
        secret_key="a key of one's own",
        host="127.0.0.1",
        port=8080,
        timezone="Europe/Berlin",
    )
    assert not (settings.data_dir / "secret_key").exists()


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "80 ", "８０"])
def test_a_port_that_is_none_is_refused(read: Callable[..., Settings], port: str) -> None:
    with pytest.raises(SettingsError, match=r"QUIZAPP_PORT is .*: set a number from 1 to 65535"):
        read(QUIZAPP_PORT=port)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "Europe"])
def test_a_time_zone_that_is_none_is_refused(read: Callable[..., Settings], zone: str) -> None:
    with pytest.raises(SettingsError, match=r"QUIZAPP_TIMEZONE is .*: set a name such as Europe/Berlin"):
        read(QUIZAPP_TIMEZONE=zone)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("school.sqlite3", "is not the address of a database: write it as postgresql://"),
        ("mysql://school@localhost/quizapp", "names mysql: only sqlite and postgresql"),
    ],
)
def test_a_database_that_cannot_be_used_is_refused(
    read: Callable[..., Settings], url: str, message: str
) -> None:
    with pytest.raises(SettingsError, match=message):
        read(QUIZAPP_DATABASE_URL=url)


def test_postgresql_without_its_driver_names_what_to_install(
    read: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quizapp.config.find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=r"pip install 'quizapp\[postgresql\]'"):
        read(QUIZAPP_DATABASE_URL="postgresql://school@localhost/quizapp")


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql_is_reached_by_the_driver_that_we_ship(
    read: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setattr("quizapp.config.find_spec", lambda name: object())
    settings = read(QUIZAPP_DATABASE_URL=f"{scheme}://school:pw@localhost/quizapp")
    assert settings.database_url == "postgresql+psycopg://school:pw@localhost/quizapp"
    assert settings.database_file is None


def test_a_data_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("I am a file.")
    for folder in (tmp_path / "data", tmp_path / "data" / "below"):
        with pytest.raises(SettingsError, match=r"cannot be written .*set QUIZAPP_DATA_DIR"):
            read_settings({"QUIZAPP_DATA_DIR": str(folder)})


def test_the_data_folder_and_the_key_are_for_the_owner_alone(read: Callable[..., Settings]) -> None:
    folder = read().data_dir
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600


def test_the_key_is_made_once_and_kept(read: Callable[..., Settings]) -> None:
    first = read().secret_key
    assert len(first) == 64
    assert read().secret_key == first


def test_two_schools_have_two_keys(tmp_path: Path) -> None:
    keys = {read_settings({"QUIZAPP_DATA_DIR": str(tmp_path / name)}).secret_key for name in "ab"}
    assert len(keys) == 2


@pytest.mark.parametrize("content", ["", "short\n"])
def test_a_key_file_that_was_damaged_is_refused(read: Callable[..., Settings], content: str) -> None:
    file = read().data_dir / "secret_key"
    file.write_text(content)
    with pytest.raises(SettingsError, match="does not hold a key: restore it from a backup, or delete it"):
        read()


def test_starts_at_once_agree_on_one_key(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        keys = pool.map(kept_secret_key, [tmp_path] * 32, chunksize=1)
    assert len(set(keys)) == 1


@pytest.mark.parametrize("text", ["-1", "4", "many", "1.5"])
def test_a_wrong_number_of_proxies_is_refused(read: Callable[..., Settings], text: str) -> None:
    with pytest.raises(SettingsError, match="QUIZAPP_TRUSTED_PROXIES"):
        read(QUIZAPP_TRUSTED_PROXIES=text)
