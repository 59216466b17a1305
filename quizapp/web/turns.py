"""How long a thread keeps the interpreter while others wait for it."""

import sys
import threading
from types import TracebackType


class GivingWay:
    """While work that may be long is under way, threads take turns much more often.

    A save changes threads a few times on its way. Beside a report each change would wait 5 ms, Python's
    usual turn. Where all requests are short, such turns as these would only cost: so not for good.
    """

    OFTEN = 0.0002
    """Seconds."""

    def __init__(self) -> None:
        self._usual = sys.getswitchinterval()
        self._under_way = 0
        self._count = threading.Lock()

    def __enter__(self) -> None:
        self._change(1)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._change(-1)

    def _change(self, by: int) -> None:
        with self._count:
            self._under_way += by
            sys.setswitchinterval(self.OFTEN if self._under_way else self._usual)


GIVING_WAY = GivingWay()
"""One a process, as the interpreter is."""
