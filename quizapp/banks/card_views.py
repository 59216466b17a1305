"""The flashcards of a bank, for staff to look at."""

from flask import render_template
from flask_login import current_user

from quizapp.banks import service
from quizapp.banks.blueprint import blueprint
from quizapp.banks.flashcards import flashcards_of
from quizapp.banks.rechecking import cards_to_recheck
from quizapp.web.access import staff_only


@blueprint.get("/bank/<slug>/cards")
@staff_only
def cards(slug: str) -> str:
    bank = service.bank_for(current_user, slug)
    return render_template(
        "banks/cards.html", bank=bank, cards=flashcards_of(bank), stale=cards_to_recheck(bank)
    )
