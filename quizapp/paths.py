"""Where the files that ship with the app are: in a checkout, and in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent if (PACKAGE.parent / "pyproject.toml").is_file() else None


def _shipped(name: str) -> Path:
    return (CHECKOUT or PACKAGE) / name


def templates_dir() -> Path:
    return _shipped("templates")


def static_dir() -> Path:
    return _shipped("static")


def questions_dir() -> Path:
    return _shipped("questions")


def migrations_dir() -> Path:
    return PACKAGE / "migrations"
