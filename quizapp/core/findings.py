"""What a check has to say: collected, never raised one at a time."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

Level = Literal["error", "warning", "advice"]


@dataclass(frozen=True)
class Finding:
    """One thing to mend: how grave, where, what, and how to mend it.

    `place` is `bank/question.field[index]`, as far as it is known. `file` and `line`
    (from 1) are set for what was read from a file. `waived` is the reason why it may stay.
    """

    level: Level
    place: str
    message: str
    hint: str = ""
    rule: str = ""
    file: str = ""
    line: int | None = None
    waived: str = ""

    def under(self, prefix: str) -> "Finding":
        """Return the finding with `prefix` put before its place."""
        joint = "" if not self.place or self.place.startswith(("[", ".")) else "."
        return replace(self, place=f"{prefix}{joint}{self.place}")

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: " if self.line else f"{self.file}: " if self.file else ""
        hint = f" {self.hint}" if self.hint else ""
        place = f"{self.place}: " if self.place else ""
        return f"{where}{self.level}: {place}{self.message}{hint}"


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether any finding forbids use."""
    return any(finding.level == "error" for finding in findings)
