"""The unit of questions/README.md, written into a folder: what the page teaches is what is tested."""

import re
from pathlib import Path

import pytest

from quizapp.paths import questions_dir

README = questions_dir() / "README.md"


def example_files() -> dict[str, str]:
    """Return the files that questions/README.md shows, by their path in the unit."""
    blocks = re.findall(r"```(yaml|markdown)\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    unit = next(text for kind, text in blocks if kind == "yaml" and "sources:" in text)
    reading = next(text for kind, text in blocks if kind == "markdown")
    quizzes = next(text for kind, text in blocks if "time_limit:" in text)
    questions = [text for kind, text in blocks if kind == "yaml" and "  type: " in text]
    lists = {
        name: next(text for _, text in blocks if f"/{name}.schema.json" in text)
        for name in ("flashcards", "glossary", "timeline")
    }
    return {
        **{f"{name}.yaml": text for name, text in lists.items()},
        "unit.yaml": unit,
        "readings/the-timetable.md": reading,
        "questions/all.yaml": "".join(questions),
        "quizzes.yaml": quizzes,
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "library-hours"
    for name, text in example_files().items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
