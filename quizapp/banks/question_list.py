"""The page that lists a bank's questions: found, filtered, ticked."""

from typing import Any
from urllib.parse import urlencode

from flask import render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound

from quizapp.banks import bulk, reviewing, service
from quizapp.banks.content_form import words_of
from quizapp.banks.counts import approved_by_passage
from quizapp.banks.figures import BADGES, figures_of
from quizapp.banks.filters import filter_form, wanted_in
from quizapp.banks.flagging import flagged_of
from quizapp.banks.linting import open_findings_of
from quizapp.banks.models import Bank, BulkAct, Question
from quizapp.banks.rechecking import count_to_recheck, questions_to_recheck
from quizapp.banks.search import FILTERS, ORDERS, find_questions
from quizapp.core.bank.seeking import Sought, excerpt, marked, texts_of
from quizapp.web.filters import prose_inline
from quizapp.web.limits import LARGEST_ID
from quizapp.web.pagination import page_links, paginate

SIZE = 25
KEPT = ("q", "sort", *FILTERS)
PROMPT = 140


def list_page(bank: Bank, **more: Any) -> str:
    """Draw the list that the address asks for; `more` is what a form that came back has to say."""
    passages = service.passages_of(bank)
    wanted = wanted_in(request.args)
    found = find_questions(bank, wanted, current_user)
    form, chips = filter_form(wanted, bank, passages, found)
    page = paginate(found.rows, SIZE)
    asked = approved_by_passage(bank)
    figures = found.figures or figures_of(current_user, page.rows)
    here = url_for("banks.show", slug=bank.slug)
    return render_template(
        "banks/show.html",
        bank=bank,
        form=form,
        chips=[(chip, list_url(bank, **{chip.name: ""})) for chip in chips],
        wanted=wanted,
        found=found,
        page=page,
        pages=page_links(page, here, leave_out=("did",)),
        heads=sort_links(bank, wanted.sort, ranked=bool(wanted.words)),
        best_url=list_url(bank, sort="") if wanted.words and wanted.sort else "",
        words_url=list_url(bank, q=""),
        act_url=url_for("banks.bulk", slug=bank.slug) + query_string(page=page.number),
        total=found.total,
        readings=service.readings_of(bank),
        passages=passages,
        asked=asked,
        lint={row.id: open_findings_of(row) for row in page.rows},
        figures=figures,
        verdicts={
            row.id: [BADGES[name] for name in figures[row.id].verdicts if name in BADGES] for row in page.rows
        },
        elsewhere={row.id: hit_elsewhere(row, found.sought) for row in page.rows},
        unasked=[passage for passage in passages if not asked[passage.id]],
        chosen=next((p for p in passages if service.passage_name(p) == wanted.filters.get("passage")), None),
        several=len(service.banks_for(current_user)) > 1,
        tags=found.tags,
        did=_told_of(bank),
        in_review=reviewing.in_review(bank),
        stale=questions_to_recheck(bank),
        recheck=count_to_recheck(bank),
        flagged=flagged_of(page.rows),
        **{"ticked": set(), "which": "ticked", "act": "", "tag": "", "wrong": {}, **more},
    )


def query_string(**more: Any) -> str:
    """Return the search and filters of this page as the end of another address."""
    # Written by hand: to url_for a name in the address such as `_scheme` would be an order.
    args = {name: request.args[name] for name in KEPT if request.args.get(name)} | more
    args = {name: value for name, value in args.items() if value}
    return f"?{urlencode(args)}" if args else ""


def list_url(bank: Bank, **changes: Any) -> str:
    """Return the address of this list with other filters."""
    return url_for("banks.show", slug=bank.slug) + query_string(**changes)


def sort_links(bank: Bank, sort: str, *, ranked: bool) -> dict[str, tuple[str, str]]:
    """Return for each order its link, and how it is sorted now: "ascending", "descending" or ""."""
    heads = {}
    for name in ORDERS:
        usual = "" if ranked else "reading"
        now = {name: "ascending", f"-{name}": "descending"}.get(sort or usual, "")
        heads[name] = (list_url(bank, sort=f"-{name}" if now == "ascending" else name), now)
    return heads


def pieces(text: str, sought: Sought) -> list[tuple[str, bool]]:
    """Cut Markdown, read as plain words, into what was sought and what was not."""
    return marked(prose_inline(text).striptags(), sought)


def prompt_line(text: str, sought: Sought) -> str:
    """Return the prompt's first words, or those round the first hit."""
    plain = prose_inline(text).striptags()
    return excerpt(plain, sought, length=PROMPT) or plain[:PROMPT] + ("…" if plain[PROMPT:] else "")


def hit_elsewhere(row: Question, sought: Sought) -> tuple[str, str] | None:
    """Return the field and the words of a hit that neither title nor prompt shows."""
    if any(hit for text in (row.current.title, row.current.prompt) for _, hit in pieces(text, sought)):
        return None
    for name, text in [*texts_of(row.current.record), ("id", row.slug)]:
        if part := excerpt(prose_inline(text).striptags(), sought):
            return words_of(name), part
    return None


def _told_of(bank: Bank) -> dict[str, Any] | None:
    """Return what the bulk act named in the address could not do, by reason."""
    text = request.args.get("did", "")
    if not (text.isascii() and text.isdigit() and len(text) < 11 and int(text) <= LARGEST_ID):
        return None
    try:
        kept = bulk.act_for(current_user, bank, int(text))
    except NotFound:
        return None
    return refusals(kept)


def refusals(kept: BulkAct) -> dict[str, Any] | None:
    """Return how many were done and which were not, by reason; None where all were."""
    if not kept.refused or kept.undone_at:
        return None
    rows = bulk.questions_by_id(number for number, _ in kept.refused)
    reasons: dict[str, list[Question]] = {}
    for number, why in kept.refused:
        if number in rows:
            reasons.setdefault(why, []).append(rows[number])
    return {"done": len(kept.done), "count": len(kept.refused), "reasons": reasons}
