"""A bank with its ready-made quizzes as files to take away: the same that `quizapp bank write` writes."""

import io
import zipfile
from datetime import datetime

from flask import Response, flash, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as Redirect

from quizapp.banks.models import Bank
from quizapp.banks.service import bank_for
from quizapp.banks.unloading import unit_of
from quizapp.core.bank.rewriting import NotProvenError, plan_writing, prove
from quizapp.quizzes.pages import blueprint
from quizapp.quizzes.ready_made import ready_made_of
from quizapp.web import clock
from quizapp.web.access import staff_only

LEFT_OUT = "left-out.txt"


@blueprint.get("/bank/<slug>/files.zip")
@staff_only
def bank_files(slug: str) -> Response | Redirect:
    bank = bank_for(current_user, slug)
    try:
        data = zipped(bank, now=clock.now())
    except NotProvenError as error:
        flash(f"The files cannot be made, since they would not load again as they are. {error}", "error")
        return redirect(url_for("banks.show", slug=bank.slug), 303)
    answer = Response(data, mimetype="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{bank.slug}.zip")
    return answer


def zipped(bank: Bank, *, now: datetime) -> bytes:
    """Return the bank's folder as a .zip, with a list of what no file may hold; or raise NotProvenError."""
    plan = plan_writing(unit_of(bank, ready_made_of(bank)), {}, {}, None)
    prove(plan, {})
    files = dict(plan.files)
    if plan.left:
        left = "".join(f"{name}: {why}\n" for name, why in plan.left.items())
        files[LEFT_OUT] = f"Not in these files, until it is mended in the app:\n\n{left}"
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{bank.slug}/{name}", now.timetuple()[:6])
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text, zipfile.ZIP_DEFLATED)
    return data.getvalue()
