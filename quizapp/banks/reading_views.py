"""The readings: everybody who is signed in may read them; staff also see what is asked about them."""

from flask import render_template, request
from flask_login import current_user

from quizapp.banks import service
from quizapp.banks.blueprint import blueprint
from quizapp.banks.counts import approved_by_passage, count_passages
from quizapp.banks.reading_notes import Glossary, timeline_of
from quizapp.web.access import signed_in


@blueprint.get("/readings")
@signed_in
def readings() -> str:
    shelves = [(bank, service.readings_of(bank)) for bank in service.banks_for(current_user)]
    return render_template(
        "banks/readings.html", shelves=[shelf for shelf in shelves if shelf[1]], counts=count_passages()
    )


@blueprint.get("/readings/<slug>/<reading_slug>")
@signed_in
def reading(slug: str, reading_slug: str) -> str:
    bank = service.bank_for(current_user, slug)
    row = service.reading_by_slug(bank, reading_slug)
    passages, standing = service.passages_of(bank, row), service.passages_of(bank)
    glossary = Glossary(bank)
    texts = {passage.id: glossary.linked(passage.text) for passage in passages}
    sources = {source["id"]: source for source in bank.meta.get("sources", [])}
    return render_template(
        "banks/reading.html",
        bank=bank,
        reading=row,
        passages=passages,
        texts=texts,
        terms=glossary.notes(standing),
        moments=timeline_of(bank, standing),
        source=sources.get(row.source),
        # It marks what the address names and looks nothing up, so it can tell a student nothing.
        cited=set(request.args.get("cited", "").split(",")),
        asked=approved_by_passage(bank) if current_user.is_staff else {},
        others=[other for other in service.readings_of(bank) if other.id != row.id],
    )
