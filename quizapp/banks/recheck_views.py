"""The citations to check again: what the passages said, what they say, and what rests on them."""

import re

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.banks import rechecking, service
from quizapp.banks.blueprint import blueprint
from quizapp.banks.models import Question
from quizapp.banks.rechecking import Which
from quizapp.web import clock
from quizapp.web.access import staff_only
from quizapp.web.filters import plural
from quizapp.web.notices import offer_undo

_WHICH = re.compile(r"[qc][0-9]{1,9}(?:,[qc][0-9]{1,9}){0,499}")
_NUMBER = re.compile(r"[0-9]{1,9}")


@blueprint.get("/bank/<slug>/recheck")
@staff_only
def recheck(slug: str) -> str:
    bank = service.bank_for(current_user, slug)
    changed = rechecking.to_recheck(bank)
    keys = {row.id: _key_of(row) for one in changed for row in one.questions}
    return render_template("banks/recheck.html", bank=bank, changed=changed, keys=keys)


@blueprint.post("/bank/<slug>/recheck")
@staff_only
def confirm_citations(slug: str) -> Response:
    bank = service.bank_for_editing(current_user, slug)
    here = redirect(url_for("banks.recheck", slug=slug), 303)
    sent = {name: request.form.get(name, "") for name in ("passage", "seen", "now_says", "which", "act")}
    if not _NUMBER.fullmatch(sent["passage"]) or (sent["which"] and not _WHICH.fullmatch(sent["which"])):
        abort(400)
    which = _which(sent["which"]) if sent["which"] else None
    about = {"seen": sent["seen"], "now_says": sent["now_says"]}
    passage, now = int(sent["passage"]), clock.now()
    if sent["act"] == "undo":
        if which is None or not rechecking.take_back(
            bank, passage, **about, which=which, actor=current_user, now=now
        ):
            flash("It was changed since, so that can no longer be undone.", "error")
        return here
    done = rechecking.confirm(bank, passage, **about, which=which, actor=current_user, now=now)
    if done is None:
        flash("The passage was changed again since you looked. Read it once more, then confirm.", "error")
    elif len(done):
        said = f"{plural(len(done), 'citation')} confirmed."
        undo = {**about, "act": "undo", "passage": sent["passage"], "which": _named(done)}
        offer_undo(said, url_for("banks.confirm_citations", slug=slug), **undo)
    return here


def _which(text: str) -> Which:
    names = text.split(",")
    return Which(
        tuple(int(name[1:]) for name in names if name[0] == "q"),
        tuple(int(name[1:]) for name in names if name[0] == "c"),
    )


def _named(which: Which) -> str:
    return ",".join(
        [*(f"q{number}" for number in which.questions), *(f"c{number}" for number in which.cards)]
    )


def _key_of(row: Question) -> str:
    question = service.content_of(row.current)
    return question.qtype.say_key(question.content)
