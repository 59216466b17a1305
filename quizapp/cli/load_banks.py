"""Checked units into the database, with their ready-made quizzes: what `bank load` and a first start do."""

from collections.abc import Iterable
from datetime import datetime

from quizapp.banks.loading import LoadReport, load_unit_into_db
from quizapp.core.bank.model import Unit
from quizapp.quizzes.ready_made import load_ready_made


def load_units_into_db(units: Iterable[Unit], *, now: datetime, force: bool = False) -> list[LoadReport]:
    """Load each unit within an app's context; the caller commits."""
    reports = []
    for unit in units:
        report = load_unit_into_db(unit, now, force)
        load_ready_made(report.bank, unit, now)
        reports.append(report)
    return reports
