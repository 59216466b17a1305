"""For a server under test: its wall clock runs as many seconds ahead as a file says.

Python imports this by itself where the folder is in PYTHONPATH. The app has no such switch of its own.
"""

import os
import time
from pathlib import Path

_file = Path(os.environ["FAULTY_CLOCK"])
_true_time = time.time


def _set_time() -> float:
    return _true_time() + float(_file.read_text() or 0)


time.time = _set_time
