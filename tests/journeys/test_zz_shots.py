from pathlib import Path
import pytest
from quizapp.banks.flashcards import write_card
from quizapp.banks.models import Bank, Flashcard as CardRow, Passage
from quizapp.core.bank.model import Flashcard, Status
from quizapp.extensions import db
from tests.cast import NOW

pytestmark = pytest.mark.browser
OUT = Path("/tmp/shots-anki")
OUT.mkdir(exist_ok=True)


def test_shots(app, cast, live, page, sign_in):
    with app.app_context():
        bank = db.session.get(Bank, cast.bank)
        for n in range(11):
            c = Flashcard(
                id=f"imported-card-{n}",
                status="approved",
                front=("Front %d " % n) + "long words " * (n * 4),
                back=("Back %d " % n) + "which is explained at length " * (n * 3),
                reversed=n % 2 == 0,
                cites=("rules/hours",),
            )
            write_card(CardRow(bank=bank, slug=c.id, created_at=NOW), c, now=NOW)
        db.session.commit()
    sign_in(page, cast.admin)

    def shoot(name, path=None):
        if path:
            page.goto(live.url + path)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for width, height in ((1280, 900), (360, 740)):
                page.set_viewport_size({"width": width, "height": height})
                page.screenshot(path=OUT / f"{name}-{width}-{scheme}.png", full_page=True)

    shoot("cards", "/bank/library/cards")
    shoot("import", "/bank/library/cards/import")
    page.fill(
        "#text",
        "\n".join(
            [
                "Who is Ms Amsel?\tThe librarian, she said.",
                "Front 1 long words long words long words long words\t" + "Changed",
                "new\tcard with <b>bold</b> <script>alert(1)</script>",
                "empty\t",
                "How many books may a student borrow?\tFour.",
            ]
            + [f"word {n}\tmeaning {n}" for n in range(5)]
        ),
    )
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url("**/import/*")
    shoot("check")
    page.get_by_role("button", name="Take in").click()
    page.wait_for_url("**/cards")
    shoot("done")
    for sides in ("fold", "turn"):
        shoot("sheet-" + sides, "/bank/library/cards/sheet?sides=" + sides)
        page.emulate_media(media="print", color_scheme="light")
        page.pdf(path=OUT / f"{sides}.pdf", prefer_css_page_size=True, print_background=False)
        page.emulate_media(media="screen")
