"""Links for short reads: one a thread, for as long as the thread lives."""

import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from quizapp.db.base import engine_options, prepare_engine
from quizapp.db.quick import Reader


def test_a_link_closes_when_its_thread_ends(tmp_path: Path) -> None:
    # The server ends idle threads: what they leave open would be more with each burst of requests.
    url = f"sqlite:///{tmp_path / 'school.db'}"
    engine = create_engine(url, **engine_options(url))
    prepare_engine(engine)
    reader = Reader(engine)
    drivers: list[Any] = []
    thread = threading.Thread(target=lambda: drivers.append(reader.link().driver))
    thread.start()
    thread.join()

    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        drivers[0].execute("SELECT 1")
    assert reader.link() is reader.link()
    mine = reader.link().driver
    reader.stop()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        mine.execute("SELECT 1")
    engine.dispose()
